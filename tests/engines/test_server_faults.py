"""What servers and networks do wrong, over both official clients, and told in plain words."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable

import pytest
from pydantic import SecretStr

from jupyter_llm_teach.engines.huggingface_client import HuggingFaceClient
from jupyter_llm_teach.engines.huggingface_endpoint import HuggingFaceEngine
from jupyter_llm_teach.engines.openai_client import OpenAiClient
from jupyter_llm_teach.engines.openai_compatible import OpenAiEngine
from jupyter_llm_teach.engines.spec import EngineSpec
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
from jupyter_llm_teach.ports import Engine, Usage
from tests.contracts.engine_contract import asking, reply_of
from tests.fakes.faulty_server import (
    RAW,
    SECRET,
    Answer,
    FaultyServer,
    chunk,
    drips,
    echoes,
    events,
    faulty,
    never_ends,
    raw,
    silent,
    status,
)

pytestmark = pytest.mark.anyio

CLIENTS = (OpenAiClient, HuggingFaceClient)  # their libraries are loaded before a deadline counts
HELLO = asking("Say hello.")
At = Callable[[str], Engine]


def openai_at(url: str) -> Engine:
    return OpenAiEngine(EngineSpec("class", "openai", model="m-1", url=url, key=SecretStr(SECRET)))


def huggingface_at(url: str) -> Engine:
    return HuggingFaceEngine(
        EngineSpec("class", "huggingface", model="m-1", url=url, key=SecretStr(SECRET))
    )


@pytest.fixture(params=[openai_at, huggingface_at], ids=["openai", "huggingface"])
def at(request: pytest.FixtureRequest) -> At:
    made: At = request.param
    return made


async def said(at: At, server: FaultyServer, deadline: float = 20) -> tuple[str, Usage]:
    engine = at(server.url)
    try:
        return await reply_of(engine.generate(HELLO, deadline=deadline))
    finally:
        await engine.aclose()


async def told(at: At, *answers: Answer, deadline: float = 20) -> TeachError:
    """The error that a server's answer becomes, which shows nothing that the server wrote."""
    async with faulty(*answers) as server:
        with pytest.raises(TeachError) as raised:
            await said(at, server, deadline)
    assert not any(each in str(raised.value) for each in (SECRET, RAW, "<", "Traceback"))
    assert raised.value.message.endswith(".")
    assert raised.value.todo.endswith(".")
    return raised.value


REFUSALS = [
    (401, EngineUnavailableError, "does not accept our key"),
    (402, EngineUnavailableError, "does not allow us"),
    (403, EngineUnavailableError, "does not allow us"),
    (404, EngineRefusedError, "must end with /v1"),
    (405, EngineRefusedError, "must end with /v1"),
    (408, DeadlineError, "took too long"),
    (413, PromptTooLongError, "too long for this model"),
    (429, EngineBusyError, "is busy"),
    (500, EngineUnavailableError, "a problem of its own"),
    (502, EngineUnavailableError, "a problem of its own"),
    (503, EngineBusyError, "is busy"),
    (504, DeadlineError, "took too long"),
    (529, EngineBusyError, "is busy"),
]


@pytest.mark.parametrize(("code", "kind", "words"), REFUSALS)
async def test_a_refusal_is_told_in_plain_words(
    at: At, code: int, kind: type[TeachError], words: str
) -> None:
    error = await told(at, status(code))

    assert type(error) is kind
    assert words in error.message


async def test_a_busy_server_says_when_to_ask_again(at: At) -> None:
    error = await told(at, status(429, Retry_After="17"))

    assert isinstance(error, EngineBusyError)
    assert error.retry_after == 17
    assert error.todo == "Try again in 17 seconds."


async def test_a_model_that_the_server_names_as_missing_is_missing(at: At) -> None:
    body = json.dumps({"error": {"message": "The model `m-1` does not exist.", "code": 404}})

    assert isinstance(await told(at, status(404, body)), ModelMissingError)


