"""A model's card, and how it suits this machine."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_llm_teach.teaching.cards.size import memory_estimate_mb
from jupyter_llm_teach.teaching.cards.suiting import Machine, Speed, Suits, suits
from jupyter_llm_teach.teaching.model_card import ModelCard


@dataclass(frozen=True, slots=True)
class Suited:
    """A model and how it suits this machine.

    Attributes:
        card: All that is known of it.
        needed_mb: Memory that it takes; None where that is unknown.
        is_estimated: Whether that is a guess by its size.
        free_mb: Memory that is free here; None where the system does not tell.
        speed: As measured here; None where it was not.
        suits: The verdict.
    """

    card: ModelCard
    needed_mb: int | None
    is_estimated: bool
    free_mb: int | None
    speed: Speed | None
    suits: Suits


def suited(card: ModelCard, machine: Machine, speed: Speed | None) -> Suited:
    """How a model suits this machine, as far as is known."""
    needed = memory_estimate_mb(card)
    verdict = suits(local=card.local, needed_mb=needed, machine=machine, speed=speed)
    return Suited(card, needed, card.memory_mb is None, machine.free_mb, speed, verdict)
