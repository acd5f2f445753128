"""Which rung of help a learner gets now, and what the panel shows of the others.

Reasons to withhold are tried in one order, that of `Reason`, so that the same situation always
gets the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jupyter_llm_teach.teaching.climbing.closing import closed, next_rung
from jupyter_llm_teach.teaching.climbing.decision import Give, Reason, Withhold
from jupyter_llm_teach.teaching.climbing.opening import unopened
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.facts.fact import Facts
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung

__all__ = ["Give", "Reason", "Situation", "Step", "Withhold", "decide", "ladder", "next_hint"]

# A rung that was used is closed all the same for these.
_HIDES = frozenset(
    {
        Reason.AI_OFF,
        Reason.EXAM,
        Reason.ABOVE_HIGHEST,
        Reason.NO_REFERENCE,
        Reason.BEFORE_DUE,
        Reason.BEFORE_PASSING,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """A rung as the panel shows it.

    Attributes:
        rung: The step.
        state: ``used`` (shown before), ``next`` (what "help" gives now), ``open`` or ``closed``.
        refusal: Why it is not given now, if it is not.
        again: Whether it was shown for this very answer: then it costs nothing.
    """

    rung: Rung
    state: Literal["used", "next", "open", "closed"]
    refusal: Withhold | None = None
    again: bool = False


def next_hint(  # noqa: PLR0913, PLR0917 - what decides, each a value of its own
    policy: Policy,
    facts: Facts,
    history: History,
    answer: str,
    asked: Rung | None,
    has_reference: bool,  # noqa: FBT001 - part of the situation, not a switch
    now: datetime,
    worth: float = 0.0,
) -> Give | Withhold:
    """The rung to give now, or why it is withheld.

    Args:
        policy: The rules in force.
        facts: What is known of the answer as it stands.
        history: What happened on this exercise before this request.
        answer: Digest of the answer as it stands.
        asked: The rung that the learner chose; None for the next one above the highest shown,
            or for the highest open one once it was reached.
        has_reference: Whether the instructor gave a solution.
        now: The time, in the zone whose midnight begins a new day.
        worth: The exercise's points, for costs in percent.
    """
    return decide(Situation(policy, facts, history, answer, has_reference, now, worth), asked)


def decide(situation: Situation, asked: Rung | None) -> Give | Withhold:
    """The rung to give in a situation, or why it is withheld; see `next_hint`."""
    rung = next_rung(situation) if asked is None else asked
    refusal = closed(situation, rung)
    if refusal is not None:
        return refusal
    hints = situation.history.hints
    if any(hint.rung is rung and hint.answer == situation.answer for hint in hints):
        return Give(rung, again=True)
    cost = situation.rule(rung).cost.points(situation.worth)
    return unopened(situation, rung) or Give(rung, cost=cost)


def ladder(situation: Situation) -> tuple[Step, ...]:
    """All seven steps, weakest first.

    At most one is ``next``: what asking without a rung gives. None is where that would only show
    again what this very answer was already given, or where nothing is available.
    """
    upcoming = decide(situation, None)
    return tuple(_step(situation, rung, upcoming) for rung in Rung)


def _step(situation: Situation, rung: Rung, upcoming: Give | Withhold) -> Step:
    match decide(situation, rung):
        case Give(again=again) as given:
            if given == upcoming and not again:
                return Step(rung, "next")
            return Step(rung, "used" if _shown(situation, rung) else "open", again=again)
        case Withhold(reason=reason) as refusal:
            used = _shown(situation, rung) and reason not in _HIDES
            return Step(rung, "used" if used else "closed", refusal)


def _shown(situation: Situation, rung: Rung) -> bool:
    return any(hint.rung is rung for hint in situation.history.hints)
