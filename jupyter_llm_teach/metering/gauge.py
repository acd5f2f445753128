"""What measures this machine for models; measurements are kept on its disk."""

from __future__ import annotations

from collections.abc import Callable

from jupyter_llm_teach.errors import DiskFullError
from jupyter_llm_teach.metering.speeds import Speeds
from jupyter_llm_teach.teaching.cards.suiting import Speed
from jupyter_llm_teach.teaching.model_card import ModelCard


class FileGauge:
    """Speeds of a file, and the memory that the system tells of.

    Args:
        speeds: Where measurements are kept.
        free_memory_mb: Asks the system.
    """

    def __init__(self, speeds: Speeds, free_memory_mb: Callable[[], int | None]) -> None:
        self._speeds = speeds
        self._free_memory_mb = free_memory_mb

    def free_memory_mb(self) -> int | None:
        """Memory that is free now; None where the system does not tell."""
        return self._free_memory_mb()

    def speed(self, card: ModelCard) -> Speed | None:
        """How fast a model was when it was last measured here; None where it never was."""
        return self._speeds.of(_key(card))

    def keep(self, card: ModelCard, speed: Speed) -> None:
        """Remember a measurement."""
        try:
            self._speeds.keep(_key(card), speed)
        except OSError as error:
            raise DiskFullError(
                "The measurement can't be kept: its file can't be written.",
                "See whether the disk is full.",
            ) from error


def _key(card: ModelCard) -> str:
    return f"{card.engine}:{card.name}"
