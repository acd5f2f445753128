"""What every engine does; each adapter's tests subclass this and say how to make one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing

import anyio
import pytest

from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineGoneError,
    EngineUnavailableError,
    ModelMissingError,
    PromptTooLongError,
)
from jupyter_llm_teach.ports import Engine, FillIn, Generation, Message, Piece, Usage

Busy = Callable[[], Awaitable[int]]
"""How many requests the engine works on."""

Pull = Callable[[], Awaitable[None]]
"""Takes the engine away: kills its process, or cuts the connection."""

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


async def filled_in(engine: Engine) -> bool:
    """Whether code was filled in; where it was not, the engine must have said why."""
    request = FillIn("def add(a, b):\n    return ", "\n", max_tokens=8)
    refused = ""
    try:
        await reply_of(engine.fill_in(request, deadline=60))
    except EngineUnavailableError as error:
        refused = error.message
    assert not refused or "can't complete code" in refused
    return not refused


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

    async def test_more_requests_than_it_has_room_for_are_all_answered(
        self, engine: Engine, busy: Busy
    ) -> None:
        replies: list[str] = []

        async def ask(text: str) -> None:
            request = asking(text, max_tokens=6)
            replies.append((await reply_of(engine.generate(request, deadline=60)))[0])

        async with anyio.create_task_group() as group:
            for number in range(5):
                group.start_soon(ask, f"Say {number}.")

        assert len(replies) == 5
        assert all(replies)
        await until_idle(busy)

    async def test_every_one_of_many_stop_strings_counts(self, engine: Engine) -> None:
        whole, _ = await reply_of(engine.generate(asking("Say hello."), deadline=60))
        stop = whole[len(whole) // 2 :][:3]
        stops = ("zz1", "zz2", "zz3", "zz4", "zz5", stop)
        text, usage = await reply_of(engine.generate(asking("Say hello.", stop=stops), deadline=60))

        assert stop not in text
        assert usage.ended == "stop"

    async def test_nothing_is_thought_by_a_model_that_does_not(self, engine: Engine) -> None:
        _, usage = await reply_of(engine.generate(asking("Say hello."), deadline=60))

        assert usage.thinking_tokens == 0

    async def test_code_is_filled_in_or_the_engine_says_that_it_can_not(
        self, engine: Engine
    ) -> None:
        assert await filled_in(engine) == engine.card().fills_in

    async def test_an_engine_that_answered_is_ready(self, engine: Engine) -> None:
        await reply_of(engine.generate(asking("Say hello."), deadline=60))

        assert (await engine.state()).status == "ready"

    async def test_its_card_names_the_model(self, engine: Engine) -> None:
        assert engine.card().name
        assert engine.card().engine


class LostEngineContract:
    """What every engine does when what it needs is not there, or goes away.

    Subclasses give the fixtures `engine`, `pull` and `lost`: an engine whose model does not exist.
    """

    async def test_an_unknown_model_is_told(self, lost: Engine) -> None:
        with pytest.raises(ModelMissingError):
            await reply_of(lost.generate(asking("Say hello."), deadline=60))

    async def test_an_engine_that_goes_away_in_an_answer_is_told(
        self, engine: Engine, pull: Pull
    ) -> None:
        stream = engine.generate(EngineContract.LONG, deadline=60)
        first = await anext(stream)
        await pull()

        assert isinstance(first, Piece)
        with pytest.raises(EngineGoneError):
            await reply_of(stream)

    async def test_an_engine_that_came_back_answers(self, engine: Engine, pull: Pull) -> None:
        stream = engine.generate(EngineContract.LONG, deadline=60)
        await anext(stream)
        await pull()
        with pytest.raises(EngineGoneError):
            await reply_of(stream)
        text, _ = await reply_of(engine.generate(asking("Say hello."), deadline=60))

        assert text

    async def test_an_engine_that_was_away_between_two_questions_is_not_missed(
        self, engine: Engine, pull: Pull
    ) -> None:
        await reply_of(engine.generate(asking("Say hello."), deadline=60))
        await pull()
        text, _ = await reply_of(engine.generate(asking("Say hello."), deadline=60))

        assert text
