"""A cable between a client and a server on loopback, which can be pulled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Relay:
    """Passes bytes on.

    Args:
        host: Of the server.
        port: The same.

    Attributes:
        url: Where clients connect to.
        connections: How many were made.
    """

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._open: set[asyncio.StreamWriter] = set()
        self.url = ""
        self.connections = 0

    async def pull(self) -> None:
        """Drop every connection at once; new ones are passed on again."""
        for writer in self._open:
            writer.transport.abort()
        await asyncio.sleep(0.05)

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self.connections += 1
        there, back = await asyncio.open_connection(*self._server)
        self._open |= {writer, back}
        tasks = [
            asyncio.create_task(_pump(reader, back)),
            asyncio.create_task(_pump(there, writer)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._open -= {writer, back}
            for end in (writer, back):
                end.transport.abort()
            await asyncio.gather(*tasks)


@asynccontextmanager
async def relayed(url: str) -> AsyncIterator[Relay]:
    """A relay in front of ``http://HOST:PORT``."""
    host, _, port = url.rpartition("/")[2].rpartition(":")
    relay = Relay(host, int(port))
    async with await asyncio.start_server(relay.join, "127.0.0.1", 0) as server:
        relay.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield relay
        await relay.pull()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(1 << 16):
            sink.write(data)
            await sink.drain()
