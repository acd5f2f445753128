"""What a learner did on an exercise so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.teaching.rung import Rung


@dataclass(frozen=True, slots=True)
class PastHint:
    """A hint that was shown.

    Attributes:
        rung: Its step of the ladder.
        answer: Digest of the answer it was given for.
        at: When, in UTC.
        text: What was shown.
    """

    rung: Rung
    answer: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer that was checked.

    Attributes:
        answer: Digest of the answer.
        at: When, in UTC.
        passed: How many tests passed.
        total: How many tests were run.
    """

    answer: str
    at: datetime
    passed: int
    total: int


@dataclass(frozen=True, slots=True)
class History:
    """One learner's hints and attempts on one exercise, oldest first."""

    hints: tuple[PastHint, ...] = ()
    attempts: tuple[Attempt, ...] = ()
