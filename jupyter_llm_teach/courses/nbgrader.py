"""Reads the exercises of notebooks that nbgrader's metadata marks, in all its versions.

Source: https://nbgrader.readthedocs.io/en/stable/user_guide/creating_and_grading_assignments.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from jupyter_llm_teach.courses.assertions import tests
from jupyter_llm_teach.courses.carried import Before, carried_statements
from jupyter_llm_teach.courses.headings import (
    Heading,
    from_last_heading,
    headings,
    title_and_section,
)
from jupyter_llm_teach.courses.marked import Marked, learners_cells, public, source_cells
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.reading import Changed, Dialect, Kept, Source, StudentVersion
from jupyter_llm_teach.courses.regions import Kind, blanked, lines_of, of_kind
from jupyter_llm_teach.courses.stub import is_unsolved, solved, stub, with_stubs
from jupyter_llm_teach.teaching.exercise import Exercise, Test
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

DIALECT = "nbgrader"
_AUTOTEST = re.compile(r"^\s*###\s*(?:HASHED )?AUTOTEST\b", re.MULTILINE)
_MARKER = re.compile(r"(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)")


def learners(notebook: Notebook) -> tuple[Exercise, ...]:
    """The exercises of any notebook, a learner's as well as an instructor's.

    Regions of an instructor's version are recognised where their markers are whole; a learner's
    cell with anything else in it is taken as it is.
    """
    return _Reading(notebook, whole_cells_are_solutions=False).of(learners_cells(notebook))


def source(notebook: Notebook, _twin: Notebook | None = None) -> Source:
    """An instructor's notebook.

    A solution cell without markers is a reference as a whole, as nbgrader has it.
    """
    cells, problems = source_cells(notebook)
    reading = _Reading(notebook, whole_cells_are_solutions=True)
    changed = (
        Changed(place, public(each, _language(notebook))) for place, each in enumerate(cells)
    )
    student = tuple(
        Kept(each.cell) if each.source == notebook.cells[each.cell].source else each
        for each in changed
    )
    found = reading.of(cells)
    wrong = {each.cell for each in problems}
    untested = (each for each in _untested(notebook, found) if each.cell not in wrong)
    every = [*problems, *_incomplete(notebook), *untested]
    return Source(
        found,
        tuple(sorted(every, key=lambda each: each.cell or 0)),
        StudentVersion(notebook.path, student),
    )


def recognises(notebook: Notebook, _twin: Notebook | None = None) -> bool:
    """Whether a cell carries nbgrader's metadata or a marker."""
    return any(each.mark is not None or _MARKER.search(each.source) for each in notebook.cells)


