"""Values, settings and layers as hypothesis makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from enum import Enum

from hypothesis import strategies as st

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.layers.keys import KEYS
from jupyter_llm_teach.teaching.layers.layer import Layer, Lock, Place, Setting, Which
from jupyter_llm_teach.teaching.policy import CompletionMode, Cost, Window

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
PLACE = Place("teach.toml", 3)
_WINDOWS = (
    Window(NOW - 2 * HOUR, NOW - HOUR),
    Window(NOW - HOUR, NOW + HOUR),
    Window(NOW - HOUR / 2, NOW + HOUR / 2),
    Window(NOW + HOUR, NOW + 2 * HOUR),
)
_NAMES: st.SearchStrategy[object] = st.lists(
    st.sampled_from(["for", "while", "sorted"]), unique=True
).map(tuple)
_MODES = st.sampled_from([None, *CompletionMode])
_OWN: Mapping[str, st.SearchStrategy[object]] = {
    "completion": st.sampled_from(list(CompletionMode)),
    "completion_in_exercises": _MODES,
    "completion_after_passing": _MODES,
    "hints_per_day": st.none() | st.integers(0, 3),
    "language": st.sampled_from([None, "en", "fr"]),
    "reading_grade": st.none() | st.integers(1, 9),
    "engines": st.none() | _NAMES,
    "models": st.none() | _NAMES,
    "tokens_per_day": st.none() | st.integers(0, 3),
    "watt_hours_per_day": st.none() | st.floats(0, 3),
    "due": st.sampled_from([None, NOW - HOUR, NOW + HOUR]),
    "exams": st.lists(st.sampled_from(_WINDOWS), max_size=2).map(tuple),
    "stuck_minutes": st.none() | st.floats(0, 60),
    "instructor": st.sampled_from(["", "Ada"]),
    "cost": st.builds(Cost, st.sampled_from([0.0, 1.0, 20.0]), percent=st.booleans()),
    "contains": st.sampled_from([None, *Allowance]),
}


def values(key: str) -> st.SearchStrategy[object]:
    """Any value of a key."""
    own = _OWN.get(key.rpartition(".")[2])
    return _like(KEYS[key].default) if own is None else own


def _like(default: object) -> st.SearchStrategy[object]:
    match default:
        case bool():
            return st.booleans()
        case Enum():
            return st.sampled_from(list(type(default)))
        case tuple():
            return _NAMES
        case int():
            return st.integers(1, 3)
        case _:
            return st.floats(0, 90)


@st.composite
def settings(draw: st.DrawFn, keys: Sequence[str] = tuple(KEYS)) -> Setting:
    """Any setting of one of some keys."""
    key = draw(st.sampled_from(keys))
    return Setting(key, draw(values(key)), PLACE)


@st.composite
def layers(draw: st.DrawFn, keys: Sequence[str] = tuple(KEYS)) -> Layer:
    """Any layer with rules for some keys, some of them locked."""
    locks = draw(st.lists(st.sampled_from(keys), max_size=3))
    return Layer(
        which=draw(st.sampled_from(list(Which))),
        settings=tuple(draw(st.lists(settings(keys), max_size=6))),
        locks=tuple(Lock(key, PLACE) for key in locks),
    )
