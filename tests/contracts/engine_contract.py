"""What every engine does; each adapter's tests subclass this and say how to make one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing

import anyio
import pytest

from jupyter_llm_teach.errors import DeadlineError, PromptTooLongError
from jupyter_llm_teach.ports import Engine, Generation, Message, Piece, Usage

Busy = Callable[[], Awaitable[int]]
"""How many requests the engine works on."""

SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"question": {"type": "string", "minLength": 5, "maxLength": 60}},
        "required": ["question"],
        "additionalProperties": False,
    }
)


def asking(text: str, **settings: object) -> Generation:
    """A request with the most likely reply."""
    wanted: dict[str, object] = {"max_tokens": 24, "temperature": 0.0, **settings}
    return Generation((Message("user", text),), **wanted)  # type: ignore[arg-type]


async def reply_of(stream: AsyncIterator[Piece | Usage]) -> tuple[str, Usage]:
    """The whole text and what it cost."""
    parts = [part async for part in stream]
    usage = parts[-1]
    assert isinstance(usage, Usage)
    return "".join(part.text for part in parts if isinstance(part, Piece)), usage


async def until_idle(busy: Busy) -> None:
    """Return when the engine works on nothing; fail when it goes on."""
    with anyio.fail_after(5):
        while await busy():  # noqa: ASYNC110 - another process works
            await anyio.sleep(0.02)


class EngineContract:
    """Subclasses give the fixtures `engine` and `busy`."""

    pytestmark = pytest.mark.anyio

    LONG = asking("Write a very long story about a fox.", max_tokens=3000)

    async def test_a_reply_comes_in_pieces_and_ends_with_its_cost(self, engine: Engine) -> None:
        parts = [part async for part in engine.generate(asking("Say hello."), deadline=60)]

        assert len(parts) > 2
        assert all(isinstance(part, Piece) for part in parts[:-1])
        assert isinstance(parts[-1], Usage)

    async def test_the_cost_counts_prompt_and_reply(self, engine: Engine) -> None:
        _, usage = await reply_of(engine.generate(asking("Say hello."), deadline=60))

        assert usage.prompt_tokens >= 2
        assert 0 <= usage.cached_tokens <= usage.prompt_tokens
        assert usage.output_tokens >= 1
        assert usage.seconds > 0

    async def test_a_reply_is_no_longer_than_asked(self, engine: Engine) -> None:
        request = asking("Count to one hundred.", max_tokens=3)
        _, usage = await reply_of(engine.generate(request, deadline=60))

        assert usage.output_tokens == 3
        assert usage.ended == "length"

    async def test_a_stop_string_ends_the_reply_and_is_not_in_it(self, engine: Engine) -> None:
        whole, _ = await reply_of(engine.generate(asking("Say hello."), deadline=60))
        stop = whole[len(whole) // 2 :][:3]
        text, usage = await reply_of(
            engine.generate(asking("Say hello.", stop=(stop,)), deadline=60)
        )

        assert stop not in text
        assert usage.ended == "stop"

    async def test_a_reply_follows_its_schema(self, engine: Engine) -> None:
        request = asking("Ask me something about loops.", schema=SCHEMA, max_tokens=120)
        text, _ = await reply_of(engine.generate(request, deadline=60))

        assert list(json.loads(text)) == ["question"]

    async def test_closing_a_stream_stops_the_work(self, engine: Engine, busy: Busy) -> None:
        async with aclosing(engine.generate(self.LONG, deadline=60)) as stream:  # type: ignore[type-var]
            await anext(stream)
            assert await busy() == 1

        await until_idle(busy)

    async def test_cancelling_the_task_stops_the_work(self, engine: Engine, busy: Busy) -> None:
        begun = anyio.Event()

        async def read() -> None:
            async for _ in engine.generate(self.LONG, deadline=60):
                begun.set()

        async with anyio.create_task_group() as group:
            group.start_soon(read)
            await begun.wait()
            group.cancel_scope.cancel()

        await until_idle(busy)

    async def test_a_deadline_ends_the_reply_and_the_work(self, engine: Engine, busy: Busy) -> None:
        await reply_of(engine.generate(asking("Say hello."), deadline=60))

        with pytest.raises(DeadlineError):
            await reply_of(engine.generate(self.LONG, deadline=0.5))

        await until_idle(busy)

    async def test_too_long_a_prompt_is_refused(self, engine: Engine) -> None:
        with pytest.raises(PromptTooLongError):
            await reply_of(engine.generate(asking("word " * 6000), deadline=60))

    async def test_two_requests_at_once_are_both_answered(self, engine: Engine) -> None:
        replies: list[str] = []

        async def ask(text: str) -> None:
            replies.append((await reply_of(engine.generate(asking(text), deadline=60)))[0])

        async with anyio.create_task_group() as group:
            group.start_soon(ask, "Say hello.")
            group.start_soon(ask, "Say goodbye.")

        assert all(replies)
        assert len(replies) == 2

    async def test_an_engine_that_answered_is_ready(self, engine: Engine) -> None:
        await reply_of(engine.generate(asking("Say hello."), deadline=60))

        assert (await engine.state()).status == "ready"

    async def test_its_card_names_the_model(self, engine: Engine) -> None:
        assert engine.card().name
        assert engine.card().engine
