"""Arrays, series, indexes and tables as JSON text, with what they have besides their elements.

Nothing here loads a library: what a program did not load, none of its values can be of.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any, Protocol

from jupyter_llm_teach.sandbox.inside.scalars import quoted, scalar, scalar_text

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

_modules = sys.modules
_name_of = type.__dict__["__name__"].__get__
_TOLD_BY_ELEMENTS = "biufU"
_OWN_NAMES = {"bool": "bool_", "str": "str_"}  # or they would pass for Python's


class Writer(Protocol):
    """The walk that a value is part of; see `encode.Encoder`."""

    def fits(self, count: int) -> bool:
        """Whether there is room for some more values."""

    def text(self, value: object, depth: int) -> str:
        """JSON text of a value."""

    def items(self, items: list[object], kind: str, depth: int, about: str = "") -> str:
        """JSON text of a sequence."""


def text(writer: Writer, value: Any, depth: int) -> str | None:
    """JSON text of a value of NumPy or pandas; None for others, and for what is too large.

    Raises:
        Exception: the program changed the library.
    """
    kind = type(value)
    numpy, pandas = _modules.get("numpy"), _modules.get("pandas")
    if numpy is not None and kind is numpy.ndarray:
        return _array(writer, value, depth)
    if numpy is not None and isinstance(value, numpy.generic):
        return _generic(value, numpy.dtype(kind).name)
    return None if pandas is None else _labelled(writer, value, depth, pandas)


def _array(writer: Writer, array: Any, depth: int) -> str | None:
    if not writer.fits(array.size):
        return None
    if array.ndim == 0:
        return writer.text(array[()], depth + 1)
    about = ""
    if array.size == 0 or array.dtype.kind not in _TOLD_BY_ELEMENTS:
        shape = tuple([int(each) for each in array.shape])
        about = _about(writer, [("dtype", f"{array.dtype}"), ("shape", shape)], depth)
    return writer.items(list(array), "ndarray", depth, about)


def _generic(value: Any, name: str) -> str | None:
    plain = value.item()
    if type(plain) not in (bool, int, float, str):
        return scalar_text(name, quoted(str(value)))
    return scalar(plain, _OWN_NAMES.get(name, name))


def _labelled(writer: Writer, value: Any, depth: int, pandas: Any) -> str | None:
    kind = type(value)
    if kind is pandas.DataFrame:
        return _table(writer, value, depth, pandas) if writer.fits(value.size) else None
    if kind is pandas.Timestamp:
        return scalar_text("Timestamp", quoted(value.isoformat()))
    if kind is not pandas.Series and not isinstance(value, pandas.Index):
        return None
    if not writer.fits(len(value)):
        return None
    found = [("dtype", f"{value.dtype}"), ("name", value.name)]
    if kind is pandas.Series:
        found += _rows(value.index, pandas)
    else:
        found += [("names", list(value.names)), ("freq", f"{getattr(value, 'freq', None)}")]
    return writer.items(value.tolist(), _name_of(kind), depth, _about(writer, found, depth))


def _table(writer: Writer, table: Any, depth: int, pandas: Any) -> str:
    pairs = []
    for name, column in table.items():
        about = _about(writer, [("dtype", f"{column.dtype}")], depth)
        values = writer.items(column.tolist(), "Series", depth + 1, about)
        pairs.append(f"[{writer.text(name, depth + 1)},{values}]")
    rows = _about(writer, _rows(table.index, pandas), depth)
    return f'{{"kind":"pairs","type":"DataFrame"{rows},"pairs":[{",".join(pairs)}]}}'


def _rows(index: Any, pandas: Any) -> list[tuple[str, object]]:
    """The index of rows, unless it only numbers them."""
    numbered = type(index) is pandas.RangeIndex and index.name is None
    same = numbered and index.start == 0 and index.step == 1
    return [] if same else [("index", index)]


def _about(writer: Writer, found: list[tuple[str, object]], depth: int) -> str:
    """What a value has besides its elements, as the last part of its JSON text."""
    texts = [f"{quoted(name)}:{writer.text(each, depth + 1)}" for name, each in found]
    return f',"about":{{{",".join(texts)}}}' if texts else ""
