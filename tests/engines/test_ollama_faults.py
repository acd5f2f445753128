"""What a server of Ollama, or what is taken for one, does wrong."""

from __future__ import annotations

import gzip
import time
from collections.abc import AsyncIterator
from itertools import repeat

import pytest

from jupyter_llm_teach.engines.ollama import OllamaEngine
from jupyter_llm_teach.errors import (
    DeadlineError,
    EngineBusyError,
    EngineError,
    EngineGoneError,
    EngineRefusedError,
    EngineUnavailableError,
    ModelMissingError,
)
from tests.contracts.engine_contract import (
    asking,
    reply_of,
)
from tests.engines.ollama_questions import (
    HELLO,
    cost,
    engine_at,
    filled,
    having,
    said,
)
from tests.fakes.fake_ollama import FakeModel, FakeOllama, Raw
from tests.fakes.ollama_server import ollama_server

pytestmark = pytest.mark.anyio

GOOD = b'{"message": {"role": "assistant", "content": "Hel"}, "done": false}\n'


@pytest.fixture
async def engine(ollama: FakeOllama) -> AsyncIterator[OllamaEngine]:
    made = engine_at(ollama)
    yield made
    await made.aclose()


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

    @pytest.mark.parametrize(
        "body",
        [
            b"<html><body>Log in</body></html>",
            b'{"message": {"role": "assistant", "cont',
            b"[1, 2, 3]\n",
            b"17\n",
            b'{"message": 5, "done": false}\n',
            b'{"done": "perhaps"}\n',
            b"[" * 200_000 + b"\n",
            b"\xff\xfe\n",
            b"",
        ],
    )
    async def test_what_is_no_answer_is_told(
        self, ollama: FakeOllama, engine: OllamaEngine, body: bytes
    ) -> None:
        ollama.raw["/api/chat"] = Raw([body])

        with pytest.raises(EngineError) as caught:
            await said(engine)
        assert "Log in" not in str(caught.value)

    @pytest.mark.parametrize("path", ["/api/tags", "/api/show"])
    async def test_what_is_not_ollama_is_told(self, ollama: FakeOllama, path: str) -> None:
        ollama.raw[path] = Raw([b"<html></html>"])
        state = await engine_at(ollama).state()

        assert (state.status, "is not Ollama" in state.message) == ("unavailable", True)

    @pytest.mark.parametrize(
        ("before", "error"), [([], EngineRefusedError), ([GOOD], EngineGoneError)]
    )
    async def test_an_error_within_the_stream_is_told_in_our_words(
        self, ollama: FakeOllama, engine: OllamaEngine, before: list[bytes], error: type
    ) -> None:
        ollama.raw["/api/chat"] = Raw([*before, b'{"error": "llama runner process has died"}\n'])

        with pytest.raises(error) as caught:
            await said(engine)
        assert "llama runner" not in str(caught.value)

    async def test_a_server_whose_state_can_not_be_asked_is_unavailable(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.raw["/api/ps"] = Raw([b"{}"], 500)

        assert (await engine.state()).status == "unavailable"

    async def test_a_suffix_that_can_not_be_tried_is_no_refusal_for_ever(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.refuses = (503, "server busy")
        with pytest.raises(EngineBusyError):
            await filled(engine)
        ollama.refuses = None

        assert await filled(engine)

    async def test_an_answer_that_breaks_in_the_middle_of_a_chunk_is_told(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.raw["/api/chat"] = Raw([GOOD, GOOD[:20]])

        with pytest.raises(EngineGoneError):
            await said(engine)

    async def test_a_line_without_an_end_is_not_read_to_its_end(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.raw["/api/chat"] = Raw(repeat(b"x" * 65_536, 16_384))

        with pytest.raises(EngineGoneError):
            await said(engine)
        assert ollama.sent < 32 << 20

    async def test_lines_without_an_end_are_not_read_for_ever(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.raw["/api/tags"] = Raw(repeat(b" " * 65_535 + b"\n"))

        with pytest.raises((EngineGoneError, DeadlineError)):
            await reply_of(engine.generate(HELLO, deadline=5))

    async def test_a_packed_answer_is_not_unpacked(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        bomb = gzip.compress(b" " * (32 << 20))
        ollama.raw["/api/chat"] = Raw([bomb], headers={"Content-Encoding": "gzip"})

        with pytest.raises(EngineGoneError):
            await said(engine)

    async def test_a_byte_at_a_time_ends_at_the_deadline(
        self, ollama: FakeOllama, engine: OllamaEngine
    ) -> None:
        ollama.raw["/api/chat"] = Raw(repeat(b"x"), pause=0.05)

        with pytest.raises(DeadlineError):
            await reply_of(engine.generate(HELLO, deadline=0.5))

    async def test_nobody_is_sent_elsewhere(self, ollama: FakeOllama, engine: OllamaEngine) -> None:
        with ollama_server(having(FakeModel())) as other:
            where = {"Location": f"{other.url}/api/chat"}
            ollama.raw["/api/chat"] = Raw([], 307, where)
            with pytest.raises(EngineUnavailableError, match="don't follow"):
                await said(engine)

        assert other.asked == []

    async def test_a_model_that_never_stops_is_left(self, ollama: FakeOllama) -> None:
        ollama.heeds_limits = False
        usage = await cost(engine_at(ollama), asking("Tell a story.", max_tokens=12))

        assert (usage.ended, usage.estimated) == ("length", True)
        assert usage.output_tokens < 60
