"""What counts the cost of models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jupyter_llm_teach.teaching.ledger.amount import Method
from jupyter_llm_teach.teaching.ledger.call import Call
from jupyter_llm_teach.teaching.ledger.total import By, Total
from jupyter_llm_teach.teaching.request import Used


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter shows.

    Attributes:
        watt_hours: Used since some moment that stays the same.
        of: What it was read from; figures of different ones can't be compared.
        began: When it began to count from nothing, in seconds since this machine was started; None
            where that is not known.
    """

    watt_hours: float
    of: str
    began: float | None = None


class Meter(Protocol):
    """Counts the energy that an engine uses. Reading takes microseconds and never waits."""

    @property
    def method(self) -> Method:
        """How it counts."""
        ...

    def read(self) -> Reading | None:
        """What it shows; None where it can't be read now."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Which calls are meant.

    Attributes:
        learner: Whose; None for anybody's.
        since: That began then or later; None for all.
        exercises: Ids of exercises; None for any, and for none.
    """

    learner: str | None = None
    since: datetime | None = None
    exercises: tuple[str, ...] | None = None


class Ledger(Protocol):
    """What every call of a model cost. Reading raises `JournalError` or `DiskFullError`."""

    def add(self, call: Call) -> None:
        """Keep a call. Never waits and never raises: what was said must not fail for its price.

        Whoever reads after it finds it.
        """
        ...

    async def totals(self, by: By, asked: Asked) -> Sequence[Total]:
        """What calls cost together, for each student, exercise, model or day, in order."""
        ...

    async def used(self, learner: str, since: datetime) -> Used:
        """What a learner used from a moment on, over all exercises."""
        ...

    async def aclose(self) -> None:
        """Write what was not written yet, and close the store."""
        ...
