"""The surest meter that can be read."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.ports import Meter, Reading
from jupyter_llm_teach.teaching.ledger.amount import Method


class FirstMeter:
    """Reads the first of its meters that shows anything.

    Args:
        meters: The surest first; at least one.
    """

    def __init__(self, meters: Sequence[Meter]) -> None:
        self._meters = tuple(meters)
        self._at = self._meters[-1]

    @property
    def method(self) -> Method:
        """How the meter counts that was read last."""
        return self._at.method

    def read(self) -> Reading | None:
        """What the first one shows; None where none does."""
        for meter in self._meters:
            reading = meter.read()
            if reading is not None:
                self._at = meter
                return reading
        return None
