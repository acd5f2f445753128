"""Settings that are allowed, and hardly what their author meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.teaching.allowance import Allowance, held
from jupyter_llm_teach.teaching.layers.keys import KEYS, RUNGS
from jupyter_llm_teach.teaching.layers.layer import Layer, Place, Target, Which
from jupyter_llm_teach.teaching.layers.plain import written
from jupyter_llm_teach.teaching.layers.resolve import Resolved
from jupyter_llm_teach.teaching.rung import Rung

_WHOLE = 100
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that lint tells.

    Attributes:
        code: Stable name, such as ``never_opens``.
        key: The key that it is about.
        message: One sentence: what is odd.
        fix: One sentence: what to do about it.
        place: Where it is written; None where only a default is odd.
    """

    code: str
    key: str
    message: str
    fix: str
    place: Place | None


def suspicious(resolved: Resolved, now: datetime) -> tuple[Suspicion, ...]:
    """What is odd about the rules in force for somebody on something."""
    return tuple(each for check in _CHECKS for each in check(resolved, now))


def suspicious_layers(layers: Sequence[Layer], known: Iterable[Target]) -> tuple[Suspicion, ...]:
    """What is odd about the layers of a course.

    Args:
        layers: All of them.
        known: Every exercise of the course, with its notebooks.
    """
    return (*_in_two_groups(layers), *_meant_for_nothing(layers, tuple(known)))


