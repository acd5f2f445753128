"""Ollama's engine, against a server on this machine that speaks its API."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import (
    EngineUnavailableError,
    ModelMissingError,
    PromptTooLongError,
)
from tests.contracts.engine_contract import (
    Busy,
    EngineContract,
    LostEngineContract,
    Pull,
    asking,
)
from tests.engines.ollama_questions import (
    cost,
    engine_at,
    having,
    said,
)
from tests.fakes.fake_ollama import FakeModel, FakeOllama
from tests.fakes.ollama_server import ollama_server
from tests.fakes.relay import Relay, relayed

pytestmark = pytest.mark.anyio


@pytest.fixture
async def engine(ollama: FakeOllama) -> AsyncIterator[OllamaEngine]:
    made = engine_at(ollama)
    yield made
    await made.aclose()


class TestContract(EngineContract, LostEngineContract):
    @pytest.fixture
    async def relay(self, ollama: FakeOllama) -> AsyncIterator[Relay]:
        async with relayed(ollama.url) as made:
            yield made

    @pytest.fixture
    async def engine(self, relay: Relay) -> AsyncIterator[OllamaEngine]:
        made = OllamaEngine(EngineSpec("here", "ollama", model="tiny", url=relay.url))
        yield made
        await made.aclose()

    @pytest.fixture
    def pull(self, relay: Relay) -> Pull:
        return relay.pull

    @pytest.fixture
    def lost(self, ollama: FakeOllama) -> OllamaEngine:
        return engine_at(ollama, "no-such")

    @pytest.fixture
    def busy(self, ollama: FakeOllama) -> Busy:
        async def working() -> int:
            return ollama.working

        return working


class TestPrompts:
    LONG = asking("word " * 6000)

    async def test_one_that_is_cut_silently_is_found_out(self) -> None:
        with ollama_server(having(FakeModel())) as ollama:
            ollama.truncates = True
            engine = engine_at(ollama)
            with pytest.raises(PromptTooLongError):
                await said(engine, self.LONG)

    async def test_one_that_can_not_fit_is_not_even_sent(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        with pytest.raises(PromptTooLongError):
            await said(engine, asking("word " * 20_000))

        assert not ollama.bodies("/api/chat")

    async def test_a_server_is_told_to_cut_nothing(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        with pytest.raises(PromptTooLongError):
            await said(engine, self.LONG)

        (body,) = ollama.bodies("/api/chat")
        assert (body["truncate"], body["shift"]) == (False, False)

    async def test_what_the_server_remembered_and_does_not_count_is_guessed(self) -> None:
        with ollama_server(having(FakeModel())) as ollama:
            engine = engine_at(ollama)
            prompt = asking("three words more " * 50)
            counted = await cost(engine, prompt)
            ollama.counts_prompts = False
            guessed = await cost(engine, prompt)

        assert (counted.prompt_tokens, counted.cached_tokens, counted.estimated) == (150, 0, False)
        assert (guessed.prompt_tokens, guessed.cached_tokens, guessed.estimated) == (150, 150, True)

    async def test_the_time_until_it_was_read_is_told(self, engine: OllamaEngine) -> None:
        usage = await cost(engine)

        assert usage.prefill_seconds is not None
        assert 0 < usage.prefill_seconds < usage.seconds


class TestModels:
    async def test_an_unknown_one_says_how_to_get_it(self, ollama: FakeOllama) -> None:
        engine = engine_at(ollama, "llama3.2:3b")

        state = await engine.state()
        assert (state.status, "ollama pull llama3.2:3b" in state.todo) == ("missing_model", True)
        with pytest.raises(ModelMissingError, match=r"ollama pull llama3\.2:3b"):
            await said(engine)

    async def test_one_that_was_pulled_meanwhile_answers(self, ollama: FakeOllama) -> None:
        engine = engine_at(ollama, "late")
        assert (await engine.state()).status == "missing_model"
        ollama.models["late:latest"] = FakeModel("late:latest")

        assert await said(engine)

    async def test_its_card_says_what_the_server_says(self, engine: OllamaEngine) -> None:
        await engine.state()

        card = engine.card()
        assert (card.name, card.engine, card.local) == ("tiny", "ollama", True)
        assert (card.parameters, card.quantisation, card.licence) == (
            "1.5B",
            "Q4_K_M",
            "Apache-2.0",
        )
        assert (card.context, card.disk_bytes) == (4096, 986_061_892)

    async def test_the_memory_that_it_takes_is_seen_once_it_is_loaded(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        await engine.state()
        before = engine.card().memory_mb
        ollama.loaded.add("tiny:latest")
        await engine.state()

        assert (before, engine.card().memory_mb) == (None, 940)

    @pytest.mark.parametrize(("experts", "architecture"), [(8, "mixture"), (0, "dense")])
    async def test_a_mixture_of_experts_is_told(self, experts: int, architecture: str) -> None:
        info = {"general.architecture": "qwen2moe", "qwen2moe.expert_count": experts}
        with ollama_server(having(FakeModel(info=info))) as ollama:
            engine = engine_at(ollama)
            await engine.state()

        assert engine.card().architecture == architecture

    def test_a_server_elsewhere_is_not_here(self) -> None:
        spec = EngineSpec(
            "uni",
            "ollama",
            url="https://ollama.univ.example",
            operator="University of Lyon",
            jurisdiction="FR",
        )
        card = OllamaEngine(spec).card()

        assert (card.local, card.operator, card.jurisdiction) == (False, "University of Lyon", "FR")

    @pytest.mark.parametrize("name", ["gpt-oss:120b-cloud", "glm-4.6:cloud"])
    def test_a_model_of_the_cloud_is_not_here_although_its_server_is(self, name: str) -> None:
        card = OllamaEngine(EngineSpec("here", "ollama", model=name)).card()

        assert (card.local, card.operator, card.jurisdiction) == (False, "ollama.com", "")

    async def test_one_that_hides_that_it_runs_elsewhere_is_asked_nothing(self) -> None:
        model = FakeModel(size=384, remote_host="https://ollama.com:443")
        with ollama_server(having(model)) as ollama:
            engine = engine_at(ollama)
            assert engine.card().local
            with pytest.raises(EngineUnavailableError, match=r"ollama\.com runs it"):
                await said(engine)

            with pytest.raises(EngineUnavailableError, match="name its operator"):
                await said(engine)

        card = engine.card()
        assert not ollama.bodies("/api/chat")
        assert (card.local, card.operator, card.disk_bytes) == (False, "ollama.com", None)

    async def test_one_whose_operator_is_named_is_asked_and_said_to_be_elsewhere(self) -> None:
        model = FakeModel(size=384, remote_host="https://ollama.com:443")
        with ollama_server(having(model)) as ollama:
            engine = engine_at(ollama, operator="Ollama")
            believed = engine.card()

            assert await said(engine)
        assert (believed.local, engine.card().local) == (False, False)

    async def test_one_of_the_cloud_need_not_be_listed(self) -> None:
        model = FakeModel("big:cloud", remote_host="https://ollama.com:443", listed=False)
        with ollama_server(having(model)) as ollama:
            assert await said(engine_at(ollama, "big:cloud"))

    async def test_one_that_was_removed_meanwhile_is_missing(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        await said(engine)
        ollama.models.clear()

        for _ in range(2):
            with pytest.raises(ModelMissingError, match="ollama pull tiny"):
                await said(engine)

    @pytest.mark.parametrize(
        "name", ["Tiny", "library/tiny:latest", "registry.ollama.ai/library/tiny"]
    )
    async def test_its_name_may_be_written_in_all_ways_that_ollama_knows(
        self, ollama: FakeOllama, name: str
    ) -> None:
        assert (await engine_at(ollama, name).state()).status == "idle"

    async def test_without_a_name_it_is_the_usual_one(self) -> None:
        assert OllamaEngine(EngineSpec("here", "ollama")).card().name == "qwen2.5-coder:1.5b"


class TestState:
    async def test_nothing_is_loaded_to_know_it(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        assert (await engine.state()).status == "idle"
        assert not ollama.loaded

    async def test_a_model_in_memory_is_ready(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.loaded.add("tiny:latest")

        assert (await engine.state()).status == "ready"

    async def test_a_server_that_does_not_run_says_how_to_start_it(self) -> None:
        engine = OllamaEngine(EngineSpec("here", "ollama", url="http://127.0.0.1:9"))

        state = await engine.state()
        assert state.status == "unavailable"
        assert "ollama serve" in state.todo


def test_importing_and_making_the_engine_loads_no_client() -> None:
    code = (
        "import sys\n"
        "from jupyter_llm_teach.engines.ollama import OllamaEngine\n"
        "from jupyter_llm_teach.engines.spec import EngineSpec\n"
        "OllamaEngine(EngineSpec('here', 'ollama')).card()\n"
        "print({'httpx', 'ollama'} & set(sys.modules))"
    )
    ran = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == "set()"
