"""Reads the exercises of notebooks without any marks, by what stands in their cells.

A code cell is an answer where something in it is left to be written and something says that a
learner is to write it:

- it holds a hole (a function that does nothing, a value ``...``, a gap ``___``), and tests follow,
  or its docstrings or the text above hold doctests of it, or that text calls itself an exercise,
  or a comment asks to write something;
- it holds no hole, but a comment asks to write something, and tests follow, or the text above
  calls itself an exercise.

A cell that is written already, as a learner's becomes, is an answer where it defines something,
and one of these holds: the text above calls itself an exercise, and doctests of it stand there or
in its docstrings; or the very next code cell does nothing but test it, and either the text above
calls itself an exercise or the tests speak to a learner ("your function", "do not change",
"Bravo").

So an assertion in the middle of a lecture is no exercise, nor is a function followed by a check
of the lecturer's, nor an abstract class.

An instructor's solved notebook can't be told from a student's that is solved. It is taken as what
students get, without references; where a student's notebook lies beside it, the dialect of twins
reads both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jupyter_llm_teach.courses.carried import Before, carried_statements
from jupyter_llm_teach.courses.doctests import (
    BrokenDoctest,
    docstring_tests,
    docstrings,
    examples,
    has_examples,
    text_tests,
)
from jupyter_llm_teach.courses.headings import (
    Heading,
    from_last_heading,
    headings,
    title_and_section,
    without_points,
)
from jupyter_llm_teach.courses.naming import exercise_id, told_apart
from jupyter_llm_teach.courses.plain.cells import CodeCell, code_cell
from jupyter_llm_teach.courses.plain.suites import cell_tests
from jupyter_llm_teach.courses.plain.tests import following_among
from jupyter_llm_teach.courses.plain.words import asks_for_code, sets_a_task
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.reading import Dialect, Kept, Source, StudentVersion
from jupyter_llm_teach.teaching.exercise import Exercise, Test
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

DIALECT = "plain"
_SIGNS = re.compile(r"\bassert|>>>|unittest|def test|doctest")
_NEVER = re.compile(r"(?!)")
_NUMBERED = re.compile(r"\d|\b[A-Z]\b")


def learners(notebook: Notebook) -> tuple[Exercise, ...]:
    """The exercises of any notebook without marks."""
    if notebook.language not in PYTHON or not _may_hold_any(notebook):
        return ()
    return _Reading(notebook).exercises()


def source(notebook: Notebook, _twin: Notebook | None = None) -> Source:
    """An instructor's notebook, which students get as it is."""
    found = learners(notebook)
    cells = tuple(Kept(place) for place in range(len(notebook.cells)))
    problems = (*_without_tests(notebook, found), *_broken(notebook, found))
    return Source(found, problems, StudentVersion(notebook.path, cells))


def recognises(notebook: Notebook, _twin: Notebook | None = None) -> bool:
    """Whether a notebook holds an exercise that nothing marks."""
    return bool(learners(notebook))


def _may_hold_any(notebook: Notebook) -> bool:
    return any(
        _SIGNS.search(each.source) or (each.kind == "code" and asks_for_code(each.source))
        for each in notebook.cells
    ) or any(each.kind == "markdown" and sets_a_task(each.source) for each in notebook.cells)


@dataclass(frozen=True, slots=True)
class _Task:
    """An answer cell and what belongs to it.

    Attributes:
        answer: The place of its cell.
        tests: The places of the cells that test it.
        texts: The places of the texts above it, from the task before on.
    """

    answer: int
    tests: tuple[int, ...]
    texts: tuple[int, ...]


