from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_llm_teach.teaching.facts.difference import difference
from jupyter_llm_teach.teaching.facts.equality import equal
from jupyter_llm_teach.teaching.facts.fact import Difference, Kind
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value
from tests.teaching.facts.builders import series, value
from tests.teaching.facts.values import values

_GOLDEN = Path(__file__).parents[2] / "golden" / "facts" / "differences.json"
_CASES = json.loads(_GOLDEN.read_text(encoding="utf-8"))


def _table(**columns: str) -> Pairs:
    return Pairs(
        "DataFrame", tuple((Scalar("str", name), series(text)) for name, text in columns.items())
    )


def _array(*rows: str) -> Items:
    return Items("ndarray", tuple(series(row, "ndarray") for row in rows))


@pytest.mark.parametrize("case", _CASES, ids=[case["because"] for case in _CASES])
def test_the_most_telling_kind_is_chosen(case: dict[str, str]) -> None:
    found = difference(value(case["got"]), value(case["expected"]), case.get("printed", ""))

    assert {
        "kind": found.kind.value,
        "index": found.index,
        "key": found.key,
        "place": found.place,
        "inner": found.inner and found.inner.value,
    } == {
        "kind": case["kind"],
        "index": case.get("index"),
        "key": case.get("key"),
        "place": case.get("place", ""),
        "inner": case.get("inner"),
    }


def test_lengths_and_types_are_told() -> None:
    assert difference(value("[1]"), value("[1, 2]"), "") == Difference(
        Kind.TOO_SHORT, "list", "list", expected_length=2, got_length=1, index=1, place="[1]"
    )


def test_a_missing_column_of_a_table_is_a_missing_key() -> None:
    found = difference(_table(a="[1]"), _table(a="[1]", b="[2]"), "")

    assert (found.kind, found.key) == (Kind.MISSING_KEY, "'b'")


def test_columns_in_another_order_are_told() -> None:
    found = difference(_table(b="[2]", a="[1]"), _table(a="[1]", b="[2]"), "")

    assert (found.kind, found.key) == (Kind.ORDER, None)


def test_a_table_with_a_wrong_cell_names_column_and_row() -> None:
    found = difference(_table(a="[1, 2]", b="[3, 9]"), _table(a="[1, 2]", b="[3, 4]"), "")

    assert (found.kind, found.key, found.index) == (Kind.ELEMENT, "'b'", 1)


def test_the_length_of_a_table_is_its_rows() -> None:
    found = difference(_table(a="[1]"), _table(a="[1, 2]"), "")

    assert (found.kind, found.got_length, found.expected_length) == (Kind.TOO_SHORT, 1, 2)


def test_columns_that_are_only_known_as_text_differ_as_a_whole() -> None:
    got = Pairs("DataFrame", ((value("'a'"), Opaque("Series", "one")),))
    expected = Pairs("DataFrame", ((value("'a'"), Opaque("Series", "two")),))

    assert difference(got, expected, "").kind is Kind.ELEMENT


def test_objects_of_one_class_differ_in_value() -> None:
    assert difference(Opaque("Point", "Point(1)"), Opaque("Point", "Point(2)"), "") == Difference(
        Kind.VALUE, "Point", "Point"
    )


def test_an_array_is_no_list() -> None:
    assert difference(series("[1]", "ndarray"), value("[1]"), "").kind is Kind.CONTAINER
    assert difference(series("[1]", "ndarray"), value("[2]"), "").kind is Kind.TYPE


def test_nothing_printed_is_no_expected_text() -> None:
    assert difference(value("None"), value("''"), "").kind is Kind.NOTHING_RETURNED


def test_a_huge_number_is_no_rounding() -> None:
    found = difference(Scalar("int", 10**400), value("0.5"), "")

    assert found.kind is Kind.VALUE


def test_times_differ_in_value() -> None:
    got, expected = Scalar("Timestamp", "2024-01-01"), Scalar("Timestamp", "2024-01-02")

    assert difference(got, expected, "") == Difference(Kind.VALUE, "Timestamp", "Timestamp")


def test_elements_are_compared_as_python_does() -> None:
    got = Items("list", (Scalar("float", 1.0), Scalar("int", 5)))

    assert difference(got, value("[1, 2]"), "").index == 1


@pytest.mark.parametrize(
    "kind", ["generator", "map", "filter", "zip", "dict_keys", "list_iterator"]
)
def test_what_gives_elements_one_by_one_is_no_list_yet(kind: str) -> None:
    assert difference(Opaque(kind, "<object>"), value("[1]"), "").kind is Kind.ITERATOR


def test_an_iterator_for_a_number_is_another_type() -> None:
    assert difference(Opaque("map", "<map object>"), value("1"), "").kind is Kind.TYPE


@pytest.mark.parametrize("kind", ["function", "builtin_function_or_method", "method", "type"])
def test_a_function_that_came_back_was_not_called(kind: str) -> None:
    assert difference(Opaque(kind, "<function f>"), value("[1]"), "").kind is Kind.NOT_CALLED


def test_rows_that_are_one_list_are_told() -> None:
    got = replace(series("[[0, 1], [0, 1]]", "list"), shared=True)

    assert difference(got, value("[[0, 1], [0, 0]]"), "").kind is Kind.SHARED_ROWS


def test_arrays_of_another_shape_are_told() -> None:
    row, column = series("[1, 2]", "ndarray"), _array("[1]", "[2]")

    assert difference(row, column, "").kind is Kind.SHAPE
    assert difference(column, row, "").kind is Kind.SHAPE
    assert difference(row, series("[1]", "ndarray"), "").kind is Kind.TOO_LONG


def test_nested_rows_differ_at_their_place() -> None:
    found = difference(_array("[1, 2]", "[3, 5]"), _array("[1, 2]", "[3, 4]"), "")

    assert (found.kind, found.place, found.inner) == (Kind.ELEMENT, "[1][1]", Kind.OFF_BY_ONE)


def test_a_likeness_that_may_be_by_chance_is_less_sure() -> None:
    assert difference(value("2"), value("1"), "").confidence < 1
    assert difference(value("[1]"), value("[1, 2]"), "").confidence == 1


@given(values(), values(), st.text(max_size=10))
def test_any_two_values_have_a_difference(got: Value, expected: Value, printed: str) -> None:
    found = difference(got, expected, printed)

    assert (found.got_type, found.expected_type) == (got.type, expected.type)


@given(values(), values())
def test_equality_goes_both_ways(one: Value, other: Value) -> None:
    assert equal(one, other) is equal(other, one)
