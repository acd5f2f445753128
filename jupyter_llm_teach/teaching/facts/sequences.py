"""How two lists, tuples, sets, arrays or columns differ as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from jupyter_llm_teach.teaching.facts.equality import identity, is_set
from jupyter_llm_teach.teaching.facts.fact import Kind
from jupyter_llm_teach.teaching.facts.mistyped import wraps
from jupyter_llm_teach.teaching.value import Items

_ARRAY = "ndarray"


def items_kind(got: Items, expected: Items) -> Kind:
    """The kind of difference; ``ELEMENT`` where single elements differ at their places."""
    if got.type == _ARRAY and _shape(got) != _shape(expected) and _is_table(got, expected):
        return Kind.SHAPE
    one, other = identities(got), identities(expected)
    if Counter(one) == Counter(other):
        return Kind.REVERSED if one == other[::-1] and not is_set(got) else Kind.ORDER
    if len(got.items) == 1 and wraps(got, expected):
        return Kind.WRAPPED
    if len(one) == len(other):
        return Kind.SHARED_ROWS if got.shared else Kind.ELEMENT
    return _length_kind(one, other)


def identities(value: Items) -> list[Hashable]:
    """Something for each element that is the same for equal elements and only for those."""
    return [identity(each) for each in value.items]


def first_place(got: Sequence[object], expected: Sequence[object]) -> int:
    """The first index where two sequences differ; the shorter one's length where it is a prefix."""
    for index, (one, other) in enumerate(zip(got, expected, strict=False)):
        if one != other:
            return index
    return min(len(got), len(expected))


def _length_kind(got: list[Hashable], expected: list[Hashable]) -> Kind:
    same = set(got) == set(expected)
    if same and _repeats(got) and not _repeats(expected):
        return Kind.REPEATED
    if same and _repeats(expected) and not _repeats(got):
        return Kind.REPEATS_LOST
    return Kind.TOO_SHORT if len(got) < len(expected) else Kind.TOO_LONG


def _repeats(items: list[Hashable]) -> bool:
    return len(set(items)) < len(items)


def _shape(value: Items) -> tuple[int, ...]:
    """Rows and columns, and so on, of an array."""
    first = value.items[0] if value.items else None
    inner = _shape(first) if isinstance(first, Items) and first.type == _ARRAY else ()
    return len(value.items), *inner


def _is_table(*values: Items) -> bool:
    return any(len(_shape(each)) > 1 for each in values)
