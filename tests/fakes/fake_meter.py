"""A meter that shows what a test sets."""

from __future__ import annotations

from jupyter_llm_teach.ports import Reading
from jupyter_llm_teach.teaching.ledger.amount import Method


class FakeMeter:
    """Shows a figure, and adds something to it at every look.

    Args:
        step: Watt-hours that are added after each look.

    Attributes:
        looks: How often it was read.
        watt_hours: What it shows next; None where it can't be read.
        of: What it is read from.
        began: When that began to count from nothing.
    """

    method: Method = "rapl"

    def __init__(self, step: float = 0.0) -> None:
        self.looks = 0
        self.watt_hours: float | None = 0.0
        self.of = "processor"
        self.began: float | None = None
        self._step = step

    def read(self) -> Reading | None:
        """What it shows."""
        self.looks += 1
        if self.watt_hours is None:
            return None
        shown = Reading(self.watt_hours, self.of, self.began)
        self.watt_hours += self._step
        return shown