async def test_too_long_a_prompt_is_told_whatever_the_words(at: At) -> None:
    words = "This model's maximum context length is 4096 tokens. However, you requested 9000."
    body = json.dumps({"error": {"message": words, "type": "BadRequestError", "code": 400}})

    assert isinstance(await told(at, status(400, body)), PromptTooLongError)


async def test_a_refusal_without_an_end_is_cut(at: At) -> None:
    assert isinstance(await told(at, status(400, "x" * 3_000_000)), EngineRefusedError)


async def test_a_web_page_is_no_model(at: At) -> None:
    page = raw(b"<html>Please log in</html>", headers={"Content-Type": "text/html"})
    error = await told(at, page)

    assert "is not a model" in error.message


async def test_something_else_than_events_is_no_model(at: At) -> None:
    error = await told(at, raw(b'{"hello": "world"}\n\n', headers={"Content-Type": "text/plain"}))

    assert "is not a model" in error.message


async def test_a_redirect_is_not_followed(at: At) -> None:
    async with faulty(events("Caught.")) as elsewhere:
        for code in (301, 302, 307, 308):
            error = await told(at, status(code, "", Location=elsewhere.url))
            assert "send us to another address" in error.message

    assert elsewhere.asked == []


async def test_a_certificate_that_nobody_trusts_is_told(at: At) -> None:
    async with faulty(events("Hello."), safe=True) as server:
        with pytest.raises(EngineUnavailableError, match="certificate is not trusted"):
            await said(at, server)

    assert server.asked == []


async def test_a_server_without_tls_behind_https_is_told(at: At) -> None:
    async with faulty(events("Hello.")) as server:
        server.url = server.url.replace("http:", "https:")
        with pytest.raises((EngineUnavailableError, EngineGoneError)):
            await said(at, server)


async def test_nobody_there_is_told(at: At) -> None:
    async with faulty(events("Hello.")) as server:
        pass

    with pytest.raises(EngineUnavailableError, match="does not answer"):
        await said(at, server)


async def test_a_name_that_nobody_knows_is_told(at: At) -> None:
    with pytest.raises(EngineUnavailableError, match="can't be found"):
        await said(at, FaultyServer((), url="http://no.such.host.invalid/v1"))


@pytest.mark.parametrize(
    "event",
    [b"data: {\n\n", b"data: [1]\n\n", b'data: {"choices": 3}\n\n', b"data: \xff\xfe\n\n",
     b'data: {"choices": [{"delta": 7}]}\n\n', b"data: " + b"[" * 100_000 + b"\n\n"],
    ids=["cut", "list", "number", "no text", "no delta", "deep"],
)  # fmt: skip
async def test_an_event_that_makes_no_sense_is_told(at: At, event: bytes) -> None:
    error = await told(at, raw(_event(chunk("Hel")), event, _event(chunk(ended="stop"))))

    assert isinstance(error, EngineGoneError)


async def test_an_error_in_the_middle_of_a_stream_is_told(at: At) -> None:
    wrong = {"error": {"message": RAW, "type": "overloaded"}}

    assert isinstance(await told(at, raw(_event(chunk("Hel")), _event(wrong))), EngineBusyError)


async def test_a_stream_that_ends_before_the_reply_is_told(at: At) -> None:
    error = await told(at, raw(_event(chunk("Hel")), b'data: {"choi'))

    assert isinstance(error, EngineGoneError)


async def test_a_connection_that_breaks_before_anything_came_is_tried_once_more(at: At) -> None:
    nothing = raw(b'data: {"choi')
    async with faulty(raw(_event(chunk())), events("Hello.")) as server:
        text, _ = await said(at, server)

    assert text == "Hello."
    assert len(server.asked) == 2
    assert isinstance(await told(at, nothing), TeachError)


async def test_a_byte_at_a_time_ends_with_the_deadline(at: At) -> None:
    async with faulty(drips(_event(chunk("Hello.")), 0.02)) as server:
        began = time.monotonic()
        with pytest.raises(DeadlineError):
            await said(at, server, deadline=0.5)

    assert time.monotonic() - began < 5
    assert server.left == 1


