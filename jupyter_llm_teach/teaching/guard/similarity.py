"""How much of a program another program gives away.

Programs are compared by fingerprints: runs of four tokens with chosen names made equal, all of
them rather than a winnowed selection, since beginners' programs are short (Schleimer, Wilkerson
and Aiken, "Winnowing", SIGMOD 2003, with a window of 1).
"""

from __future__ import annotations

from functools import lru_cache

from jupyter_llm_teach.teaching.exercise import normalised
from jupyter_llm_teach.teaching.guard.tokens import renamed, tokens, windows

TOO_SIMILAR = 0.75
_SIZE = 4
_FEWEST = 4


@lru_cache(maxsize=256)
def fingerprints(code: str) -> frozenset[tuple[str, ...]]:
    """The runs of four tokens of a program, chosen names made equal."""
    return windows(renamed(tokens(normalised(code))), _SIZE)


def given_away(code: str, reference: str, known: str) -> float:
    """The share of a reference's fingerprints, from 0 to 1, that a program holds.

    Args:
        code: The program that would be shown.
        reference: The instructor's solution.
        known: What the learner sees already, such as the starter; it does not count.
    """
    own = fingerprints(reference) - fingerprints(known)
    if len(own) < _FEWEST:
        own = fingerprints(reference)
    return len(own & fingerprints(code)) / len(own) if own else 0.0
