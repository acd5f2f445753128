"""Takes the rules of help out of what stands before a cell's text: students don't get them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyter_llm_teach.courses.text.markdown import metadata_span
from jupyter_llm_teach.courses.text.myst import break_content, option_lines
from jupyter_llm_teach.courses.text.notebook import Format, TextNotebook
from jupyter_llm_teach.courses.text.options import without_entry
from jupyter_llm_teach.teaching.notebook import Cell

if TYPE_CHECKING:
    import yaml

_BLOCK, _RULES = "teach", "policy"


def holds_rules(cell: Cell) -> bool:
    """Whether a cell's metadata holds rules of help, readable or not."""
    block = cell.teach
    return block is not None and bool(block.policy or _RULES in block.wrong)


def without_rules(head: Sequence[str], text_notebook: TextNotebook) -> list[str]:
    """The lines before the text of a cell that holds rules, without these.

    Args:
        head: Its fence, marker or region, and its options, without line ends.
        text_notebook: What was read from the file.
    """
    if not head:
        return []
    match text_notebook.format:
        case Format.MYST:
            return _myst(head)
        case Format.MARKDOWN:
            start, end = metadata_span(head[0])
        case Format.PERCENT:
            marker = re.search(r"%%+", head[0])
            start, end = (marker.end() if marker else len(head[0])), len(head[0])
    said = without_entry(head[0][start:end], _BLOCK, _RULES)
    return [head[0][:start] + said + head[0][end:], *head[1:]]


def _myst(head: Sequence[str]) -> list[str]:
    content = break_content(head[0])
    if content is not None:
        start = head[0].rindex(content) if content else len(head[0])
        said = without_entry(content, _BLOCK, _RULES)
        return [(head[0][:start] + said).rstrip(), *head[1:]]
    first, last, leads = option_lines(head)
    texts = [line[len(lead) :] for line, lead in zip(head[first:last], leads, strict=True)]
    kept = [leads[number] + text for number, text in _without(texts)]
    return [*head[:first], *kept, *head[last:]]


def _without(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The lines of a YAML mapping that stay, with their places, from 0."""
    import yaml  # noqa: PLC0415 - needed for text notebooks only

    mapping = yaml.compose("\n".join(lines), yaml.SafeLoader)  # type: ignore[no-untyped-call]
    numbered = list(enumerate(lines))
    if not isinstance(mapping, yaml.MappingNode):
        return numbered
    block = _place(mapping, _BLOCK)
    if block is None:
        return numbered
    inner = mapping.value[block][1]
    rules = _place(inner, _RULES) if isinstance(inner, yaml.MappingNode) else None
    if rules is None or len(inner.value) == 1:
        # What refers to rules elsewhere, as YAML lets it, goes as a whole.
        return _cut(numbered, mapping, block)
    return _cut(numbered, inner, rules)


def _place(mapping: yaml.MappingNode, key: str) -> int | None:
    keys = [each.value for each, _ in mapping.value]
    return keys.index(key) if key in keys else None


def _cut(
    lines: Sequence[tuple[int, str]], mapping: yaml.MappingNode, place: int
) -> list[tuple[int, str]]:
    """The lines without one entry of a mapping."""
    key, value = mapping.value[place]
    line, column = key.start_mark.line, key.start_mark.column
    if not mapping.flow_style:
        last = _end_of_block(lines, line, column)
        if getattr(value, "flow_style", False):  # one that ends where its block does not
            last = max(last, value.end_mark.line + 1)
        return [*lines[:line], *lines[last:]]
    # Marks of values are of no use here: what refers to another value has the marks of that one.
    if place + 1 < len(mapping.value):
        following = mapping.value[place + 1][0].start_mark
        end, end_column = following.line, following.column
    else:
        end, end_column = mapping.end_mark.line, mapping.end_mark.column - 1
        if place:
            line, column = _comma_before(lines, line, column)
    joined = lines[line][1][:column] + lines[end][1][end_column:]
    return [*lines[:line], (lines[line][0], joined), *lines[end + 1 :]]


def _comma_before(lines: Sequence[tuple[int, str]], line: int, column: int) -> tuple[int, int]:
    """Where the comma stands that parts an entry from the one before it."""
    found = lines[line][1].rfind(",", 0, column)
    while found < 0:
        line -= 1
        found = lines[line][1].rfind(",")
    return line, found


def _end_of_block(lines: Sequence[tuple[int, str]], start: int, column: int) -> int:
    """The first line after an entry that begins at a line and a column."""
    for number, text in lines[start + 1 :]:
        if text.strip() and len(text) - len(text.lstrip()) <= column:
            return number
    return len(lines)
