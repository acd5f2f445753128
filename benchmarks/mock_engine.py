"""Stands in for the engine's process: answers at once, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from jupyter_llm_teach.engines.lease import Plan
from jupyter_llm_teach.engines.rendezvous import Record

KEY = "mock"
_TIMINGS = {"prompt_n": 1, "cache_n": 0, "predicted_n": 1}
_HINT = json.dumps({"question": "What does your loop do in its last turn?"})
_LINE = " len(xs)"
_CHAT: tuple[object, ...] = (
    {"choices": [{"delta": {"content": _HINT}, "finish_reason": None}]},
    {"choices": [{"delta": {}, "finish_reason": "stop"}], "timings": _TIMINGS},
)
_INFILL: tuple[object, ...] = (
    {"content": _LINE, "stop": False},
    {"content": "", "stop": True, "stop_type": "word", "timings": _TIMINGS},
)


@dataclass(slots=True)
class Mock:
    """An engine process that is none.

    Attributes:
        http: Where it answers requests.
        asked: The bodies that each path was asked, oldest first.
    """

    http: str = ""
    asked: dict[str, list[str]] = field(default_factory=dict)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = head.split()[1]
        length = next(
            int(line.partition(":")[2])
            for line in head.splitlines()
            if line.lower().startswith("content-length:")
        )
        self.asked.setdefault(path, []).append((await reader.readexactly(length)).decode())
        events = _CHAT if path.startswith("/v1/") else _INFILL
        body = b"".join(b"data: " + json.dumps(each).encode() + b"\n\n" for each in events)
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    async def lease(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Say that it is ready, for as long as a server holds on."""
        await reader.readline()
        writer.write(f"loading\nready {self.http}\n".encode())
        with contextlib.suppress(asyncio.CancelledError):  # the benchmark ends before the server
            while await reader.readline():
                pass
        writer.close()


@contextlib.asynccontextmanager
async def standing_in(plan: Plan) -> AsyncIterator[Mock]:
    """A mock that servers find where they look for the engine process of a plan."""
    plan.folder.mkdir(mode=0o700, parents=True)
    mock = Mock()
    async with (
        await asyncio.start_server(mock.answer, "127.0.0.1", 0) as requests,
        await asyncio.start_server(mock.lease, "127.0.0.1", 0) as leases,
    ):
        mock.http = f"tcp:127.0.0.1:{requests.sockets[0].getsockname()[1]}"
        where = f"tcp:127.0.0.1:{leases.sockets[0].getsockname()[1]}"
        Record(os.getpid(), where, KEY).write(plan.file("json"))
        yield mock
