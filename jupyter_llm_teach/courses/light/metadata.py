"""The ``teach`` block of a cell's metadata: reads it, and writes what students get of it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TypeGuard

from jupyter_llm_teach.teaching.notebook import TeachBlock

KEY = "teach"
_KNOWN = ("id", "title", "points", "starter", "hidden", "policy")
_LONGEST_ID = 200
_NOTHING = "null"


def teach_of(metadata: object) -> TeachBlock | None:
    """What the ``teach`` block of a cell's metadata says; None where the cell has none.

    What has a wrong type counts as not said, and its key is kept so that lint can tell.
    """
    if not isinstance(metadata, Mapping) or KEY not in metadata:
        return None
    block = metadata[KEY]
    if not isinstance(block, Mapping):
        return TeachBlock(wrong=(KEY,))
    id_, title, starter = (_text(block.get(key)) for key in ("id", "title", "starter"))
    points, hidden = block.get("points"), block.get("hidden")
    policy = _json(block["policy"]) if "policy" in block else ""
    right = {
        "id": id_ is not None and len(id_) <= _LONGEST_ID,
        "title": title is not None,
        "points": _is_points(points),
        "starter": starter is not None,
        "hidden": isinstance(hidden, bool),
        "policy": isinstance(block.get("policy"), Mapping) and policy != _NOTHING,
    }
    return TeachBlock(
        id=id_.strip() if id_ is not None and right["id"] else "",
        title=(title or "").strip(),
        points=float(points) if _is_points(points) else None,
        starter=starter,
        hidden=hidden is True,
        unknown=tuple(str(key) for key in block if key not in _KNOWN),
        wrong=tuple(key for key in _KNOWN if key in block and not right[key]),
        # Of a learner's notebook nobody asks for it: the course's rules are the instructor's.
        policy=policy,
    )


def written(block: TeachBlock) -> dict[str, object]:
    """A block as it is in a notebook: what is not said is left out."""
    points = block.points
    if points is not None and points.is_integer():
        points = int(points)
    every = {"id": block.id, "title": block.title, "points": points, "starter": block.starter}
    said: dict[str, object] = {key: each for key, each in every.items() if each not in ("", None)}
    return {**said, "hidden": True} if block.hidden else said


def _json(value: object) -> str:
    """A value as JSON, dates as texts; null where it has none, as what holds itself has not."""
    try:
        return json.dumps(value, default=str)
    except (ValueError, TypeError, RecursionError):
        return _NOTHING


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _is_points(value: object) -> TypeGuard[int | float]:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and value >= 0  # type: ignore[arg-type, operator]
