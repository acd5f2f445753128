"""Any Python value as JSON text that mirrors `teaching.value`, with nothing of the learner's run.

Everything that is called here was captured before the learner's code ran: builtins in a private
copy, and methods of the C types themselves. Only `repr` of foreign objects runs learner code.
"""

from __future__ import annotations

import builtins
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from json.encoder import encode_basestring_ascii

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

quoted = encode_basestring_ascii  # in C: nobody can change how it works
_MAX_DEPTH = 40
_MAX_NODES = 20_000
_MAX_TEXT = 50_000
_MAX_TOTAL = 400_000
_MAX_GLIMPSE = 60
_MAX_WATCHED = 2_000
_MAX_REPR = 500
_MAX_BITS = 10_000
_SEQUENCES = (list, tuple, deque, range)
_SETS = (set, frozenset)
_MAPPINGS = (dict, OrderedDict, defaultdict, Counter)
_SIZED = frozenset((*_SEQUENCES, *_SETS, *_MAPPINGS, str, bytes, bytearray))
_MUTABLE = frozenset((list, dict, set))
_name_of = type.__dict__["__name__"].__get__
_modules = sys.modules
_finite = float("inf")


def encoded(value: object) -> str:
    """JSON text of a value, bounded in depth, count and length."""
    return _Encoder().text(value, 0)


def glimpse(value: object) -> str:
    """JSON text of a small value; of a large one its type alone."""
    return _Encoder(_MAX_GLIMPSE).text(value, 0)


def watched(value: object) -> str:
    """JSON text that changes when a list, dict, set, array or table does; empty for other things.

    What is too large to be looked at twice gives the same text always.
    """
    text = _Encoder(_MAX_WATCHED).text(value, 0)
    return "" if text.startswith(('{"kind":"opaque"', '{"kind":"scalar"')) else text


def length(value: object) -> int | None:
    """How many elements or characters a value of Python's own or a table's type has."""
    kind = type(value)
    if kind in _SIZED:
        return len(value)  # type: ignore[arg-type]
    numpy, pandas = _modules.get("numpy"), _modules.get("pandas")
    try:
        known = kind is numpy.ndarray if numpy is not None else False
        if pandas is not None:
            known = known or kind is pandas.DataFrame or kind is pandas.Series
        return len(value) if known else None  # type: ignore[arg-type]
    except Exception:  # noqa: BLE001 - a learner may have changed the library
        return None


def type_name(value: object) -> str:
    """The name of a value's class, whatever the class says of itself."""
    return name_of(type(value))


def name_of(kind: type) -> str:
    """The name of a class, whatever it says of itself."""
    name = _name_of(kind)
    return name[:100] if type(name) is str else "object"