@dataclass(slots=True)
class _Reading:
    notebook: Notebook
    codes: dict[int, CodeCell] = field(default_factory=dict)
    headings: dict[int, tuple[Heading, ...]] = field(default_factory=dict)

    def exercises(self) -> tuple[Exercise, ...]:
        cells = self.notebook.cells
        self.codes = {
            place: code_cell(each.source)
            for place, each in enumerate(cells)
            if each.kind == "code" and each.source.strip()
        }
        self.headings = {
            place: headings(each.source)
            for place, each in enumerate(cells)
            if each.kind == "markdown"
        }
        tasks = tuple(self._tasks())
        before = _roles(cells, tasks, self.codes)
        found = [self._exercise(number, task, before) for number, task in enumerate(tasks, start=1)]
        ids = told_apart([each.id for each in found])
        return tuple(replace(each, id=id_) for each, id_ in zip(found, ids, strict=True))

    def _tasks(self) -> Iterator[_Task]:
        texts: list[int] = []
        taken: set[int] = set()
        is_task = False
        for place, cell in enumerate(self.notebook.cells):
            if cell.kind == "markdown":
                texts.append(place)
                is_task = sets_a_task(cell.source) or (is_task and not headings(cell.source))
            elif place in self.codes and place not in taken:
                tests = following_among(self.notebook.cells, self.codes, place)
                shown = self._is_shown(place, texts, is_task=is_task)
                if shown or self._is_answer(place, tests, is_task=is_task):
                    yield _Task(place, tests, tuple(texts))
                    taken.update(tests)
                    texts.clear()

    def _is_answer(self, place: int, tests: tuple[int, ...], *, is_task: bool) -> bool:
        code = self.codes[place]
        if code.is_test:
            return False
        if code.has_hole:
            return bool(tests) or code.has_examples or is_task or code.asks
        if code.asks:
            return bool(tests) or is_task
        if not code.names:
            return False
        if is_task and code.has_examples:
            return True
        follows = bool(tests) and not any(each in self.codes for each in range(place + 1, tests[0]))
        return follows and (is_task or any(self.codes[each].to_learners for each in tests))

    def _is_shown(self, place: int, texts: Sequence[int], *, is_task: bool) -> bool:
        """Whether a text above shows doctests of what a learner is to write."""
        code = self.codes[place]
        above = "\n".join(self.notebook.cells[each].source for each in texts)
        may_be = (code.has_hole or is_task) and not code.is_test and has_examples(above)
        return may_be and bool(text_tests(above, "", about=code.functions or code.names))

    def _exercise(self, number: int, task: _Task, before: Sequence[Before]) -> Exercise:
        cells = self.notebook.cells
        passed = [
            each for place, some in self.headings.items() if place < task.answer for each in some
        ]
        own = [each for place in task.texts for each in self.headings[place]]
        title, section = title_and_section(passed)
        id_ = exercise_id(self.notebook.path, self._name(task, own), number)
        texts = "\n\n".join(cells[place].source for place in task.texts)
        return Exercise(
            id=id_,
            title=title or id_,
            notebook=self.notebook.path,
            dialect=DIALECT,
            language="python",
            statement=from_last_heading(texts),
            starter=cells[task.answer].source,
            answer_cells=(cells[task.answer].id,),
            test_cells=tuple(cells[place].id for place in task.tests),
            tests=self._tests(task, before),
            section=section,
        )

    def _name(self, task: _Task, own: Sequence[Heading]) -> str:
        """What tells an exercise apart in its notebook: a numbered heading, else a function."""
        numbered = [each.text for each in own if _NUMBERED.search(each.text)]
        if numbered:
            return without_points(numbered[-1])
        functions = sorted(self.codes[task.answer].functions)
        return functions[0] if len(functions) == 1 else ""

    def _tests(self, task: _Task, before: Sequence[Before]) -> tuple[Test, ...]:
        cells, answer = self.notebook.cells, self.codes[task.answer]
        made = list(docstring_tests(cells[task.answer].source, cells[task.answer].id))
        for place in task.texts:
            if has_examples(cells[place].source):
                about = answer.functions or answer.names
                made += text_tests(cells[place].source, cells[place].id, about=about)
        for place in task.tests:
            carried = carried_statements(before[:place], task.answer, cells[place].source)
            made += cell_tests(cells[place].source, cells[place].id, (), carried)
        return tuple(made)


def _roles(
    cells: Sequence[Cell], tasks: Sequence[_Task], codes: Mapping[int, CodeCell]
) -> tuple[Before, ...]:
    """What each cell is for; of cells that bind no name nothing can be carried."""
    answers = {task.answer for task in tasks}
    tests = {place for task in tasks for place in task.tests}
    return tuple(
        Before(
            "answer" if place in answers else "tests" if place in tests else "other",
            cell.source if place in codes and codes[place].names else "",
        )
        for place, cell in enumerate(cells)
    )


def _without_tests(notebook: Notebook, found: Sequence[Exercise]) -> Iterator[Problem]:
    for each in found:
        if not each.tests:
            yield Problem(
                "missing_tests",
                notebook.path,
                "This exercise has no tests.",
                "Add assertions in the cell below, or doctests to its docstring.",
                _number(notebook, each.answer_cells[0]),
                severity=Severity.WARNING,
            )


def _broken(notebook: Notebook, found: Sequence[Exercise]) -> Iterator[Problem]:
    """The doctests of exercises that can't be read."""
    wanted = {cell for each in found for cell in (*each.answer_cells, *each.test_cells)}
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.id not in wanted:
            continue
        for before, text in docstrings(cell.source):
            read = examples(text)
            if isinstance(read, BrokenDoctest):
                yield Problem(
                    "bad_doctest",
                    notebook.path,
                    "The examples of this docstring can't be read.",
                    "Indent the lines of an example alike, with a space after >>> and ....",
                    number,
                    before + read.line,
                    Severity.WARNING,
                )


def _number(notebook: Notebook, cell: str) -> int:
    return next(n for n, each in enumerate(notebook.cells, start=1) if each.id == cell)


PLAIN = Dialect(DIALECT, recognises, learners, source, _NEVER)
