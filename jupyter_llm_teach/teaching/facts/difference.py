"""How a value differs from the expected one: the first kind that tells a learner most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from jupyter_llm_teach.teaching.facts.equality import (
    equal,
    family,
    identity,
    is_set,
    is_table,
    literal,
)
from jupyter_llm_teach.teaching.facts.fact import Difference, Kind
from jupyter_llm_teach.teaching.facts.numbers import number_kind
from jupyter_llm_teach.teaching.facts.text import python_text
from jupyter_llm_teach.teaching.value import Items, Pairs, Scalar, Value


def difference(got: Value, expected: Value, printed: str) -> Difference:
    """How two values differ that are not equal.

    Args:
        got: What the learner's code gave.
        expected: What it should have given.
        printed: What it printed on the way.
    """
    if family(got) == "None" and family(expected) != "None":
        shown = _looks_like(printed, expected)
        kind = Kind.PRINTED_NOT_RETURNED if shown else Kind.NOTHING_RETURNED
        return _typed(kind, got, expected)
    if not _same_type(got, expected):
        return _typed(Kind.TYPE, got, expected)
    return _of_one_type(got, expected)


def _of_one_type(got: Value, expected: Value) -> Difference:
    match got, expected:
        case Items(), Items():
            return _items(got, expected)
        case Pairs(), Pairs():
            return _tables(got, expected) if is_table(expected) else _mappings(got, expected)
        case Scalar(value=str() as one), Scalar(value=str() as other) if family(got) == "str":
            found = _typed(_text_kind(one, other), got, expected)
            return replace(found, index=_first_place(one, other))
        case Scalar(value=one), Scalar(value=other):
            return _typed(number_kind(one, other), got, expected)
        case _:
            return _typed(Kind.VALUE, got, expected)


def _typed(kind: Kind, got: Value, expected: Value) -> Difference:
    return Difference(
        kind,
        expected.type,
        got.type,
        expected_length=_length(expected),
        got_length=_length(got),
    )


def _length(value: Value) -> int | None:
    """How long a value is; of a table, how many rows it has."""
    match value:
        case Scalar(value=str() as text) if family(value) == "str":
            return len(text)
        case Items(items=items):
            return len(items)
        case Pairs(pairs=((_, Items(items=rows)), *_)) if is_table(value):
            return len(rows)
        case Pairs(pairs=pairs):
            return len(pairs)
        case _:
            return None


def _same_type(got: Value, expected: Value) -> bool:
    """Whether it is no mistake of type: an ``int`` for a ``float`` is none, for a ``bool`` is."""
    if family(got) == "number" and isinstance(got, Scalar) and isinstance(expected, Scalar):
        alike = isinstance(got.value, bool) is isinstance(expected.value, bool)
        return alike and family(expected) == "number"
    return family(got) == family(expected)


def _looks_like(printed: str, expected: Value) -> bool:
    """Whether the last line printed, or all of it, could be what was to be returned."""
    text = printed.strip()
    if isinstance(expected, Scalar) and isinstance(expected.value, str):
        return bool(text) and text in (expected.value.strip(), python_text(expected))
    last = text.splitlines()[-1] if text else ""
    found = literal(last)
    return found is not None and _same_type(found, expected)


def _text_kind(got: str, expected: str) -> Kind:
    if got.casefold() == expected.casefold():
        return Kind.LETTER_CASE
    if "".join(got.split()) == "".join(expected.split()):
        return Kind.SPACES
    if sorted(got) == sorted(expected):
        return Kind.ORDER
    if got in expected:
        return Kind.TOO_SHORT
    return Kind.TOO_LONG if expected in got else Kind.VALUE


def _items(got: Items, expected: Items) -> Difference:
    one = [identity(each) for each in got.items]
    other = [identity(each) for each in expected.items]
    same = Counter(one) == Counter(other)
    kind = Kind.ORDER if same else _length_kind(len(one), len(other))
    index = None if is_set(got) else _first_place(one, other)
    return replace(_typed(kind, got, expected), index=index)


def _length_kind(got: int, expected: int) -> Kind:
    if got == expected:
        return Kind.ELEMENT
    return Kind.TOO_SHORT if got < expected else Kind.TOO_LONG


def _mappings(got: Pairs, expected: Pairs) -> Difference:
    kind, key = _key(got, expected)
    return replace(_typed(kind, got, expected), key=None if key is None else python_text(key))


def _tables(got: Pairs, expected: Pairs) -> Difference:
    kind, key = _key(got, expected)
    if key is None:
        return _typed(kind, got, expected)
    match _column(got, key), _column(expected, key):
        case Items() as one, Items() as other:
            inner = _items(one, other)
            kind, index = inner.kind, inner.index
        case _:
            index = None
    return replace(_typed(kind, got, expected), key=python_text(key), index=index)


def _column(table: Pairs, key: Value) -> Value | None:
    return next((value for name, value in table.pairs if equal(name, key)), None)


def _key(got: Pairs, expected: Pairs) -> tuple[Kind, Value | None]:
    """The first key that is missing, else extra, else has another value, else stands elsewhere."""
    there = {identity(key): value for key, value in got.pairs}
    wanted = {identity(key): value for key, value in expected.pairs}
    for key, _ in expected.pairs:
        if identity(key) not in there:
            return Kind.MISSING_KEY, key
    for key, _ in got.pairs:
        if identity(key) not in wanted:
            return Kind.EXTRA_KEY, key
    for key, value in expected.pairs:
        if not equal(there[identity(key)], value):
            return Kind.ELEMENT, key
    return Kind.ORDER, None


def _first_place(got: Sequence[object], expected: Sequence[object]) -> int:
    """The first index where two sequences differ; the shorter one's length where it is a prefix."""
    for index, (one, other) in enumerate(zip(got, expected, strict=False)):
        if one != other:
            return index
    return min(len(got), len(expected))
