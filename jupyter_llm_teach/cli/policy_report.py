"""Rules as words and as JSON; see docs/command-line.md."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.cli.shapes import SCHEMA, Json
from jupyter_llm_teach.errors import CourseUnreadableError, Fault
from jupyter_llm_teach.teaching.layers.explaining import Explained, explained
from jupyter_llm_teach.teaching.layers.keys import KEYS, RUNGS
from jupyter_llm_teach.teaching.layers.layer import Layer, Place
from jupyter_llm_teach.teaching.layers.plain import plain, written
from jupyter_llm_teach.teaching.layers.resolve import Origin, Resolved
from jupyter_llm_teach.teaching.layers.suspicious import Suspicion
from jupyter_llm_teach.teaching.notebook import Notebook
from jupyter_llm_teach.teaching.permission import no_help
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules that were asked about, and for what.

    Attributes:
        notebook: The notebook.
        exercise: The id; empty for what holds outside of exercises.
        learner: Who works on it.
        now: The time that is asked about.
        resolved: The rules for these.
        each: Those of every exercise that was asked about.
    """

    notebook: Notebook
    exercise: str
    learner: str
    now: datetime
    resolved: Resolved
    each: tuple[tuple[str, Resolved], ...]


def show_json(asked: Asked) -> Json:
    """The answer of `jupyter teach policy show --json`."""
    return {
        **_head(asked),
        "keys": [_origin(each) for each in asked.resolved.origins],
        "refused": [
            {
                "key": each.setting.key,
                "value": plain(each.setting.value),
                **_where(each.layer, each.setting.place),
                "locked_by": _who(each.locked_by),
            }
            for each in asked.resolved.refused
        ],
        "exercises": [
            {
                "exercise": name,
                "keys": [_origin(each) for each in _different(rules, asked.resolved)],
            }
            for name, rules in asked.each
            if name != asked.exercise
        ],
    }


def explain_json(asked: Asked, wording: Wording) -> Json:
    """The answer of `jupyter teach policy explain --json`."""
    rungs = {rung.value for rung in Rung}
    found = explained(asked.resolved, wording, asked.now)
    return {
        **_head(asked),
        "language": wording.language,
        "rungs": [
            {"rung": each.about, "state": each.state, "text": each.text, "why": _why(each)}
            for each in found
            if each.about in rungs
        ],
        "rules": [
            {"key": each.about, "text": each.text, "why": _why(each)}
            for each in found
            if each.about not in rungs
        ],
    }


def lint_json(errors: Sequence[CourseUnreadableError], odd: Sequence[Suspicion]) -> Json:
    """The answer of `jupyter teach policy lint --json`."""
    wrong = [
        {
            "code": "unreadable",
            "severity": "error",
            "key": None,
            "message": fault.problem,
            "fix": error.todo,
            "file": fault.file or None,
            "line": fault.line,
            "cell": fault.cell,
        }
        for error in errors
        for fault in _faults(error)
    ]
    warnings = [
        {
            "code": each.code,
            "severity": "warning",
            "key": each.key,
            "message": each.message,
            "fix": each.fix,
            "file": None if each.place is None else each.place.file,
            "line": None if each.place is None else each.place.line,
            "cell": None if each.place is None else each.place.cell,
        }
        for each in odd
    ]
    return {"schema": SCHEMA, "problems": [*wrong, *warnings]}


def print_shown(asked: Asked) -> None:
    """Print every key and where it comes from."""
    _write(f"{_title(asked)}\n")
    shown = [each for each in asked.resolved.origins if _matters(each)]
    width = max(len(each.key) for each in shown)
    for each in shown:
        _write(f"  {each.key:{width}}  {_value(each)}  ({_told(each)})")
    _write(f"  All other keys of {RUNGS} have their defaults.")
    for refused in asked.resolved.refused:
        value = written(refused.setting.value, KEYS[refused.setting.key].nothing)
        place, by = refused.setting.place, _named(refused.locked_by)
        _write(f"! {refused.setting.key} = {value} has no effect ({place}): locked by {by}")
    for name, rules in asked.each:
        different = _different(rules, asked.resolved) if name != asked.exercise else ()
        if different:
            _write(f"\nExercise {name}, otherwise the same:")
        for each in different:
            _write(f"  {each.key}  {_value(each)}  ({_told(each)})")


