"""A clock that stands still until told otherwise."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

MORNING = datetime(2026, 1, 5, 9, 0, tzinfo=timezone.utc)


class FixedClock:
    """Always says the same time, until it is moved."""

    def __init__(self, at: datetime = MORNING) -> None:
        self._at = at

    def now(self) -> datetime:
        """The time it was set to."""
        return self._at

    def move(self, by: timedelta) -> None:
        """Set it forward, or back as a wrong clock would."""
        self._at += by
