from __future__ import annotations

import pytest

from jupyter_llm_teach.teaching.facts.truth import truth
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value
from tests.teaching.facts.builders import series, value

_TABLE = Pairs("DataFrame", ((value("'a'"), series("[1]")),))


@pytest.mark.parametrize("text", ["True", "1", "0.5", "'a'", "[0]", "{'a': 1}", "b'a'", "1j"])
def test_true(text: str) -> None:
    assert truth(value(text))


@pytest.mark.parametrize("text", ["False", "None", "0", "0.0", "''", "[]", "{}", "b''", "0j"])
def test_false(text: str) -> None:
    assert not truth(value(text))


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        (Scalar("bool", value=True), True),
        (series("[True]", "ndarray"), True),
        (series("[0]"), False),
        (series("[True, True]", "ndarray"), False),
        (Items("Index", ()), False),
        (_TABLE, False),
        (Opaque("Point", "Point(0)"), True),
    ],
)
def test_arrays_tables_and_objects(given_value: Value, expected: bool) -> None:  # noqa: FBT001 - the value
    assert truth(given_value) is expected
