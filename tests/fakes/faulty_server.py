"""An OpenAI-compatible server on loopback, with every fault that real ones have.

    async with faulty(events("Hello", " there"), status(429)) as server: ...

The first request gets the first answer, and the last answer is repeated for ever. A list of models
is given only where there is one.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CERTIFICATE = Path(__file__).with_name("self_signed.pem")
SECRET = "sk-very-secret"
RAW = "<b>Traceback of the server, with sk-very-secret in it</b>"
_STREAM = {"Content-Type": "text/event-stream"}
_JSON = {"Content-Type": "application/json"}
_GIGABYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        path: Such as ``/v1/chat/completions``.
        headers: By their names in small letters.
        body: What was sent; empty where nothing was.
    """

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


Wire = Callable[[bytes], Awaitable[None]]
Answer = Callable[[Asked, Wire], Awaitable[None]]


@dataclass
class FaultyServer:
    """What it answers, and what it was asked.

    Attributes:
        answers: To requests, in their order; the last one is repeated.
        models: What ``/models`` gives; None: nothing is there.
        url: Where it is, ``/v1`` included.
        asked: Requests for text, oldest first.
        sent: Bytes that were sent.
        left: How many clients hung up before the answer had ended.
    """

    answers: Sequence[Answer]
    models: object = None
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    sent: int = 0
    left: int = 0
    _serving: set[asyncio.Task[None] | None] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, each on a connection of its own."""

        async def send(data: bytes) -> None:
            if reader.at_eof():
                raise ConnectionResetError
            writer.write(data)
            self.sent += len(data)
            await writer.drain()

        self._serving.add(asyncio.current_task())
        try:
            asked = await _read(reader)
            await self._answer(asked)(asked, send)
        except ConnectionError:
            self.left += 1
        except asyncio.IncompleteReadError:
            await send(_head(400, {}))  # somebody who spoke another language
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def end(self) -> None:
        """Let go of everybody who is still served."""
        for task in self._serving - {None}:
            assert task is not None
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(task, 2)

    def _answer(self, asked: Asked) -> Answer:
        if not asked.body:
            return status(404, "{}") if self.models is None else replied(self.models)
        self.asked.append(asked)
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@asynccontextmanager
async def faulty(
    *answers: Answer, models: object = None, safe: bool = False
) -> AsyncIterator[FaultyServer]:
    """A running server; a `safe` one has a certificate that nobody trusts."""
    made = FaultyServer(answers, models)
    context = None
    if safe:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        made.url = f"http{'s' if safe else ''}://127.0.0.1:{port}/v1"
        yield made
        await made.end()


def chunk(text: str = "", ended: str | None = None, **more: object) -> Mapping[str, Any]:
    """An event of a chat."""
    return {"choices": [{"index": 0, "delta": {"content": text, **more}, "finish_reason": ended}]}


USAGE: Mapping[str, Any] = {
    "choices": [],
    "usage": {"prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30},
}


def events(*said: str | Mapping[str, Any], ended: str = "stop", counts: bool = True) -> Answer:
    """A whole reply, as real servers stream it."""
    parts = [chunk(each) if isinstance(each, str) else each for each in said]
    last = [chunk(ended=ended), *([USAGE] if counts else [])]
    return raw(*(_event(each) for each in (*parts, *last)), b"data: [DONE]\n\n")


def raw(*parts: bytes, headers: Mapping[str, str] = _STREAM) -> Answer:
    """Bytes, one part after the other, then the end."""

    async def answer(asked: Asked, send: Wire) -> None:
        await send(_head(200, headers))
        for part in parts:
            await send(part)

    return answer


def replied(body: object) -> Answer:
    """JSON, at once."""
    return raw(json.dumps(body).encode(), headers=_JSON)


def status(code: int, body: str = RAW, **headers: str) -> Answer:
    """A refusal."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(asked: Asked, send: Wire) -> None:
        length = {"Content-Length": str(len(body.encode()))}
        await send(_head(code, {**_JSON, **length, **named}) + body.encode())

    return answer


def refuses(parameter: str) -> Answer:
    """A refusal of a parameter, as OpenAI's own server words it."""
    told = {"message": f"Unsupported parameter: '{parameter}'", "param": parameter, "code": None}
    return status(400, json.dumps({"error": told}))


def drips(text: bytes, pause: float) -> Answer:
    """One byte after the other."""

    async def answer(asked: Asked, send: Wire) -> None:
        await send(_head(200, _STREAM))
        for each in text:
            await send(bytes([each]))
            await asyncio.sleep(pause)

    return answer


def never_ends(part: bytes) -> Answer:
    """The same part again and again, a gigabyte of it."""

    async def answer(asked: Asked, send: Wire) -> None:
        await send(_head(200, _STREAM))
        for _ in range(_GIGABYTE // len(part)):
            await send(part)

    return answer


def silent() -> Answer:
    """Nothing at all, until the client leaves."""

    async def answer(asked: Asked, send: Wire) -> None:
        for _ in range(1000):
            await asyncio.sleep(0.02)
            await send(b"")

    return answer


def echoes(after: str = "") -> Answer:
    """The last message of the prompt, then a reply."""

    async def answer(asked: Asked, send: Wire) -> None:
        question = asked.body["messages"][-1]["content"]
        await events(question[:10], question[10:], *([after] if after else []))(asked, send)

    return answer


def completes(*said: str, suffix: bool) -> Answer:
    """A completion whose prompt is counted with or without the suffix."""

    async def answer(asked: Asked, send: Wire) -> None:
        read = asked.body["prompt"] + (asked.body.get("suffix", "") if suffix else "")
        parts = [{"choices": [{"text": each, "finish_reason": None}]} for each in said]
        last = {
            "choices": [{"text": "", "finish_reason": "stop"}],
            "usage": {"prompt_tokens": len(read.split()), "completion_tokens": len(said)},
        }
        await raw(*(_event(each) for each in (*parts, last)))(asked, send)

    return answer


def _event(event: object) -> bytes:
    return b"data: " + json.dumps(event).encode() + b"\n\n"


def _head(code: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {code} Said", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


async def _read(reader: asyncio.StreamReader) -> Asked:
    first_byte = await reader.readexactly(1)
    if not first_byte.isalpha():
        raise asyncio.IncompleteReadError(first_byte, None)
    head = (first_byte + await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().splitlines()
    named = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in named}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    said: Any = {}
    with suppress(ValueError):
        said = json.loads(body)
    return Asked(first.split()[1], headers, said)
