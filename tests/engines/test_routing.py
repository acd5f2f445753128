"""Which engine is asked, which one next, and who waits for whom."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace

import anyio
import pytest

from jupyter_llm_teach.engines.routing import Configured, Router
from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineBusyError,
    EngineGoneError,
    EngineRefusedError,
    EngineUnavailableError,
    ModelMissingError,
    PromptTooLongError,
    TeachError,
)
from jupyter_llm_teach.ports import (
    EngineState,
    FillIn,
    Generation,
    Key,
    Message,
    Piece,
    Queued,
    Route,
    Usage,
)
from jupyter_llm_teach.teaching.model_card import ModelCard
from tests.fakes.seconds import Seconds

pytestmark = pytest.mark.anyio

GONE = EngineGoneError("It is gone.", "Try again.")
DOWN = EngineUnavailableError("It can't be reached.", "Start it.")
CARD = ScriptedEngine([]).card()


def asks(learner: str = "ada") -> Generation:
    return Generation((Message("user", "Say hello."),), key=Key(learner, "", ""))


def engine(*replies: str | TeachError, model: str = "a", **card: bool) -> ScriptedEngine:
    return ScriptedEngine(replies, replace(CARD, name=model, **card))  # type: ignore[arg-type]


class Stuck(ScriptedEngine):
    """Says some words, and then nothing any more."""

    def __init__(self, words: Sequence[str] = ()) -> None:
        super().__init__([])
        self._words = words

    async def generate(
        self, request: Generation, *, deadline: float
    ) -> AsyncIterator[Piece | Usage]:
        """Words, then silence."""
        self.requests.append(request)
        self.working += 1
        try:
            for word in self._words:
                yield Piece(word)
            with anyio.move_on_after(deadline):
                await anyio.sleep_forever()
            raise DeadlineError("The model took too long to answer.", "Try again.")
        finally:
            self.working -= 1


async def said(route: Route, request: Generation | None = None, deadline: float = 5.0) -> str:
    """The text of a reply."""
    parts = route.generate(request or asks(), deadline=deadline)
    return "".join([each.text async for each in parts if isinstance(each, Piece)])


def routed(*engines: ScriptedEngine, parallel: int = 2, clock: Seconds | None = None) -> Router:
    names = "abcdef"
    configured = [
        Configured(name, each, parallel) for name, each in zip(names, engines, strict=False)
    ]
    return Router(configured, clock=clock) if clock else Router(configured)


def whole(router: Router) -> Route:
    """The way over all engines."""
    return router.route([each.name for each in router.offered("phrasing")])


async def test_the_first_engine_answers() -> None:
    first, second = engine("one"), engine("two", model="b")
    route = whole(routed(first, second))

    assert await said(route) == "one"
    assert not second.requests
    assert route.card().name == "a"


@pytest.mark.parametrize(
    "error",
    [
        GONE,
        DOWN,
        EngineBusyError("It is busy.", "Wait.", 3.0),
        EngineRefusedError("It refuses.", "Ask otherwise."),
        ModelMissingError("It is missing.", "Pull it."),
        PromptTooLongError("Too long.", "Shorten it."),
    ],
)
async def test_where_the_first_fails_the_second_answers(error: TeachError) -> None:
    route = whole(routed(engine(error), engine("two", model="b")))

    assert await said(route) == "two"
    assert route.card().name == "b"


async def test_where_all_fail_the_first_ones_trouble_is_told() -> None:
    with pytest.raises(EngineGoneError):
        await said(whole(routed(engine(GONE), engine(DOWN))))


async def test_an_answer_that_broke_off_is_not_begun_again_by_another() -> None:
    broken, second = Stuck(["Half"]), engine("two", model="b")
    route = whole(routed(broken, second))

    with pytest.raises(DeadlineError):
        await said(route, deadline=0.2)
    assert not second.requests


async def test_a_silent_engine_leaves_half_of_the_time_to_the_next() -> None:
    silent, second = Stuck(), engine("two", model="b")

    with anyio.fail_after(2):
        assert await said(whole(routed(silent, second)), deadline=1.0) == "two"
    assert silent.working == 0


async def test_an_engine_that_failed_twice_is_not_asked_until_the_pause_is_over() -> None:
    clock = Seconds()
    broken, second = engine(GONE, GONE, "well"), engine("two", model="b")
    router = routed(broken, second, clock=clock)
    for _ in range(4):
        assert await said(whole(router)) == "two"
    asked = len(broken.requests)
    clock.move(2.0)

    assert asked == 2
    assert await said(whole(router)) == "well"


async def test_while_the_pause_lasts_the_state_and_the_error_say_what_was_wrong() -> None:
    router = routed(engine(DOWN), clock=Seconds())
    for _ in range(2):
        with pytest.raises(EngineUnavailableError):
            await said(whole(router))

    assert await whole(router).state() == EngineState("unavailable", DOWN.message, DOWN.todo)
    with pytest.raises(EngineUnavailableError, match="can't be reached"):
        await said(whole(router))


async def test_one_request_tries_while_the_others_go_to_the_next_engine() -> None:
    clock = Seconds()
    broken, second = Stuck(), engine("two", model="b")
    router = routed(broken, second, clock=clock)
    await said(whole(router), deadline=0.2)
    clock.move(2.0)

    async with anyio.create_task_group() as group:
        group.start_soon(said, whole(router))
        await anyio.sleep(0.05)
        assert len(broken.requests) == 2
        assert await said(whole(router)) == "two"
        assert len(broken.requests) == 2
        group.cancel_scope.cancel()
    with anyio.fail_after(2):
        assert await said(whole(router), deadline=0.2) == "two"
    assert len(broken.requests) == 3


@pytest.mark.parametrize(
    "error",
    [
        EngineRefusedError("It refuses.", "Ask otherwise."),
        PromptTooLongError("Too long.", "Shorten it."),
        ModelMissingError("It is missing.", "Pull it."),
    ],
)
async def test_what_is_about_the_request_alone_is_held_against_no_engine(error: TeachError) -> None:
    first = engine(error, error, error, "well")
    router = routed(first, clock=Seconds())
    for _ in range(3):
        with pytest.raises(type(error)):
            await said(whole(router))

    assert await said(whole(router)) == "well"


async def test_a_busy_engine_is_left_alone_as_long_as_it_asked_for() -> None:
    clock = Seconds()
    first = engine(EngineBusyError("It is busy.", "Wait.", 9.0), "one")
    router = routed(first, engine("two", model="b"), clock=clock)
    answers = [await said(whole(router))]
    clock.move(8.9)
    answers.append(await said(whole(router)))
    clock.move(0.2)
    answers.append(await said(whole(router)))

    assert answers == ["two", "two", "one"]


async def test_the_order_of_a_purpose_is_the_configured_one() -> None:
    engines = [Configured("a", engine("one")), Configured("b", engine("two", model="b"))]
    router = Router(engines, {"completion": ["b"], "chat": ["b", "a"]})

    assert [each.name for each in router.offered("completion")] == ["b"]
    assert [each.name for each in router.offered("chat")] == ["b", "a"]
    assert [each.card.name for each in router.offered("phrasing")] == ["a", "b"]


async def test_only_an_engine_that_can_complete_is_asked_to() -> None:
    talker, coder = engine("no", fills_in=False), engine("x + 1", model="b")
    router = routed(talker, coder)
    parts = whole(router).fill_in(FillIn("x = ", ""), deadline=5.0)
    text = "".join([each.text async for each in parts if isinstance(each, Piece)])

    assert text == "x + 1"
    assert not talker.requests


async def test_where_no_engine_can_complete_one_says_so() -> None:
    router = routed(engine("no", fills_in=False))

    with pytest.raises(EngineUnavailableError, match="can't complete"):
        await anext(whole(router).fill_in(FillIn("x = ", ""), deadline=5.0))


async def test_the_place_in_the_queue_is_told_until_it_is_ones_turn() -> None:
    holder = Stuck(["Hm"])
    router = routed(holder, parallel=1)
    told: list[tuple[str, object]] = []

    async def wait(learner: str) -> None:
        async for part in whole(router).generate(asks(learner), deadline=5.0):
            told.append((learner, part))
            if isinstance(part, Piece):
                return

    async with aclosing(whole(router).generate(asks("ada"), deadline=5.0)) as first:  # type: ignore[type-var]
        await anext(first)
        async with anyio.create_task_group() as group:
            group.start_soon(wait, "bob")
            await anyio.sleep(0.02)
            group.start_soon(wait, "cem")
            await anyio.sleep(0.02)
            await first.aclose()  # type: ignore[attr-defined]

    bob = [part for learner, part in told if learner == "bob"]
    cem = [part for learner, part in told if learner == "cem"]
    assert bob == [Queued(1), Queued(0), Piece("Hm")]
    assert cem == [Queued(2), Queued(1), Queued(0), Piece("Hm")]


async def test_who_waits_in_vain_is_told_that_many_ask() -> None:
    router = routed(Stuck(["Hm"]), parallel=1)
    async with aclosing(whole(router).generate(asks("ada"), deadline=5.0)) as first:  # type: ignore[type-var]
        await anext(first)
        with pytest.raises(EngineBusyError, match="Many are asking"):
            await said(whole(router), asks("bob"), deadline=0.1)


async def test_who_goes_while_waiting_gives_the_place_back() -> None:
    router = routed(Stuck(["Hm"]), parallel=1)
    async with aclosing(whole(router).generate(asks("ada"), deadline=5.0)) as first:  # type: ignore[type-var]
        await anext(first)
        async with anyio.create_task_group() as group:
            group.start_soon(said, whole(router), asks("bob"))
            await anyio.sleep(0.02)
            group.cancel_scope.cancel()
        parts = whole(router).generate(asks("cem"), deadline=5.0)

        assert await anext(parts) == Queued(1)
        await parts.aclose()  # type: ignore[attr-defined]


async def test_who_waits_for_an_engine_that_fails_does_not_try_it_in_turn() -> None:
    dying = Stuck()
    router = routed(dying, engine("two", model="b"), parallel=1)
    answers: list[str] = []

    async def ask(learner: str) -> None:
        answers.append(await said(whole(router), asks(learner), deadline=0.4))

    async with anyio.create_task_group() as group:
        for learner in ("ada", "bob", "cem"):
            group.start_soon(ask, learner)

    assert answers == ["two"] * 3
    assert len(dying.requests) == 1


async def test_whose_turn_comes_when_the_engine_was_given_up_goes_on_at_once() -> None:
    class Dying(ScriptedEngine):
        async def generate(
            self, request: Generation, *, deadline: float
        ) -> AsyncIterator[Piece | Usage]:
            """Think a while, and die."""
            self.requests.append(request)
            await anyio.sleep(min(0.02, deadline))
            raise DOWN
            yield

    dying = Dying([])
    router = routed(dying, engine("two", model="b"), parallel=1)
    answers: list[str] = []

    async def ask(learner: str) -> None:
        answers.append(await said(whole(router), asks(learner)))

    async with anyio.create_task_group() as group:
        for learner in ("ada", "bob", "cem", "dee"):
            group.start_soon(ask, learner)

    assert answers == ["two"] * 4
    assert len(dying.requests) == 2


async def test_closing_a_stream_reaches_the_engine() -> None:
    holder = Stuck(["Hm"])
    async with aclosing(whole(routed(holder)).generate(asks(), deadline=5.0)) as parts:  # type: ignore[type-var]
        await anext(parts)
        assert holder.working == 1

    assert holder.working == 0


async def test_the_state_is_that_of_the_first_engine_that_can_answer() -> None:
    class Missing(ScriptedEngine):
        async def state(self) -> EngineState:
            """Its model is not here."""
            return EngineState("missing_model", "It is missing.", "Pull it.")

    both = routed(Missing([]), engine("two"))
    alone = routed(Missing([]))

    assert await whole(both).state() == EngineState("ready")
    assert (await whole(alone).state()).status == "missing_model"


async def test_who_said_twice_that_it_cannot_answer_is_left_alone_for_a_while() -> None:
    class Down(ScriptedEngine):
        looked = 0

        async def state(self) -> EngineState:
            """It is out of reach."""
            self.looked += 1
            return EngineState("unavailable", "It is down.", "Start it.")

    clock, down = Seconds(), Down(["no"])
    router = routed(down, engine("two", model="b"), clock=clock)
    for _ in range(4):
        assert await whole(router).state() == EngineState("ready")
    assert await said(whole(router)) == "two"
    looked, asked = down.looked, len(down.requests)
    clock.move(2.0)
    await whole(router).state()

    assert (looked, asked) == (2, 0)
    assert down.looked == 3


async def test_letting_go_lets_go_of_all() -> None:
    gone: list[str] = []

    class Closing(ScriptedEngine):
        def __init__(self, card: ModelCard) -> None:
            super().__init__(["x"], card)

        async def aclose(self) -> None:
            """Say so."""
            gone.append(self.card().name)

    await routed(Closing(replace(CARD, name="a")), Closing(replace(CARD, name="b"))).aclose()

    assert gone == ["a", "b"]
