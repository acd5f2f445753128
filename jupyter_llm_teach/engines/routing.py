"""Sends each request to the first engine that can answer, and lets learners take turns there."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from jupyter_llm_teach.engines.breaker import Breaker
from jupyter_llm_teach.engines.fair_queue import FairQueue
from jupyter_llm_teach.engines.visit import FAILURES, Ask, Clock, Post, Visit, none_answers, still
from jupyter_llm_teach.errors import EngineUnavailableError, TeachError
from jupyter_llm_teach.ports import (
    Engine,
    EngineState,
    FillIn,
    Generation,
    Offered,
    Piece,
    Purpose,
    Queued,
    Route,
    Usage,
)
from jupyter_llm_teach.teaching.model_card import ModelCard


@dataclass(frozen=True, slots=True)
class Configured:
    """An engine as configured: its name, the adapter, and how many requests it takes at once."""

    name: str
    engine: Engine
    parallel: int = 2


class Router:
    """All engines of this server.

    Args:
        engines: In the order in which they are asked where nobody chose for a purpose.
        order: The names of the engines for a purpose.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        engines: Sequence[Configured],
        order: Mapping[Purpose, Sequence[str]] | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._posts = {
            each.name: Post(each.name, each.engine, FairQueue(each.parallel), Breaker(clock))
            for each in engines
        }
        self._order = dict(order or {})
        self._clock = clock

    def offered(self, purpose: Purpose) -> Sequence[Offered]:
        """The engines for a purpose, in the order in which they are asked."""
        names = self._order.get(purpose, tuple(self._posts))
        return [Offered(name, self._posts[name].engine.card()) for name in names]

    def route(self, names: Sequence[str]) -> Route:
        """The way to the first of some engines that can answer."""
        return RoutedEngine([self._posts[name] for name in names], self._clock)

    async def aclose(self) -> None:
        """Let go of all of them."""
        for post in self._posts.values():
            await post.engine.aclose()


class RoutedEngine:
    """The way of a request to the first engine that can answer.

    Args:
        posts: The engines, in the order in which they are asked; at least one.
        clock: Seconds that only grow.
    """

    def __init__(self, posts: Sequence[Post], clock: Clock = time.monotonic) -> None:
        self._posts = posts
        self._clock = clock
        self._last: Post | None = None

    def card(self) -> ModelCard:
        """The model that answered last; before that, the one that is asked first."""
        asked = next((each for each in self._posts if not each.breaker.refuses()), self._posts[0])
        return (self._last or asked).engine.card()

    async def state(self) -> EngineState:
        """How the first engine that can answer stands; where none can, the first one."""
        first: EngineState | None = None
        for post in self._posts:
            found = await _state(post)
            if found.status not in ("unavailable", "missing_model"):
                return found
            first = first or found
        assert first is not None, "a route has an engine"
        return first

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Queued | Piece | Usage]:
        """Stream a reply."""

        def ask(engine: Engine, seconds: float) -> AsyncIterator[Piece | Usage]:
            return engine.generate(request, deadline=seconds)

        posts = self._posts
        async with aclosing(self._stream(posts, ask, request.key.learner, deadline)) as parts:
            async for part in parts:
                yield part

    async def fill_in(
        self, request: FillIn, *, deadline: float
    ) -> AsyncIterator[Queued | Piece | Usage]:
        """Stream the code that belongs between a prefix and a suffix."""

        def ask(engine: Engine, seconds: float) -> AsyncIterator[Piece | Usage]:
            return engine.fill_in(request, deadline=seconds)

        # The others say no at once, which would count as a failure of theirs; one must say it.
        posts = [each for each in self._posts if each.engine.card().fills_in] or self._posts[:1]
        async with aclosing(self._stream(posts, ask, request.key.learner, deadline)) as parts:
            async for part in parts:
                yield part

    async def _stream(
        self, posts: Sequence[Post], ask: Ask, learner: str, deadline: float
    ) -> AsyncGenerator[Queued | Piece | Usage, None]:
        end = self._clock() + deadline
        failure: TeachError | None = None
        for number, post in enumerate(posts, start=1):
            if post.breaker.refuses():
                failure = failure or still(post.breaker)
                continue
            others = any(not each.breaker.refuses() for each in posts[number:])
            visit = Visit(post, self._clock, end, may_wait=not others)
            silent = True
            try:
                async with aclosing(visit.stream(ask, learner)) as parts:
                    async for part in parts:
                        if not isinstance(part, Queued):
                            silent, self._last = False, post
                        yield part
            except FAILURES as error:
                if not silent:
                    raise
                failure = failure or error
            else:
                return
        raise failure or none_answers()


async def _state(post: Post) -> EngineState:
    if post.breaker.refuses():
        trouble = still(post.breaker)
        return EngineState("unavailable", trouble.message, trouble.todo)
    found = await post.engine.state()
    if found.status == "unavailable":  # whoever asks next need not wait for the same answer
        post.breaker.failed(EngineUnavailableError(found.message, found.todo))
    return found