async def test_a_server_that_says_nothing_ends_with_the_deadline(at: At) -> None:
    async with faulty(silent()) as server:
        with pytest.raises(DeadlineError):
            await said(at, server, deadline=0.5)


async def test_a_line_of_a_gigabyte_is_not_read(at: At) -> None:
    async with faulty(never_ends(b"x" * 65536)) as server:
        with pytest.raises(EngineGoneError):
            await said(at, server)

    assert server.sent < 32 << 20


async def test_an_event_of_a_gigabyte_in_many_lines_is_not_read(at: At) -> None:
    async with faulty(never_ends(b"data: 1\n" * 8192)) as server:
        with pytest.raises(EngineGoneError):
            await said(at, server)

    assert server.sent < 32 << 20


async def test_a_reply_that_was_not_asked_to_be_compressed_is_not_unpacked(at: At) -> None:
    packed = raw(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})

    assert isinstance(await told(at, packed), EngineGoneError)


async def test_an_echo_of_the_prompt_is_left_out(at: At) -> None:
    question = asking("Explain to a beginner what a loop variable is. " * 2)
    async with faulty(echoes("It counts.")) as server:
        engine = at(server.url)
        text, _ = await reply_of(engine.generate(question, deadline=20))
        await engine.aclose()

    assert text == "It counts."


async def test_an_engine_that_only_echoes_answers_nothing(at: At) -> None:
    question = asking("Explain to a beginner what a loop variable is. " * 2)
    async with faulty(echoes()) as server:
        engine = at(server.url)
        with pytest.raises(EngineUnavailableError):
            await reply_of(engine.generate(question, deadline=20))
        await engine.aclose()


async def test_a_model_that_never_stops_is_stopped(at: At) -> None:
    async with faulty(never_ends(_event(chunk("and on ")))) as server:
        text, usage = await said(at, server)

    assert len(text) <= 24 * 16 + 7
    assert usage.ended == "length"
    assert usage.estimated
    assert server.left == 1


async def test_a_model_that_never_stops_thinking_is_stopped(at: At) -> None:
    async with faulty(never_ends(_event(chunk("", None, reasoning_content="hm " * 50)))) as server:
        text, usage = await said(at, server)

    assert text == ""
    assert usage.ended == "length"
    assert usage.thinking_tokens == usage.output_tokens > 0


async def test_the_key_goes_to_its_server_and_nothing_of_this_machine_does(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-somebody")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-mine: private")
    monkeypatch.setenv("HF_TOKEN", "hf_of_somebody")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with faulty(events("Hello.")) as server:
        await said(at, server)

    (asked,) = server.asked
    assert asked.headers.pop("authorization") == f"Bearer {SECRET}"  # type: ignore[attr-defined]
    assert set(asked.headers) <= {
        "host", "content-type", "content-length", "accept", "accept-encoding", "user-agent",
        "connection",
    }  # fmt: skip
    assert "org-of-somebody" not in str(asked)
    assert asked.headers["user-agent"] == "jupyter-llm-teach"


async def test_without_a_key_none_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody")
    monkeypatch.setenv("HF_TOKEN", "hf_of_somebody")
    async with faulty(events("Hello.")) as server:
        for engine in (
            OpenAiEngine(EngineSpec("class", "openai", url=server.url)),
            HuggingFaceEngine(EngineSpec("class", "huggingface", url=server.url)),
        ):
            await reply_of(engine.generate(HELLO, deadline=20))
            await engine.aclose()

    assert [each.headers.get("authorization") for each in server.asked] == [None, None]


@pytest.fixture
async def answering() -> AsyncIterator[FaultyServer]:
    async with faulty(events("Hello.")) as server:
        yield server


async def test_the_key_is_in_no_text_of_an_engine(at: At, answering: FaultyServer) -> None:
    engine = at(answering.url)
    await reply_of(engine.generate(HELLO, deadline=20))

    assert SECRET not in f"{engine!r} {engine.card()!r} {vars(engine)!r}"
    await engine.aclose()


def _event(event: object) -> bytes:
    return b"data: " + json.dumps(event).encode() + b"\n\n"
