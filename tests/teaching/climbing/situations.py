"""Situations to decide about, and strategies that make all kinds of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.history import Attempt, History, PastHint, Reflection
from jupyter_llm_teach.teaching.policy import Cost, Policy, RungRule, Window
from jupyter_llm_teach.teaching.rung import Rung
from tests.teaching.guard.cases import FACTS, PASSED

PARIS = timezone(timedelta(hours=1))
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=PARIS)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


def attempt(answer: str, at: datetime = NOW, *, passed: bool = False) -> Attempt:
    return Attempt(answer, at, 2 if passed else 1, 2)


def hint(rung: Rung, at: datetime, answer: str = "old", cost: float = 0.0) -> PastHint:
    return PastHint(rung, answer, at, "text", cost)


def situation(
    policy: Policy | None = None, history: History | None = None, **more: Any
) -> Situation:
    plain = Situation(policy or Policy(), FACTS, history or History(), "now", True, NOW)  # noqa: FBT003
    return replace(plain, **more)


def ruled(rung: Rung, **rule: Any) -> Policy:
    """A policy with a rule for one rung, all rungs open."""
    return Policy(highest_rung=Rung.SOLUTION, rungs=((rung, RungRule(**rule)),))


RUNGS = st.sampled_from(list(Rung))
_ANSWERS = st.sampled_from(["now", "a", "b", "c"])
_MOMENTS = st.integers(0, 3000).map(lambda minutes: ago(minutes=minutes))
_SOON = st.integers(-300, 3000).map(lambda minutes: NOW + timedelta(minutes=minutes))
_RULES = st.builds(
    RungRule,
    attempts=st.integers(0, 3),
    minutes=st.sampled_from([0.0, 5.0, 90.0]),
    test_run=st.booleans(),
    new_attempt=st.booleans(),
    reflection=st.booleans(),
    after_due=st.booleans(),
    after_passing=st.booleans(),
    cost=st.builds(Cost, amount=st.sampled_from([0.0, 0.5, 10.0]), percent=st.booleans()),
)
_WINDOWS = st.tuples(_SOON, st.integers(1, 300)).map(
    lambda pair: Window(pair[0], pair[0] + timedelta(minutes=pair[1]))
)
POLICIES = st.builds(
    Policy,
    ai=st.sampled_from([True, True, True, False]),
    highest_rung=RUNGS,
    new_attempt_between_hints=st.booleans(),
    rungs=st.dictionaries(RUNGS, _RULES).map(lambda rules: tuple(rules.items())),
    cool_down=st.sampled_from([0.0, 30.0, 600.0]),
    hints_per_day=st.none() | st.integers(0, 3),
    due=st.none() | _SOON,
    exams=st.lists(_WINDOWS, max_size=2).map(tuple),
    stuck_minutes=st.none() | st.sampled_from([10.0, 60.0]),
    instructor=st.sampled_from(["", "Ada"]),
)


def _by_time(events: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(events, key=lambda each: each.at))


HISTORIES = st.builds(
    History,
    hints=st.lists(st.builds(PastHint, RUNGS, _ANSWERS, _MOMENTS, st.just("text")), max_size=5).map(
        _by_time
    ),
    attempts=st.lists(
        st.builds(Attempt, _ANSWERS, _MOMENTS, st.integers(0, 2), st.just(2)), max_size=4
    ).map(_by_time),
    reflections=st.lists(
        st.builds(Reflection, _ANSWERS, _MOMENTS, st.just("I tried to count")), max_size=2
    ).map(_by_time),
    asked=st.lists(_MOMENTS, max_size=5).map(lambda asked: tuple(sorted(asked))),
    opened=st.none() | _MOMENTS,
)
_FACTS = st.sampled_from(
    [None, FACTS, replace(FACTS, unchanged=True), PASSED, Facts(State.NOT_RUN, ())]
)
SITUATIONS = st.builds(
    Situation,
    policy=POLICIES,
    facts=_FACTS,
    history=HISTORIES,
    answer=_ANSWERS,
    has_reference=st.booleans(),
    now=st.just(NOW),
    worth=st.sampled_from([0.0, 2.0]),
)
