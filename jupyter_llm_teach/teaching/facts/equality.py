"""Whether two values are equal as Python's ``==`` would say, and the values of literals.

Three places where ``==`` has no useful answer are decided here:

- NaN equals NaN: who expects a missing value gets one.
- Arrays, Series, indexes and tables are equal when they have the same type, length and elements,
  and tables the same columns in the same order; the numeric type of elements does not matter.
- Objects of which only the text is known are equal when their types and texts are.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Hashable

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

_TEXTS = ("str", "str_")
_BYTES = ("bytes", "bytearray", "bytes_")
_SETS = ("set", "frozenset")
_TABLES = ("DataFrame",)
# Types that come out of the sandbox element by element, unless there was too much of them.
_SPELLED_OUT = re.compile(
    r"list|tuple|range|deque|set|frozenset|dict|OrderedDict|defaultdict|Counter|str"
    r"|ndarray|Series|DataFrame|\w*Index"
)


def equal(got: Value, expected: Value) -> bool:
    """Whether two values are equal."""
    return identity(got) == identity(expected)


def identity(value: Value) -> Hashable:
    """Something hashable that is the same for equal values and only for those."""
    match value:
        case Scalar():
            return _scalar(value)
        case Items(items=items):
            parts = tuple(identity(each) for each in items)
            return family(value), frozenset(parts) if is_set(value) else parts
        case Pairs(pairs=pairs):
            entries = tuple((identity(key), identity(each)) for key, each in pairs)
            return family(value), entries if is_table(value) else frozenset(entries)
        case Opaque(type=kind, text=text):
            return "opaque", kind, text
        case _:
            assert_never(value)


def complete(value: Value) -> bool:
    """Whether all of a value is known: what is too large comes out of the sandbox cut short."""
    match value:
        case Scalar():
            return True
        case Items(items=items):
            return all(complete(each) for each in items)
        case Pairs(pairs=pairs):
            return all(complete(key) and complete(each) for key, each in pairs)
        case Opaque(type=kind, text=text):
            return not (text.endswith("...") or _SPELLED_OUT.fullmatch(kind))
        case _:
            assert_never(value)


def family(value: Value) -> str:
    """The name that types share whose values may be equal, such as ``number`` or ``dict``."""
    match value:
        case Scalar(type=kind, value=content):
            return _scalar_family(kind, content)
        case Items(type=kind):
            return _items_family(kind)
        case Pairs(type=kind):
            return kind if kind in _TABLES else "dict"
        case Opaque(type=kind):
            return kind
        case _:
            assert_never(value)


def is_set(value: Value) -> bool:
    """Whether it is a set or frozenset, whose elements have no order."""
    return isinstance(value, Items) and value.type in _SETS


def is_table(value: Value) -> bool:
    """Whether it is a table, whose columns have an order."""
    return isinstance(value, Pairs) and value.type in _TABLES


def literal(text: str) -> Value | None:
    """The value of a Python literal; None where the text is something else."""
    try:
        return value_of(ast.literal_eval(text.strip()))
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def value_of(thing: object) -> Value:
    """A literal's Python object as a value.

    Raises:
        TypeError: it is no object that a literal can make.
    """
    kind = type(thing).__name__
    match thing:
        case None | bool() | int() | float() | str():
            return Scalar(kind, thing)
        case complex() | bytes():
            return Scalar(kind, repr(thing))
        case list() | tuple():
            return Items(kind, tuple(value_of(each) for each in thing))
        case set():
            return Items(kind, tuple(value_of(each) for each in sorted(thing, key=repr)))
        case dict():
            return Pairs(kind, tuple((value_of(k), value_of(each)) for k, each in thing.items()))
        case _ if thing is Ellipsis:
            return Opaque(kind, "Ellipsis")
        case _:
            raise TypeError(kind)


def _scalar(value: Scalar) -> Hashable:
    content = value.value
    if value.type in _BYTES or value.type.startswith("complex"):
        return family(value), _written(str(content))
    if isinstance(content, float) and math.isnan(content):
        return "number", "nan"
    return family(value), content


def _written(text: str) -> Hashable:
    """The object that a ``repr`` of bytes or of a complex number stands for, else the text."""
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text
    return found if isinstance(found, (complex, bytes)) else text


def _scalar_family(kind: str, content: bool | float | str | None) -> str:  # noqa: FBT001 - a value
    if kind in _BYTES:
        return "bytes"
    if kind.startswith("complex") or isinstance(content, (bool, int, float)):
        return "number"
    if content is None or kind in _TEXTS:
        return "None" if content is None else "str"
    return kind


def _items_family(kind: str) -> str:
    if kind in _SETS:
        return "set"
    return "Index" if kind.endswith("Index") else kind
