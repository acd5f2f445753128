"""Which engines there are for a purpose, and the way to the first of them that can answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from jupyter_llm_teach.ports.engine import EngineState, FillIn, Generation, Piece, Purpose, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard


@dataclass(frozen=True, slots=True)
class Queued:
    """Others go first at the engine; told again whenever the place changes.

    Attributes:
        place: 1 for who is next, 0 for whose turn it is now.
    """

    place: int


@dataclass(frozen=True, slots=True)
class Offered:
    """An engine that is configured for a purpose: how it is called, and its model."""

    name: str
    card: ModelCard


class Route(Protocol):
    """The way of one request, or of a few, to the first engine that can answer.

    Its streams are those of an `Engine`, and tell the place in the queue. Where an engine fails
    before its first piece, the next one is asked; an `Engine` is a route to itself.
    """

    def card(self) -> ModelCard:
        """The model that answered last; before that, the one that is asked first."""
        ...

    async def state(self) -> EngineState:
        """How the first engine that can answer stands; where none can, the first one."""
        ...

    def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Queued | Piece | Usage]:
        """Stream a reply within `deadline` seconds, the wait for a turn included."""
        ...

    def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Queued | Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        ...


class Engines(Protocol):
    """All engines of this server. Learners who ask the same one take turns."""

    def offered(self, purpose: Purpose) -> Sequence[Offered]:
        """The engines for a purpose, in the order in which they are asked."""
        ...

    def route(self, names: Sequence[str]) -> Route:
        """The way to the first of some engines that can answer, in their order; at least one."""
        ...

    async def aclose(self) -> None:
        """Let go of all of them."""
        ...
