from __future__ import annotations

import collections
import json
import types

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest

from jupyter_llm_teach.sandbox import decode
from jupyter_llm_teach.sandbox.inside import encode
from jupyter_llm_teach.teaching.facts.judging.rebuilt import (
    OBJECT,
    PREPARED,
    imports,
    is_faithful,
    rebuilt,
)
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

TABLE = pd.DataFrame({"a": [1, 2, 3], "b": ["x", "y", None], "c": [1.5, float("nan"), 2]})


def made(value: Value) -> object:
    names: dict[str, object] = {}
    exec(f"{imports([rebuilt(value)])}\n{PREPARED}", names)  # noqa: S102
    return eval(rebuilt(value), names)  # noqa: S307


def through(thing: object) -> Value:
    return decode.value(json.loads(encode.drained(thing)))


@pytest.mark.parametrize(
    "thing",
    [
        *(None, True, 3, 2.5, "a", "\ud800'\"\n", 1j, complex("nan"), b"x", bytearray(b"y")),
        *([1, [2]], (), (1,), {1, 2}, set(), frozenset({1}), {"a": [1]}, range(3, 11, 2), range(0)),
        *(collections.deque([1]), collections.Counter("aab"), collections.OrderedDict(a=1)),
        *(np.float32(1.5), np.int64(3), np.str_("a"), pd.Timestamp("2020-01-02")),
    ],
    ids=repr,
)
def test_a_value_is_made_again(thing: object) -> None:
    value = through(thing)
    again = made(value)

    assert is_faithful(value)
    assert (type(again), repr(again)) == (type(thing), repr(thing))


@pytest.mark.parametrize(
    "thing",
    [
        *(np.array([1, 2]), np.array([[1.5], [np.nan]]), np.array([True]), np.array(["a", "bc"])),
        *(np.array([]), np.zeros((0, 3)), np.array([1, "a", None], dtype=object)),
        *(TABLE, TABLE.set_index("b"), TABLE.iloc[1:], TABLE.T, TABLE.describe(), TABLE.dropna()),
        *(pd.DataFrame(), pd.DataFrame(index=["a"]), pd.DataFrame({"a": []}), TABLE["a"]),
        *(TABLE["b"], TABLE.iloc[0], TABLE.groupby(["a", "b"]).sum(), TABLE.columns, TABLE.index),
        *(TABLE.groupby("a").agg({"c": ["mean"]}), pd.Series([1], index=["x"], name="n")),
        *(pd.Series(dtype=float), pd.Series([pd.Timestamp("2020-01-02")]), TABLE["a"] > 1),
        pd.Index([2, 1], name="k"),
        pd.RangeIndex(3, 9, 2, name="r"),
    ],
    ids=lambda thing: repr(thing)[:30],
)
def test_an_array_or_a_table_is_made_again_with_all_that_it_has(thing: object) -> None:
    value = through(thing)
    again = made(value)

    assert is_faithful(value)
    assert type(again) is type(thing)
    assert encode.encoded(again) == encode.encoded(thing)
    assert repr(again) == repr(thing)


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        ((n for n in [1, 2]), types.GeneratorType),
        (map(int, "12"), map),
        (filter(None, [1, 2]), filter),
        (iter([1, 2]), type(iter([]))),
        ({1: 0, 2: 0}.keys(), type({}.keys())),
        ({0: 1, 4: 2}.values(), type({}.values())),
    ],
)
def test_what_an_iterator_gives_is_made_again(thing: object, kind: type) -> None:
    again = made(through(thing))

    assert isinstance(again, kind)
    assert list(again) == [1, 2]  # type: ignore[call-overload]


def test_the_entries_of_a_mapping_are_made_again() -> None:
    assert list(made(through({1: 2}.items()))) == [(1, 2)]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "value",
    [
        Opaque("Cat", "<Cat>"),
        Opaque("list", "..."),
        Items("list", (Opaque("Cat", "<Cat>"),)),
        Pairs("dict", ((Scalar("int", 1), Opaque("Cat", "<Cat>")),)),
        Pairs("defaultdict", ()),
        Pairs("DataFrame", ((Scalar("str", "a"), Scalar("int", 1)),)),
        Pairs("DataFrame", ((Scalar("str", "a"), Items("Series", ())),)),
        Scalar("int", "print('hostile')"),
        Scalar("complex", "print('hostile')"),
        Scalar("complex", "b'a'"),
        Scalar("bytes", "1"),
        Scalar("datetime64", "2020-01-01"),
        Items("range", (Scalar("str", "a"),)),
        Items("ndarray", ()),
        Items(
            "ndarray", (), about=(("dtype", Scalar("str", "void")), ("shape", Items("tuple", ())))
        ),
        Items("Series", (), about=(("dtype", Scalar("str", "category")),)),
        Items("Index", (), about=(("dtype", Scalar("str", "int64")), ("freq", Scalar("str", "D")))),
        Items("MultiIndex", ()),
        through(pd.date_range("2020-01-01", periods=2)),
        through(np.array([[1, None]], dtype=object)),
    ],
    ids=repr,
)
def test_what_can_not_be_made_again_becomes_an_object_that_can_do_nothing(value: Value) -> None:
    assert not is_faithful(value)
    assert OBJECT in rebuilt(value)
    assert made(value) is not None


def test_an_object_that_can_do_nothing_has_its_name_and_text() -> None:
    thing = made(Opaque("Cat\0", "<a cat>"))

    assert (type(thing).__name__, repr(thing), thing == thing, thing == 1) == (  # noqa: PLR0124
        *("Cat", "<a cat>", True),
        False,
    )
