from __future__ import annotations

import pytest
from hypothesis import given

from jupyter_llm_teach.teaching.facts.equality import literal, value_of
from jupyter_llm_teach.teaching.facts.text import python_text
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value
from tests.teaching.facts.builders import series, value
from tests.teaching.facts.values import values


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "True",
        "3",
        "2.5",
        "'it'",
        "b'x'",
        "1j",
        "[1, 2]",
        "[]",
        "()",
        "(1,)",
        "(1, 2)",
        "{1, 2}",
        "{}",
        "{'a': [1]}",
        "Ellipsis",
    ],
)
def test_a_literal_comes_back_as_it_was(text: str) -> None:
    assert python_text(value(text.replace("Ellipsis", "..."))) == text


@pytest.mark.parametrize(
    ("given_value", "text"),
    [
        (Items("set", ()), "set()"),
        (series("[1]", "frozenset"), "frozenset({1})"),
        (Items("frozenset", ()), "frozenset()"),
        (series("[1, 2]", "ndarray"), "array([1, 2])"),
        (series("[1, 2]"), "Series([1, 2])"),
        (series("[1, 2]", "deque"), "deque([1, 2])"),
        (Items("range", ()), "range(0)"),
        (series("[0, 1, 2]", "range"), "range(0, 3)"),
        (series("[5]", "range"), "range(5, 6)"),
        (series("[5, 3, 1]", "range"), "range(5, 0, -2)"),
        (Pairs("DataFrame", ((value("'a'"), series("[1, 2]")),)), "DataFrame({'a': [1, 2]})"),
        (Pairs("Counter", ((value("'a'"), value("2")),)), "Counter({'a': 2})"),
        (Scalar("Timestamp", "2024-01-01"), "2024-01-01"),
        (Scalar("float64", 2.0), "2.0"),
        (Opaque("Point", "Point(1)"), "Point(1)"),
    ],
)
def test_other_values_read_as_python(given_value: Value, text: str) -> None:
    assert python_text(given_value) == text


def test_a_long_text_is_cut_in_the_middle() -> None:
    text = python_text(value_of(list(range(500))))

    assert len(text) == 200
    assert text.startswith("[0, 1, 2, ")
    assert " … " in text
    assert text.endswith("498, 499]")


@given(values())
def test_no_text_is_longer_than_two_hundred_characters(any_value: Value) -> None:
    assert len(python_text(any_value)) <= 200


def test_a_text_that_is_not_cut_reads_back() -> None:
    assert literal(python_text(value("[1, ('a', 2.5)]"))) == value("[1, ('a', 2.5)]")
