"""Stands in where the engines can't be made: it answers nothing, and says why."""

from __future__ import annotations

from collections.abc import AsyncIterator

from jupyter_llm_teach.errors import EngineUnavailableError
from jupyter_llm_teach.ports import EngineState, FillIn, Generation, Piece, Usage
from jupyter_llm_teach.teaching.model_card import ModelCard

_CARD = ModelCard(
    name="",
    title="",
    engine="none",
    local=True,
    parameters="",
    quantisation="",
    licence="",
    fills_in=True,
)


class UnusableEngine:
    """No engine, for a reason.

    Args:
        message: A sentence for learners: why.
        todo: What they can do.
    """

    def __init__(self, message: str, todo: str) -> None:
        self._message = message
        self._todo = todo

    def card(self) -> ModelCard:
        """A card that names no model."""
        return _CARD

    async def state(self) -> EngineState:
        """Unavailable, and why."""
        return EngineState("unavailable", self._message, self._todo)

    async def generate(
        self,
        request: Generation,  # noqa: ARG002 - nothing is asked
        *,
        deadline: float,  # noqa: ARG002
    ) -> AsyncIterator[Piece | Usage]:
        """Say why there is no reply."""
        raise EngineUnavailableError(self._message, self._todo)
        yield  # an iterator, all the same

    async def fill_in(
        self,
        request: FillIn,  # noqa: ARG002 - nothing is asked
        *,
        deadline: float,  # noqa: ARG002
    ) -> AsyncIterator[Piece | Usage]:
        """Say why there is no code."""
        raise EngineUnavailableError(self._message, self._todo)
        yield

    async def aclose(self) -> None:
        """Nothing to let go of."""
