from __future__ import annotations

import pytest
from hypothesis import given

from jupyter_llm_teach.teaching.facts.equality import complete, equal, literal, value_of
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value
from tests.teaching.facts.builders import series, value
from tests.teaching.facts.values import things, values

_NAN = Scalar("float", float("nan"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "1.0"),
        ("1", "True"),
        ("0", "False"),
        ("(1+0j)", "1"),
        ("[1, [2.0]]", "[1.0, [2]]"),
        ("{1, 2}", "{2.0, 1}"),
        ("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}"),
        ("{1: 'x'}", "{1.0: 'x'}"),
        ("'a'", '"a"'),
        ("b'a'", 'b"a"'),
        ("None", "None"),
        ("...", "..."),
        ("()", "()"),
    ],
)
def test_equal(one: str, other: str) -> None:
    assert equal(value(one), value(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "'1'"),
        ("'a'", "b'a'"),
        ("None", "0"),
        ("None", "False"),
        ("None", "'None'"),
        ("[1]", "(1,)"),
        ("[1]", "{1}"),
        ("[1, 2]", "[2, 1]"),
        ("[]", "{}"),
        ("{'a': 1}", "{'a': 2}"),
        ("'1j'", "1j"),
        ("\"b'a'\"", "b'a'"),
    ],
)
def test_not_equal(one: str, other: str) -> None:
    assert not equal(value(one), value(other))


def test_a_missing_number_equals_a_missing_number() -> None:
    assert equal(Items("list", (_NAN,)), Items("list", (Scalar("float64", float("nan")),)))


def test_a_frozenset_equals_a_set() -> None:
    assert equal(series("[1, 2]", "frozenset"), value("{1, 2}"))


def test_a_mapping_equals_a_mapping_of_another_type() -> None:
    assert equal(Pairs("OrderedDict", ((value("1"), value("2")),)), value("{1: 2}"))


def test_bytearrays_equal_bytes() -> None:
    assert equal(Scalar("bytes", "b'a'"), Scalar("bytes_", "b'a'"))


def test_bytes_that_cannot_be_read_are_compared_as_text() -> None:
    assert equal(Scalar("bytearray", "bytearray(b'a')"), Scalar("bytearray", "bytearray(b'a')"))


def test_text_of_a_complex_number_that_is_another_literal_is_kept_as_text() -> None:
    assert not equal(Scalar("complex128", "1"), value("1"))


def test_text_of_a_complex_number_that_is_no_python_is_kept_as_text() -> None:
    assert equal(Scalar("complex128", "(nan+"), Scalar("complex128", "(nan+"))


def test_arrays_are_compared_by_element_whatever_their_number_type() -> None:
    one = Items("ndarray", (Scalar("float64", 1.0),))

    assert equal(one, Items("ndarray", (Scalar("int64", 1),)))


def test_an_array_is_not_a_list_nor_a_series() -> None:
    assert not equal(series("[1]", "ndarray"), value("[1]"))
    assert not equal(series("[1]", "ndarray"), series("[1]"))


def test_kinds_of_pandas_indexes_are_alike() -> None:
    assert equal(series("[0, 1]", "RangeIndex"), series("[0, 1]", "Index"))


def test_a_table_is_equal_only_in_the_same_order_of_columns() -> None:
    a, b = (value("'a'"), series("[1]")), (value("'b'"), series("[2]"))

    assert equal(Pairs("DataFrame", (a, b)), Pairs("DataFrame", (a, b)))
    assert not equal(Pairs("DataFrame", (a, b)), Pairs("DataFrame", (b, a)))


def test_objects_are_equal_when_type_and_text_are() -> None:
    assert equal(Opaque("Point", "Point(1)"), Opaque("Point", "Point(1)"))
    assert not equal(Opaque("Point", "Point(1)"), Opaque("Dot", "Point(1)"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("list", "[0, 1..."),
        ("dict", "20001 entries"),
        ("Point", "Point(1, 2..."),
        ("RangeIndex", ""),
    ],
)
def test_what_was_cut_short_is_not_complete(kind: str, text: str) -> None:
    cut = Opaque(kind, text)

    assert not complete(cut)
    assert not complete(Items("list", (value("1"), cut)))
    assert not complete(Pairs("dict", ((value("1"), cut),)))


def test_what_is_known_whole_is_complete() -> None:
    assert complete(Opaque("Point", "Point(1)"))
    assert complete(value("[1, {'a': 'b...'}]"))


def test_times_are_equal_when_type_and_text_are() -> None:
    assert equal(Scalar("Timestamp", "2024"), Scalar("Timestamp", "2024"))
    assert not equal(Scalar("Timestamp", "2024"), value("'2024'"))


@pytest.mark.parametrize("text", ["math.pi", "{1, 2} | {3}", "f(2)", "", "1 +", "x", "[f]", "{[]}"])
def test_what_is_no_literal_has_no_value(text: str) -> None:
    assert literal(text) is None


def test_a_literal_keeps_its_types() -> None:
    assert literal("[None, 1, 'a']") == Items(
        "list", (Scalar("NoneType", None), Scalar("int", 1), Scalar("str", "a"))
    )


def test_the_elements_of_a_set_come_in_the_order_of_their_text() -> None:
    assert literal("{2, 1}") == Items("set", (Scalar("int", 1), Scalar("int", 2)))


def test_other_objects_are_no_literals() -> None:
    with pytest.raises(TypeError, match="object"):
        value_of(object())


@given(values())
def test_every_value_equals_itself(any_value: Value) -> None:
    assert equal(any_value, any_value)


@given(things(), things())
def test_values_are_equal_exactly_when_python_says_so(one: object, other: object) -> None:
    assert equal(value_of(one), value_of(other)) is (one == other)
