"""Reads notebooks whose corrections stand between tags, as many French universities have them.

``# <CORRECTION>`` and ``# </CORRECTION>``, each alone on its line, enclose what students don't
get: in code, in texts, with one to several ``#``, in any case, with or without accents and spaces,
as ``CORRIGE`` or ``SOLUTION`` as well. A cell at the end that makes the student's version by itself
is left out, and never run.

A code cell with a correction is an answer, and so is a text of which something remains. A
correction that holds assertions only is a hidden test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.reading import (
    Changed,
    Dialect,
    Kept,
    Source,
    StudentCell,
    StudentVersion,
)
from jupyter_llm_teach.courses.regions import (
    Kind,
    Region,
    blanked,
    lines_of,
    markers_of,
    of_kind,
    without,
)
from jupyter_llm_teach.courses.tags.converter import is_converter
from jupyter_llm_teach.courses.tags.exercises import Part, cell_language, exercises, untested
from jupyter_llm_teach.courses.tags.lines import LEFTOVERS
from jupyter_llm_teach.courses.tags.regions import Tagged, has_tags, tagged_cells
from jupyter_llm_teach.courses.tags.stub import Language, human_language, is_broken, students_code
from jupyter_llm_teach.courses.tags.twin import twin_problems
from jupyter_llm_teach.courses.twin_names import student_path
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.notebook import Notebook

DIALECT = "tags"


def learners(_notebook: Notebook) -> tuple[Exercise, ...]:
    """None: what students get carries no marks, and is found by the instructor's notebook."""
    return ()


def source(notebook: Notebook, twin: Notebook | None = None) -> Source:
    """An instructor's notebook with tags."""
    converters = [n for n, each in enumerate(notebook.cells) if is_converter(each, notebook)]
    cells, problems = tagged_cells(notebook, converters)
    human = human_language(notebook)
    parts = [
        Part("left_out", "", "") if place in converters else _part(each, notebook, human)
        for place, each in enumerate(cells)
    ]
    path = student_path(notebook.path) or notebook.path
    student = tuple(_student_cells(cells, parts))
    found = exercises(notebook, parts, path, DIALECT)
    every = [*problems, *_broken(notebook, cells, parts), *untested(notebook, found)]
    if twin is not None:
        every += twin_problems(notebook, student, twin)
    return Source(found, tuple(sorted(every, key=_place)), StudentVersion(path, student))


def recognises(notebook: Notebook, _twin: Notebook | None = None) -> bool:
    """Whether a cell holds a tag, or something that can't be told from one."""
    return has_tags(notebook)


def _part(tagged: Tagged, notebook: Notebook, human: Language) -> Part:
    cell, found = tagged.cell, tagged.regions
    solved = blanked(cell.source, markers_of(found))
    shown = without(cell.source, lines_of(found))
    if tagged.has_fault and cell.kind == "code":
        return Part("left_out", "", "")
    if not found or _says_nothing(cell.source, found):
        return Part("other", shown, solved)
    if cell.kind == "code":
        made = students_code(cell.source, found, cell_language(cell, notebook), human)
        return _code_part(made, tagged)
    if not shown.strip():
        return Part("left_out", "", "")
    return Part("answer", shown, solved, references=(without(cell.source, markers_of(found)),))


def _code_part(shown: str, tagged: Tagged) -> Part:
    source, found = tagged.cell.source, tagged.regions
    hidden = lines_of(of_kind(found, Kind.HIDDEN_TESTS)) - markers_of(found)
    solved = blanked(source, markers_of(found))
    if not of_kind(found, Kind.SOLUTION):
        return Part("tests", shown if shown.strip() else "", solved, hidden)
    reference = without(source, markers_of(found) | hidden)
    return Part("answer", shown, solved, hidden, (reference,))


def _says_nothing(source: str, found: Sequence[Region]) -> bool:
    """Whether the regions of a cell are empty."""
    inner = lines_of(found) - markers_of(found)
    lines = source.split("\n")
    return not any(lines[number - 1].strip() for number in inner)


def _student_cells(cells: Sequence[Tagged], parts: Sequence[Part]) -> Iterator[StudentCell]:
    for place, (tagged, part) in enumerate(zip(cells, parts, strict=True)):
        if tagged.has_fault or not (tagged.regions or part.role == "left_out"):
            yield Kept(place)
        elif part.shown:
            yield Changed(place, part.shown)


def _broken(
    notebook: Notebook, cells: Sequence[Tagged], parts: Sequence[Part]
) -> Iterator[Problem]:
    """The code cells that are programs with their corrections, and none without."""
    for number, (tagged, part) in enumerate(zip(cells, parts, strict=True), start=1):
        cell = tagged.cell
        code = cell.kind == "code" and cell_language(cell, notebook) == "python"
        if tagged.regions and code and is_broken(cell.source, tagged.regions, part.shown):
            yield Problem(
                "student_cell_broken",
                notebook.path,
                "Without its correction, this cell is no valid Python.",
                "Put the tags around whole statements.",
                number,
                tagged.regions[0].first,
                Severity.WARNING,
            )


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.notebook, problem.cell or 0, problem.line or 0


TAGS = Dialect(DIALECT, recognises, learners, source, LEFTOVERS)
