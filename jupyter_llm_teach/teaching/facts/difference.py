"""How a value differs from the expected one: the first kind that tells a learner most."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
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
from jupyter_llm_teach.teaching.facts.mistyped import type_kind
from jupyter_llm_teach.teaching.facts.numbers import number_kind
from jupyter_llm_teach.teaching.facts.sequences import first_place, identities, items_kind
from jupyter_llm_teach.teaching.facts.strings import text_kind
from jupyter_llm_teach.teaching.facts.text import python_text
from jupyter_llm_teach.teaching.value import Items, Pairs, Scalar, Value

# Kinds that are read off a likeness, which may be by chance.
_SURE = {
    Kind.PRINTED_NOT_RETURNED: 0.95,
    Kind.WRAPPED: 0.9,
    Kind.SHARED_ROWS: 0.9,
    Kind.REPEATED: 0.9,
    Kind.REPEATS_LOST: 0.9,
    Kind.CUT: 0.9,
    Kind.SIGN: 0.9,
    Kind.OFF_BY_ONE: 0.8,
    Kind.ROUNDING: 0.8,
    Kind.NEARLY: 0.8,
}
# Where elements differ in these ways, that says more than that elements differ.
_TELLING = frozenset(
    (
        Kind.TEXT_OR_NUMBER,
        Kind.CUT,
        Kind.LAST_DIGITS,
        Kind.ROUNDING,
        Kind.LETTER_CASE,
        Kind.LINE_END,
        Kind.OUTER_SPACES,
        Kind.SPACES,
    )
)
_TELLING_OF_ALL = frozenset((Kind.SIGN, Kind.OFF_BY_ONE, Kind.OPPOSITE))
_Part = tuple[str, Value, Value]


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
        return _sure(_typed(kind, got, expected))
    return _sure(_between(got, expected))


def _sure(found: Difference) -> Difference:
    return replace(found, confidence=_SURE.get(found.kind, 1.0))


def _between(got: Value, expected: Value) -> Difference:
    if not _same_type(got, expected):
        return _typed(type_kind(got, expected), got, expected)
    match got, expected:
        case Items(), Items():
            return _items(got, expected)
        case Pairs(), Pairs():
            return _mappings(got, expected)
        case Scalar(value=str() as one), Scalar(value=str() as other) if family(got) == "str":
            found = _typed(text_kind(one, other), got, expected)
            return replace(found, index=first_place(one, other))
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


def _items(got: Items, expected: Items) -> Difference:
    kind = items_kind(got, expected)
    found = _typed(kind, got, expected)
    if is_set(got):
        return found
    one, other = identities(got), identities(expected)
    index = first_place(one, other)
    found = replace(found, index=index, place=_gap(one, other, index))
    pairs = enumerate(zip(got.items, expected.items, strict=False))
    parts = [(f"[{place}]", mine, wanted) for place, (mine, wanted) in pairs]
    return _looked_into(found, parts) if kind is Kind.ELEMENT else found


def _gap(got: list[Hashable], expected: list[Hashable], index: int) -> str:
    """Where elements are missing or extra, if that is all that differs."""
    short, long = sorted((got, expected), key=len)
    gap = len(long) - len(short)
    return f"[{index}]" if gap and long[:index] + long[index + gap :] == short else ""


def _looked_into(found: Difference, parts: list[_Part]) -> Difference:
    """The same difference with the place inside, and as a more telling kind where there is one."""
    unequal = list(_differing(parts))
    where, one, other = unequal[0]
    inner = _between(one, other)
    leaf = inner.inner or inner.kind
    found = replace(found, place=where + inner.place, inner=leaf)
    kinds = {_between(one, other).kind for _, one, other in unequal}
    telling = kinds <= _TELLING or (kinds <= _TELLING_OF_ALL and 1 < len(unequal) == len(parts))
    return replace(found, kind=inner.kind) if len(kinds) == 1 and telling else found


def _differing(parts: list[_Part]) -> Iterator[_Part]:
    return (part for part in parts if not equal(part[1], part[2]))


def _mappings(got: Pairs, expected: Pairs) -> Difference:
    kind, key = _key(got, expected)
    found = _typed(kind, got, expected)
    if key is None:
        return found
    found = replace(found, key=python_text(key))
    if kind is not Kind.ELEMENT:
        return found
    there = {identity(name): value for name, value in got.pairs}
    parts = [(f"[{python_text(k)}]", there[identity(k)], held) for k, held in expected.pairs]
    if is_table(expected):
        return _column(found, *next(_differing(parts)))
    return _looked_into(found, parts)


def _column(found: Difference, where: str, got: Value, expected: Value) -> Difference:
    """The difference of tables as that of a column."""
    inner = _between(got, expected)
    return replace(
        found,
        kind=Kind.ELEMENT if inner.kind is Kind.VALUE else inner.kind,
        index=inner.index,
        place=where + inner.place,
        inner=inner.inner,
    )


def _key(got: Pairs, expected: Pairs) -> tuple[Kind, Value | None]:
    """The first key that is missing, else extra, else has another value, else stands elsewhere."""
    there = {identity(key): value for key, value in got.pairs}
    wanted = {identity(key): value for key, value in expected.pairs}
    if _swapped(got, expected):
        return Kind.SWAPPED, None
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


def _swapped(got: Pairs, expected: Pairs) -> bool:
    turned = {(identity(value), identity(key)) for key, value in got.pairs}
    wanted = {(identity(key), identity(value)) for key, value in expected.pairs}
    return bool(turned) and turned == wanted
