"""How a learner stands on an exercise: the ladder, the help used, and what is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.teaching.climbing.closing import closed
from jupyter_llm_teach.teaching.climbing.decision import Give, Reason
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.ladder import Step, decide, ladder
from jupyter_llm_teach.teaching.rung import Rung


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered, unasked, to a learner who does not get on.

    Attributes:
        stuck: Whether the learner has been at it for long; else all open steps were used.
        rung: The next rung, which is open; None where there is none.
        instructor: Whom the learner may ask; empty where nobody is offered.
    """

    stuck: bool
    rung: Rung | None
    instructor: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a learner stands on an exercise.

    Attributes:
        steps: The ladder, weakest rung first.
        hints: How many hints were used; the goal is none, a hint shown again is one, and
            what is looked at after passing is none where it costs nothing.
        cost: What they cost, in points; reported, never taken off a result.
        offer: What is offered now; None where nothing is.
        changes: When this changes by itself; None where it does not.
        recalls: Whether hints that were shown before may be looked at again: not in an exam.
    """

    steps: tuple[Step, ...]
    hints: int
    cost: float
    offer: Offer | None
    changes: datetime | None
    recalls: bool = True


def standing(situation: Situation) -> Standing:
    """How the learner stands in a situation."""
    steps = ladder(situation)
    used = situation.helped
    return Standing(
        steps=steps,
        hints=len(used),
        cost=sum(each.cost for each in used),
        offer=_offer(situation),
        changes=_changes(situation, steps),
        recalls=not _silent(situation),
    )


def _offer(situation: Situation) -> Offer | None:
    if situation.solved or _silent(situation):
        return None
    upcoming = decide(situation, None)
    further = upcoming.rung if isinstance(upcoming, Give) and not upcoming.again else None
    exhausted = isinstance(upcoming, Give) and upcoming.again
    stuck = situation.stuck
    rung = further if stuck else None
    instructor = situation.policy.instructor if stuck or exhausted else ""
    return Offer(stuck, rung, instructor) if rung or instructor else None


def _silent(situation: Situation) -> bool:
    refusal = closed(situation, Rung.ORIENT)
    return refusal is not None and refusal.reason in (Reason.AI_OFF, Reason.EXAM)


def _changes(situation: Situation, steps: tuple[Step, ...]) -> datetime | None:
    waits = [step.refusal.when for step in steps if step.refusal is not None]
    moments = [each for each in [*waits, situation.stuck_at] if each is not None]
    return min((each for each in moments if each > situation.now), default=None)
