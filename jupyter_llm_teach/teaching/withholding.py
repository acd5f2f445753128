"""A refusal in words: why a rung is not given now, what to do next, and when it opens."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from jupyter_llm_teach.teaching.climbing.decision import Reason, Withhold
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung
from jupyter_llm_teach.teaching.wording import Wording

_SOON = timedelta(seconds=90)
_TODAY = timedelta(hours=1)
_BY_ACTING = frozenset({Reason.TRY_FIRST, Reason.MORE_ATTEMPTS})


def withheld(
    decision: Withhold, policy: Policy, wording: Wording, now: datetime
) -> tuple[str, str]:
    """Why a rung is not given now, and what to do next and when it opens, as sentences.

    Args:
        decision: The refusal.
        policy: The rules in force, which say what is still open.
        wording: The language.
        now: The time, in the zone that times are told in.
    """
    reason, todo = invitation(decision, policy, wording)
    if decision.when is None:
        return reason, todo
    opens = "or" if decision.reason in _BY_ACTING else "alone"
    time = when(decision.when, now, wording)
    return reason, f"{todo} {wording.say(f'withheld.opens.{opens}', when=time)}"


def invitation(decision: Withhold, policy: Policy, wording: Wording) -> tuple[str, str]:
    """The same without the time: for a place that counts it down beside the sentences."""
    key = f"withheld.{decision.reason.value}"
    top = policy.highest_rung
    if decision.reason is Reason.NO_REFERENCE:
        top = min(top, Rung.EXAMPLE)
    labels = {each: wording.say(f"rung.{each.value}") for each in (decision.rung, top)}
    values = {
        "rung": labels[decision.rung],
        "top": labels[top],
        "missing": str(decision.missing or 0),
        "most": str(policy.hints_per_day or 0),
    }
    variant = _variant(decision, policy)
    parts = [wording.first(f"{key}.{part}{variant}", f"{key}.{part}") for part in _PARTS]
    reason, todo = (wording.say(part, **values) for part in parts)
    return reason, todo


_PARTS = ("reason", "next")


def _variant(decision: Withhold, policy: Policy) -> str:
    match decision.reason:
        case Reason.MORE_ATTEMPTS if decision.missing == 1:
            return ".one"
        case Reason.QUOTA if policy.hints_per_day == 1:
            return ".one"
        case Reason.QUOTA | Reason.BEFORE_DUE if decision.when is None:
            return ".never"
        case _:
            return ""


def when(at: datetime, now: datetime, wording: Wording) -> str:
    """A moment to come, as the end of a sentence: ``in 2 minutes``, ``tomorrow at 08:00``."""
    left = at - now
    if left < _SOON:
        return _counted("seconds", max(math.ceil(left.total_seconds()), 1), wording)
    if left < _TODAY:
        return _counted("minutes", math.ceil(left.total_seconds() / 60), wording)
    local = at.astimezone(now.tzinfo)
    time = wording.say("when.time", hour=f"{local.hour:02}", minute=f"{local.minute:02}")
    days = (local.date() - now.date()).days
    if days <= 1:
        return wording.say("when.tomorrow" if days else "when.today", time=time)
    month = wording.say("when.months").split()[local.month - 1]
    year = "" if local.year == now.year else f" {local.year}"
    return wording.say("when.date", day=str(local.day), month=month + year, time=time)


def _counted(unit: str, count: int, wording: Wording) -> str:
    return wording.say(f"when.{unit}{'.one' if count == 1 else ''}", count=str(count))
