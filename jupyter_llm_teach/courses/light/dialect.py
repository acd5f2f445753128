"""Reads our own light form: one tag on a code cell is enough.

| tag (English, French)           | what it marks                                                 |
|---------------------------------|---------------------------------------------------------------|
| ``solution``, ``corrigé``       | what the instructor writes; students get a starter in place   |
| ``answer``, ``réponse``         | what students start from; a ``solution`` may follow it        |
| ``tests``                       | tests that students see; assertions below need no tag         |
| ``hidden-tests``, ``tests-cachés`` | tests that students don't get                              |
| ``exercise``, ``exercice``      | the statement; without it, the text above from its heading on |
| ``notes``, ``enseignant``       | for teachers only                                             |

The ``teach`` block of a cell's metadata may say more: ``id``, ``title`` and ``points`` of the
exercise (in its ``solution``, ``answer`` or ``exercise`` cell), the ``starter`` (in its
``solution`` cell), and ``hidden`` (in a cell that students don't get).

In the students' notebook the answer cell carries the tag ``answer`` and the exercise's id in its
``teach`` block, by which the exercise is found again. A writer of student versions must therefore
be able to give a cell other tags and another block (`Changed.tags`, `Changed.teach`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jupyter_llm_teach.courses.carried import Before, carried_statements
from jupyter_llm_teach.courses.doctests import docstring_tests
from jupyter_llm_teach.courses.headings import (
    from_last_heading,
    headings,
    title_and_section,
    without_points,
)
from jupyter_llm_teach.courses.light.lint import problems
from jupyter_llm_teach.courses.light.roles import Role, misspelled, role_of, students_tags
from jupyter_llm_teach.courses.light.starter import MARK_LINE, reference, starter
from jupyter_llm_teach.courses.light.tasks import Task, tasks_of
from jupyter_llm_teach.courses.naming import exercise_id, told_apart
from jupyter_llm_teach.courses.plain.suites import cell_tests
from jupyter_llm_teach.courses.python_cell import PYTHON
from jupyter_llm_teach.courses.reading import (
    Changed,
    Dialect,
    Kept,
    Source,
    StudentCell,
    StudentVersion,
)
from jupyter_llm_teach.teaching.exercise import Exercise, Test
from jupyter_llm_teach.teaching.notebook import Cell, Notebook, TeachBlock

DIALECT = "light"
_BINDS = re.compile(r"(?<![=!<>])=(?!=)|\b(?:import|def|class)\b")


def recognises(notebook: Notebook, _twin: Notebook | None = None) -> bool:
    """Whether a cell carries a ``teach`` block, a tag of an answer, or what looks like one."""
    return any(
        each.teach is not None
        or role_of(each) in (Role.ANSWER, Role.SOLUTION, Role.HIDDEN_TESTS)
        or any(slip.role in (Role.SOLUTION, Role.HIDDEN_TESTS) for slip in misspelled(each))
        for each in notebook.cells
        if each.tags or each.teach
    )


def learners(notebook: Notebook) -> tuple[Exercise, ...]:
    """The exercises of a learner's notebook; a solution in it counts as the learner's answer."""
    found = _exercises(notebook, tasks_of(notebook))
    return tuple(
        replace(
            each,
            starter=_cell(notebook, each.answer_cells[0]).source,
            references=(),
            tests=tuple(test for test in each.tests if test.visible),
        )
        for each in found
    )


def source(notebook: Notebook, _twin: Notebook | None = None) -> Source:
    """An instructor's notebook."""
    tasks = tasks_of(notebook)
    exercises = _exercises(notebook, tasks)
    student = StudentVersion(notebook.path, tuple(_students_cells(notebook, tasks, exercises)))
    return Source(exercises, tuple(problems(notebook, tasks, exercises)), student)


def _cell(notebook: Notebook, id_: str) -> Cell:
    return next(each for each in notebook.cells if each.id == id_)


def _exercises(notebook: Notebook, tasks: Sequence[Task]) -> tuple[Exercise, ...]:
    reading = _Reading(notebook, tasks)
    found: list[Exercise] = []
    for number, task in enumerate(tasks, start=1):
        previous = found[-1].statement if found else ""
        made = reading.exercise(task, number)
        found.append(replace(made, statement=made.statement or previous))
    made_up = iter(
        told_apart([each.id for each, task in zip(found, tasks, strict=True) if not task.block.id])
    )
    ids = [task.block.id or next(made_up) for task in tasks]
    return tuple(
        replace(each, id=id_, title=each.title or id_) for each, id_ in zip(found, ids, strict=True)
    )