class _Encoder:
    """One walk through one value: counts what it wrote and knows where it is.

    Args:
        most: How many values it writes. Of a smaller number than usual nothing long is spelled
            out: what is too large is told by its type.
    """

    def __init__(self, most: int = _MAX_NODES) -> None:
        self.most = most
        self.nodes = 0
        self.chars = 0
        self.above: set[int] = set()

    def text(self, value: object, depth: int) -> str:
        self.nodes += 1
        kind = type(value)
        scalar = _scalar(value)
        if scalar is not None:
            self.chars += len(scalar)
            return scalar if self.chars < _MAX_TOTAL else _opaque("...", kind)
        if depth > _MAX_DEPTH or id(value) in self.above or self.nodes > self.most:
            return _opaque("...", kind)
        if self.most < _MAX_NODES and (length(value) or 0) > self.most:
            return _opaque("...", kind)
        self.above.add(id(value))
        try:
            return self._container(value, depth) or self._object(value)
        finally:
            self.above.discard(id(value))

    def _container(self, value: object, depth: int) -> str | None:
        kind = type(value)
        if kind in _MAPPINGS:
            assert isinstance(value, dict)
            pairs = list(dict.items(value))
            return self._pairs(pairs, _name_of(kind), depth)
        if kind in _SEQUENCES or kind in _SETS:
            if len(value) + self.nodes > self.most:  # type: ignore[arg-type]
                return None
            return self._items(list(value), _name_of(kind), depth)  # type: ignore[call-overload]
        return self._scientific(value, depth)

    def _items(self, items: list[object], kind: str, depth: int) -> str:
        texts = [self.text(item, depth + 1) for item in items]
        if kind in {"set", "frozenset"}:
            texts.sort()
        head = f'{{"kind":"items","type":{quoted(kind)}'
        rows = [id(item) for item in items if type(item) in _MUTABLE]
        if len(rows) != len(set(rows)):
            head += ',"shared":true'
        return f'{head},"items":[{",".join(texts)}]}}'

    def _pairs(self, pairs: list[tuple[object, object]], kind: str, depth: int) -> str:
        if len(pairs) + self.nodes > self.most:
            return _opaque(f"{len(pairs)} entries", dict)
        texts = [f"[{self.text(k, depth + 1)},{self.text(v, depth + 1)}]" for k, v in pairs]
        return f'{{"kind":"pairs","type":{quoted(kind)},"pairs":[{",".join(texts)}]}}'

    def _scientific(self, value: object, depth: int) -> str | None:
        kind = type(value)
        numpy, pandas = _modules.get("numpy"), _modules.get("pandas")
        try:
            if numpy is not None and kind is numpy.ndarray:
                return self._array(value, depth)
            if numpy is not None and isinstance(value, numpy.generic):
                return self._generic(value, numpy.dtype(kind).name)
            if pandas is not None:
                return self._frame(value, pandas, depth)
        except Exception:  # noqa: BLE001 - a learner may have changed the library: its text is left
            return None
        return None

    def _array(self, array: object, depth: int) -> str | None:
        if array.size + self.nodes > self.most:  # type: ignore[attr-defined]
            return None
        if array.ndim == 0:  # type: ignore[attr-defined]
            return self.text(array[()], depth + 1)  # type: ignore[index]
        return self._items(list(array), "ndarray", depth)  # type: ignore[call-overload]

    def _generic(self, value: object, name: str) -> str | None:
        plain = value.item()  # type: ignore[attr-defined]
        if type(plain) not in (bool, int, float, str):
            return _scalar_text(name, quoted(str(value)))
        return _scalar(plain, name)

    def _frame(self, value: object, pandas: object, depth: int) -> str | None:
        kind = type(value)
        if kind is pandas.DataFrame:  # type: ignore[attr-defined]
            if value.size + self.nodes > self.most:  # type: ignore[attr-defined]
                return None
            return self._pairs(list(value.items()), "DataFrame", depth)  # type: ignore[attr-defined]
        if kind is pandas.Timestamp:  # type: ignore[attr-defined]
            return _scalar_text("Timestamp", quoted(value.isoformat()))  # type: ignore[attr-defined]
        if kind is pandas.Series or isinstance(value, pandas.Index):  # type: ignore[attr-defined]
            if len(value) + self.nodes > self.most:  # type: ignore[arg-type]
                return None
            return self._items(value.tolist(), _name_of(kind), depth)  # type: ignore[attr-defined]
        return None

    def _object(self, value: object) -> str:
        try:
            text = repr(value)
        except Exception as error:  # noqa: BLE001 - any repr may raise anything
            text = f"<its repr raised {type_name(error)}>"
        self.chars += _MAX_REPR
        return _opaque(text if type(text) is str else "", type(value))


def _scalar(value: object, name: str = "") -> str | None:
    kind = type(value)
    if value is None or kind is bool:
        text = "null" if value is None else "true" if value else "false"
        return _scalar_text(name or _name_of(kind), text)
    if kind is int:
        return _integer(value, name or "int")  # type: ignore[arg-type]
    if kind is float:
        return _scalar_text(name or "float", _float(value))  # type: ignore[arg-type]
    if kind is str:
        return _string(value, name or "str")  # type: ignore[arg-type]
    if kind is complex or kind is bytes or kind is bytearray:
        return _string(repr(value), _name_of(kind))
    return None


def _integer(value: int, name: str) -> str:
    bits = value.bit_length()
    if bits > _MAX_BITS:
        return _opaque(f"an int of {bits} bits (modulo 2**89 - 1: {value % (2**89 - 1)})", int)
    return _scalar_text(name, repr(value))


def _float(value: float) -> str:
    if value != value:  # noqa: PLR0124 - the one test for NaN without a call
        return "NaN"
    if value in (_finite, -_finite):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def _string(value: str, name: str) -> str:
    if len(value) > _MAX_TEXT:
        return _opaque(f"{value[:_MAX_REPR]!r}... ({len(value)} characters)", str)
    return _scalar_text(name, quoted(value))


def _scalar_text(name: str, value: str) -> str:
    return f'{{"kind":"scalar","type":{quoted(name)},"value":{value}}}'


def _opaque(text: str, kind: type) -> str:
    name = _name_of(kind)
    shown = text if len(text) <= _MAX_REPR else text[:_MAX_REPR] + "..."
    return f'{{"kind":"opaque","type":{quoted(name)},"text":{quoted(shown)}}}'
