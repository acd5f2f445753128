"""Any Python value as JSON text that mirrors `teaching.value`, with nothing of the learner's run.

Everything that is called here was captured before the learner's code ran: builtins in a private
copy, and methods of the C types themselves. Only `repr` of foreign objects runs learner code.
"""

from __future__ import annotations

import builtins
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from itertools import islice
from types import GeneratorType

from jupyter_llm_teach.sandbox.inside import scientific
from jupyter_llm_teach.sandbox.inside.scalars import MOST_REPR, opaque, quoted, scalar

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

_MAX_DEPTH = 40
_MAX_NODES = 20_000
_MAX_TOTAL = 400_000
_MAX_GLIMPSE = 60
_MAX_WATCHED = 2_000
_SEQUENCES = (list, tuple, deque, range)
_SETS = (set, frozenset)
_MAPPINGS = (dict, OrderedDict, defaultdict, Counter)
_SIZED = frozenset((*_SEQUENCES, *_SETS, *_MAPPINGS, str, bytes, bytearray))
_ITERABLE = frozenset(
    (
        *map(type, ({}.keys(), {}.values(), {}.items(), iter([]), iter(()), reversed([]))),
        *(map, filter, zip, enumerate, islice, GeneratorType),
    )
)
_MUTABLE = frozenset((list, dict, set))
_name_of = type.__dict__["__name__"].__get__
_modules = sys.modules


def encoded(value: object) -> str:
    """JSON text of a value, bounded in depth, count and length."""
    return Encoder().text(value, 0)


def drained(value: object) -> str:
    """JSON text of a value; of an iterator, of what it gives until its end."""
    return Encoder(drains=True).text(value, 0)


def glimpse(value: object) -> str:
    """JSON text of a small value; of a large one its type alone."""
    return Encoder(_MAX_GLIMPSE).text(value, 0)


def watched(value: object) -> str:
    """JSON text that changes when a list, dict, set, array or table does; empty for other things.

    What is too large to be looked at twice gives the same text always.
    """
    text = Encoder(_MAX_WATCHED).text(value, 0)
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


class Encoder:
    """One walk through one value: counts what it wrote and knows where it is.

    Args:
        most: How many values it writes. Of a smaller number than usual nothing long is spelled
            out: what is too large is told by its type.
        drains: Whether iterators are run to their end.
    """

    def __init__(self, most: int = _MAX_NODES, *, drains: bool = False) -> None:
        self.most = most
        self.drains = drains
        self.nodes = 0
        self.chars = 0
        self.above: set[int] = set()

    def text(self, value: object, depth: int) -> str:
        """JSON text of a value at some depth of the walk."""
        self.nodes += 1
        kind = type(value)
        plain = scalar(value)
        if plain is not None:
            self.chars += len(plain)
            return plain if self.chars < _MAX_TOTAL else opaque("...", kind)
        if depth > _MAX_DEPTH or id(value) in self.above or self.nodes > self.most:
            return opaque("...", kind)
        if self.most < _MAX_NODES and (length(value) or 0) > self.most:
            return opaque("...", kind)
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
            if not self.fits(len(value)):  # type: ignore[arg-type]
                return None
            return self.items(list(value), _name_of(kind), depth)  # type: ignore[call-overload]
        if self.drains and kind in _ITERABLE:
            return self._given(value, depth)
        return self._scientific(value, depth)

    def _given(self, value: object, depth: int) -> str | None:
        try:
            found = list(islice(value, self.most))  # type: ignore[call-overload]
        except Exception:  # noqa: BLE001 - an iterator of the learner's may raise anything
            return None
        return self.items(found, _name_of(type(value)), depth) if self.fits(len(found)) else None

    def fits(self, count: int) -> bool:
        """Whether there is room for some more values."""
        return count + self.nodes <= self.most

    def items(self, items: list[object], kind: str, depth: int, about: str = "") -> str:
        """JSON text of a sequence or a set; `about` is written as it is."""
        texts = [self.text(item, depth + 1) for item in items]
        if kind in {"set", "frozenset"}:
            texts.sort()
        head = f'{{"kind":"items","type":{quoted(kind)}'
        rows = [id(item) for item in items if type(item) in _MUTABLE]
        if len(rows) != len(set(rows)):
            head += ',"shared":true'
        return f'{head}{about},"items":[{",".join(texts)}]}}'

    def _pairs(self, pairs: list[tuple[object, object]], kind: str, depth: int) -> str:
        if not self.fits(len(pairs)):
            return opaque(f"{len(pairs)} entries", dict)
        texts = [f"[{self.text(k, depth + 1)},{self.text(v, depth + 1)}]" for k, v in pairs]
        return f'{{"kind":"pairs","type":{quoted(kind)},"pairs":[{",".join(texts)}]}}'

    def _scientific(self, value: object, depth: int) -> str | None:
        try:
            return scientific.text(self, value, depth)
        except Exception:  # noqa: BLE001 - a learner may have changed the library: its text is left
            return None

    def _object(self, value: object) -> str:
        try:
            text = repr(value)
        except Exception as error:  # noqa: BLE001 - any repr may raise anything
            text = f"<its repr raised {type_name(error)}>"
        self.chars += MOST_REPR
        return opaque(text if type(text) is str else "", type(value))
