"""An engine whose every call is written into the ledger, however it ends."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from jupyter_llm_teach.metering.counter import Books, Counter
from jupyter_llm_teach.ports import (
    Engine,
    EngineState,
    FillIn,
    Generation,
    Key,
    Meter,
    Piece,
    Purpose,
    Usage,
)
from jupyter_llm_teach.teaching.ledger.call import Account, Ended
from jupyter_llm_teach.teaching.model_card import ModelCard


class MeteredEngine:
    """Does what an engine does, and writes down what it cost.

    Its `Usage` tells energy and CO2e. A stream that is closed early or fails is written down as
    well, with what was generated until then.

    Args:
        engine: Does the work.
        meter: Counts what it uses.
        books: Where that is written.
    """

    def __init__(self, engine: Engine, meter: Meter, books: Books) -> None:
        self._engine = engine
        self._counter = Counter(engine.card, meter, books)

    def card(self) -> ModelCard:
        """The model that answers."""
        return self._engine.card()

    async def state(self) -> EngineState:
        """How it stands, without starting anything."""
        return await self._engine.state()

    def generate(self, request: Generation, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream a reply."""
        letters = sum(len(each.text) for each in request.messages)
        account = _account(request.key, request.purpose)
        return self._metered(self._engine.generate(request, deadline=deadline), account, letters)

    def fill_in(self, request: FillIn, *, deadline: float) -> AsyncIterator[Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""
        letters = len(request.prefix) + len(request.suffix)
        account = _account(request.key, "completion")
        return self._metered(self._engine.fill_in(request, deadline=deadline), account, letters)

    async def aclose(self) -> None:
        """Let go of the engine."""
        await self._engine.aclose()

    async def _metered(
        self, stream: AsyncIterator[Piece | Usage], account: Account, letters: int
    ) -> AsyncGenerator[Piece | Usage, None]:
        visit = self._counter.begin(account, letters)
        ended: Ended = "cut"
        try:
            async with aclosing(stream) as parts:  # type: ignore[type-var]
                async for part in parts:
                    if isinstance(part, Usage):
                        yield self._counter.end(visit, part)
                    else:
                        visit.entry.pieces += 1
                        yield part
            ended = "stop"
        except Exception:
            ended = "failed"
            raise
        finally:
            self._counter.break_off(visit, ended)


def _account(key: Key, purpose: Purpose) -> Account:
    return Account(key.learner, key.course, key.exercise, purpose)
