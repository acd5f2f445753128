"""A machine as a test wants it."""

from __future__ import annotations

from jupyter_llm_teach.teaching.cards.suiting import Speed
from jupyter_llm_teach.teaching.model_card import ModelCard


class FakeGauge:
    """Tells what it was made with; remembers measurements in memory.

    Args:
        free_mb: Memory that is free.
    """

    def __init__(self, free_mb: int | None = None) -> None:
        self._free_mb = free_mb
        self._speeds: dict[str, Speed] = {}

    def free_memory_mb(self) -> int | None:
        """As it was made with."""
        return self._free_mb

    def speed(self, card: ModelCard) -> Speed | None:
        """What was kept last."""
        return self._speeds.get(card.name)

    def keep(self, card: ModelCard, speed: Speed) -> None:
        """Remember a measurement."""
        self._speeds[card.name] = speed
