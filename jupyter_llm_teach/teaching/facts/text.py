"""Values as Python text that a beginner can read."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

LONGEST = 200
_GAP = " … "
_QUOTED = ("str", "str_")
_OPEN_CLOSE = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}")}
_CALLS = {"ndarray": "array"}
_COLUMNS = ("Series", "ndarray")


def python_text(value: Value) -> str:
    """A value as Python text, shortened in the middle when longer than 200 characters."""
    return shortened(_text(value))


def shortened(text: str) -> str:
    """A text of at most 200 characters, cut in the middle where it is longer."""
    if len(text) <= LONGEST:
        return text
    room = LONGEST - len(_GAP)
    return text[: room - room // 2] + _GAP + text[-(room // 2) :]


def _text(value: Value) -> str:
    match value:
        case Scalar(type=kind, value=content):
            written = isinstance(content, str) and kind not in _QUOTED
            return str(content) if written else repr(content)
        case Items():
            return _items(value)
        case Pairs():
            return _pairs(value)
        case Opaque(text=text):
            return text
        case _:
            assert_never(value)


def _items(value: Items) -> str:
    if value.type == "range":
        return _range(value)
    inner = ", ".join(_text(each) for each in value.items)
    if value.type == "tuple" and len(value.items) == 1:
        inner += ","
    if value.type == "set" and not value.items:
        return "set()"
    if value.type in _OPEN_CLOSE:
        start, end = _OPEN_CLOSE[value.type]
        return f"{start}{inner}{end}"
    if value.type == "frozenset":
        inner = f"{{{inner}}}" if inner else ""
        return f"frozenset({inner})"
    return f"{_CALLS.get(value.type, value.type)}([{inner}])"


def _range(value: Items) -> str:
    numbers = [each.value for each in value.items if isinstance(each, Scalar)]
    whole = [each for each in numbers if isinstance(each, int)]
    if not whole:
        return "range(0)"
    step = whole[1] - whole[0] if len(whole) > 1 else 1
    ends = f"{whole[0]}, {whole[-1] + (1 if step > 0 else -1)}"
    return f"range({ends})" if step == 1 else f"range({ends}, {step})"


def _pairs(value: Pairs) -> str:
    inner = ", ".join(f"{_text(key)}: {_column(each)}" for key, each in value.pairs)
    return f"{{{inner}}}" if value.type == "dict" else f"{value.type}({{{inner}}})"


def _column(value: Value) -> str:
    """A value in a mapping; a table's column as a plain list."""
    match value:
        case Items(items=items) if value.type in _COLUMNS:
            return _listed(items)
        case _:
            return _text(value)


def _listed(items: Iterable[Value]) -> str:
    return "[" + ", ".join(_text(each) for each in items) + "]"
