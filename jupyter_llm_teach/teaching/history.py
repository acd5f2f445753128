"""What a learner did on an exercise so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jupyter_llm_teach.teaching.request import Source
from jupyter_llm_teach.teaching.rung import Rung


@dataclass(frozen=True, slots=True)
class PastHint:
    """A hint that was shown.

    Attributes:
        rung: Its step of the ladder.
        answer: Digest of the answer it was given for.
        at: When, in UTC.
        text: What was shown.
        cost: In points.
    """

    rung: Rung
    answer: str
    at: datetime
    text: str
    cost: float = 0.0


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
class Reflection:
    """What a learner wrote of the own work, before a hint.

    Attributes:
        answer: Digest of the answer that it was written about.
        at: When, in UTC.
        text: What was written.
    """

    answer: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A free question and what was shown as its answer.

    Attributes:
        question: What was asked.
        reply: What was shown.
        answer: Digest of the learner's answer at that time.
        at: When, in UTC.
        source: Who phrased the reply.
    """

    question: str
    reply: str
    answer: str
    at: datetime
    source: Source = "analysis"


@dataclass(frozen=True, slots=True)
class Note:
    """What a learner sent to the instructor.

    Attributes:
        text: What was written; may be empty.
        at: When, in UTC.
    """

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """What one learner did on one exercise; all of it oldest first.

    Attributes:
        hints: What was shown.
        attempts: Answers that were checked.
        reflections: What was written before hints.
        exchanges: Free questions.
        notes: What was sent to the instructor.
        asked: When help was asked for, in UTC, whether it was given or not.
        opened: When the exercise was first seen, in UTC; None before.
    """

    hints: tuple[PastHint, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    notes: tuple[Note, ...] = ()
    asked: tuple[datetime, ...] = ()
    opened: datetime | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """All that was shown to the learner on this exercise, oldest first."""
        hints = [(each.at, each.text) for each in self.hints]
        replies = [(each.at, each.reply) for each in self.exchanges]
        return tuple(text for _, text in sorted([*hints, *replies], key=lambda each: each[0]))

    @property
    def passed(self) -> bool:
        """Whether some answer passed all tests."""
        return any(0 < each.total == each.passed for each in self.attempts)
