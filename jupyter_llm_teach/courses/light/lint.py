"""What is wrong with an instructor's notebook in our own light form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from jupyter_llm_teach.courses.doctests import BrokenDoctest, docstrings, examples
from jupyter_llm_teach.courses.light.roles import Misspelled, Role, misspelled, role_of, roles_of
from jupyter_llm_teach.courses.light.starter import MARK_LINE, parts, reference
from jupyter_llm_teach.courses.light.tasks import Task
from jupyter_llm_teach.courses.problem import Problem, Severity
from jupyter_llm_teach.courses.regions import Fault
from jupyter_llm_teach.courses.stub import is_unsolved
from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.notebook import Cell, Notebook

_KEYS = ("id", "title", "points", "starter", "hidden", "policy")
_SHORTEST_ASSERTION = 12
_METADATA = "Open the property inspector of JupyterLab at this cell and correct it."


def problems(
    notebook: Notebook, tasks: Sequence[Task], exercises: Sequence[Exercise]
) -> Iterator[Problem]:
    """Everything that is wrong, in no order.

    Args:
        notebook: The instructor's.
        tasks: Its exercises' cells.
        exercises: What was read of them, in the same order.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        yield from _of_tags(notebook, number, cell)
        yield from _of_marks(notebook, number, cell)
        yield from _of_block(notebook, number, cell)
    for task, exercise in zip(tasks, exercises, strict=True):
        yield from _of_exercise(notebook, task, exercise)
    yield from _of_tests(notebook, tasks)
    yield from _repeated(notebook)


def _warning(
    code: str, notebook: Notebook, place: tuple[int, int | None], message: str, fix: str
) -> Problem:
    return Problem(code, notebook.path, message, fix, *place, Severity.WARNING)


def _of_tags(notebook: Notebook, number: int, cell: Cell) -> Iterator[Problem]:
    for slip in misspelled(cell):
        yield _of_slip(notebook, number, slip)
    roles = roles_of(cell)
    if len(roles) > 1:
        named = " and ".join(f'"{each.value}"' for each in roles)
        message = f"The tags of this cell say {named}; it can be one of them only."
        yield Problem("tag_misplaced", notebook.path, message, "Remove all but one.", number)
    wrong_kind = {
        Role.TESTS: cell.kind != "code",
        Role.HIDDEN_TESTS: cell.kind != "code",
        Role.EXERCISE: cell.kind == "code",
    }
    for role in roles[:1]:
        if wrong_kind.get(role):
            kind = "a code cell" if cell.kind == "code" else "no code cell"
            message = f'The tag "{role.value}" says nothing here: this is {kind}.'
            fix = "Put the tag on the cell that you mean."
            yield _warning("tag_misplaced", notebook, (number, None), message, fix)


def _of_slip(notebook: Notebook, number: int, slip: Misspelled) -> Problem:
    severity = Severity.ERROR if slip.role.is_secret else Severity.WARNING
    return Problem(
        "tag_misspelled",
        notebook.path,
        f'The tag "{slip.tag}" looks like a misspelled "{slip.meant}".',
        f'Write "{slip.meant}", or take a tag that looks less like it.',
        number,
        severity=severity,
    )


def _of_marks(notebook: Notebook, number: int, cell: Cell) -> Iterator[Problem]:
    """Lines such as ``# --- solution ---``."""
    found = parts(cell.source) if cell.kind == "code" else ()
    mark = MARK_LINE.search(cell.source) if cell.kind == "code" else None
    if role_of(cell) is not Role.SOLUTION and mark is not None:
        message = 'A part of this cell is marked as a solution, but the cell has no tag "solution".'
        fix = 'Give the cell the tag "solution", or remove the line.'
        line = cell.source.count("\n", 0, mark.start()) + 1
        yield Problem("tag_misplaced", notebook.path, message, fix, number, line)
    elif isinstance(found, Fault) and (
        role_of(cell) is Role.SOLUTION or found.code == "tag_misspelled"
    ):
        fix = "Correct the line, or remove it."
        yield Problem(found.code, notebook.path, f"{found.message}.", fix, number, found.line)


