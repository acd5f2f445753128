"""How the student's notebook that a course holds differs from the one that its tags make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from jupyter_llm_teach.courses.plain.cells import code_cell
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.reading import Added, Changed, Kept, StudentCell
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

_ALIKE = 0.5
_MOST_COMPARED = 2_000


def twin_problems(
    notebook: Notebook, student: Sequence[StudentCell], twin: Notebook
) -> Iterator[Problem]:
    """A warning for each cell of the student's notebook that the instructor's has not.

    Cells that are left to be written don't count, nor do cells of which half is the same.

    Args:
        notebook: The instructor's.
        student: What students get of it.
        twin: The student's notebook that the course holds.
    """
    given = [_shown(notebook, each) for each in student]
    ids = {each.id for each in notebook.cells if not each.id.isdecimal()}
    texts = {text.strip() for _, text in given}
    unknown = [
        each
        for each in twin.cells
        if each.id not in ids and each.source.strip() not in texts and not _is_open(each)
    ]
    if len(unknown) * len(given) > _MOST_COMPARED:
        return
    for cell in unknown:
        lines = cell.source.split("\n")
        alike = (_likeness(lines, text) for kind, text in given if kind == cell.kind)
        if not any(each >= _ALIKE for each in alike):
            yield Problem(
                "twin_differs",
                twin.path,
                f"{notebook.name} does not hold this cell, so students would not get it.",
                f"Add it to {notebook.name}, or remove it here.",
                twin.cells.index(cell) + 1,
                severity=Severity.WARNING,
            )


def _is_open(cell: Cell) -> bool:
    """Whether a cell is empty, or something in it is left to be written."""
    lines = (each.strip() for each in cell.source.split("\n"))
    if cell.kind != "code":
        return not any(lines)
    looked = code_cell(cell.source)
    return looked.has_hole or looked.asks or all(not each or each[0] in "#%/" for each in lines)


def _shown(notebook: Notebook, cell: StudentCell) -> tuple[str, str]:
    match cell:
        case Kept(cell=place):
            return notebook.cells[place].kind, notebook.cells[place].source
        case Changed(cell=place, source=text):
            return notebook.cells[place].kind, text
        case Added(kind=kind, source=text):
            return kind, text


def _likeness(lines: Sequence[str], text: str) -> float:
    return SequenceMatcher(None, lines, text.split("\n"), autojunk=False).ratio()
