"""Which pieces of code a reply may hold, by its allowance."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import assert_never

from jupyter_llm_teach.teaching.allowance import Allowance
from jupyter_llm_teach.teaching.guard.bounds import Bounds
from jupyter_llm_teach.teaching.guard.prose import Quoted


def permitted(pieces: Sequence[Quoted], bounds: Bounds) -> tuple[Quoted, ...]:
    """The pieces that may stay: the first expression, as many lines as there may be, programs."""
    if bounds.allowance is not Allowance.REFERENCE:
        pieces = [each for each in pieces if not each.hides_code]
    match bounds.allowance:
        case Allowance.NO_CODE:
            return ()
        case Allowance.EXPRESSION:
            return tuple(each for each in pieces if each.is_expression and each.lines <= 1)[:1]
        case Allowance.LINES:
            return _fitting(pieces, bounds.lines)
        case Allowance.OTHER_PROBLEM:
            return tuple(each for each in pieces if each.is_program)
        case Allowance.REFERENCE:
            return tuple(pieces)
        case _:
            assert_never(bounds.allowance)


def _fitting(pieces: Sequence[Quoted], lines: int) -> tuple[Quoted, ...]:
    kept: list[Quoted] = []
    for each in pieces:
        if each.lines <= lines:
            kept.append(each)
            lines -= each.lines
    return tuple(kept)
