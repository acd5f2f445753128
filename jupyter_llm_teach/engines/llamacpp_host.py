"""The engine process: one llama.cpp server, alive while somebody holds a lease and asks.

Run as ``python -m jupyter_llm_teach.engines.llamacpp_host`` with an `Order` on standard input.
"""

from __future__ import annotations

import asyncio
import hmac
import importlib
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final, NoReturn

from jupyter_llm_teach.engines.rendezvous import Limits, Order, Record

_TICK: Final = 0.25
_LONGEST_LOG: Final = 1 << 20
_HANDSHAKE_SECONDS: Final = 5.0
_WARNINGS: Final = 2  # llama.cpp's log level; higher ones may hold parts of prompts


class Host:
    """Leases, the model, and when to end."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._status = "loading"
        self._leases: dict[asyncio.StreamWriter, int] = {}
        self._last_lease = time.monotonic()
        self._last_request = time.monotonic()
        self._record: Record | None = None
        self._server: Any = None

    async def run(self) -> NoReturn:
        """Serve until nobody needs the process."""
        listener, where = await self._listen()
        self._record = Record(pid=os.getpid(), lease=where, key=self._order.key)
        self._record.write(Path(self._order.record))
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._load, args=(loop,), daemon=True).start()
        async with listener:
            while self._is_needed():
                self._bound_log()
                await asyncio.sleep(_TICK)
        self._end()

    async def _listen(self) -> tuple[asyncio.Server, str]:
        kind, _, rest = self._order.lease.partition(":")
        if kind == "unix" and sys.platform != "win32":
            _forget(rest)
            return await asyncio.start_unix_server(self._meet, rest, limit=1024), f"unix:{rest}"
        server = await asyncio.start_server(self._meet, "127.0.0.1", 0, limit=1024)
        port = server.sockets[0].getsockname()[1]
        return server, f"tcp:127.0.0.1:{port}"

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: check its key, then count its requests until it closes."""
        try:
            shown = await asyncio.wait_for(reader.readline(), _HANDSHAKE_SECONDS)
            if not hmac.compare_digest(shown.strip(), self._order.key.encode()):
                return
            self._leases[writer] = 0
            writer.write(f"{self._status}\n".encode())
            while line := await reader.readline():
                self._leases[writer] += 1 if line.startswith(b"+") else -1
                self._last_request = time.monotonic()
        except (OSError, ValueError, asyncio.TimeoutError):
            pass  # whoever it was has gone, or speaks something else
        finally:
            if self._leases.pop(writer, None) is not None:
                self._last_lease = time.monotonic()
            writer.close()

    def _load(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            self._server = _serve(self._order)
            status = f"ready {_address_of(self._server.listening_address)}"
        except Exception as error:  # noqa: BLE001 - the border to a C++ library
            sys.stderr.write(f"loading failed: {type(error).__name__}\n")
            status = "failed"
        loop.call_soon_threadsafe(self._tell, status)

    def _tell(self, status: str) -> None:
        self._status = status
        self._last_lease = self._last_request = time.monotonic()
        for writer in self._leases:
            writer.write(f"{status}\n".encode())

    def _is_needed(self) -> bool:
        if self._status == "failed" or Record.read(Path(self._order.record)) != self._record:
            return False
        if self._status == "loading" or any(self._leases.values()):
            return True  # connections that came while the model loaded are accepted after it
        now, limits = time.monotonic(), self._order.limits
        idle = now - self._last_request > limits.idle_seconds
        alone = not self._leases and now - self._last_lease > limits.grace_seconds
        return not idle and not alone

    def _bound_log(self) -> None:
        log = Path(self._order.log)
        if log.exists() and log.stat().st_size > _LONGEST_LOG:
            os.truncate(log, 0)

    def _end(self) -> NoReturn:
        record = Path(self._order.record)
        if Record.read(record) == self._record:
            record.unlink(missing_ok=True)
        for where in (self._order.lease, self._order.http):
            if where.startswith("unix:"):
                _forget(where.removeprefix("unix:"))
        # Not sys.exit: llama.cpp would first finish the work that nobody waits for.
        os._exit(0)


def _forget(socket_path: str) -> None:
    Path(socket_path).unlink(missing_ok=True)


def _serve(order: Order) -> Any:
    # Leases must be answered while this loads.
    xllamacpp: Any = importlib.import_module("xllamacpp")

    kind, _, rest = order.http.partition(":")
    if kind == "unix":
        _forget(rest)
    params = xllamacpp.CommonParams()
    params.model.path = order.model
    params.hostnames = [rest if kind == "unix" else "127.0.0.1"]
    params.port = 0
    params.api_keys = [order.key]
    params.cors_origins = "null"
    params.cors_credentials = False
    params.ui = False
    params.offline = True
    params.endpoint_slots = True
    params.verbosity = _WARNINGS
    _limit(params, order.limits)
    return xllamacpp.Server(params)


def _limit(params: Any, limits: Limits) -> None:
    threads = limits.threads or max(1, _cores() - 1)
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.n_threads_http = limits.slots + 2
    params.n_ctx = limits.context * limits.slots
    params.n_parallel = limits.slots
    params.cache_ram_mib = limits.cache_mb


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _address_of(listening: str) -> str:
    """llama.cpp says ``unix:///path`` or ``http://127.0.0.1:port``."""
    scheme, _, rest = listening.partition("://")
    return f"unix:{rest}" if scheme == "unix" else f"tcp:{rest}"


def main() -> NoReturn:
    """Read the order and serve."""
    os.umask(0o077)
    order = Order.from_json(sys.stdin.read())
    asyncio.run(Host(order).run())
    sys.exit(0)


if __name__ == "__main__":
    main()
