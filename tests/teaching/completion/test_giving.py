"""What is known of earlier completions, and what no completion may use."""

from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.completion.cursor import Cursor
from jupyter_llm_teach.teaching.completion.giving import (
    Offer,
    brings_avoided,
    gives_away,
    mark_of,
)
from tests.teaching.completion.test_cursor import EXERCISE, NEARLY

ABOVE = "def f(xs):\n    a = 1\n    b = 2\n    "


@pytest.mark.parametrize("line", ["total = total+x", "total  =  total + x  # mine"])
def test_spaces_and_comments_leave_a_line_its_mark(line: str) -> None:
    assert mark_of(line) == mark_of("total = total + x")


@pytest.mark.parametrize("line", ["total = total - x", "total = total", 'total = "#" + x'])
def test_other_code_has_another_mark(line: str) -> None:
    assert mark_of(line) != mark_of("total = total + x")


def test_a_mark_tells_nothing_of_its_line() -> None:
    assert len(mark_of("x")) == len(mark_of("x" * 500)) == 16
    assert "x" not in mark_of("x")


def test_of_what_was_completed_only_what_still_stands_counts() -> None:
    given = frozenset(map(mark_of, ["b = 2", "gone = 3"]))

    assert Offer(Cursor(ABOVE, ""), "c = 3", given).all_given == ("b = 2", "c = 3")


def test_what_is_completed_now_has_marks() -> None:
    offer = Offer(Cursor("x = ", ""), "1\ny = 2")

    assert offer.marks == (mark_of("x = 1"), mark_of("y = 2"))


@pytest.mark.parametrize(
    ("prefix", "text", "answer", "brings"),
    [
        (ABOVE, "c = sorted(xs)", "", True),
        (ABOVE, "while xs:", "", True),
        ("x = ", "sorted(", "", False),
        (f"{ABOVE}c = sorted(xs)\n    ", "d = sorted(c)", "", False),
        (ABOVE, "c = sorted(xs)", "sorted([1])", False),
        (ABOVE, "c = xs", "", False),
    ],
)
def test_what_answers_do_without_is_known_in_a_completion(
    prefix: str, text: str, answer: str, *, brings: bool
) -> None:
    offer = Offer(Cursor(prefix, ""), text)

    assert brings_avoided(("sorted", "while"), answer, offer) is brings
    assert not brings_avoided((), answer, offer)


def gives(prefix: str, text: str, *given: str) -> bool:
    offer = Offer(Cursor(prefix, ""), text, frozenset(map(mark_of, given)))
    return gives_away(EXERCISE, "", offer)


def test_the_line_that_brings_a_cell_to_most_of_a_reference_tells_too_much() -> None:
    assert gives(NEARLY, "total += 1")


def test_a_link_is_not_completed() -> None:
    assert gives("x = ", '"http://example.org/solution"')


def test_half_of_a_reference_is_not_completed_line_by_line() -> None:
    above = "def count(numbers):\n    total = 0\n    for n in numbers:\n        total += 1\n    "
    lines = ("def count(numbers):", "total = 0", "for n in numbers:", "total += 1")

    assert not gives(above, "return total")
    assert gives(above, "return total", *lines)
