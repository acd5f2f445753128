"""Writes one cell of a text notebook in the notebook's own style; lines come without line ends."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from jupyter_llm_teach.courses.reading import Changed
from jupyter_llm_teach.courses.student_notebook import checksum
from jupyter_llm_teach.courses.text.lines import Kind, Passage
from jupyter_llm_teach.courses.text.markdown import markdown_cells, opens_region
from jupyter_llm_teach.courses.text.myst import CODE
from jupyter_llm_teach.courses.text.notebook import Format, TextNotebook
from jupyter_llm_teach.courses.text.percent import rewritten, written
from jupyter_llm_teach.courses.text.rules import holds_rules, without_rules
from jupyter_llm_teach.teaching.notebook import Cell

_FENCE = re.compile(r"( {0,3})([`~]{3,})")
_REGION = re.compile(r"<!--\s*#(\w+)")
_TAGS = re.compile(r"(\btags[\"']?\s*[:=]\s*)\[[^\]]*\]")
_CHECKSUM = re.compile(r"(\bchecksum[\"']?\s*:\s*[\"']?)[0-9a-f]{32}")


def added_cell(kind: Kind, source: str, text_notebook: TextNotebook) -> list[str]:
    """The lines of a new cell."""
    body = _lines(source)
    if text_notebook.script is not None:
        return written(kind, body, text_notebook.script)
    myst = text_notebook.format is Format.MYST
    if kind == "code":
        lexer = text_notebook.lexer
        return _fenced(["```" + (f"{CODE} {lexer}".rstrip() if myst else lexer)], body, myst=myst)
    return body if myst else _text(body)


def changed_cell(
    lines: Sequence[str], place: Passage, change: Changed, text_notebook: TextNotebook
) -> list[str]:
    """The lines of a cell with another text, and with other tags where its own are a list.

    Args:
        lines: The file's.
        place: Where the cell stands.
        change: What it gets.
        text_notebook: What was read from the file.
    """
    cell = text_notebook.notebook.cells[change.cell]
    body = _lines(change.source)[place.shift :]
    head = lines[place.start : place.first]
    before = [
        _with_tags(_with_checksum(each, cell, change.source), change.tags)
        for each in (without_rules(head, text_notebook) if holds_rules(cell) else head)
    ]
    if text_notebook.script is not None:
        own = [*before, *lines[place.first : place.end]]
        return rewritten(own, body, text_notebook.script)
    myst = text_notebook.format is Format.MYST
    if before and _FENCE.match(before[0]):
        return _fenced(before, body, myst=myst)
    if not myst and not before:
        return _text(body)
    return [*before, *body, *lines[place.last : place.end]]


def closing(lines: Sequence[str], place: Passage) -> list[str]:
    """The line that ends a cell, where it is the last one and its author left that line out."""
    if place.last < place.end or place.start == place.first:
        return []
    fence, region = _FENCE.match(lines[place.start]), _REGION.match(lines[place.start])
    if region:
        return [f"<!-- #end{region[1]} -->"]
    return [fence[0]] if fence else []


def _fenced(before: Sequence[str], body: Sequence[str], *, myst: bool) -> list[str]:
    """A fenced cell, its fence longer than any in its text."""
    found = _FENCE.match(before[0])
    indent, fence = (found[1], found[2]) if found else ("", "```")
    inner = re.compile(rf"\s*({re.escape(fence[0])}{{{len(fence)},}})")
    longest = max((len(each[1]) for each in map(inner.match, body) if each), default=0)
    longer = fence if longest < len(fence) else fence[0] * (longest + 1)
    opening = indent + longer + before[0][len(indent + fence) :]
    space = _space(before[-1], body) if myst else []
    text = [indent + each if each else each for each in body]
    return [opening, *before[1:], *space, *text, indent + longer]


def _space(before: str, body: Sequence[str]) -> list[str]:
    """The blank line that parts a MyST cell's text from its options, where it needs one."""
    first = body[0].lstrip() if body else "text"
    needed = not first or first.startswith((":", "---"))
    return [""] if needed and before.strip() else []


def _text(body: Sequence[str]) -> list[str]:
    """A text of Jupytext's markdown, in a region where it would be taken for several cells."""
    made = list(markdown_cells(body, 0, ""))
    alone = len(made) == 1 and made[0].kind == "markdown" and made[0].source == "\n".join(body)
    region = bool(body) and opens_region(body[0])
    return (
        list(body) if alone and not region else ["<!-- #region -->", *body, "<!-- #endregion -->"]
    )


def _with_checksum(line: str, cell: Cell, source: str) -> str:
    """An option with the checksum that nbgrader gives the new text."""
    if cell.mark is None or "checksum" not in line:
        return line
    made = checksum({"source": source, "cell_type": cell.kind}, cell.mark)
    return _CHECKSUM.sub(rf"\g<1>{made}", line)


def _with_tags(line: str, tags: tuple[str, ...] | None) -> str:
    """An option with the tags that students get."""
    return line if tags is None else _TAGS.sub(lambda found: found[1] + json.dumps(tags), line)


def _lines(source: str) -> list[str]:
    return source.split("\n") if source else []
