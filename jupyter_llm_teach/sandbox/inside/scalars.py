"""None, truth values, numbers, strings and bytes as JSON text, and what no text can be told of."""

from __future__ import annotations

import builtins
from json.encoder import encode_basestring_ascii

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

quoted = encode_basestring_ascii  # in C: nobody can change how it works
MOST_REPR = 500
_MAX_TEXT = 50_000
_MAX_BITS = 10_000
_name_of = type.__dict__["__name__"].__get__
_finite = float("inf")


def scalar(value: object, name: str = "") -> str | None:
    """JSON text of None, a truth value, a number, a string or bytes; None for other things."""
    kind = type(value)
    if value is None or kind is bool:
        text = "null" if value is None else "true" if value else "false"
        return scalar_text(name or _name_of(kind), text)
    if kind is int:
        return _integer(value, name or "int")  # type: ignore[arg-type]
    if kind is float:
        return scalar_text(name or "float", _float(value))  # type: ignore[arg-type]
    if kind is str:
        return _string(value, name or "str")  # type: ignore[arg-type]
    if kind is complex or kind is bytes or kind is bytearray:
        return _string(repr(value), _name_of(kind))
    return None


def _integer(value: int, name: str) -> str:
    bits = value.bit_length()
    if bits > _MAX_BITS:
        return opaque(f"an int of {bits} bits (modulo 2**89 - 1: {value % (2**89 - 1)})", int)
    return scalar_text(name, repr(value))


def _float(value: float) -> str:
    if value != value:  # noqa: PLR0124 - the one test for NaN without a call
        return "NaN"
    if value in (_finite, -_finite):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(value)


def _string(value: str, name: str) -> str:
    if len(value) > _MAX_TEXT:
        return opaque(f"{value[:MOST_REPR]!r}... ({len(value)} characters)", str)
    return scalar_text(name, quoted(value))


def scalar_text(name: str, value: str) -> str:
    """JSON text of a scalar of which the type and the JSON of the value are known."""
    return f'{{"kind":"scalar","type":{quoted(name)},"value":{value}}}'


def opaque(text: str, kind: type) -> str:
    """JSON text of an object of which only the type and a text are known."""
    name = _name_of(kind)
    shown = text if len(text) <= MOST_REPR else text[:MOST_REPR] + "..."
    return f'{{"kind":"opaque","type":{quoted(name)},"text":{quoted(shown)}}}'
