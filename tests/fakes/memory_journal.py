"""A journal that forgets everything with its process."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import timezone

from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.ports import Feedback, Key
from jupyter_llm_teach.teaching.history import Attempt, History, PastHint


class MemoryJournal:
    """Keeps what happened in lists that a test can look at.

    Attributes:
        failure: Raised by every method while it is set.
        sources: Where each hint came from, by its id.
        feedback: All feedback, oldest first.
    """

    def __init__(self) -> None:
        self.failure: TeachError | None = None
        self.sources: dict[str, str] = {}
        self.feedback: list[tuple[Key, Feedback]] = []
        self._hints: dict[Key, list[PastHint]] = defaultdict(list)
        self._attempts: dict[Key, list[Attempt]] = defaultdict(list)

    async def add_hint(self, key: Key, hint: PastHint, source: str) -> str:
        """Record a hint that was shown; gives its id."""
        self._fail()
        name = str(uuid.uuid4())
        self.sources[name] = source
        self._hints[key].append(replace(hint, at=hint.at.astimezone(timezone.utc)))
        return name

    async def add_attempt(self, key: Key, attempt: Attempt) -> None:
        """Record a checked answer; the same answer checked again right after is recorded once."""
        self._fail()
        attempts = self._attempts[key]
        new = replace(attempt, at=attempt.at.astimezone(timezone.utc))
        if not attempts or replace(attempts[-1], at=new.at) != new:
            attempts.append(new)

    async def add_feedback(self, key: Key, feedback: Feedback) -> None:
        """Record feedback on a hint."""
        self._fail()
        self.feedback.append((key, feedback))

    async def history(self, key: Key) -> History:
        """What the learner did on the exercise, oldest first."""
        self._fail()
        return History(
            tuple(self._hints.get(key, ())),
            tuple(self._attempts.get(key, ())),
        )

    async def aclose(self) -> None:
        """Nothing is open."""

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