def print_explained(asked: Asked, wording: Wording) -> None:
    """Print what a student gets, and why."""
    _write(f"{_title(asked)}\n")
    for each in explained(asked.resolved, wording, asked.now):
        _write(f"- {each.text}")
        for reason in dict.fromkeys(_reason(origin, wording) for origin in each.why):
            _write(f"    {reason}")


def print_lint(errors: Sequence[CourseUnreadableError], odd: Sequence[Suspicion]) -> None:
    """Print what is wrong and what is odd."""
    for error in errors:
        for fault in _faults(error):
            place = f"{Place(fault.file, fault.line, fault.cell)}: " if fault.file else ""
            _write(f"✗ {place}{fault.problem}")
    for each in odd:
        place = "" if each.place is None else f"{each.place}: "
        _write(f"! {place}{each.message} {each.fix} [{each.code}]")
    if not (errors or odd):
        _write("No problems.")


def _head(asked: Asked) -> dict[str, Json]:
    off = no_help(asked.resolved.policy, asked.now)
    return {
        "schema": SCHEMA,
        "notebook": asked.notebook.path,
        "exercise": asked.exercise or None,
        "student": asked.learner,
        "at": asked.now.isoformat(timespec="seconds"),
        "help": "on" if off is None else off.value,
    }


def _title(asked: Asked) -> str:
    what = f"exercise {asked.exercise}" if asked.exercise else "outside of exercises"
    at = asked.now.isoformat(sep=" ", timespec="minutes")
    return f"{asked.notebook.name}, {what}, student {asked.learner}, {at}"


def _origin(origin: Origin) -> Json:
    return {
        "key": origin.key,
        "value": plain(origin.value),
        **_where(origin.layer, origin.place),
        "locked_by": None if origin.locked_by is None else _who(origin.locked_by),
        "meaning": KEYS[origin.key].meaning,
    }


def _where(layer: Layer | None, place: Place | None) -> dict[str, Json]:
    return {
        "layer": "default" if layer is None else layer.which.value,
        "name": (layer.name if layer is not None else "") or None,
        "file": None if place is None else place.file,
        "line": None if place is None else place.line,
        "cell": None if place is None else place.cell,
        "preset": (place.preset if place is not None else "") or None,
    }


def _why(sentence: Explained) -> list[Json]:
    return [{"key": each.key, **_where(each.layer, each.place)} for each in sentence.why]


def _who(layer: Layer) -> Json:
    return {"layer": layer.which.value, "name": layer.name or None}


def _named(layer: Layer) -> str:
    return f"{layer.which.value} {layer.name}".strip()


def _different(rules: Resolved, others: Resolved) -> tuple[Origin, ...]:
    pairs = zip(rules.origins, others.origins, strict=True)
    return tuple(one for one, other in pairs if one.value != other.value)


def _matters(origin: Origin) -> bool:
    return not origin.key.startswith(f"{RUNGS}.") or origin.layer is not None


def _value(origin: Origin) -> str:
    return written(origin.value, KEYS[origin.key].nothing)


def _told(origin: Origin) -> str:
    if origin.layer is None or origin.place is None:
        told = "default"
    else:
        preset = f', preset "{origin.place.preset}"' if origin.place.preset else ""
        told = f"{_named(origin.layer)}: {origin.place}{preset}"
    return told if origin.locked_by is None else f"{told}; locked by {_named(origin.locked_by)}"


def _reason(origin: Origin, wording: Wording) -> str:
    assert origin.layer is not None, "defaults are no reasons"
    assert origin.place is not None, "what a layer says stands somewhere"
    which = origin.layer.which.value
    name = {"name": origin.layer.name} if origin.layer.name else {}
    layer = wording.say(f"policy.layer.{which}", **name)
    place = _place(origin.place, wording)
    if not origin.place.preset:
        return wording.say("policy.why", layer=layer, place=place)
    preset = origin.place.preset
    return wording.say("policy.why.preset", layer=layer, place=place, preset=preset)


def _place(place: Place, wording: Wording) -> str:
    if place.line is not None:
        return wording.say("policy.place.line", file=place.file, line=str(place.line))
    if place.cell is not None:
        return wording.say("policy.place.cell", file=place.file, cell=str(place.cell))
    return place.file


def _faults(error: CourseUnreadableError) -> Sequence[Fault]:
    return error.faults or (Fault("", error.message),)


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
