"""What a reply may contain, with all that the policy says of it."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.teaching.allowance import Allowance
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
    return {Rung.EXAMPLE: Allowance.OTHER_PROBLEM, Rung.SOLUTION: Allowance.REFERENCE}.get(
        rung, Allowance.NO_CODE
    )


def bounds_of(policy: Policy, rung: Rung) -> Bounds:
    """What a hint of a rung may contain under a policy."""
    rule = policy.rule_of(rung)
    allowance = allowance_of(rung) if rule.contains is None else rule.contains
    return Bounds(allowance, rule.lines, policy.avoid)
