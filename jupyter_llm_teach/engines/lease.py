"""Hold the engine process of a model alive, and start it when it does not run."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import anyio

from jupyter_llm_teach.engines.lock import held
from jupyter_llm_teach.engines.rendezvous import Limits, Order, Record, address, dial, digest_of

_CALL_SECONDS: Final = 5.0


class LoadError(Exception):
    """The process could not load the model, or ended before it had."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The engine process that is wanted.

    Attributes:
        model: Path of the model file.
        sha256: Its digest.
        folder: Private to this user; records, sockets and logs live there.
        limits: What the process may use.
    """

    model: Path
    sha256: str
    folder: Path
    limits: Limits

    def file(self, ending: str) -> Path:
        """A file of this engine process in the folder."""
        return self.folder / f"{digest_of(self.model, self.sha256, self.limits)}.{ending}"


class Lease:
    """A connection that keeps an engine process alive."""

    def __init__(
        self, record: Record, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.key = record.key
        self.pid = record.pid
        self._reader = reader
        self._writer = writer
        self._http = ""
        self._reading = anyio.Lock()

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as the system has told us."""
        return not self._reader.at_eof() and not self._writer.is_closing()

    @property
    def loaded(self) -> bool:
        """Whether the process answers requests at once, as far as it has told us."""
        return bool(self._http)

    async def http(self) -> str:
        """The address for requests, once the model is loaded.

        Raises:
            LoadError: it never will be.
        """
        async with self._reading:
            while not self._http:
                await self.news()
        return self._http

    async def news(self) -> None:
        """Wait for the next line of the process.

        Raises:
            LoadError: the process gave up.
        """
        try:
            line = (await self._reader.readline()).decode().strip()
        except (OSError, ValueError) as error:
            raise LoadError from error
        match line.partition(" "):
            case ("loading", _, _):
                pass
            case ("ready", _, where):
                self._http = where
            case _:
                raise LoadError

    def begin(self) -> None:
        """Tell that a request begins, so that the process does not count as idle."""
        self._write(b"+\n")

    def end(self) -> None:
        """Tell that a request ended."""
        self._write(b"-\n")

    async def aclose(self) -> None:
        """Give the lease back."""
        self._writer.close()
        with contextlib.suppress(OSError), anyio.CancelScope(shield=True):
            await self._writer.wait_closed()

    def _write(self, line: bytes) -> None:
        if self.alive:
            self._writer.write(line)


async def lease(plan: Plan) -> Lease:
    """A lease on the process of this plan, which is started where none runs.

    Raises:
        LoadError: it can't be started.
        OSError: the folder can't be used.
    """
    plan.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    plan.folder.chmod(0o700)
    async with held(plan.file("lock")):
        running = await lease_on_running(plan)
        return running or await _started(plan)


async def lease_on_running(plan: Plan) -> Lease | None:
    """A lease on the process of this plan if it runs; starts nothing."""
    record = Record.read(plan.file("json"))
    if record is None:
        return None
    # A process that loads its model accepts connections, but answers only when it has finished.
    try:
        with anyio.fail_after(_CALL_SECONDS):
            reader, writer = await dial(record.lease)
    except (OSError, TimeoutError):
        return None
    writer.write(f"{record.key}\n".encode())
    return Lease(record, reader, writer)


async def _started(plan: Plan) -> Lease:
    process, key = _start(plan)
    while process.poll() is None:
        record = Record.read(plan.file("json"))
        if record is not None and record.key == key:
            made = await lease_on_running(plan)
            if made is None:
                break
            return made
        await anyio.sleep(0.02)
    raise LoadError


def _start(plan: Plan) -> tuple[subprocess.Popen[str], str]:
    plan.file("json").unlink(missing_ok=True)
    key, log = secrets.token_urlsafe(32), plan.file("log")
    order = Order(
        model=str(plan.model),
        key=key,
        record=str(plan.file("json")),
        lease=address(plan.file("lease")),
        http=address(plan.file("sock")),
        log=str(log),
        limits=plan.limits,
    )
    log.touch(mode=0o600)
    with log.open("w", encoding="utf-8"):
        pass  # a new process, a new log; both streams then append
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_llm_teach.engines.llamacpp_host"],
            # "-m" puts the working folder first on the path: it must not be a notebook's.
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,  # Ctrl-C in the terminal of one server is not for all
        )
    assert process.stdin is not None
    with contextlib.suppress(OSError), process.stdin:
        process.stdin.write(order.to_json())
    # Somebody must take the exit status, or the process stays as a zombie.
    threading.Thread(target=process.wait, daemon=True).start()
    return process, key
