"""What measures this machine for models."""

from __future__ import annotations

from typing import Protocol

from jupyter_llm_teach.teaching.cards.suiting import Speed
from jupyter_llm_teach.teaching.model_card import ModelCard


class Gauge(Protocol):
    """Knows how much room there is here, and how fast models were. Reads files, so it may wait."""

    def free_memory_mb(self) -> int | None:
        """Memory that is free now; None where the system does not tell."""
        ...

    def speed(self, card: ModelCard) -> Speed | None:
        """How fast a model was when it was last measured here; None where it never was."""
        ...

    def keep(self, card: ModelCard, speed: Speed) -> None:
        """Remember a measurement.

        Raises:
            DiskFullError: it can't be written.
        """
        ...
