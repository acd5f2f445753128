"""The YAML at the beginning of a text notebook: its kernel and how it is written.

Source: https://jupytext.readthedocs.io/en/latest/formats-markdown.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_RULE = re.compile(r"(-{3,})[ \t]*$")
_OPENING_COMMENT = re.compile(r"\s*<!--\s*$")
_CLOSING_COMMENT = re.compile(r"\s*-->\s*$")
_FIRST_LINES = re.compile(r"#!|[ \t\f]*(?:#|//).*?coding[:=][ \t]*[-_.a-zA-Z0-9]+")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Header:
    """What a text notebook says of itself.

    Attributes:
        end: The first line, from 0, that is not part of it.
        metadata: The notebook's metadata.
        is_notebooks: Whether it is one that Jupyter's tools write, and not a web page's.
    """

    end: int
    metadata: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_notebooks(self) -> bool:
        """Whether it names Jupytext or a kernel."""
        return "jupytext" in self.metadata or "kernelspec" in self.metadata

    @property
    def format_name(self) -> str:
        """What Jupytext calls the way in which the file is written; empty where it is not said."""
        jupytext = self.metadata.get("jupytext")
        about = jupytext.get("text_representation") if isinstance(jupytext, dict) else None
        name = about.get("format_name") if isinstance(about, dict) else None
        return name if isinstance(name, str) else ""


def markdown_header(lines: Sequence[str]) -> Header:
    """The header of a markdown file, whose lines come without line ends.

    It may be wrapped in an HTML comment, which hides it from a page's readers.
    """
    hidden = bool(lines) and _OPENING_COMMENT.match(lines[0])
    start = _after_blank(lines, 1) if hidden else 0
    header = _between_rules(lines, start)
    if not (hidden and header.end):
        return header if not hidden else Header(0)
    end = _after_blank(lines, header.end)
    closed = end < len(lines) and _CLOSING_COMMENT.match(lines[end])
    return Header(end + 1, header.metadata) if closed else Header(0)


def script_header(lines: Sequence[str], comment: str) -> Header:
    """The header of a script, whose lines come without line ends, in comments.

    A first line for the shell or about the encoding counts as part of it.
    """
    start = 0
    while start < min(2, len(lines)) and _FIRST_LINES.match(lines[start]):
        start += 1
    commented: list[str] = []
    for line in lines[start : start + _LONGEST]:
        if not line.startswith(comment):
            break
        commented.append(line.removeprefix(comment).removeprefix(" "))
    header = _between_rules(commented, 0)
    return Header(header.end + start, header.metadata)


def yaml_mapping(text: str) -> Mapping[str, object]:
    """What a YAML text says; nothing where it is no mapping, or no YAML."""
    import yaml  # noqa: PLC0415 - needed for text notebooks only

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        made = yaml.load(text, Loader=loader)  # type: ignore[no-untyped-call]  # noqa: S506 - the safe one
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return {}  # beside its own errors, the library lets those of odd dates and numbers through
    return made if isinstance(made, dict) else {}


def _between_rules(lines: Sequence[str], start: int) -> Header:
    opening = _RULE.match(lines[start]) if start < len(lines) else None
    if opening is None:
        return Header(0)
    for number, line in enumerate(lines[start + 1 : start + _LONGEST], start=start + 1):
        rule = _RULE.match(line)
        if (rule and len(rule[1]) >= len(opening[1])) or line.rstrip() == "...":
            found = yaml_mapping("\n".join(lines[start + 1 : number]))
            own = found.get("jupyter")
            return Header(number + 1, own if isinstance(own, dict) else found)
    return Header(0)


def _after_blank(lines: Sequence[str], start: int) -> int:
    while start < len(lines) and not lines[start].strip():
        start += 1
    return start
