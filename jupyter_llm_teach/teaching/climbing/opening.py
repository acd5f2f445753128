"""What a learner does, or waits for, before a rung opens.

Each condition gives a refusal where it holds, None where it does not. A rung that was shown for
the very same answer passes all of them.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from jupyter_llm_teach.teaching.climbing.closing import Condition, nothing_written
from jupyter_llm_teach.teaching.climbing.decision import Reason, Withhold
from jupyter_llm_teach.teaching.climbing.situation import Situation
from jupyter_llm_teach.teaching.rung import Rung

# Asking so many cool-downs apart, or less, is quick succession.
_QUICK = 4
# Each request in quick succession lengthens the wait by a quarter of it, up to twice as long.
_GROWTH = 0.25
_LONGEST = 2.0


def _quota(situation: Situation, rung: Rung) -> Withhold | None:
    most = situation.policy.hints_per_day
    if most is None or rung is Rung.ORIENT:
        return None
    now = situation.now
    days = [each.at.astimezone(now.tzinfo).date() for each in situation.given]
    if days.count(now.date()) < most:
        return None
    if most == 0:  # another day would not help
        return Withhold(rung, Reason.QUOTA)
    midnight = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
    return Withhold(rung, Reason.QUOTA, when=midnight)


def _write_first(situation: Situation, rung: Rung) -> Withhold | None:
    return Withhold(rung, Reason.WRITE_FIRST) if nothing_written(situation, rung) else None


def _test_first(situation: Situation, rung: Rung) -> Withhold | None:
    checked = any(each.answer == situation.answer for each in situation.history.attempts)
    if checked or not situation.rule(rung).test_run:
        return None
    return Withhold(rung, Reason.TEST_FIRST)


def _more_attempts(situation: Situation, rung: Rung) -> Withhold | None:
    tried = {each.answer for each in situation.history.attempts}
    missing = situation.rule(rung).attempts - len(tried)
    if missing <= 0 or _released(situation, rung):
        return None
    return Withhold(rung, Reason.MORE_ATTEMPTS, _release(situation, rung), missing)


def _try_first(situation: Situation, rung: Rung) -> Withhold | None:
    general = situation.policy.new_attempt_between_hints and rung is not Rung.ORIENT
    hints = situation.history.hints
    if not hints or not (general or situation.rule(rung).new_attempt):
        return None
    if hints[-1].answer != situation.answer or _released(situation, rung):
        return None
    return Withhold(rung, Reason.TRY_FIRST, _release(situation, rung))


def _release(situation: Situation, rung: Rung) -> datetime | None:
    """When a stuck learner gets a rung without a further try; None where that never happens.

    One step at a time: only up to the one above the highest that was shown.
    """
    shown = max((hint.rung for hint in situation.history.hints), default=None)
    reach = Rung.ORIENT if shown is None else shown.above or shown
    return situation.stuck_at if rung <= reach else None


def _released(situation: Situation, rung: Rung) -> bool:
    at = _release(situation, rung)
    return at is not None and at <= situation.now


def _more_time(situation: Situation, rung: Rung) -> Withhold | None:
    opens = situation.begun + timedelta(minutes=situation.rule(rung).minutes)
    return None if opens <= situation.now else Withhold(rung, Reason.MORE_TIME, when=opens)


def _reflect_first(situation: Situation, rung: Rung) -> Withhold | None:
    if not situation.rule(rung).reflection:
        return None
    written = [each.at for each in situation.history.reflections]
    last = [each.at for each in situation.given]
    if written and (not last or max(written) > max(last)):
        return None
    return Withhold(rung, Reason.REFLECT_FIRST)


def _cool_down(situation: Situation, rung: Rung) -> Withhold | None:
    given, pause = situation.given, situation.policy.cool_down
    if not given or pause <= 0 or rung is Rung.ORIENT:
        return None
    # A clock that was set back must not lengthen the wait.
    last = min(max(each.at for each in given), situation.now)
    opens = last + timedelta(seconds=pause * _factor(situation, last))
    return None if opens <= situation.now else Withhold(rung, Reason.COOL_DOWN, when=opens)


def _factor(situation: Situation, last: datetime) -> float:
    """How many cool-downs to wait: more after quick succession, never more for asking meanwhile."""
    quick = timedelta(seconds=_QUICK * situation.policy.cool_down)
    before = [each for each in situation.history.asked if last - quick < each <= last]
    return min(1 + _GROWTH * max(len(before) - 1, 0), _LONGEST)


OPENING: tuple[Condition, ...] = (
    _quota,
    _write_first,
    _test_first,
    _more_attempts,
    _try_first,
    _more_time,
    _reflect_first,
    _cool_down,
)


def unopened(situation: Situation, rung: Rung) -> Withhold | None:
    """What a learner has to do or wait for before a rung opens; None where it is open."""
    found = (condition(situation, rung) for condition in OPENING)
    return next((each for each in found if each is not None), None)
