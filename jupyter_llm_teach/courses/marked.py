"""The cells of a notebook together with the regions in them."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.courses.problem import Problem
from jupyter_llm_teach.courses.regions import (
    Fault,
    Kind,
    Region,
    markers_of,
    of_kind,
    regions,
)
from jupyter_llm_teach.courses.stub import is_unsolved, stub, with_stubs
from jupyter_llm_teach.teaching.notebook import Cell, NbgraderMark, Notebook

_PLAIN = NbgraderMark(grade_id="")
_TODO = "Correct the marker in the instructor's notebook and save it."


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell and its regions."""

    cell: Cell
    regions: tuple[Region, ...] = ()

    @property
    def marker_lines(self) -> frozenset[int]:
        """The lines, from 1, that hold markers."""
        return markers_of(self.regions)


def public(marked: Marked, language: str) -> str:
    """What students get of a cell; a solution cell without regions is a solution as a whole."""
    cell = marked.cell
    text = stub(cell.kind, language)
    released = with_stubs(cell.source, marked.regions, text)
    whole = cell.mark is not None and cell.mark.solution
    if not whole or of_kind(marked.regions, Kind.SOLUTION):
        return released
    return released if is_unsolved(released, cell.kind, language) else text


def learners_cells(notebook: Notebook) -> tuple[Marked, ...]:
    """The cells of any notebook; one with a wrong marker counts as a cell without regions."""
    return tuple(Marked(cell, _or_none(regions(cell.source))) for cell in notebook.cells)


def source_cells(notebook: Notebook) -> tuple[tuple[Marked, ...], tuple[Problem, ...]]:
    """The cells of an instructor's notebook, and every marker in them that is wrong.

    A marker is wrong where it is misspelled, unbalanced, or stands in a cell where nbgrader does
    not look for it. A cell with a wrong marker counts as a cell without regions.
    """
    marked: list[Marked] = []
    problems: list[Problem] = []
    for number, cell in enumerate(notebook.cells, start=1):
        found = regions(cell.source)
        fault = found if isinstance(found, Fault) else _misplaced(cell, found)
        if fault is not None:
            problems.append(
                Problem(fault.code, notebook.path, f"{fault.message}.", _TODO, number, fault.line)
            )
        marked.append(Marked(cell, _or_none(found)))
    return tuple(marked), tuple(problems)


def _or_none(found: tuple[Region, ...] | Fault) -> tuple[Region, ...]:
    return () if isinstance(found, Fault) else found


def _misplaced(cell: Cell, found: tuple[Region, ...]) -> Fault | None:
    mark = cell.mark or _PLAIN
    manual = mark.grade and mark.solution
    allowed = {
        Kind.SOLUTION: mark.solution,
        Kind.HIDDEN_TESTS: mark.grade,
        Kind.MARK_SCHEME: mark.task or manual,
    }
    wanted = {
        Kind.SOLUTION: "an answer",
        Kind.HIDDEN_TESTS: "tests",
        Kind.MARK_SCHEME: "a task",
    }
    for region in found:
        if not allowed[region.kind]:
            message = f'"BEGIN {region.kind.value}" stands in a cell that nbgrader does not mark as'
            return Fault(region.first, f"{message} {wanted[region.kind]}", "tag_misplaced")
    return None
