"""Any value, for laws."""

from __future__ import annotations

from hypothesis import strategies as st

from jupyter_llm_teach.teaching.facts.equality import value_of
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Value


def values() -> st.SearchStrategy[Value]:
    return st.one_of(things().map(value_of), _arrays(), _tables(), _opaque())


def things() -> st.SearchStrategy[object]:
    """What literals make: numbers, texts, lists, tuples and mappings of them."""
    return st.recursive(
        _single(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=4).map(tuple)
            | st.sets(_single(), max_size=3)
            | st.dictionaries(_single(), inner, max_size=3)
        ),
        max_leaves=8,
    )


def _single() -> st.SearchStrategy[object]:
    return (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False)
        | st.text(max_size=5)
        | st.binary(max_size=3)
        | st.complex_numbers(allow_nan=False, allow_infinity=False)
    )


def _columns() -> st.SearchStrategy[Value]:
    numbers = st.lists(st.integers(0, 3).map(value_of), max_size=3).map(tuple)
    return numbers.map(lambda items: Items("Series", items)) | _opaque()


def _arrays() -> st.SearchStrategy[Value]:
    items = st.lists(st.floats().map(value_of), max_size=4).map(tuple)
    return st.builds(Items, st.sampled_from(["ndarray", "Series", "RangeIndex", "range"]), items)


def _tables() -> st.SearchStrategy[Value]:
    columns = st.dictionaries(st.sampled_from("abc"), _columns(), max_size=3)
    return columns.map(
        lambda found: Pairs("DataFrame", tuple((value_of(k), v) for k, v in found.items()))
    )


def _opaque() -> st.SearchStrategy[Value]:
    return st.builds(Opaque, st.sampled_from(["Point", "int"]), st.sampled_from(["one", "two"]))