def _of_block(notebook: Notebook, number: int, cell: Cell) -> Iterator[Problem]:
    block = cell.teach
    if block is None:
        return
    for key in block.unknown:
        meant = next(iter(get_close_matches(key.lower(), _KEYS, 1)), "")
        message = f'"{key}" means nothing in "teach"' + (
            f'; did you mean "{meant}"?' if meant else "."
        )
        severity = Severity.ERROR if meant == "hidden" else Severity.WARNING
        yield Problem("bad_metadata", notebook.path, message, _METADATA, number, severity=severity)
    for key in block.wrong:
        severity = Severity.ERROR if key in ("hidden", "teach") else Severity.WARNING
        message = f'"{key}" must be {_TYPES[key]}.'
        yield Problem("bad_metadata", notebook.path, message, _METADATA, number, severity=severity)
    if block.starter is not None and role_of(cell) is not Role.SOLUTION:
        message = '"starter" counts in a cell with the tag "solution" only.'
        yield _warning("bad_metadata", notebook, (number, None), message, _METADATA)
    if block.hidden and role_of(cell) in (Role.SOLUTION, Role.ANSWER):
        message = '"hidden" says nothing here: students get an answer cell, and never a solution.'
        yield _warning("bad_metadata", notebook, (number, None), message, _METADATA)


_TYPES = {
    "teach": 'a block such as {"id": "mean"}',
    "id": "a text of at most 200 characters",
    "title": "a text",
    "points": "a number from 0 on",
    "starter": "a text",
    "hidden": "true or false",
    "policy": 'a block of rules such as {"highest_rung": "concept"}',
}


def _of_exercise(notebook: Notebook, task: Task, exercise: Exercise) -> Iterator[Problem]:
    place = (task.answer + 1, None)
    cell = notebook.cells[task.answer]
    if not task.block.id:
        message = f'This exercise has no id; it is called "{exercise.id}" for now.'
        fix = 'Write "teach": {"id": "..."} into the cell\'s metadata, so that its name stays.'
        yield _warning("missing_id", notebook, place, message, fix)
    if not task.solutions:
        message = "This answer cell has no solution below it."
        fix = 'Write it into the next cell, with the tag "solution".'
        yield _warning("missing_solution", notebook, place, message, fix)
    for solution in task.solutions:
        text = reference(notebook.cells[solution])
        if is_unsolved(text, cell.kind, exercise.language):
            message = "This solution does nothing yet."
            place_ = (solution + 1, None)
            yield _warning("missing_solution", notebook, place_, message, "Write the solution.")
    if cell.kind == "code" and exercise.language == "python" and not exercise.tests:
        message = "This exercise has no tests."
        fix = "Write assertions into the next cell, or doctests into the docstring."
        yield _warning("missing_tests", notebook, place, message, fix)
    yield from _broken(notebook, task)


def _broken(notebook: Notebook, task: Task) -> Iterator[Problem]:
    for before, text in docstrings(notebook.cells[task.answer].source):
        read = examples(text)
        if isinstance(read, BrokenDoctest):
            yield _warning(
                "bad_doctest",
                notebook,
                (task.answer + 1, before + read.line),
                "The examples of this docstring can't be read.",
                "Indent the lines of an example alike, with a space after >>> and ....",
            )


def _of_tests(notebook: Notebook, tasks: Sequence[Task]) -> Iterator[Problem]:
    """Tests that belong to no exercise."""
    owned = {place for task in tasks for place in task.tests}
    for place, cell in enumerate(notebook.cells):
        is_test = role_of(cell) in (Role.TESTS, Role.HIDDEN_TESTS) and cell.kind == "code"
        if is_test and place not in owned:
            message = "These tests belong to no exercise: no answer stands above them."
            fix = 'Put them below their exercise, and give its solution the tag "solution".'
            yield _warning("tests_without_answer", notebook, (place + 1, None), message, fix)


def _repeated(notebook: Notebook) -> Iterator[Problem]:
    """Assertions of hidden tests that students get all the same."""
    shown = {
        line
        for cell in notebook.cells
        if cell.kind == "code" and role_of(cell) in (None, Role.TESTS)
        for line in _assertions(cell)
    }
    for number, cell in enumerate(notebook.cells, start=1):
        if role_of(cell) is not Role.HIDDEN_TESTS:
            continue
        for line, text in enumerate(cell.source.split("\n"), start=1):
            if " ".join(text.split()) in shown:
                message = "This hidden test stands in a cell that students get as well."
                fix = "Remove one of the two."
                yield _warning("hidden_test_visible", notebook, (number, line), message, fix)


def _assertions(cell: Cell) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in cell.source.split("\n"))
    return (
        line for line in lines if line.startswith("assert") and len(line) >= _SHORTEST_ASSERTION
    )
