"""The Python text that makes a value again in another process: data, whatever it says it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import replace

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.facts.judging.tables import labelled, number, table
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

OBJECT = "learners_object"
PREPARED = f"""
import collections
def {OBJECT}(kind, text):
    return type(kind, (), {{"__repr__": lambda self: text}})()
"""
_NUMPY = re.compile(r"u?int(?:8|16|32|64)|float(?:16|32|64)|bool_?|str_")
_PANDAS = "pandas"
_MADE = {
    "list": "{}",
    "tuple": "tuple({})",
    "set": "set({})",
    "frozenset": "frozenset({})",
    "deque": "collections.deque({})",
    "generator": "(each for each in {})",
    "map": "map(lambda each: each, {})",
    "filter": "filter(lambda each: True, {})",
    "dict_keys": "dict.fromkeys({}).keys()",
    "dict_values": "dict(enumerate({})).values()",
    "dict_items": "dict({}).items()",
    **dict.fromkeys(
        ["zip", "enumerate", "islice", "list_iterator", "tuple_iterator", "list_reverseiterator"],
        "iter({})",
    ),
}


def rebuilt(value: Value) -> str:
    """The text of an expression that makes a value.

    What is known by its text alone becomes an object of a type of that name that can do nothing.
    """
    match value:
        case Scalar():
            return _scalar(value)
        case Items():
            return _items(value)
        case Pairs():
            return _pairs(value)
        case Opaque():
            return _unknown(value.type, value.text)
        case _:
            assert_never(value)


def is_faithful(value: Value) -> bool:
    """Whether `rebuilt` makes the value as it was."""
    match value:
        case Scalar():
            return not _scalar(value).startswith(OBJECT)
        case Items(items=items):
            known = not _items(replace(value, items=items[:1])).startswith(OBJECT)
            return known and all(map(is_faithful, (*items, *dict(value.about).values())))
        case Pairs(pairs=pairs):
            known = not _pairs(value).startswith(OBJECT)
            parts = (one for pair in pairs for one in pair)
            return known and all(map(is_faithful, (*parts, *dict(value.about).values())))
        case Opaque():
            return False
        case _:
            assert_never(value)


def imports(texts: Iterable[str]) -> str:
    """The statements that rebuilt values need before them."""
    every = "\n".join(texts)
    names = [name for name in ("numpy", _PANDAS) if f"{name}." in every]
    return "\n".join(f"import {name}" for name in names)


def _scalar(value: Scalar) -> str:
    kind, content = value.type, value.value
    if kind in ("complex", "bytes", "bytearray"):
        return _written(kind, str(content))
    if kind in ("NoneType", "bool", "int", "str") and type(content).__name__ == kind:
        return repr(content)
    if kind == "float" and isinstance(content, (int, float)):
        return number(float(content))
    if _NUMPY.fullmatch(kind) and isinstance(content, (bool, int, float, str)):
        inner = number(content) if isinstance(content, float) else repr(content)
        return f"numpy.{kind}({inner})"
    if kind == "Timestamp" and isinstance(content, str):
        return f"{_PANDAS}.Timestamp({content!r})"
    return _unknown(kind, str(content))


def _complex(text: str) -> str:
    try:
        return f"complex({str(complex(text))!r})"
    except ValueError:
        return _unknown("complex", text)


def _written(kind: str, text: str) -> str:
    """A value that came as its own ``repr``, which is read and written again."""
    if kind == "complex":
        return _complex(text)
    inner = text.removeprefix("bytearray(").removesuffix(")") if kind == "bytearray" else text
    try:
        found = ast.literal_eval(inner)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return _unknown(kind, text)
    if isinstance(found, bytes):
        return repr(found) if kind == "bytes" else f"bytearray({found!r})"
    return _unknown(kind, text)


def _items(value: Items) -> str:
    listed = f"[{', '.join(map(rebuilt, value.items))}]"
    if value.type in _MADE:
        return _MADE[value.type].format(listed)
    if value.type == "range":
        return _range(value)
    return labelled(value, rebuilt) or _unknown(value.type, listed[:100])


def _range(value: Items) -> str:
    numbers = [
        each.value
        for each in value.items
        if isinstance(each, Scalar) and isinstance(each.value, int)
    ]
    if len(numbers) != len(value.items):
        return _unknown("range", "")
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    return f"range({numbers[0]}, {numbers[-1] + step}, {step})" if numbers and step else "range(0)"


def _pairs(value: Pairs) -> str:
    inner = ", ".join(f"({rebuilt(key)}, {rebuilt(each)})" for key, each in value.pairs)
    match value.type:
        case "dict":
            return f"dict([{inner}])"
        case "OrderedDict":
            return f"collections.OrderedDict([{inner}])"
        case "Counter":
            return f"collections.Counter(dict([{inner}]))"
        case _:
            return table(value, rebuilt) or _unknown(value.type, f"{{{inner}}}"[:100])


def _unknown(kind: str, text: str) -> str:
    name = kind.replace("\0", "")
    return f"{OBJECT}({name!r}, {text!r})"
