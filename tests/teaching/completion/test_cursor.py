from __future__ import annotations

from dataclasses import replace

import pytest

from jupyter_llm_teach.teaching.completion.cursor import Cursor, gives_most, within
from jupyter_llm_teach.teaching.exercise import Exercise

CURSOR = Cursor("a = 1\nb = ", "c\nd = 2")
REFERENCE = """\
def count(xs):
    found = 0
    for x in xs:
        if x > 0:
            found += 1
    return found
"""
STARTER = "def count(xs):\n    raise NotImplementedError()"
EXERCISE = Exercise(
    id="count",
    title="Count",
    notebook="a.ipynb",
    dialect="nbgrader",
    language="python",
    statement="Count the positive numbers.",
    starter=STARTER,
    answer_cells=("a",),
    references=(REFERENCE,),
)
HALF = "def count(numbers):\n    total = 0\n    for n in numbers:\n"
NEARLY = f"{HALF}        if n > 0:\n            "


def test_a_completion_stands_between_what_is_before_and_after_the_cursor() -> None:
    assert CURSOR.completed("x") == "a = 1\nb = xc\nd = 2"
    assert CURSOR.line("x") == "b = xc"


def test_a_cell_is_more_than_the_line_that_is_being_written() -> None:
    assert CURSOR.cell == "a = 1\nb = c\nd = 2"
    assert CURSOR.without_line == "a = 1\nd = 2"
    assert Cursor("a", "").without_line == "\n"


def test_a_cell_of_the_answer_is_replaced_in_it() -> None:
    assert within("x = 1\n\ny = 2", "y = 2", "y = 3") == "x = 1\n\ny = 3"


@pytest.mark.parametrize("cell", ["z = 0", "", " \n"])
def test_another_cell_stands_alone(cell: str) -> None:
    assert within("x = 1", cell, "z = 3") == "z = 3"


def test_the_line_that_makes_most_of_a_reference_is_too_much_under_any_names() -> None:
    assert gives_most(EXERCISE, NEARLY, f"{NEARLY}total += 1")


def test_a_line_at_the_beginning_is_not_too_much() -> None:
    assert not gives_most(EXERCISE, HALF, f"{HALF}        if n > 0:")


def test_what_adds_nothing_of_the_reference_may_be_completed_in_a_solved_cell() -> None:
    assert not gives_most(EXERCISE, REFERENCE, f"{REFERENCE}\nprint(1)")


def test_without_a_reference_nothing_is_given_away() -> None:
    alone = replace(EXERCISE, references=())

    assert not gives_most(alone, NEARLY, REFERENCE)
