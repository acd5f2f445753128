"""What closes a rung whatever was shown before, and which rung is the next one.

Each condition gives a refusal where it holds, None where it does not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from jupyter_llm_teach.teaching.climbing.decision import Reason, Withhold
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.policy import Window
from jupyter_llm_teach.teaching.rung import Rung

Condition = Callable[[Situation, Rung], Withhold | None]


def _off(situation: Situation, rung: Rung) -> Withhold | None:
    return None if situation.policy.ai else Withhold(rung, Reason.AI_OFF)


def _exam(situation: Situation, rung: Rung) -> Withhold | None:
    end = exam_end(situation.policy.exams, situation.now)
    return None if end is None else Withhold(rung, Reason.EXAM, when=end)


def exam_end(exams: tuple[Window, ...], now: datetime) -> datetime | None:
    """When the exam that runs now ends, with those that follow without a gap; None: none runs."""
    end: datetime | None = None
    moment = now
    # Sorted by their ends, so that one look along them finds those that follow each other.
    for window in sorted(exams, key=lambda each: each.end):
        if window.holds(moment):
            end = moment = window.end
    return end


def _solved(situation: Situation, rung: Rung) -> Withhold | None:
    if not situation.solved or situation.rule(rung).after_passing:
        return None
    return Withhold(rung, Reason.SOLVED)


def _above(situation: Situation, rung: Rung) -> Withhold | None:
    if rung is Rung.ORIENT or rung <= situation.policy.highest_rung:
        return None
    return Withhold(rung, Reason.ABOVE_HIGHEST)


def _no_reference(situation: Situation, rung: Rung) -> Withhold | None:
    if rung is not Rung.SOLUTION or situation.has_reference:
        return None
    return Withhold(rung, Reason.NO_REFERENCE)


def _before_due(situation: Situation, rung: Rung) -> Withhold | None:
    due = situation.policy.due
    if not situation.rule(rung).after_due or (due is not None and due <= situation.now):
        return None
    return Withhold(rung, Reason.BEFORE_DUE, when=due)


def _before_passing(situation: Situation, rung: Rung) -> Withhold | None:
    if not situation.rule(rung).after_passing or situation.passed:
        return None
    return Withhold(rung, Reason.BEFORE_PASSING)


CLOSING: tuple[Condition, ...] = (
    _off,
    _exam,
    _solved,
    _above,
    _no_reference,
    _before_due,
    _before_passing,
)


def closed(situation: Situation, rung: Rung) -> Withhold | None:
    """Why a rung is closed whatever was shown before; None where it is not."""
    found = (condition(situation, rung) for condition in CLOSING)
    return next((each for each in found if each is not None), None)


def nothing_written(situation: Situation, rung: Rung) -> bool:
    """Whether a rung looks at code of the learner's, and there is none."""
    facts = situation.facts
    return rung is Rung.LOCATE and facts is not None and facts.unchanged


def next_rung(situation: Situation) -> Rung:
    """The next rung above the highest one shown, leaving out what is closed or has no object.

    Once the highest open one was reached, that one; where all are closed, the one that would come.
    """
    shown = max((hint.rung for hint in situation.history.hints), default=None)
    open_ = [rung for rung in Rung if closed(situation, rung) is None]
    if not open_:
        return Rung.ORIENT if shown is None else shown.above or shown
    above = [rung for rung in open_ if shown is None or shown < rung] or open_[-1:]
    return next((rung for rung in above if not nothing_written(situation, rung)), above[0])
