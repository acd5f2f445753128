"""Which rung of help a learner gets now, and what the panel shows of the others.

Reasons to withhold are tried in one order, so that the same situation always gets the same one:
solved, above the highest rung, no reference, write first, try first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from jupyter_llm_teach.teaching.facts.fact import Facts, State
from jupyter_llm_teach.teaching.history import History
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung


class Reason(Enum):
    """Why a rung is not given now.

    `ABOVE_HIGHEST`: the instructor's policy ends below it. `TRY_FIRST`: the answer has not changed
    since the last hint. `SOLVED`: all tests pass. `WRITE_FIRST`: there is nothing to look at in an
    untouched starter. `NO_REFERENCE`: the instructor gave no solution.
    """

    ABOVE_HIGHEST = "above_highest"
    TRY_FIRST = "try_first"
    SOLVED = "solved"
    WRITE_FIRST = "write_first"
    NO_REFERENCE = "no_reference"


@dataclass(frozen=True, slots=True)
class Give:
    """A rung is given; `again` where it was already shown for this very answer, at no cost."""

    rung: Rung
    again: bool = False


@dataclass(frozen=True, slots=True)
class Withhold:
    """A rung is not given now, and why."""

    rung: Rung
    reason: Reason


@dataclass(frozen=True, slots=True)
class Step:
    """A rung as the panel shows it.

    Attributes:
        rung: The step.
        state: ``used`` (shown before), ``next`` (what "help" gives now), ``open`` or ``closed``.
        reason: Why it is not given now, if it is not.
    """

    rung: Rung
    state: Literal["used", "next", "open", "closed"]
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Situation:
    policy: Policy
    facts: Facts | None
    history: History
    answer: str
    has_reference: bool


def next_hint(  # noqa: PLR0913, PLR0917 - the six facts that decide, each a value of its own
    policy: Policy,
    facts: Facts,
    history: History,
    answer: str,
    asked: Rung | None,
    has_reference: bool,  # noqa: FBT001 - part of the situation, not a switch
) -> Give | Withhold:
    """The rung to give now, or why it is withheld.

    Args:
        policy: The rules in force.
        facts: What is known of the answer as it stands.
        history: What the learner was shown on this exercise.
        answer: Digest of the answer as it stands.
        asked: The rung that the learner chose; None for the next one above the highest shown,
            or for the highest allowed one once it was reached.
        has_reference: Whether the instructor gave a solution.
    """
    situation = _Situation(policy, facts, history, answer, has_reference)
    return _decide(situation, _default(situation) if asked is None else asked)


def ladder(
    policy: Policy,
    facts: Facts | None,
    history: History,
    answer: str,
    has_reference: bool,  # noqa: FBT001 - part of the situation, not a switch
) -> tuple[Step, ...]:
    """All seven steps, weakest first.

    At most one is ``next``: what asking without a rung gives. None is where that would only show
    again what this very answer was already given, or where nothing is available.
    """
    situation = _Situation(policy, facts, history, answer, has_reference)
    upcoming = _decide(situation, _default(situation))
    return tuple(_step(situation, rung, upcoming) for rung in Rung)


def _step(situation: _Situation, rung: Rung, upcoming: Give | Withhold) -> Step:
    if upcoming == Give(rung):
        return Step(rung, "next")
    shown = any(hint.rung is rung for hint in situation.history.hints)
    decision = _decide(situation, rung)
    if isinstance(decision, Give):
        return Step(rung, "used" if shown else "open")
    never = decision.reason in (Reason.ABOVE_HIGHEST, Reason.NO_REFERENCE)
    return Step(rung, "used" if shown and not never else "closed", decision.reason)


def _default(situation: _Situation) -> Rung:
    """The next rung above the highest one shown, leaving out one that has nothing to look at."""
    top = _top(situation)
    shown = max((hint.rung for hint in situation.history.hints), default=None)
    if shown is None:
        return Rung.ORIENT
    above = [rung for rung in Rung if shown < rung <= top] or [top]
    return next((rung for rung in above if not _nothing_written(situation, rung)), above[0])


def _top(situation: _Situation) -> Rung:
    highest = situation.policy.highest_rung
    if highest is Rung.SOLUTION and not situation.has_reference:
        return Rung.EXAMPLE
    return highest


def _decide(situation: _Situation, rung: Rung) -> Give | Withhold:
    reason = _hard_reason(situation, rung)
    if reason is not None:
        return Withhold(rung, reason)
    hints = situation.history.hints
    if any(hint.rung is rung and hint.answer == situation.answer for hint in hints):
        return Give(rung, again=True)
    if _nothing_written(situation, rung):
        return Withhold(rung, Reason.WRITE_FIRST)
    if _nothing_tried(situation, rung):
        return Withhold(rung, Reason.TRY_FIRST)
    return Give(rung)


def _hard_reason(situation: _Situation, rung: Rung) -> Reason | None:
    if situation.facts is not None and situation.facts.state is State.PASSED:
        return Reason.SOLVED
    if rung > situation.policy.highest_rung and rung is not Rung.ORIENT:
        return Reason.ABOVE_HIGHEST
    if rung is Rung.SOLUTION and not situation.has_reference:
        return Reason.NO_REFERENCE
    return None


def _nothing_written(situation: _Situation, rung: Rung) -> bool:
    facts = situation.facts
    return rung is Rung.LOCATE and facts is not None and facts.unchanged


def _nothing_tried(situation: _Situation, rung: Rung) -> bool:
    hints = situation.history.hints
    if not situation.policy.new_attempt_between_hints or rung is Rung.ORIENT or not hints:
        return False
    return hints[-1].answer == situation.answer