def _incomplete(notebook: Notebook) -> Iterator[Problem]:
    """What marked cells lack: ids, tests, or somebody who reads their automatic tests."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.mark is not None and not cell.mark.grade_id:
            yield _warning(
                notebook,
                number,
                "missing_id",
                "This cell is marked for nbgrader but has no id.",
                "Give it one in nbgrader's Create Assignment panel.",
            )
        if cell.mark is not None and _AUTOTEST.search(cell.source):
            yield _warning(
                notebook,
                number,
                "autotest_not_read",
                "nbgrader writes the tests of this cell when it makes its release version.",
                "Write them as assertions, so that they can be run for hints as well.",
            )


def _warning(notebook: Notebook, number: int, code: str, message: str, fix: str) -> Problem:
    return Problem(code, notebook.path, message, fix, number, severity=Severity.WARNING)


def _untested(notebook: Notebook, found: Sequence[Exercise]) -> Iterator[Problem]:
    """The exercises in code that nobody grades by hand and no test checks."""
    marks = {each.id: (number, each) for number, each in enumerate(notebook.cells, start=1)}
    for exercise in found:
        number, cell = marks[exercise.answer_cells[0]]
        by_hand = cell.mark is not None and (cell.mark.grade or cell.mark.task)
        if (
            exercise.language == "python"
            and cell.kind == "code"
            and not (exercise.tests or by_hand)
        ):
            yield _warning(
                notebook,
                number,
                "missing_tests",
                f'Nothing tests the exercise "{exercise.id}".',
                "Add a cell of assertions below it, marked as autograder tests.",
            )


@dataclass(slots=True)
class _Reading:
    notebook: Notebook
    whole_cells_are_solutions: bool
    found: list[Exercise] = field(default_factory=list)
    passed: list[Heading] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    before: list[Before] = field(default_factory=list)
    answer: int = 0

    def of(self, cells: Sequence[Marked]) -> tuple[Exercise, ...]:
        self.before = [_before(each) for each in cells]
        for index, marked in enumerate(cells):
            mark = marked.cell.mark
            if mark and (mark.solution or mark.task):
                self._text(marked) if mark.task else None
                self.found.append(self._exercise(marked))
                self.answer = index
                self.texts.clear()
            elif mark and mark.grade:
                self._add_tests(cells, index)
                self.texts.clear()
            elif marked.cell.kind == "markdown":
                self._text(marked)
        return tuple(self.found)

    def _text(self, marked: Marked) -> None:
        text = with_stubs(marked.cell.source, marked.regions, "")
        self.passed.extend(headings(text))
        self.texts.append(text)

    def _exercise(self, marked: Marked) -> Exercise:
        cell = marked.cell
        title, section = title_and_section(self.passed)
        starter, references = self._answer(marked)
        statement = from_last_heading("\n\n".join(self.texts))
        if not self.texts and self.found:
            statement = self.found[-1].statement
        return Exercise(
            id=_id(cell),
            title=title or _id(cell),
            notebook=self.notebook.path,
            dialect=DIALECT,
            language=_language(self.notebook),
            statement=statement,
            starter=starter,
            answer_cells=(cell.id,),
            points=cell.mark.points if cell.mark else 0.0,
            references=references,
            section=section,
        )

    def _answer(self, marked: Marked) -> tuple[str, tuple[str, ...]]:
        cell, language = marked.cell, _language(self.notebook)
        text = stub(cell.kind, language)
        if cell.mark and cell.mark.task:
            return with_stubs(cell.source, marked.regions, ""), ()
        if of_kind(marked.regions, Kind.SOLUTION):
            return with_stubs(cell.source, marked.regions, text), (
                solved(cell.source, marked.regions),
            )
        plain = with_stubs(cell.source, marked.regions, text)
        if not self.whole_cells_are_solutions or is_unsolved(plain, cell.kind, language):
            return plain, ()
        return text, (plain,)

    def _add_tests(self, cells: Sequence[Marked], index: int) -> None:
        marked = cells[index]
        mark, answer = marked.cell.mark, cells[self.answer].cell.mark if self.found else None
        if mark is None or answer is None or answer.grade or answer.task:
            return
        last = self.found[-1]
        self.found[-1] = replace(
            last,
            test_cells=(*last.test_cells, marked.cell.id),
            points=last.points + mark.points,
            tests=(*last.tests, *self._tests(marked, index)),
        )

    def _tests(self, marked: Marked, index: int) -> tuple[Test, ...]:
        if marked.cell.kind != "code" or self.notebook.language not in PYTHON:
            return ()
        source = blanked(marked.cell.source, marked.marker_lines)
        hidden = lines_of(of_kind(marked.regions, Kind.HIDDEN_TESTS))
        carried = carried_statements(self.before[:index], self.answer, source)
        return tests(source, _id(marked.cell), hidden, carried)


def _before(marked: Marked) -> Before:
    mark, code = marked.cell.mark, marked.cell.kind == "code"
    source = blanked(marked.cell.source, lines_of(marked.regions)) if code else ""
    if mark is not None and mark.solution:
        return Before("answer", source)
    return Before("tests" if mark is not None and mark.grade else "other", source)


def _id(cell: Cell) -> str:
    return (cell.mark.grade_id if cell.mark else "") or cell.id


def _language(notebook: Notebook) -> str:
    return "python" if notebook.language in PYTHON else notebook.language


NBGRADER = Dialect(DIALECT, recognises, learners, source, _MARKER)
