"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import suppress
from typing import Protocol

_KEEP_ALIVE_SECONDS = 10.0


class Writer(Protocol):
    """Where the bytes of a stream go; a Tornado handler is one."""

    def write(self, chunk: bytes, /) -> None:
        """Add bytes to the reply."""
        ...

    def flush(self) -> Awaitable[None]:
        """Send what was added; waits for a slow reader."""
        ...


async def send(writer: Writer, messages: AsyncGenerator[str, None]) -> None:
    """Send each message, a JSON text, as one event, and comments while there is none.

    Cancelling this closes `messages` before it returns.
    """
    queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=64)
    pump = asyncio.ensure_future(_pump(messages, queue))
    try:
        while True:
            try:
                message = await asyncio.wait_for(queue.get(), _KEEP_ALIVE_SECONDS)
            except asyncio.TimeoutError:  # another class on Python 3.10
                writer.write(b": waiting\n\n")
                await writer.flush()
                continue
            if message is None:
                return
            writer.write(f"data: {message}\n\n".encode())
            await writer.flush()
    finally:
        pump.cancel()
        with suppress(asyncio.CancelledError):
            await pump


async def _pump(messages: AsyncGenerator[str, None], queue: asyncio.Queue[str | None]) -> None:
    try:
        async for message in messages:
            await queue.put(message)
        await queue.put(None)
    finally:
        await messages.aclose()
