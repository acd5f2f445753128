"""What a reply to a learner may contain, and what a hint of each rung may hold at most."""

from __future__ import annotations

from enum import Enum

from jupyter_llm_teach.teaching.rung import Rung


class Allowance(Enum):
    """What a reply may contain.

    `NO_CODE`: words, and the names and short quotations that the learner sees already.
    `EXPRESSION`: one expression as well. `LINES`: some lines of code as well. `OTHER_PROBLEM`: code
    that solves a different problem. `REFERENCE`: the instructor's released reference.
    """

    NO_CODE = "no_code"
    EXPRESSION = "expression"
    LINES = "lines"
    OTHER_PROBLEM = "other_problem"
    REFERENCE = "reference"


def within(one: Allowance, other: Allowance) -> bool:
    """Whether one allows at most as much as another.

    Code of another problem and lines of this one differ in kind: neither allows less.
    """
    if one is other or one is Allowance.NO_CODE or other is Allowance.REFERENCE:
        return True
    return (one, other) == (Allowance.EXPRESSION, Allowance.LINES)


# What a rung is, whatever a policy says: a question stays a question. The widest stands last.
_HOLDS: dict[Rung, tuple[Allowance, ...]] = {
    Rung.ORIENT: (Allowance.NO_CODE,),
    Rung.QUESTION: (Allowance.NO_CODE, Allowance.EXPRESSION),
    Rung.CONCEPT: (Allowance.NO_CODE, Allowance.EXPRESSION, Allowance.LINES),
    Rung.LOCATE: (Allowance.NO_CODE, Allowance.EXPRESSION, Allowance.LINES),
    Rung.OUTLINE: (Allowance.NO_CODE,),
    Rung.EXAMPLE: (Allowance.NO_CODE, Allowance.OTHER_PROBLEM),
    Rung.SOLUTION: (Allowance.NO_CODE, Allowance.OTHER_PROBLEM, Allowance.REFERENCE),
}
_USUAL = {Rung.EXAMPLE: Allowance.OTHER_PROBLEM, Rung.SOLUTION: Allowance.REFERENCE}


def usual(rung: Rung) -> Allowance:
    """What a hint of a rung may contain where the policy says nothing of it."""
    return _USUAL.get(rung, Allowance.NO_CODE)


def held(rung: Rung, asked: Allowance) -> Allowance:
    """The most that a hint of a rung may contain where the policy asks for some allowance.

    Never more than was asked for, and never more than the rung may hold.
    """
    return [each for each in _HOLDS[rung] if within(each, asked)][-1]
