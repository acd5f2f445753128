"""How much of a day's budget is used up, and when a learner is warned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from jupyter_llm_teach.teaching.permission import estimated_watt_hours
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.request import Used
from jupyter_llm_teach.teaching.wording import Wording

WARNED_AT: Final = 0.8
"""The share of a budget from which on a learner is warned."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a budget is used up.

    Attributes:
        of: Which budget.
        used: As a share of it; more than 1 where the last reply went beyond it.
    """

    of: Literal["tokens", "energy"]
    used: float


def fullest(policy: Policy, used: Used) -> Share | None:
    """The budget that ends first; None where the rules set none, or one of nothing."""
    shares: list[Share] = []
    if policy.tokens_per_day:
        shares.append(Share("tokens", used.tokens / policy.tokens_per_day))
    if policy.watt_hours_per_day:
        shares.append(Share("energy", estimated_watt_hours(used) / policy.watt_hours_per_day))
    return max(shares, key=lambda each: each.used, default=None)


def warning(policy: Policy, used: Used, wording: Wording) -> str:
    """A sentence from four fifths of a budget on; empty before."""
    share = fullest(policy, used)
    if share is None or share.used < WARNED_AT:
        return ""
    if share.used >= 1:
        return wording.say(f"budget.{share.of}.gone")
    return wording.say(f"budget.{share.of}.soon", percent=str(int(share.used * 100)))
