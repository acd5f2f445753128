"""What students get of a MyST notebook: no solutions, and a cell for every answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jupyter_llm_teach.courses.reading import Added, Changed, Kept, StudentCell
from jupyter_llm_teach.courses.text.directives import without_lines
from jupyter_llm_teach.teaching.notebook import Cell, Notebook


@dataclass(frozen=True, slots=True)
class Plan:
    """What changes on the way to the students.

    Attributes:
        hidden: The lines of solutions, by cell.
        left_out: Cells that students don't get.
        before_cells: New answer cells that stand before a cell.
        after_lines: New answer cells that stand after a line of a cell, by cell and line.
    """

    hidden: Mapping[int, Collection[int]]
    left_out: frozenset[int]
    before_cells: Mapping[int, str]
    after_lines: Mapping[int, Mapping[int, str]]


def student_cells(notebook: Notebook, plan: Plan) -> Iterator[StudentCell]:
    """The cells of the student's version."""
    for number, cell in enumerate(notebook.cells):
        if number in plan.before_cells:
            yield Added("code", plan.before_cells[number])
        if number in plan.left_out:
            continue
        if cell.kind == "markdown":
            yield from _texts(number, cell, plan)
        else:
            yield Kept(number)


def _texts(number: int, cell: Cell, plan: Plan) -> Iterator[StudentCell]:
    """A text without solutions, parted where a cell for an answer comes in."""
    lines = cell.source.split("\n")
    hidden = plan.hidden.get(number, ())
    after = plan.after_lines.get(number, {})
    if not hidden and not after:
        yield Kept(number)
        return
    is_first, start = True, 0
    for end in sorted({*(at + 1 for at in after), len(lines)}):
        text = without_lines(lines[start:end], {n - start for n in hidden}).strip("\n")
        if text.strip():
            yield _part(number, cell, text) if is_first else Added("markdown", text)
            is_first = False
        if end - 1 in after:
            yield Added("code", after[end - 1])
        start = end


def _part(number: int, cell: Cell, text: str) -> StudentCell:
    return Kept(number) if text == cell.source.strip("\n") else Changed(number, text)
