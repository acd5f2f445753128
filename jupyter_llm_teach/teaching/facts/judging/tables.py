"""The Python text that makes an array, a series, an index or a table again."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TypeAlias

from jupyter_llm_teach.teaching.value import Items, Pairs, Scalar, Value

_Rebuilt: TypeAlias = Callable[[Value], str]
_NUMBERS = re.compile(r"u?int(?:8|16|32|64)|float(?:16|32|64)|bool_?")
_COLUMNS = re.compile(
    r"bool|u?int(?:8|16|32|64)|float(?:16|32|64)|object|str|string|datetime64\[\w+\]"
)


def number(value: float) -> str:
    """The text of a float, those that are no numbers included."""
    return repr(value) if math.isfinite(value) else f"float({str(value)!r})"


def labelled(value: Items, rebuilt: _Rebuilt) -> str:
    """The text of an array, series or index; empty where it can't be made again as it was."""
    match value.type:
        case "ndarray":
            return _array(value, rebuilt)
        case "Series":
            return _series(value, rebuilt)
        case "RangeIndex":
            return _range_index(value, rebuilt)
        case "Index" | "DatetimeIndex" | "MultiIndex":
            return _index(value, rebuilt)
        case _:
            return ""


def table(value: Pairs, rebuilt: _Rebuilt) -> str:
    """The text of a table; empty where it can't be made again as it was."""
    columns = [
        _series(each, rebuilt) if isinstance(each, Items) and each.type == "Series" else ""
        for _, each in value.pairs
    ]
    names = [rebuilt(key) for key, _ in value.pairs]
    if value.type != "DataFrame" or "" in columns or len(names) != len(set(names)):
        return ""
    index = _about(value, "index")
    rows = "" if index is None else rebuilt(index)
    if not columns:
        return f"pandas.DataFrame(index={rows or None})"
    inner = ", ".join(f"({name}, {each})" for name, each in zip(names, columns, strict=True))
    made = f"pandas.DataFrame(dict([{inner}]))"
    return f"{made}.set_axis({rows}, axis=0)" if rows else made


def _about(value: Items | Pairs, name: str) -> Value | None:
    return dict(value.about).get(name)


def _said(value: Items, name: str) -> str:
    found = _about(value, name)
    return str(found.value) if isinstance(found, Scalar) else ""


def _array(value: Items, rebuilt: _Rebuilt) -> str:
    kinds = {each.type if isinstance(each, Scalar) else "" for each in value.items}
    kind = kinds.pop() if len(kinds) == 1 else ""
    if _NUMBERS.fullmatch(kind):
        return f"numpy.array([{_plain(value)}], dtype={kind.removesuffix('_')!r})"
    dtype, shape = _said(value, "dtype"), _about(value, "shape")
    if not value.about:
        return f"numpy.array({_listed(value, rebuilt)})" if value.items else ""
    if not _COLUMNS.fullmatch(dtype) or shape is None:
        return ""
    if math.prod(_sizes(shape)) == 0:
        return f"numpy.empty({rebuilt(shape)}, dtype={dtype!r})"
    single = len(_sizes(shape)) == 1
    return f"numpy.array({_listed(value, rebuilt)}, dtype={dtype!r})" if single else ""


def _plain(value: Items) -> str:
    plain = [each.value for each in value.items if isinstance(each, Scalar)]
    return ", ".join(number(each) if isinstance(each, float) else repr(each) for each in plain)


def _sizes(shape: Value) -> list[int]:
    found = shape.items if isinstance(shape, Items) else ()
    sizes = [each.value for each in found if isinstance(each, Scalar)]
    return [each for each in sizes if isinstance(each, int)]


def _series(value: Items, rebuilt: _Rebuilt) -> str:
    dtype, name, index = _said(value, "dtype"), _about(value, "name"), _about(value, "index")
    if not _COLUMNS.fullmatch(dtype):
        return ""
    parts = [_listed(value, rebuilt), f"dtype={dtype!r}"]
    parts += [] if name is None else [f"name={rebuilt(name)}"]
    parts += [] if index is None else [f"index={rebuilt(index)}"]
    return f"pandas.Series({', '.join(parts)})"


def _range_index(value: Items, rebuilt: _Rebuilt) -> str:
    name = _about(value, "name")
    made = rebuilt(Items("range", value.items))
    return f"pandas.RangeIndex({made}{_named(name, rebuilt)})"


def _index(value: Items, rebuilt: _Rebuilt) -> str:
    names = _about(value, "names")
    if value.type == "MultiIndex":
        known = names is not None and value.items
        made = f"pandas.MultiIndex.from_tuples({_listed(value, rebuilt)}"
        return f"{made}, names={rebuilt(names)})" if known and names is not None else ""
    dtype = _said(value, "dtype")
    if not _COLUMNS.fullmatch(dtype) or _said(value, "freq") != "None":
        return ""
    name = _named(_about(value, "name"), rebuilt)
    return f"pandas.Index({_listed(value, rebuilt)}, dtype={dtype!r}{name})"


def _named(name: Value | None, rebuilt: _Rebuilt) -> str:
    return "" if name is None else f", name={rebuilt(name)}"


def _listed(value: Items, rebuilt: _Rebuilt) -> str:
    return f"[{', '.join(map(rebuilt, value.items))}]"
