"""Whether a reply may be shown. (Being filled in: signatures are final.)"""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.teaching.exercise import Exercise
from jupyter_llm_teach.teaching.guard.verdict import Allowance, Ruling, Verdict
from jupyter_llm_teach.teaching.rung import Rung


def allowance_of(rung: Rung) -> Allowance:
    """What a hint of a rung may contain."""
    return {Rung.EXAMPLE: Allowance.OTHER_PROBLEM, Rung.SOLUTION: Allowance.REFERENCE}.get(
        rung, Allowance.NO_CODE
    )


def inspect(
    reply: str, exercise: Exercise, answer: str, shown: Sequence[str], allowance: Allowance
) -> Verdict:
    """The guard's ruling on a reply.

    Args:
        reply: What would be shown.
        exercise: The instructor's version, with hidden tests and references.
        answer: The learner's code.
        shown: Earlier replies of the same conversation, oldest first.
        allowance: What the reply may contain.
    """
    return Verdict(Ruling.CLEAN, reply)
