"""What a worker sent, as values. It may come from a hostile program: anything odd is a crash."""

from __future__ import annotations

import json
import re
from typing import Any

from jupyter_llm_teach.teaching.run import (
    Held,
    Job,
    Outcome,
    Raised,
    Result,
    Returned,
    Step,
    StopCause,
    Stopped,
)
from jupyter_llm_teach.teaching.value import Items, Opaque, Pairs, Scalar, Value

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")
_MAX_NAME = 100
_MAX_TEXT = 1_000
_ODD = (ValueError, TypeError, KeyError, RecursionError, IndexError, AttributeError)


def outcome(job: Job, frames: list[bytes], seconds: float, *, missing: StopCause) -> Outcome:
    """What a job gave, as far as its worker came.

    Args:
        job: The job.
        frames: What the worker reported, one frame for each stage that ended.
        seconds: Wall time of the run.
        missing: Why stages without a report have none.
    """
    stages = dict(filter(None, map(_stage, frames)))
    cells = len(job.prelude)
    failed = tuple(i for i in range(cells) if stages.get(i, ("false", ""))[0] != "true")
    loaded: Result = _at(stages, cells, missing)
    if isinstance(loaded, Returned):
        numbers = range(cells + 1, cells + 1 + len(job.probes))
        results = tuple(_at(stages, number, missing) for number in numbers)
    else:
        results = tuple(Stopped(StopCause.NOT_REACHED) for _ in job.probes)
    return Outcome(loaded, results, seconds, failed)


def _stage(frame: bytes) -> tuple[int, tuple[str, str]] | None:
    try:
        found = json.loads(frame)
        return int(found["stage"]), (str(found["result"]), str(found["printed"]))
    except _ODD:
        return None


def _at(stages: dict[int, tuple[str, str]], number: int, missing: StopCause) -> Result:
    if number not in stages:
        return Stopped(missing)
    text, printed = stages[number]
    try:
        return _result(json.loads(text), printed)
    except _ODD:
        return Stopped(StopCause.CRASH, printed)


def _result(found: dict[str, Any], printed: str) -> Result:
    match found["kind"]:
        case "returned":
            return Returned(
                value(found["value"]),
                printed,
                _lines(found["lines"]),
                tuple(_text(name, _MAX_NAME) for name in found.get("changed", ())),
                _text(found.get("handed_back", ""), _MAX_NAME),
            )
        case "raised":
            message = _ADDRESS.sub("", _text(found["message"], _MAX_TEXT))
            return Raised(
                _text(found["type"], _MAX_NAME),
                message,
                _line(found["line"]),
                printed,
                _lines(found["lines"]),
                tuple(map(step, found.get("steps", ()))),
                tuple(map(held, found.get("names", ()))),
                tuple(_text(name, _MAX_NAME) for name in found.get("bases", ())),
                tuple(map(value, found.get("seen", ()))),
            )
        case "stopped":
            return Stopped(StopCause(found["cause"]), printed, _line(found["line"]))
        case _:
            raise ValueError("no such result")


def step(found: dict[str, Any]) -> Step:
    """The call that the worker's encoding describes; raises what `value` raises."""
    line = _line(found["line"])
    if line is None:
        raise TypeError("not a line")
    columns = found["columns"] and tuple(map(_number, found["columns"]))
    if columns is not None and len(columns) != 2:  # noqa: PLR2004
        raise TypeError("not two columns")
    cell = found["cell"] if found["cell"] is None else _number(found["cell"])
    return Step(_text(found["function"], _MAX_NAME), line, cell, columns)


def held(found: dict[str, Any]) -> Held:
    """The name that the worker's encoding describes; raises what `value` raises."""
    length = found["length"] if found["length"] is None else _number(found["length"])
    return Held(_text(found["name"], _MAX_NAME), value(found["value"]), length)


def value(found: dict[str, Any]) -> Value:
    """The value that the worker's encoding describes.

    Raises:
        ValueError, TypeError or KeyError: it describes none.
    """
    name = _text(found["type"], _MAX_NAME)
    match found["kind"]:
        case "scalar":
            return Scalar(name, _plain(found["value"]))
        case "items":
            items = tuple(value(item) for item in found["items"])
            return Items(name, items, found.get("shared") is True, _about(found))
        case "pairs":
            pairs = tuple((value(key), value(held)) for key, held in found["pairs"])
            return Pairs(name, pairs, _about(found))
        case "opaque":
            return Opaque(name, _ADDRESS.sub("", _text(found["text"], _MAX_TEXT)))
        case _:
            raise ValueError("no such value")


def _about(found: dict[str, Any]) -> tuple[tuple[str, Value], ...]:
    named = found.get("about", {})
    return tuple((_text(name, _MAX_NAME), value(held)) for name, held in named.items())


def _plain(found: object) -> bool | int | float | str | None:
    if found is None or isinstance(found, (bool, int, float, str)):
        return found
    raise TypeError("not a scalar")


def _text(found: object, most: int) -> str:
    if not isinstance(found, str):
        raise TypeError("not a text")
    return found[:most]


def _number(found: object) -> int:
    if type(found) is int and found >= 0:
        return found
    raise TypeError("not a number")


def _line(found: object) -> int | None:
    if found is None or (type(found) is int and found > 0):
        return found
    raise TypeError("not a line")


def _lines(found: object) -> frozenset[int]:
    if not isinstance(found, list):
        raise TypeError("not lines")
    return frozenset(line for line in map(_line, found) if line is not None)
