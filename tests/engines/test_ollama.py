"""Ollama's engine, against a server on this machine that speaks its API."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.engines.remote_options import ROOM
from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.errors import (
    ConfigurationError,
    DeadlineError,
    EngineBusyError,
    EngineGoneError,
    EngineUnavailableError,
    ModelMissingError,
    PromptTooLongError,
)
from jupyter_llm_teach.ports import FillIn, Generation, Usage
from tests.contracts.engine_contract import Busy, EngineContract, asking, reply_of
from tests.fakes.fake_ollama import FakeModel, FakeOllama
from tests.fakes.ollama_server import ollama_server

pytestmark = pytest.mark.anyio

HELLO = asking("Say hello.")
CHAT_ONLY = "{{ .System }}{{ .Prompt }}"
MIDDLE = FillIn("def fact(n):\n    return n * fact(", ")\n")


@pytest.fixture
def ollama() -> Iterator[FakeOllama]:
    with ollama_server(having(FakeModel())) as running:
        yield running


@pytest.fixture
async def engine(ollama: FakeOllama) -> AsyncIterator[OllamaEngine]:
    made = engine_at(ollama)
    yield made
    await made.aclose()


def having(*models: FakeModel) -> FakeOllama:
    return FakeOllama({each.name: each for each in models})


def engine_at(ollama: FakeOllama, model: str = "tiny", **settings: object) -> OllamaEngine:
    spec = EngineSpec("here", "ollama", model=model, url=ollama.url)
    return OllamaEngine(replace(spec, **settings))  # type: ignore[arg-type]


async def said(engine: OllamaEngine, request: Generation = HELLO) -> str:
    return (await reply_of(engine.generate(request, deadline=20)))[0]


async def cost(engine: OllamaEngine, request: Generation = HELLO) -> Usage:
    return (await reply_of(engine.generate(request, deadline=20)))[1]


async def filled(engine: OllamaEngine, request: FillIn = MIDDLE) -> str:
    return (await reply_of(engine.fill_in(request, deadline=20)))[0]


class TestContract(EngineContract):
    @pytest.fixture
    def busy(self, ollama: FakeOllama) -> Busy:
        async def working() -> int:
            return ollama.working

        return working


class TestWhatIsSent:
    async def test_limits_seed_and_schema_are(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        schema = json.dumps({"type": "object", "properties": {"question": {"type": "string"}}})
        await said(engine, asking("Hi", max_tokens=9, seed=7, temperature=0.5, schema=schema))

        (body,) = ollama.bodies("/api/chat")
        assert body["options"] == {
            "num_ctx": 4096,
            "num_predict": 9,
            "temperature": 0.5,
            "seed": 7,
        }
        assert body["format"] == json.loads(schema)
        assert "keep_alive" not in body

    async def test_the_context_stays_the_same_so_that_the_model_is_not_loaded_anew(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        await said(engine)
        await filled(engine)

        asked = ollama.bodies("/api/chat") + ollama.bodies("/api/generate")
        assert {body["options"]["num_ctx"] for body in asked} == {4096}

    async def test_a_configured_context_is_kept_within_what_the_model_was_trained_on(
        self, ollama: FakeOllama
    ) -> None:
        engine = engine_at(ollama, context=100_000)
        await said(engine)

        assert ollama.bodies("/api/chat")[0]["options"]["num_ctx"] == 32768
        assert engine.card().context == 32768

    async def test_the_context_that_the_model_sets_is_taken(self) -> None:
        model = FakeModel(parameters="num_ctx                        8192")
        with ollama_server(having(model)) as ollama:
            await said(engine_at(ollama))

        assert ollama.bodies("/api/chat")[0]["options"]["num_ctx"] == 8192

    async def test_stop_strings_are_added_to_those_of_the_model(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        await said(engine, asking("Hi", stop=("\n\n",)))

        assert ollama.bodies("/api/chat")[0]["options"]["stop"] == ["<|im_end|>", "\n\n"]

    @pytest.mark.parametrize(("given", "sent"), [("10m", "10m"), ("-1", -1.0), ("1h30m", "1h30m")])
    async def test_how_long_the_model_stays_in_memory_is(
        self, ollama: FakeOllama, given: str, sent: object
    ) -> None:
        await said(engine_at(ollama, options=(("keep_alive", given),)))

        assert ollama.bodies("/api/chat")[0]["keep_alive"] == sent

    async def test_the_key_is_and_the_one_of_the_environment_is_not(
        self, ollama: FakeOllama, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OLLAMA_API_KEY", "of-the-environment")
        await said(engine_at(ollama))
        without = ollama.headers
        await said(engine_at(ollama, key=SecretStr("ours")))

        assert "authorization" not in without
        assert ollama.headers["authorization"] == "Bearer ours"

    async def test_a_proxy_of_the_environment_is_not_used(
        self, ollama: FakeOllama, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:9")

        assert await said(engine_at(ollama))

    @pytest.mark.parametrize(
        "model", ["../../etc/passwd", "a/../b", "/tiny", "tiny\n", "tiny?x=1", "a\\b", "a//b"]
    )
    def test_a_name_that_is_a_path_never_is(self, ollama: FakeOllama, model: str) -> None:
        with pytest.raises(ConfigurationError, match="model can't be"):
            engine_at(ollama, model)

    @pytest.mark.parametrize(
        "option", [("keep_alive", "soon"), ("think", "hard"), ("temprature", "1")]
    )
    def test_a_wrong_option_is_told_with_what_is_right(
        self, ollama: FakeOllama, option: tuple[str, str]
    ) -> None:
        with pytest.raises(ConfigurationError, match=option[0]):
            engine_at(ollama, options=(option,))


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

        card = engine.card()
        assert not ollama.bodies("/api/chat")
        assert (card.local, card.operator, card.disk_bytes) == (False, "ollama.com", None)

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


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "words", "error"),
        [
            (
                503,
                "server busy, please try again.  maximum pending requests exceeded",
                EngineBusyError,
            ),
            (
                500,
                "model requires more system memory (5.6 GiB) than is available",
                EngineUnavailableError,
            ),
            (401, "unauthorized", EngineUnavailableError),
            (404, "404 page not found", EngineUnavailableError),
            (404, "model 'tiny' not found", ModelMissingError),
            (400, '"tiny" does not support chat', EngineUnavailableError),
            (302, "moved", EngineUnavailableError),
        ],
    )
    async def test_a_refusal_is_told_in_our_words(
        self, ollama: FakeOllama, engine: OllamaEngine, status: int, words: str, error: type
    ) -> None:
        ollama.refuses = (status, words)

        with pytest.raises(error) as caught:
            await said(engine)
        assert words not in str(caught.value)

    async def test_a_connection_that_breaks_in_an_answer_is_told_and_the_next_one_works(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.breaks_after = 3
        with pytest.raises(EngineGoneError):
            await said(engine)
        ollama.breaks_after = 0

        assert await said(engine)

    async def test_a_server_that_falls_silent_is_left_at_the_deadline(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.silent_after = 2
        began = time.monotonic()

        with pytest.raises(DeadlineError):
            await reply_of(engine.generate(HELLO, deadline=0.4))
        assert time.monotonic() - began < 1.5

    async def test_a_server_that_started_again_answers(self) -> None:
        with ollama_server(having(FakeModel())) as first:
            engine = engine_at(first)
            await said(engine)
        with pytest.raises(EngineUnavailableError, match="ollama serve"):
            await said(engine)
        with ollama_server(having(FakeModel()), first.port):
            assert await said(engine)

    async def test_a_model_that_never_stops_is_left(self, ollama: FakeOllama) -> None:
        ollama.heeds_limits = False
        usage = await cost(engine_at(ollama), asking("Tell a story.", max_tokens=12))

        assert (usage.ended, usage.estimated) == ("length", True)
        assert usage.output_tokens < 60


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
