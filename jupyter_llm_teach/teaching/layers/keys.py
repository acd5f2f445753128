"""The table of all keys: how each is read, what holds without it, and what allows less.

A key of a rung is written ``rungs.locate.attempts``. Everything that reads, locks, shows or
explains rules goes through this table; a key of `Policy` that is not in it can't be set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.layers import orders, values
from jupyter_llm_teach.teaching.policy import (
    CompletionMode,
    ErrorHelp,
    OffTopic,
    Policy,
    Questions,
    RungRule,
    Tone,
)
from jupyter_llm_teach.teaching.rung import Rung

T = TypeVar("T")
RUNGS = "rungs"
_P = Policy()
_R = RungRule()


@dataclass(frozen=True, slots=True)
class PolicyKey(Generic[T]):
    """A key of the rules.

    Attributes:
        name: As it is written.
        default: What holds where no layer says anything.
        read: Its value from what a file holds, or what is wrong with that.
        within: Whether a value allows at most as much as another one.
        meaning: One sentence.
        nothing: The word that stands for None; empty where it is never None.
    """

    name: str
    default: T
    read: values.Reader[T]
    within: orders.Order[T]
    meaning: str
    nothing: str = ""


def _maybe(
    name: str,
    read: values.Reader[T],
    within: orders.Order[T | None],
    nothing: str,
    meaning: str,
) -> PolicyKey[T | None]:
    return PolicyKey(name, None, values.maybe(read, nothing), within, meaning, nothing)


_TOP: tuple[PolicyKey[Any], ...] = (
    PolicyKey("ai", _P.ai, values.truth, orders.off, "Whether there is any help at all."),
    PolicyKey(
        "highest_rung",
        _P.highest_rung,
        values.choice(Rung),
        orders.earlier(Rung),
        "No help above this rung.",
    ),
    PolicyKey(
        "new_attempt_between_hints",
        _P.new_attempt_between_hints,
        values.truth,
        orders.on,
        "A further hint needs a changed answer.",
    ),
    PolicyKey("cool_down", _P.cool_down, values.number, orders.more, "Seconds between two hints."),
    _maybe(
        "hints_per_day",
        values.whole(0),
        orders.or_any(orders.less),
        "any",
        "The most hints on an exercise in a day.",
    ),
    PolicyKey(
        "completion",
        _P.completion,
        values.mode,
        orders.earlier(CompletionMode),
        "How code is completed.",
    ),
    _maybe(
        "completion_in_exercises",
        values.mode,
        orders.mode,
        "same",
        "How code is completed inside of exercises.",
    ),
    _maybe(
        "completion_after_passing",
        values.mode,
        orders.mode,
        "same",
        "How code is completed in an exercise whose tests have passed.",
    ),
    PolicyKey(
        "error_help",
        _P.error_help,
        values.choice(ErrorHelp),
        orders.earlier(ErrorHelp),
        "How far errors are explained.",
    ),
    PolicyKey(
        "questions",
        _P.questions,
        values.choice(Questions),
        orders.earlier(Questions),
        "What may be asked freely.",
    ),
    PolicyKey(
        "off_topic",
        _P.off_topic,
        values.choice(OffTopic),
        orders.earlier(OffTopic),
        "What a question about something else gets.",
    ),
    _maybe("language", values.language, orders.same, "learner", "The language of help."),
    PolicyKey("tone", _P.tone, values.choice(Tone), orders.same, "How help is worded."),
    _maybe(
        "reading_grade",
        values.whole(1),
        orders.or_any(orders.less),
        "any",
        "The highest school grade that a model's text may ask for.",
    ),
    PolicyKey(
        "longest_hint",
        _P.longest_hint,
        values.whole(10),
        orders.less,
        "The most words of a model's text.",
    ),
    PolicyKey(
        "avoid",
        _P.avoid,
        values.constructs,
        orders.superset,
        "What an answer must do without.",
    ),
    PolicyKey(
        "require", _P.require, values.constructs, orders.superset, "What an answer must use."
    ),
    _maybe(
        "engines",
        values.words,
        orders.or_any(orders.subset),
        "all",
        "The engines that may be used.",
    ),
    _maybe(
        "models", values.words, orders.or_any(orders.subset), "all", "The models that may be used."
    ),
    PolicyKey(
        "remote",
        _P.remote,
        values.truth,
        orders.off,
        "Whether a model outside of this machine may be used.",
    ),
    _maybe(
        "tokens_per_day",
        values.whole(0),
        orders.or_any(orders.less),
        "any",
        "The most tokens of a model that a learner may use up in a day.",
    ),
    _maybe(
        "watt_hours_per_day",
        values.number,
        orders.or_any(orders.less),
        "any",
        "The most energy, as estimated, that a learner's help may use up in a day.",
    ),
    _maybe("due", values.moment, orders.same, "never", "When the assignment is due."),
    PolicyKey(
        "exams", _P.exams, values.windows, orders.covers, "The times in which no help is given."
    ),
    _maybe(
        "stuck_minutes",
        values.number,
        orders.or_never(orders.more),
        "never",
        "After how long without a passing test the next rung is offered.",
    ),
    PolicyKey(
        "instructor",
        _P.instructor,
        values.text,
        orders.same,
        "Whom a learner who is stuck may write to.",
    ),
)


def _of_rung(rung: str) -> Iterator[PolicyKey[Any]]:
    def key(
        name: str, read: values.Reader[T], within: orders.Order[T], default: T, meaning: str
    ) -> PolicyKey[T]:
        return PolicyKey(f"{RUNGS}.{rung}.{name}", default, read, within, meaning)

    number, truth = values.number, values.truth
    yield key(
        "attempts",
        values.whole(0),
        orders.more,
        _R.attempts,
        "Different answers that were checked before.",
    )
    yield key("minutes", number, orders.more, _R.minutes, "Minutes since the first look at it.")
    yield key("test_run", truth, orders.on, _R.test_run, "The answer as it stands was checked.")
    yield key(
        "new_attempt",
        truth,
        orders.on,
        _R.new_attempt,
        "The answer has changed since the last hint.",
    )
    yield key(
        "reflection",
        truth,
        orders.on,
        _R.reflection,
        "The learner wrote what was tried and where it got stuck.",
    )
    yield key("after_due", truth, orders.on, _R.after_due, "Only after the due date.")
    # Neither allows less: without it, a rung is for before all tests pass, with it for after that.
    yield key("after_passing", truth, orders.same, _R.after_passing, "Only once all tests passed.")
    yield key("cost", values.cost, orders.dearer, _R.cost, "What it costs; reported, not applied.")
    yield _maybe(
        f"{RUNGS}.{rung}.contains",
        values.choice(Allowance),
        orders.contained,
        "usual",
        "What the hint may contain.",
    )
    yield key("lines", values.whole(1), orders.less, _R.lines, "The most lines of code in it.")


KEYS: Mapping[str, PolicyKey[Any]] = {
    each.name: each for each in (*_TOP, *(key for rung in Rung for key in _of_rung(rung.value)))
}

# A lock on the first holds for the others as well, which otherwise say something wider of the same.
LOCKED_TOO: Mapping[str, tuple[str, ...]] = {
    "completion": ("completion_in_exercises", "completion_after_passing"),
    "completion_in_exercises": ("completion_after_passing",),
}


def below(prefix: str) -> tuple[str, ...]:
    """The keys that a name means: itself, or all that begin with it and a dot."""
    return tuple(name for name in KEYS if name == prefix or name.startswith(f"{prefix}."))


def policy_of(found: Mapping[str, object]) -> Policy:
    """The policy of a value for every key."""
    top = {key.name: found[key.name] for key in _TOP}
    rules = ((rung, _rule(own, found)) for rung, own in _OF_RUNGS.items())
    rungs = tuple((rung, rule) for rung, rule in rules if rule != _R)
    # What stands in `found` was read by the reader of its key, so the types are right.
    return replace(_P, rungs=rungs, **top)  # type: ignore[arg-type]


def values_of(policy: Policy) -> dict[str, object]:
    """The value of every key in a policy."""
    found: dict[str, object] = {key.name: getattr(policy, key.name) for key in _TOP}
    for rung, own in _OF_RUNGS.items():
        rule = policy.rule_of(rung)
        found |= {key: getattr(rule, name) for name, key in own.items()}
    return found


# By the name of a rule's field, the key.
_OF_RUNGS: Mapping[Rung, Mapping[str, str]] = {
    rung: {key.rpartition(".")[2]: key for key in below(f"{RUNGS}.{rung.value}")} for rung in Rung
}


def _rule(own: Mapping[str, str], found: Mapping[str, object]) -> RungRule:
    values_ = {name: found[key] for name, key in own.items()}
    return replace(_R, **values_)  # type: ignore[arg-type] # as above
