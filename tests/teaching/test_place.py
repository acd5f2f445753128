from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.exercise import Compare, Exercise, Holds, Runs, Test
from jupyter_llm_teach.teaching.notebook import Cell, NbgraderMark, Notebook
from jupyter_llm_teach.teaching.place import answer_in, answer_of, exercise_at


def exercise(name: str, *tests: Test) -> Exercise:
    return Exercise(
        id=name,
        title=name,
        notebook="x.ipynb",
        dialect="nbgrader",
        language="python",
        statement="",
        starter="",
        answer_cells=(f"{name}-answer",),
        test_cells=(f"{name}-test",),
        tests=tests,
    )


GRADED = NbgraderMark("t", grade=True)
NOTEBOOK = Notebook(
    "week/x.ipynb",
    "python",
    (
        Cell("intro", "markdown", "Welcome"),
        Cell("data", "code", "rates = [1, 2]"),
        Cell("one-text", "markdown", "Write one"),
        Cell("one-answer", "code", "def one():\n    return 1"),
        Cell("one-test", "code", "assert one() == 1", GRADED),
        Cell("scratch", "code", "one()"),
        Cell("two-answer", "code", "def two():\n    return one() + rates[0]"),
        Cell("two-test", "code", "assert two() == 2", GRADED),
    ),
)
BOTH = (exercise("one"), exercise("two"))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("one-answer", "one"),
        ("one-test", "one"),
        ("one-text", "one"),
        ("intro", "one"),
        ("scratch", "one"),
        ("two-answer", "two"),
    ],
)
def test_a_cell_belongs_to_the_exercise_around_it(cell: str, expected: str) -> None:
    found = exercise_at(NOTEBOOK, BOTH, cell)

    assert found is not None
    assert found.id == expected


def test_code_before_the_first_exercise_belongs_to_none() -> None:
    assert exercise_at(NOTEBOOK, BOTH, "data") is None


def test_an_unknown_cell_belongs_to_none() -> None:
    assert exercise_at(NOTEBOOK, BOTH, "nowhere") is None


def test_text_after_the_last_exercise_belongs_to_it() -> None:
    longer = Notebook("x", "python", (*NOTEBOOK.cells, Cell("end", "markdown", "Done")))

    found = exercise_at(longer, BOTH, "end")

    assert found is not None
    assert found.id == "two"


def test_an_answer_brings_the_earlier_cells_that_it_needs_but_no_tests() -> None:
    answer = answer_in(NOTEBOOK, BOTH[1], BOTH[1])

    assert answer.code.startswith("def two")
    assert answer.prelude == ("rates = [1, 2]", "def one():\n    return 1")


@pytest.mark.parametrize("check", [Compare("f(rates)", "3"), Holds("f(rates)"), Runs("f(rates)")])
def test_tests_bring_the_cells_that_they_need(check: Compare | Holds | Runs) -> None:
    tested = exercise("one", Test("one 1", visible=False, check=check))

    assert answer_in(NOTEBOOK, BOTH[0], tested).prelude == ("rates = [1, 2]",)


def test_the_name_of_a_notebook_is_its_last_part() -> None:
    assert NOTEBOOK.name == "x.ipynb"


def test_any_program_can_stand_for_the_answer() -> None:
    answer = answer_of("def two():\n    return one()", NOTEBOOK, BOTH[1], BOTH[1])

    assert answer.code == "def two():\n    return one()"
    assert answer.prelude == ("def one():\n    return 1",)
