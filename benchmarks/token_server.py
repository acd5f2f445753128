"""A server of models that has none: tokens at a steady pace, and when each of them was sent.

Run as ``python token_server.py``; the first line of its output is its address. It speaks the chats
of OpenAI (``/v1/chat/completions``), of llama.cpp (the same, with ``timings``), and of Ollama
(``/api/chat``). ``GET /sent`` gives the moments of the last reply's tokens, by the clock that all
processes of a machine share.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from typing import Any

NAME = "steady"
_OK = "HTTP/1.1 200 OK\r\n"
_TIMINGS = {"prompt_n": 8, "cache_n": 0, "predicted_n": 1, "prompt_ms": 1.0}
_LISTED = {"object": "list", "data": [{"id": NAME, "object": "model"}]}
_TAGS = {"models": [{"name": NAME, "model": NAME}]}
_SHOWN = {
    "template": "{{ .Prompt }}",
    "details": {"family": "steady", "parameter_size": "1B", "quantization_level": "Q4"},
    "model_info": {},
    "capabilities": ["completion"],
}
_GIVEN = {"/v1/models": _LISTED, "/api/tags": _TAGS, "/api/show": _SHOWN,
          "/api/version": {"version": "0.12.0"}}  # fmt: skip


class TokenServer:
    """What was sent last."""

    def __init__(self) -> None:
        self._sent: list[float] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                path, asked = await _read(reader)
                if path in {"/v1/chat/completions", "/api/chat"}:
                    await self._stream(path, asked, reader, writer)
                    continue
                reply = self._sent if path == "/sent" else _GIVEN.get(path, {})
                body = json.dumps(reply).encode()
                head = f"{_OK}Content-Type: application/json\r\nContent-Length: {len(body)}"
                writer.write(f"{head}\r\n\r\n".encode() + body)
        writer.close()

    async def _stream(
        self,
        path: str,
        asked: dict[str, Any],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._sent = []
        kind = "application/x-ndjson" if path == "/api/chat" else "text/event-stream"
        head = f"{_OK}Content-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
        writer.write(head.encode())
        async for line in _lines(path, asked):
            if reader.at_eof():
                raise ConnectionResetError
            writer.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            self._sent.append(time.monotonic())
            await writer.drain()
        writer.write(b"0\r\n\r\n")


async def _lines(path: str, asked: dict[str, Any]) -> AsyncIterator[bytes]:
    """A reply; the question says how long and how fast: ``TOKENS FIRST EACH`` in seconds."""
    wanted = asked["messages"][-1]["content"].split()
    tokens, first, each = int(wanted[0]), float(wanted[1]), float(wanted[2])
    await asyncio.sleep(first)
    ollama = path == "/api/chat"
    for number in range(tokens):
        yield _said(f" w{number}", ollama=ollama)  # proxies look out for words repeated for ever
        if each:
            await asyncio.sleep(each)
    if ollama:
        last = {"message": {"role": "assistant", "content": ""}, "done": True}
        counts = {"done_reason": "stop", "prompt_eval_count": 8, "eval_count": tokens}
        yield json.dumps({"model": NAME, **last, **counts}).encode() + b"\n"
        return
    usage = {"prompt_tokens": 8, "completion_tokens": tokens, "total_tokens": 8 + tokens}
    last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    yield _event(last)
    yield _event({"choices": [], "usage": usage, "timings": _TIMINGS}) + b"data: [DONE]\n\n"


def _said(word: str, *, ollama: bool) -> bytes:
    if ollama:
        said = {"message": {"role": "assistant", "content": word}, "done": False}
        return (
            json.dumps({"model": NAME, "created_at": "2026-01-01T00:00:00Z", **said}).encode()
            + b"\n"
        )
    return _event({"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]})


def _event(parts: dict[str, Any]) -> bytes:
    more = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": NAME}
    return b"data: " + json.dumps({**parts, **more}).encode() + b"\n\n"


async def _read(reader: asyncio.StreamReader) -> tuple[str, dict[str, Any]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = 0
    for line in head.splitlines():
        name, _, value = line.partition(":")
        length = int(value) if name.lower() == "content-length" else length
    body = await reader.readexactly(length)
    return head.split()[1], json.loads(body) if body else {}


async def main() -> None:
    """Serve until the process is ended."""
    made = TokenServer()
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0) as server:
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
