"""Values of rules as JSON and TOML have them: the other way round of `values`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from jupyter_llm_teach.teaching.policy import Cost, Window

Plain: TypeAlias = "Mapping[str, Plain] | Sequence[Plain] | str | int | float | bool | None"


def plain(value: object) -> Plain:
    """A value as JSON has it; None where it is none."""
    found: Plain
    match value:
        case Enum():
            found = str(value.value)
        case Cost():
            found = f"{value.amount:g} %" if value.percent else _short(value.amount)
        case datetime():
            found = value.isoformat()
        case Window():
            found = {"start": value.start.isoformat(), "end": value.end.isoformat()}
        case tuple():
            found = [plain(each) for each in value]
        case float():
            found = _short(value)
        case bool() | int() | str() | None:
            found = value
        case _:
            raise TypeError(f"no rule has a value such as {value!r}")
    return found


def written(value: object, nothing: str) -> str:
    """A value as `teach.toml` would say it; `nothing` is the word for none."""
    return _toml(nothing if value is None else plain(value))


def _toml(value: Plain) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case Mapping():
            inner = ", ".join(f"{key} = {_bare(each)}" for key, each in value.items())
            return f"{{ {inner} }}"
        case Sequence():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            return str(value)


def _bare(value: Plain) -> str:
    return value if isinstance(value, str) else _toml(value)


def _short(number: float) -> float | int:
    return int(number) if number.is_integer() else number
