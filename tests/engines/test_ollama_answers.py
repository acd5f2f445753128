"""Thoughts of Ollama's models, and code that they fill in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.remote_options import ROOM
from jupyter_llm_teach.errors import (
    EngineUnavailableError,
)
from jupyter_llm_teach.ports import FillIn
from tests.contracts.engine_contract import (
    asking,
    reply_of,
)
from tests.engines.ollama_questions import (
    CHAT_ONLY,
    HELLO,
    cost,
    engine_at,
    filled,
    having,
    said,
)
from tests.fakes.fake_ollama import FakeModel, FakeOllama
from tests.fakes.ollama_server import ollama_server

pytestmark = pytest.mark.anyio


@pytest.fixture
async def engine(ollama: FakeOllama) -> AsyncIterator[OllamaEngine]:
    made = engine_at(ollama)
    yield made
    await made.aclose()


class TestThinking:
    @pytest.mark.parametrize("how", ["field", "tags"])
    async def test_thoughts_are_counted_and_never_shown(self, how: str) -> None:
        with ollama_server(having(FakeModel(thinks=how))) as ollama:
            ollama.thinks_always = True
            text, usage = await reply_of(engine_at(ollama).generate(HELLO, deadline=20))

        assert text.strip() == "Hello there, which line do you think runs first?"
        assert usage.thinking_tokens >= 3
        assert usage.output_tokens > usage.thinking_tokens

    async def test_a_model_that_can_think_is_told_not_to(self) -> None:
        with ollama_server(having(FakeModel(thinks="field"))) as ollama:
            usage = await cost(engine_at(ollama))

        assert ollama.bodies("/api/chat")[0]["think"] is False
        assert usage.thinking_tokens == 0

    async def test_an_option_lets_it_think_with_room_for_its_thoughts(self) -> None:
        with ollama_server(having(FakeModel(thinks="field"))) as ollama:
            engine = engine_at(ollama, options=(("think", "low"),))
            usage = await cost(engine, asking("Say hello.", max_tokens=4))

        (body,) = ollama.bodies("/api/chat")
        assert (body["think"], body["options"]["num_predict"]) == ("low", 4 + ROOM)
        assert 0 < usage.thinking_tokens < usage.output_tokens

    async def test_one_that_thinks_in_spite_of_all_has_room_the_next_time(self) -> None:
        with ollama_server(having(FakeModel(thinks="field"))) as ollama:
            ollama.thinks_always = True
            engine = engine_at(ollama)
            first = await said(engine, asking("Say hello.", max_tokens=5))
            second = await said(engine, asking("Say hello.", max_tokens=5))

        assert first == ""
        assert second.strip().startswith("Hello there,")

    async def test_a_model_that_can_not_think_is_asked_nothing_of_it(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        await said(engine)

        assert "think" not in ollama.bodies("/api/chat")[0]


class TestFillingIn:
    async def test_a_model_whose_template_has_a_place_for_a_suffix_does(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        assert (await filled(engine)).split() == ["n", "-", "1"]
        assert engine.card().fills_in
        assert ollama.bodies("/api/generate")[-1]["suffix"] == ")\n"

    async def test_a_model_that_does_not_says_so_before_it_is_loaded(self) -> None:
        with ollama_server(having(FakeModel(template=CHAT_ONLY))) as ollama:
            engine = engine_at(ollama)
            with pytest.raises(EngineUnavailableError, match="can't complete code"):
                await filled(engine)

        assert not engine.card().fills_in
        assert not ollama.bodies("/api/generate")

    async def test_a_suffix_that_is_silently_ignored_is_found_out_once(self) -> None:
        with ollama_server(having(FakeModel(ignores_suffix=True))) as ollama:
            engine = engine_at(ollama)
            believed = (await engine.state(), engine.card().fills_in)
            with pytest.raises(EngineUnavailableError, match="can't complete code"):
                await filled(engine)
            tried = len(ollama.bodies("/api/generate"))
            with pytest.raises(EngineUnavailableError, match="can't complete code"):
                await filled(engine)

        assert believed[1]
        assert not engine.card().fills_in
        assert len(ollama.bodies("/api/generate")) == tried == 2

    async def test_an_early_release_that_lists_no_capabilities_shows_its_template(self) -> None:
        models = (FakeModel(), FakeModel("chat:latest", template=CHAT_ONLY))
        with ollama_server(having(*models)) as ollama:
            ollama.tells_capabilities = False
            assert (await filled(engine_at(ollama))).split() == ["n", "-", "1"]
            with pytest.raises(EngineUnavailableError, match="can't complete code"):
                await filled(engine_at(ollama, "chat"))

    async def test_where_the_server_counts_nothing_the_text_tells(self) -> None:
        models = (FakeModel(), FakeModel("deaf:latest", ignores_suffix=True))
        with ollama_server(having(*models)) as ollama:
            ollama.counts_prompts = False
            assert (await filled(engine_at(ollama))).split() == ["n", "-", "1"]
            with pytest.raises(EngineUnavailableError, match="can't complete code"):
                await filled(engine_at(ollama, "deaf"))

    async def test_an_empty_prefix_or_suffix_is_no_question(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        await filled(engine, FillIn("", ""))

        last = ollama.bodies("/api/generate")[-1]
        assert (last["prompt"], last["suffix"]) == ("\n", "\n")
