"""Finds solutions that stand in the open elsewhere in the same notebook."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_llm_teach.courses.documents import Document
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.reading import Changed, Kept, Source, StudentCell
from jupyter_llm_teach.teaching.exercise import Exercise

_SHORTEST_LINE = 6
_SHORTEST_SOLUTION = 15


def repeated_solutions(document: Document, source: Source) -> Iterator[Problem]:
    """A warning for each cell that students get and that holds all lines of another's solution.

    Lines of the starter don't count, nor very short ones; a solution of fewer characters than
    would make a sentence is passed over, since anybody may have written it.
    """
    shown = [_shown(document, each) for each in source.student.cells]
    for exercise in source.exercises:
        wanted = _own_lines(exercise)
        if sum(map(len, wanted)) < _SHORTEST_SOLUTION:
            continue
        for place, text in shown:
            if place is None or document.notebook.cells[place].id in exercise.answer_cells:
                continue
            if wanted <= _lines(text):
                yield Problem(
                    "solution_repeated",
                    document.notebook.path,
                    f'The solution of "{exercise.id}" stands in this cell, which students get.',
                    "Mark it as a solution as well, or remove it.",
                    place + 1,
                    severity=Severity.WARNING,
                )


def _shown(document: Document, cell: StudentCell) -> tuple[int | None, str]:
    match cell:
        case Kept(cell=place):
            return place, document.notebook.cells[place].source
        case Changed(cell=place, source=text):
            return place, text
        case _:
            return None, ""


def _own_lines(exercise: Exercise) -> frozenset[str]:
    reference = frozenset[str]().union(*map(_lines, exercise.references[:1]))
    own = reference - _lines(exercise.starter)
    return frozenset(line for line in own if len(line) >= _SHORTEST_LINE)


def _lines(text: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in text.split("\n"))
