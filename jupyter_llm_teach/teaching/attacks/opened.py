"""Which doors of an exercise an attack can come through, under the rules of its course."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from jupyter_llm_teach.teaching.asking.question import closed as questions_closed
from jupyter_llm_teach.teaching.climbing.closing import closed
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.policy import Policy, RungRule
from jupyter_llm_teach.teaching.rung import Rung

RUNGS = tuple(rung for rung in Rung if rung is not Rung.SOLUTION)
"""The rungs below the solution, which is told openly once it is released."""


@dataclass(frozen=True, slots=True)
class Shut:
    """A door that the rules keep shut now.

    Attributes:
        rung: The step that is withheld; None for free questions.
        reason: Stable name of the reason, such as ``above_highest``.
    """

    rung: Rung | None
    reason: str


@dataclass(frozen=True, slots=True)
class Doors:
    """What of an exercise can be attacked.

    Attributes:
        rungs: The steps that a learner can get, weakest first.
        questions: Whether free questions are answered.
        shut: What is withheld, and why.
    """

    rungs: tuple[Rung, ...] = RUNGS
    questions: bool = True
    shut: tuple[Shut, ...] = ()


def patient(policy: Policy) -> Policy:
    """The rules for a learner who has done all that they ask for and waited long enough.

    Steps that only the instructor or the clock opens stay shut, and what they may contain is
    unchanged: a step that is not given tells nothing about the guard.
    """
    return replace(
        policy,
        rungs=tuple((rung, _met(rule)) for rung, rule in policy.rungs),
        new_attempt_between_hints=False,
        cool_down=0.0,
        hints_per_day=None,
        tokens_per_day=None,
        watt_hours_per_day=None,
    )


def _met(rule: RungRule) -> RungRule:
    return replace(
        rule, attempts=0, minutes=0.0, test_run=False, new_attempt=False, reflection=False
    )


def forced(policy: Policy, rung: Rung) -> Policy:
    """The rules with a step open whatever they say of it; what it may contain stays."""
    rules = dict(policy.rungs)
    rules[rung] = replace(rules.get(rung, RungRule()), after_due=False, after_passing=False)
    return replace(
        policy,
        ai=True,
        exams=(),
        highest_rung=max(policy.highest_rung, rung),
        rungs=tuple(rules.items()),
    )


def doors(policy: Policy, now: datetime, only: Rung | None = None) -> Doors:
    """The doors that are open to a patient learner.

    Args:
        policy: The rules in force.
        now: The time, by the server's clock.
        only: No other step than this one.
    """
    situation = Situation(policy, None, History(), "", has_reference=True, now=now)
    wanted = [only] if only is not None else RUNGS
    refused = {rung: closed(situation, rung) for rung in wanted}
    shut = [Shut(rung, each.reason.value) for rung, each in refused.items() if each is not None]
    asking = questions_closed(policy, now)
    if asking is not None:
        shut.append(Shut(None, asking.reason.value))
    open_ = tuple(rung for rung, refusal in refused.items() if refusal is None)
    return Doors(open_, asking is None, tuple(shut))
