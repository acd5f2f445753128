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

from collections.abc import Iterator, Sequence
from dataclasses import replace

from jupyter_llm_teach.courses.carried import Before, carried_statements
from jupyter_llm_teach.courses.doctests import docstring_tests
from jupyter_llm_teach.courses.headings import (
    Heading,
    from_last_heading,
    headings,
    title_and_section,
    without_points,
)
from jupyter_llm_teach.courses.light_lint import problems
from jupyter_llm_teach.courses.light_roles import Role, misspelled, role_of, students_tags
from jupyter_llm_teach.courses.light_starter import MARK_LINE, reference, starter
from jupyter_llm_teach.courses.light_tasks import Task, tasks_of
from jupyter_llm_teach.courses.naming import exercise_id, told_apart
from jupyter_llm_teach.courses.plain_suites import cell_tests
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
_PYTHON = ("", "python", "ipython", "python3")


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
    roles = _before(notebook, tasks)
    found: list[Exercise] = []
    for number, task in enumerate(tasks, start=1):
        previous = found[-1].statement if found else ""
        made = _exercise(notebook, task, number)
        tests = _tests(notebook, task, roles, made)
        found.append(replace(made, tests=tests, statement=made.statement or previous))
    made_up = iter(
        told_apart([each.id for each, task in zip(found, tasks, strict=True) if not task.block.id])
    )
    ids = [task.block.id or next(made_up) for task in tasks]
    return tuple(
        replace(each, id=id_, title=each.title or id_) for each, id_ in zip(found, ids, strict=True)
    )


def _exercise(notebook: Notebook, task: Task, number: int) -> Exercise:
    cells = notebook.cells
    cell, language = cells[task.answer], _language(notebook)
    passed = [each for text in cells[: task.answer] for each in _headings(text)]
    own = [each.text for place in task.texts for each in _headings(cells[place])]
    title, section = title_and_section(passed)
    name = without_points(own[-1]) if own else next(iter(sorted(task.functions)), "")
    return Exercise(
        id=task.block.id or exercise_id(notebook.path, name, number),
        title=task.block.title or title,
        notebook=notebook.path,
        dialect=DIALECT,
        language=language,
        statement=_statement(notebook, task),
        starter=starter(cell, language) if task.answer in task.solutions else cell.source,
        answer_cells=(cell.id,),
        test_cells=tuple(cells[place].id for place in task.tests),
        points=task.block.points or 0.0,
        references=tuple(reference(cells[place]) for place in task.solutions),
        section=section,
    )


def _headings(cell: Cell) -> tuple[Heading, ...]:
    return headings(cell.source) if cell.kind == "markdown" else ()


def _statement(notebook: Notebook, task: Task) -> str:
    cells = notebook.cells
    marked = [place for place in task.texts if role_of(cells[place]) is Role.EXERCISE]
    if marked:
        texts = (cells[place].source for place in task.texts if place >= marked[0])
        return "\n\n".join(texts).strip()
    return from_last_heading("\n\n".join(cells[place].source for place in task.texts))


def _before(notebook: Notebook, tasks: Sequence[Task]) -> tuple[Before, ...]:
    """What each cell is for, to know what tests take from it."""
    answers = {place for task in tasks for place in (task.answer, *task.solutions)}
    tests = {place for task in tasks for place in task.tests}
    return tuple(
        Before(
            "answer" if place in answers else "tests" if place in tests else "other",
            cell.source if cell.kind == "code" and role_of(cell) is not Role.NOTES else "",
        )
        for place, cell in enumerate(notebook.cells)
    )


def _tests(
    notebook: Notebook, task: Task, roles: Sequence[Before], exercise: Exercise
) -> tuple[Test, ...]:
    cells = notebook.cells
    if exercise.language != "python" or cells[task.answer].kind != "code":
        return ()
    made = list(docstring_tests(exercise.starter, cells[task.answer].id))
    shown = [
        replace(each, source="") if role_of(cells[place]) is Role.HIDDEN_TESTS else each
        for place, each in enumerate(roles)
    ]
    for place in task.tests:
        cell = cells[place]
        is_hidden = role_of(cell) is Role.HIDDEN_TESTS
        before = (roles if is_hidden else shown)[:place]
        carried = carried_statements(before, task.answer, cell.source)
        lines = range(1, cell.source.count("\n") + 2) if is_hidden else ()
        made += cell_tests(cell.source, cell.id, lines, carried)
    return tuple(made)


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
    return "python" if notebook.language in _PYTHON else notebook.language


LIGHT = Dialect(DIALECT, recognises, learners, source, MARK_LINE)
