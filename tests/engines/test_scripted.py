from __future__ import annotations

import pytest

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.errors import EngineGoneError, EngineUnavailableError, ModelMissingError
from jupyter_llm_teach.ports import FillIn
from tests.contracts.engine_contract import (
    Busy,
    EngineContract,
    LostEngineContract,
    Pull,
    asking,
    reply_of,
)

STORY = '{"question": "what does the loop add up ' + "and on " * 9 + '"}'


class TestContract(EngineContract, LostEngineContract):
    @pytest.fixture
    def engine(self) -> ScriptedEngine:
        return ScriptedEngine([STORY], pause=0.05)

    @pytest.fixture
    def busy(self, engine: ScriptedEngine) -> Busy:
        async def working() -> int:
            return engine.working

        return working

    @pytest.fixture
    def lost(self) -> ScriptedEngine:
        return ScriptedEngine([ModelMissingError("No such model.")])

    @pytest.fixture
    def pull(self, engine: ScriptedEngine) -> Pull:
        async def leave() -> None:
            engine.leave()

        return leave


@pytest.mark.anyio
async def test_replies_come_in_order_and_the_last_one_stays() -> None:
    engine = ScriptedEngine(["one", "two"])
    said = [(await reply_of(engine.generate(asking("?"), deadline=1)))[0] for _ in range(3)]

    assert said == ["one", "two", "two"]


@pytest.mark.anyio
async def test_an_error_in_the_script_is_raised() -> None:
    engine = ScriptedEngine([EngineGoneError("Gone.")])

    with pytest.raises(EngineGoneError):
        await reply_of(engine.generate(asking("?"), deadline=1))


@pytest.mark.anyio
async def test_requests_are_kept() -> None:
    engine = ScriptedEngine(["x"])
    await reply_of(engine.fill_in(FillIn("a", "b"), deadline=1))

    assert engine.requests == [FillIn("a", "b")]


@pytest.mark.anyio
async def test_an_empty_script_is_no_engine() -> None:
    with pytest.raises(EngineUnavailableError):
        await reply_of(ScriptedEngine([]).generate(asking("?"), deadline=1))