class _Reading:
    """What the exercises of a notebook have in common.

    Args:
        notebook: The notebook.
        tasks: The cells of its exercises.
    """

    def __init__(self, notebook: Notebook, tasks: Sequence[Task]) -> None:
        self.notebook = notebook
        self.cells = notebook.cells
        self.language = _language(notebook)
        self.every = _before(notebook, tasks)
        self.shown = tuple(
            replace(before, source="") if role_of(cell) is Role.HIDDEN_TESTS else before
            for before, cell in zip(self.every, self.cells, strict=True)
        )
        self.headings = {
            place: headings(each.source)
            for place, each in enumerate(self.cells)
            if each.kind == "markdown"
        }

    def exercise(self, task: Task, number: int) -> Exercise:
        """The exercise of a task.

        Args:
            task: Its cells.
            number: Which of the notebook it is, from 1.
        """
        cell = self.cells[task.answer]
        own = [each.text for place in task.texts for each in self.headings[place]]
        passed = [
            each for place, some in self.headings.items() if place < task.answer for each in some
        ]
        title, section = title_and_section(passed)
        name = without_points(own[-1]) if own else next(iter(sorted(task.functions)), "")
        is_solved = task.answer in task.solutions
        given = starter(cell, self.language) if is_solved else cell.source
        return Exercise(
            id=task.block.id or exercise_id(self.notebook.path, name, number),
            title=task.block.title or title,
            notebook=self.notebook.path,
            dialect=DIALECT,
            language=self.language,
            statement=_statement(self.notebook, task),
            starter=given,
            answer_cells=(cell.id,),
            test_cells=tuple(self.cells[place].id for place in task.tests),
            points=task.block.points or 0.0,
            tests=self._tests(task, given),
            references=tuple(reference(self.cells[place]) for place in task.solutions),
            section=section,
        )

    def _tests(self, task: Task, given: str) -> tuple[Test, ...]:
        answer = self.cells[task.answer]
        if self.language != "python" or answer.kind != "code":
            return ()
        made = list(docstring_tests(given, answer.id))
        for place in task.tests:
            cell = self.cells[place]
            is_hidden = role_of(cell) is Role.HIDDEN_TESTS
            before = (self.every if is_hidden else self.shown)[:place]
            carried = carried_statements(before, task.answer, cell.source)
            lines = range(1, cell.source.count("\n") + 2) if is_hidden else ()
            made += cell_tests(cell.source, cell.id, lines, carried)
        return tuple(made)


def _statement(notebook: Notebook, task: Task) -> str:
    cells = notebook.cells
    marked = [place for place in task.texts if role_of(cells[place]) is Role.EXERCISE]
    if marked:
        texts = (cells[place].source for place in task.texts if place >= marked[0])
        return "\n\n".join(texts).strip()
    return from_last_heading("\n\n".join(cells[place].source for place in task.texts))


def _before(notebook: Notebook, tasks: Sequence[Task]) -> tuple[Before, ...]:
    """What each cell is for; of cells that bind no name nothing can be carried."""
    answers = {place for task in tasks for place in (task.answer, *task.solutions)}
    tests = {place for task in tasks for place in task.tests}
    return tuple(
        Before(
            "answer" if place in answers else "tests" if place in tests else "other",
            cell.source if _may_bind(cell) else "",
        )
        for place, cell in enumerate(notebook.cells)
    )


def _may_bind(cell: Cell) -> bool:
    is_given = cell.kind == "code" and role_of(cell) is not Role.NOTES
    return is_given and _BINDS.search(cell.source) is not None


def _students_cells(
    notebook: Notebook, tasks: Sequence[Task], exercises: Sequence[Exercise]
) -> Iterator[StudentCell]:
    answers = {task.answer: each for task, each in zip(tasks, exercises, strict=True)}
    blocks = {task.answer: task.block for task in tasks}
    for place, cell in enumerate(notebook.cells):
        if place in answers:
            exercise, block = answers[place], blocks[place]
            about = TeachBlock(exercise.id, block.title, block.points)
            yield Changed(place, exercise.starter, students_tags(cell), about)
        elif role_of(cell) not in (Role.SOLUTION, Role.HIDDEN_TESTS, Role.NOTES):
            yield Kept(place)


def _language(notebook: Notebook) -> str:
    return "python" if notebook.language in PYTHON else notebook.language


LIGHT = Dialect(DIALECT, recognises, learners, source, MARK_LINE)
