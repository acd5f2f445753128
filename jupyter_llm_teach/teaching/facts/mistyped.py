"""What it means that a value has another type than expected."""

from __future__ import annotations

import re
from collections import Counter

from jupyter_llm_teach.teaching.facts.equality import equal, family, identity, literal
from jupyter_llm_teach.teaching.facts.fact import Kind
from jupyter_llm_teach.teaching.facts.text import python_text
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

_ITERATORS = re.compile(
    r"generator|map|filter|zip|enumerate|reversed|dict_(?:keys|values|items)|\w*iterator"
    r"|chain|islice|product|permutations|combinations\w*|accumulate|starmap|pairwise|groupby"
)
_FUNCTIONS = re.compile(r"function|(?:builtin_function_or_)?method|type|method_descriptor|ufunc")
_PACKED_IN = ("list", "tuple", "set")
_MOST_PACKED = 4


def type_kind(got: Value, expected: Value) -> Kind:
    """The kind of difference between two values of types that are no match."""
    if isinstance(got, Opaque) and _FUNCTIONS.fullmatch(got.type):
        return Kind.NOT_CALLED
    several = isinstance(expected, (Items, Pairs)) or family(expected) == "str"
    if several and isinstance(got, Opaque) and _ITERATORS.fullmatch(got.type):
        return Kind.ITERATOR
    if _only_quoted(got, expected) or _only_quoted(expected, got):
        return Kind.TEXT_OR_NUMBER
    if isinstance(got, Items) and isinstance(expected, Items) and _same_elements(got, expected):
        return Kind.CONTAINER
    return Kind.WRAPPED if wraps(got, expected) else Kind.TYPE


def wraps(got: Value, expected: Value) -> bool:
    """Whether a short list, tuple or set holds the expected value as one of its elements."""
    if not isinstance(got, Items) or got.type not in _PACKED_IN or len(got.items) > _MOST_PACKED:
        return False
    empty = isinstance(expected, Items) and not expected.items
    return not empty and any(equal(each, expected) for each in got.items)


def _only_quoted(text: Value, number: Value) -> bool:
    """Whether one is the text of the other, a number or a truth value."""
    if not isinstance(text, Scalar) or not isinstance(text.value, str) or family(text) != "str":
        return False
    if not isinstance(number, Scalar) or family(number) != "number":
        return False
    read = literal(text.value)
    return text.value.strip() == python_text(number) or (read is not None and equal(read, number))


def _same_elements(got: Items, expected: Items) -> bool:
    one = Counter(identity(each) for each in got.items)
    return bool(one) and one == Counter(identity(each) for each in expected.items)
