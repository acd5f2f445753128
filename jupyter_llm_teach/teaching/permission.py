"""Whether a model may work now, by the rules, the clock and what was used up today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum

from jupyter_llm_teach.teaching.climbing.closing import exam_end
from jupyter_llm_teach.teaching.ledger.amount import WATT_SECONDS
from jupyter_llm_teach.teaching.ledger.power import MACHINE_WATTS
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.request import Used


class NoModel(Enum):
    """Why no model works now.

    `AI_OFF` and `EXAM`: there is no help at all. The others leave help from analysis: `NO_ENGINE`,
    none is there; `ENGINE`, `MODEL`, the rules name others; `REMOTE`, it is not on this machine;
    `TOKENS`, `ENERGY`, the day's budget is used up.
    """

    AI_OFF = "ai_off"
    EXAM = "exam"
    NO_ENGINE = "no_engine"
    ENGINE = "engine"
    MODEL = "model"
    REMOTE = "remote"
    TOKENS = "tokens"
    ENERGY = "energy"

    @property
    def ends_help(self) -> bool:
        """Whether there is no help at all, from analysis neither."""
        return self in (NoModel.AI_OFF, NoModel.EXAM)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that could be used.

    Attributes:
        name: Catalogue name.
        engine: The kind of engine that runs it.
        local: Whether nothing leaves this machine.
        called: What the administrator calls the engine; rules may name it by this as well.
    """

    name: str
    engine: str
    local: bool
    called: str = ""


def no_help(policy: Policy, now: datetime) -> NoModel | None:
    """Why there is no help at all; None where there is."""
    if not policy.ai:
        return NoModel.AI_OFF
    return None if exam_end(policy.exams, now) is None else NoModel.EXAM


def no_model(
    policy: Policy, candidate: Candidate | None, used: Used, now: datetime
) -> NoModel | None:
    """Why a model may not work now; None where it may.

    Args:
        policy: The rules in force.
        candidate: The model; None where there is none.
        used: By this learner since the day began, see `day_began`.
        now: The time, by the server's clock.
    """
    if (none := no_help(policy, now)) is not None:
        return none
    if candidate is None:
        return NoModel.NO_ENGINE
    return _not_listed(policy, candidate) or _used_up(policy, used)


def has_budget(policy: Policy) -> bool:
    """Whether it matters what was used up."""
    return policy.tokens_per_day is not None or policy.watt_hours_per_day is not None


def day_began(now: datetime) -> datetime:
    """The midnight before a moment, in the zone of the moment."""
    return datetime.combine(now.date(), time.min, now.tzinfo)


def estimated_watt_hours(used: Used) -> float:
    """The energy that models used, by the ledger; else estimated from how long they worked."""
    if used.watt_hours is not None:
        return used.watt_hours
    return used.seconds * MACHINE_WATTS / WATT_SECONDS


def _not_listed(policy: Policy, candidate: Candidate) -> NoModel | None:
    named = {candidate.engine, candidate.called}
    if policy.engines is not None and named.isdisjoint(policy.engines):
        return NoModel.ENGINE
    if policy.models is not None and candidate.name not in policy.models:
        return NoModel.MODEL
    return None if candidate.local or policy.remote else NoModel.REMOTE


def _used_up(policy: Policy, used: Used) -> NoModel | None:
    if policy.tokens_per_day is not None and used.tokens >= policy.tokens_per_day:
        return NoModel.TOKENS
    most = policy.watt_hours_per_day
    return NoModel.ENERGY if most is not None and estimated_watt_hours(used) >= most else None
