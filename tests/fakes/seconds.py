"""Seconds that pass when a test says so."""

from __future__ import annotations


class Seconds:
    """A clock of seconds that stands still until it is moved."""

    def __init__(self) -> None:
        self._now = 1000.0

    def __call__(self) -> float:
        """The seconds now."""
        return self._now

    def move(self, by: float) -> None:
        """Let seconds pass."""
        self._now += by
