"""At most one engine, for every purpose, asked directly."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_llm_teach.ports import Engine, Offered, Purpose, Route


class OneEngine:
    """All engines, where there is one or none.

    Attributes:
        engine: The one; None where help comes from analysis alone.
    """

    def __init__(self, engine: Engine | None = None) -> None:
        self.engine = engine

    def offered(self, purpose: Purpose) -> Sequence[Offered]:  # noqa: ARG002 - for all of them
        """The one, under the name of its kind."""
        if self.engine is None:
            return ()
        card = self.engine.card()
        return (Offered(card.engine, card),)

    def route(self, names: Sequence[str]) -> Route:  # noqa: ARG002 - there is one
        """The engine itself."""
        assert self.engine is not None, "nothing was offered"
        return self.engine

    async def aclose(self) -> None:
        """Let go of it."""
        if self.engine is not None:
            await self.engine.aclose()
