"""What a server of Ollama is sent, and what never is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.errors import (
    ConfigurationError,
)
from tests.contracts.engine_contract import (
    asking,
)
from tests.engines.ollama_questions import (
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

    async def test_stop_strings_of_the_model_are_sent_without_their_escapes(self) -> None:
        told = 'stop    "\\nUser:"\nstop    </s>\nstop    "\\x1b"\nnum_keep 24'
        with ollama_server(having(FakeModel(parameters=told))) as ollama:
            await said(engine_at(ollama), asking("Hi", stop=("END",)))

        (body,) = ollama.bodies("/api/chat")
        assert body["options"]["stop"] == ["\nUser:", "</s>", "\\x1b", "END"]

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
        assert without["user-agent"] == "jupyter-llm-teach"
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
        with pytest.raises(ConfigurationError, match="can't be the name of a model"):
            engine_at(ollama, model)

    @pytest.mark.parametrize(
        "option", [("keep_alive", "soon"), ("think", "hard"), ("temprature", "1")]
    )
    def test_a_wrong_option_is_told_with_what_is_right(
        self, ollama: FakeOllama, option: tuple[str, str]
    ) -> None:
        with pytest.raises(ConfigurationError, match=option[0]):
            engine_at(ollama, options=(option,))
