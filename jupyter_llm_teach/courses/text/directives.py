"""The lines of a markdown text that open or close MyST directives.

Source: https://ebp-sphinx-exercise.readthedocs.io/en/latest/syntax.html and
https://mystmd.org/guide/exercises
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from jupyter_llm_teach.courses.text.header import yaml_mapping

_FENCE = re.compile(r"(`{3,}|~{3,}|:{3,})[ \t]*(.*)$")
_LEAD = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?")
_DIRECTIVE = re.compile(r"\{([A-Za-z][\w:.-]*)\}[ \t]*(.*)$")
_ALMOST = re.compile(r"([`~:]{2,})\s*(\{?)[\s.]*([A-Za-z-]+)\s*(\}?)")
_OPTION = re.compile(r":([\w-]+):[ \t]*(.*)$")
_MARK = r"(?:`{3,}|~{3,}|:{3,})[ \t]*\{%s(?:-start|-end)?\}"
_ANY = re.compile(_MARK % "(?:exercise|solution)", re.IGNORECASE)
SOLUTION_MARK = re.compile(_MARK % "solution", re.IGNORECASE | re.MULTILINE)
NAMES = (
    "exercise",
    "exercise-start",
    "exercise-end",
    "solution",
    "solution-start",
    "solution-end",
)
_CODE = ("code", "code-block", "code-cell", "sourcecode")
_SHOWN = ("literalinclude", "math", "mermaid", "raw", "parsed-literal", "eval-rst", "raw-cell")
_ALIKE = 0.8
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that opens a fence.

    Attributes:
        fence: Its signs, such as three backticks.
        name: The directive's, lower case; empty where the fence opens none.
        argument: What follows it; the language where the fence opens no directive.
    """

    fence: str
    name: str
    argument: str

    @property
    def is_marked(self) -> bool:
        """Whether it is about an exercise or a solution."""
        return self.name in NAMES

    @property
    def is_code(self) -> bool:
        """Whether what it holds is shown as it is, and is no markdown."""
        return not self.name or self.name in _CODE or self.name in _SHOWN

    @property
    def language(self) -> str:
        """The language of the code that it holds, lower case; empty where nothing says it."""
        words = self.argument.lower().split()
        return words[0] if words and (not self.name or self.name in _CODE) else ""


def has_exercises(text: str) -> bool:
    """Whether a text holds a directive for an exercise or a solution."""
    return "{" in text and _ANY.search(text) is not None


def opening(line: str) -> Opening | None:
    """The fence that a line opens, inside of lists and quotations as well."""
    found = _FENCE.match(bare_line(line))
    if found is None or (found[1][0] == "`" and "`" in found[2]):
        return None
    named = _DIRECTIVE.match(found[2])
    if named:
        return Opening(found[1], named[1].lower(), named[2].strip())
    return Opening(found[1], "", found[2].strip()) if found[1][0] != ":" or found[2] else None


def closes(line: str, fence: str) -> bool:
    """Whether a line closes a fence."""
    text = line.strip(" \t>")
    return text.startswith(fence) and not text.strip(fence[0])


def is_bare_colons(line: str) -> bool:
    """Whether a line can do nothing but close a directive of colons."""
    return closes(line, ":::")


def bare_line(line: str) -> str:
    """A line without what makes it part of a list or a quotation."""
    lead = _LEAD.match(line)
    return line[lead.end() :] if lead else line


def options(lines: Sequence[str]) -> tuple[int, Mapping[str, str]]:
    """How many of a directive's first lines are options, and what they say."""
    texts = [bare_line(each) for each in lines[:_LONGEST]]
    if texts and texts[0].strip() == "---":
        end = next((n for n, each in enumerate(texts[1:], 1) if each.strip() == "---"), 0)
        found = yaml_mapping("\n".join(texts[1:end]))
        return (end + 1 if end else 0), {str(key): str(each) for key, each in found.items()}
    made: dict[str, str] = {}
    for number, text in enumerate(texts):
        option = _OPTION.match(text)
        if option is None:
            return number, made
        made[option[1]] = option[2].strip()
    return len(texts), made


def without_lines(lines: Sequence[str], hidden: Collection[int]) -> str:
    """The text without some of its lines; of two blank lines around them, one stays."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number not in hidden:
            kept.append(line)
        elif kept and not kept[-1].strip() and not "".join(lines[number + 1 : number + 2]).strip():
            kept.pop()
    return "\n".join(kept)


def misspelled(line: str) -> str | None:
    """What a line must have been meant to say; None where it says it, or something else."""
    text = bare_line(line)
    found = _ALMOST.match(text) if len(text) <= _LONGEST * 2 else None
    if found is None:
        return None
    right = opening(line)
    name = found[3].lower()
    if right is not None and right.is_marked:
        return None
    braced = "{" in found[2] or "}" in found[4]
    if name in NAMES:
        return f"{{{name}}}" if braced or len(found[1]) > 2 else None  # noqa: PLR2004 - of ":::"
    alike = nearest(name, NAMES) if braced else None
    return f"{{{alike}}}" if alike else None


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that another one is a misspelling of, where there is one."""
    scores = {each: SequenceMatcher(None, word, each, autojunk=False).ratio() for each in known}
    best = max(known, key=scores.__getitem__, default=None)
    near = best is not None and scores[best] >= _ALIKE and word[:1] == best[:1]
    return best if near else None