def _never_opens(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    if resolved.policy.due is not None:
        return
    for rung, rule in resolved.policy.rungs:
        if rule.after_due:
            yield _about(
                resolved,
                "never_opens",
                f"{RUNGS}.{rung.value}.after_due",
                f'"{rung.value}" opens after the due date, and there is none: it never opens.',
                'Set "due", or leave "after_due" out.',
            )


def _costs_too_much(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    for rung, rule in resolved.policy.rungs:
        if rule.cost.percent and rule.cost.amount > _WHOLE:
            yield _about(
                resolved,
                "cost_above_whole",
                f"{RUNGS}.{rung.value}.cost",
                f'"{rung.value}" costs {rule.cost.amount:g} %, more than the exercise is worth.',
                "Set at most 100 %.",
            )


def _exam_over(resolved: Resolved, now: datetime) -> Iterator[Suspicion]:
    exams = resolved.policy.exams
    if exams and all(each.end <= now for each in exams):
        message = "The exam is over: help is given again."
        yield _about(resolved, "exam_over", "exams", message, "Take it out if that is right.")
    if exams and not resolved.policy.ai:
        message = "There is no help at all, so the times of exams change nothing."
        fix = 'Leave out "ai = false" (the preset "exam" sets it), or "exams".'
        yield _about(resolved, "exam_without_effect", "exams", message, fix)


def _above_the_highest(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    highest = resolved.origin("highest_rung")
    order = list(Which)
    for rung in Rung:
        if rung <= resolved.policy.highest_rung:
            continue
        for origin in resolved.origins:
            if origin.layer is None or not origin.key.startswith(f"{RUNGS}.{rung.value}."):
                continue
            # A later layer that lowers the highest rung means to do just that.
            lowered = highest.layer is not None and order.index(origin.layer.which) < order.index(
                highest.layer.which
            )
            if not lowered and not (origin.place is not None and origin.place.preset):
                top = resolved.policy.highest_rung.value
                message = f'"{rung.value}" has rules, but no help above "{top}" is given.'
                fix = 'Raise "highest_rung", or take the rules out.'
                yield _about(resolved, "above_highest_rung", origin.key, message, fix)
                break


def _contradicting(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    for name in resolved.policy.avoid:
        if name in resolved.policy.require:
            message = f'Answers must use "{name}", and do without it.'
            fix = 'Take it out of "avoid" or "require".'
            yield _about(resolved, "avoided_and_required", "require", message, fix)


def _nothing_left(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    policy = resolved.policy
    none = {
        "engines": policy.engines == (),
        "models": policy.models == (),
        "tokens_per_day": policy.tokens_per_day == 0,
        "watt_hours_per_day": policy.watt_hours_per_day == 0,
    }
    for key in (name for name, empty in none.items() if empty):
        message = f'"{key}" leaves no model: help comes from analysis alone.'
        yield _about(resolved, "no_model_left", key, message, "Leave it so if that is meant.")
    if policy.hints_per_day == 0:
        message = '"hints_per_day" is 0: nothing but the goal is ever shown.'
        fix = 'Write ai = false for no help at all, or "any" for any number.'
        yield _about(resolved, "no_hints_left", "hints_per_day", message, fix)


def _seconds(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    if resolved.policy.cool_down >= _HOUR:
        minutes = f"{resolved.policy.cool_down / 60:.0f}"
        message = f'"cool_down" is in seconds: learners wait {minutes} minutes between hints.'
        yield _about(resolved, "long_cool_down", "cool_down", message, "Write fewer seconds.")


def _more_than_it_holds(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    for rung in Rung:
        asked = resolved.policy.rule_of(rung).contains
        if asked is None or held(rung, asked) is asked:
            continue
        most = held(rung, asked).value
        yield _about(
            resolved,
            "more_than_it_holds",
            f"{RUNGS}.{rung.value}.contains",
            f'"{rung.value}" can\'t contain "{asked.value}": it contains "{most}".',
            f'Write contains = "{most}", or leave it out for what is usual.',
        )


def _lines_without_code(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    for rung in Rung:
        key = f"{RUNGS}.{rung.value}.lines"
        origin = resolved.origin(key)
        if origin.layer is None or resolved.policy.rule_of(rung).contains is Allowance.LINES:
            continue
        message = f'"{rung.value}" may not contain lines of code, so "lines" changes nothing.'
        yield _about(resolved, "lines_without_effect", key, message, 'Set contains = "lines".')


def _refused(resolved: Resolved, _now: datetime) -> Iterator[Suspicion]:
    for each in resolved.refused:
        key = each.setting.key
        value = written(each.setting.value, KEYS[key].nothing)
        by = each.locked_by
        who = f"{by.which.value} {by.name}".strip()
        message = f'"{key}" is locked by the {who}: {value} has no effect.'
        yield Suspicion("locked", key, message, "Take it out, or ask for it.", each.setting.place)


_CHECKS: tuple[Callable[[Resolved, datetime], Iterator[Suspicion]], ...] = (
    _refused,
    _never_opens,
    _costs_too_much,
    _exam_over,
    _above_the_highest,
    _contradicting,
    _nothing_left,
    _seconds,
    _more_than_it_holds,
    _lines_without_code,
)


def _in_two_groups(layers: Sequence[Layer]) -> Iterator[Suspicion]:
    seen: dict[tuple[str, str, str], tuple[Layer, object]] = {}
    told: set[tuple[str, str, str]] = set()
    for layer in layers:
        if layer.which is not Which.GROUP:
            continue
        values = {each.key: each for each in layer.settings}
        for member in dict.fromkeys(layer.members):
            for key, setting in values.items():
                case = (member, key, layer.assignment)
                other = seen.get(case)
                if other is not None and other[1] != setting.value and case not in told:
                    told.add(case)
                    yield Suspicion(
                        "groups_differ",
                        key,
                        f'"{member}" is in "{other[0].name}" and "{layer.name}", which say '
                        f'different things of "{key}": the later one counts.',
                        f'Write it into [students."{member}"], or take "{member}" out of one.',
                        setting.place,
                    )
                seen[case] = (layer, setting.value)


def _meant_for_nothing(layers: Sequence[Layer], known: Sequence[Target]) -> Iterator[Suspicion]:
    for layer in layers:
        if layer.which in (Which.ASSIGNMENT, Which.EXERCISE):
            kind, name, named = layer.which.value, layer.name, layer
        elif layer.assignment:
            kind, name = Which.ASSIGNMENT.value, layer.assignment
            named = Layer(Which.ASSIGNMENT, name)
        else:
            continue
        if not any(named.applies(each) for each in known):
            yield Suspicion(
                f"unknown_{kind}",
                name,
                f'No {kind} of this course is called "{name}".',
                "Correct the name; `jupyter teach course check` lists what there is.",
                layer.place,
            )


def _about(resolved: Resolved, code: str, key: str, message: str, fix: str) -> Suspicion:
    return Suspicion(code, key, message, fix, resolved.origin(key).place)
