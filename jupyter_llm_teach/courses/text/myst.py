"""Reads the cells of a MyST markdown notebook.

Source: https://myst-nb.readthedocs.io/en/latest/authoring/text-notebooks.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from jupyter_llm_teach.courses.text.blocks import Break, Fence, blocks
from jupyter_llm_teach.courses.text.header import yaml_mapping
from jupyter_llm_teach.courses.text.lines import Kind, Passage, WrittenCell

CODE = "{code-cell}"
_RAW = "{raw-cell}"
_RULE = re.compile(r"-{3,}")


def myst_cells(lines: Sequence[str], start: int) -> Iterator[WrittenCell]:
    """The cells of a MyST notebook in order.

    Args:
        lines: The file's, without line ends.
        start: The first line after the header.
    """
    text_from, metadata, opened = start, dict[str, object](), start
    for block in blocks(lines, start):
        match block:
            case Break(start=at, content=content):
                yield from _text(lines, (opened, text_from, at), metadata)
                text_from, metadata, opened = at + 1, _json(content), at
            case Fence(info=info) if info.startswith((CODE, _RAW)):
                yield from _text(lines, (opened, text_from, block.start), metadata)
                yield _fenced(lines, block)
                text_from, metadata, opened = block.end, {}, block.end
            case Fence():
                pass
    yield from _text(lines, (opened, text_from, len(lines)), metadata)


def lexer_of(line: str) -> str:
    """The language that a cell's opening fence names; empty where it names none."""
    found = re.match(rf"\s*[`~]{{3,}}{re.escape(CODE)}\s*(\S*)", line)
    return found[1] if found else ""


def is_break(line: str) -> bool:
    """Whether a line ends a cell, such as ``+++``."""
    return break_content(line.rstrip("\r\n")) is not None


def break_content(line: str) -> str | None:
    """What a line that ends a cell says of the next one; None for another line."""
    found = (each.content for each in blocks([line], 0) if isinstance(each, Break))
    return next(found, None)


def option_lines(head: Sequence[str]) -> tuple[int, int, tuple[str, ...]]:
    """Where in a fenced cell's first lines its YAML stands, and what stands before each line of it.

    Args:
        head: The opening fence and what follows it, up to the cell's text.
    """
    indent = len(head[0]) - len(head[0].lstrip(" "))
    texts = [_dedented(each, indent) for each in head[1:]]
    if texts and texts[0].startswith("---"):
        ends = (n for n, each in enumerate(texts[1:], start=2) if _RULE.match(each))
        first, last = 2, next(ends, len(head))
        return first, last, tuple(" " * _spaces(each, indent) for each in head[first:last])
    last = 1
    while last < len(head) and head[last].lstrip().startswith(":"):
        last += 1
    return 1, last, tuple(each[: each.index(":") + 1] for each in head[1:last])


def has_code_cell(lines: Sequence[str], start: int) -> bool:
    """Whether a markdown file holds a cell with code."""
    if not any(CODE in each or _RAW in each for each in lines):
        return False
    return any(
        isinstance(each, Fence) and each.info.startswith((CODE, _RAW))
        for each in blocks(lines, start)
    )


def _text(
    lines: Sequence[str], place: tuple[int, int, int], metadata: Mapping[str, object]
) -> Iterator[WrittenCell]:
    """The markdown between two cells, where there is any.

    Args:
        lines: The file's.
        place: The first line of its own, the first that may hold text, and the end.
        metadata: What the break before it says.
    """
    opened, first, last = place
    while last > first and not lines[last - 1].strip():
        last -= 1
    while first < last and not lines[first]:
        first += 1
    if first == last:
        return
    source = "\n".join(lines[first:last]).rstrip()
    own = opened if opened < place[1] else first
    yield WrittenCell("markdown", source, metadata, Passage(own, first, last, last))


def _fenced(lines: Sequence[str], fence: Fence) -> WrittenCell:
    kind: Kind = "code" if fence.info.startswith(CODE) else "raw"
    last = fence.end - fence.is_closed
    content = [_dedented(each, fence.indent) for each in lines[fence.start + 1 : last]]
    used, options = _options(content)
    if used < len(content) and not content[used].strip():
        used += 1
    first = fence.start + 1 + used
    source = "\n".join(content[used:])
    return WrittenCell(kind, source, options, Passage(fence.start, first, last, fence.end))


def _options(content: Sequence[str]) -> tuple[int, Mapping[str, object]]:
    """How many lines of a cell are options, and what they say."""
    if content and content[0].startswith("---"):
        ends = (n for n, each in enumerate(content[1:], start=1) if _RULE.match(each))
        end = next(ends, len(content))
        return min(end + 1, len(content)), yaml_mapping("\n".join(content[1:end]))
    used = 0
    while used < len(content) and content[used].lstrip().startswith(":"):
        used += 1
    if not used:
        return 0, {}
    return used, yaml_mapping("\n".join(each.lstrip()[1:] for each in content[:used]))


def _dedented(line: str, indent: int) -> str:
    return line[_spaces(line, indent) :]


def _spaces(line: str, most: int) -> int:
    return min(len(line) - len(line.lstrip(" ")), most)


def _json(content: str) -> dict[str, object]:
    try:
        made = json.loads(content) if content else {}
    except (ValueError, RecursionError):
        return {}
    return made if isinstance(made, dict) else {}
