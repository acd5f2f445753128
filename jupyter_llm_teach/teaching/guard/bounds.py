"""What a reply may contain, with all that the policy says of it."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.teaching.allowance import Allowance, held, usual
from jupyter_llm_teach.teaching.policy import Policy
from jupyter_llm_teach.teaching.rung import Rung

NOTE = "(…)"
"""What stands for a part that was left out, where nobody gives a sentence for it."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a reply may contain.

    Attributes:
        allowance: The kind of thing.
        lines: The most lines of code, where it may contain lines.
        avoid: Constructs that no code in it may use, as `teaching.facts.constructs` has them.
        note: What stands for a part that was left out, in the learner's language.
    """

    allowance: Allowance = Allowance.NO_CODE
    lines: int = 3
    avoid: tuple[str, ...] = ()
    note: str = NOTE


def allowance_of(rung: Rung) -> Allowance:
    """What a hint of a rung may contain where the policy says nothing of it."""
    return usual(rung)


def bounds_of(policy: Policy, rung: Rung | None = None) -> Bounds:
    """What may be shown under a policy: every door asks this.

    Args:
        policy: The rules in force.
        rung: The step of the ladder that a hint is of; None for what is no hint, as the answer to a
            free question: words alone, whatever step was reached.
    """
    if rung is None:
        return Bounds(avoid=policy.avoid)
    rule = policy.rule_of(rung)
    allowance = usual(rung) if rule.contains is None else held(rung, rule.contains)
    return Bounds(allowance, rule.lines, policy.avoid)
