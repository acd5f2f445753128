"""One request at one engine: its turn, its time, and what its end says of the engine."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass

import anyio

from jupyter_llm_teach.engines.breaker import Breaker
from jupyter_llm_teach.engines.fair_queue import FairQueue, Ticket
from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineBusyError,
    EngineError,
    EngineGoneError,
    EngineRefusedError,
    EngineUnavailableError,
    ModelError,
    TeachError,
)
from jupyter_llm_teach.ports import Engine, Piece, Queued, Usage

Clock = Callable[[], float]
Ask = Callable[[Engine, float], AsyncIterator[Piece | Usage]]
"""Asks an engine, which has so many seconds."""

FAILURES = (EngineError, ModelError, DeadlineError)


@dataclass(frozen=True, slots=True)
class Post:
    """An engine, whose turn it is there, and whether it is worth asking.

    Attributes:
        name: As configured.
        engine: The adapter.
        queue: Whose turn it is.
        breaker: Whether it is worth asking.
    """

    name: str
    engine: Engine
    queue: FairQueue
    breaker: Breaker


class Visit:
    """One request at one engine.

    Args:
        post: The engine.
        clock: Seconds that only grow.
        end: When the request must have ended, by that clock.
        may_wait: Whether it may take all the time that is left; else another engine is behind,
            which needs its half.
    """

    def __init__(self, post: Post, clock: Clock, end: float, *, may_wait: bool) -> None:
        self._post = post
        self._clock = clock
        self._end = end
        self._whole = end - clock()
        self._patience = end if may_wait else clock() + self._whole / 2

    async def stream(self, ask: Ask, learner: str) -> AsyncGenerator[Queued | Piece | Usage, None]:
        """The place in the queue while others go first, then the reply.

        Raises:
            EngineBusyError: Too many wait, or the turn did not come in time.
            EngineError: The engine failed; or a `ModelError`, or a `DeadlineError`.
        """
        queue = self._post.queue
        if queue.is_full:
            raise _crowded()
        ticket = queue.enter(learner)
        waits = bool(ticket.place)
        try:
            while place := ticket.place:
                yield Queued(place)
                await self._left(ticket, place)
            if waits:
                yield Queued(0)
            if self._post.breaker.refuses():  # it failed while this one waited
                raise still(self._post.breaker)
            async with aclosing(self._asked(ask)) as parts:
                async for part in parts:
                    yield part
        finally:
            queue.leave(ticket)

    async def _left(self, ticket: Ticket, place: int) -> None:
        try:
            with anyio.fail_after(self._patience - self._clock()):
                await ticket.left(place)
        except TimeoutError as error:
            raise _crowded() from error

    async def _asked(self, ask: Ask) -> AsyncGenerator[Piece | Usage, None]:
        breaker = self._post.breaker
        left = self._end - self._clock()
        probes = breaker.begin()
        silent = True
        try:
            async with aclosing(ask(self._post.engine, left)) as parts:  # type: ignore[type-var]
                first = await self._first(parts)
                silent = probes = False
                breaker.answered()
                if first is not None:
                    yield first
                async for part in parts:
                    yield part
            breaker.succeeded()
        except FAILURES as error:
            # Who had waited too long for a turn learns nothing of the engine.
            fair = not isinstance(error, DeadlineError) or left >= self._whole / 2
            if fair and _tell(breaker, error, silent=silent):
                probes = False
            raise
        finally:
            if probes:  # nothing was learnt: whoever asked has gone, say
                breaker.given_up()

    async def _first(self, parts: AsyncIterator[Piece | Usage]) -> Piece | Usage | None:
        try:
            with anyio.fail_after(self._patience - self._clock()):
                return await anext(parts, None)
        except TimeoutError as error:
            raise DeadlineError(
                "The model took too long to answer.", "Try again, or go on without it."
            ) from error


def _tell(breaker: Breaker, error: TeachError, *, silent: bool) -> bool:
    """Whether an error says something of the engine; some are about the request alone."""
    match error:
        case EngineRefusedError():
            return False
        case EngineBusyError(retry_after=seconds):
            breaker.busy(error, seconds)
        case DeadlineError():
            breaker.failed(error, at_once=silent)
        case EngineUnavailableError() | EngineGoneError():
            breaker.failed(error)
        case _:
            return False
    return True


def still(breaker: Breaker) -> EngineUnavailableError:
    """What is told while an engine is left alone."""
    trouble = breaker.trouble or none_answers()
    return EngineUnavailableError(trouble.message, trouble.todo)


def _crowded() -> EngineBusyError:
    return EngineBusyError(
        "Many are asking the model at this moment.", "Try again in a minute, or go on without it."
    )


def none_answers() -> EngineUnavailableError:
    """What is told where no engine can be asked."""
    return EngineUnavailableError(
        "No model answers at this moment.", "Try again in a minute, or go on without it."
    )
