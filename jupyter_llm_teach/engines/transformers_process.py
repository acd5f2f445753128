"""Starts a worker for one server, and speaks with it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import anyio

from jupyter_llm_teach.engines.frames import FrameError, Unpacker, packed
from jupyter_llm_teach.engines.transformers_order import (
    Ask,
    Cancel,
    Ended,
    Loaded,
    NotLoaded,
    Order,
    Refused,
    Said,
    Told,
    message_of,
    told_in,
)

_WORKER: Final = "jupyter_llm_teach.engines.transformers_worker"
_GRACE_SECONDS: Final = 20.0
_END_SECONDS: Final = 5.0

Reply = Said | Ended | Refused
"""What a worker says to a request."""


class WorkerGoneError(Exception):
    """The worker has ended, or speaks nothing that we understand."""


class _Line(asyncio.Protocol):
    """Takes apart what a worker says, and hands it to whoever waits for it."""

    def __init__(self) -> None:
        self._unpacker = Unpacker()
        self._transport: asyncio.BaseTransport | None = None
        self.start: asyncio.Queue[Loaded | NotLoaded | None] = asyncio.Queue()
        self.replies: dict[int, asyncio.Queue[Reply | None]] = {}
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        try:
            for message in self._unpacker.feed(data):
                self._take(told_in(message))
        except FrameError:
            assert self._transport is not None
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        del exc  # however it ended, it has
        self.closed = True
        self.start.put_nowait(None)
        for waiting in self.replies.values():
            waiting.put_nowait(None)

    def _take(self, told: Told | None) -> None:
        match told:
            case Loaded() | NotLoaded():
                self.start.put_nowait(told)
            case Said() | Ended() | Refused():
                if told.id in self.replies:
                    self.replies[told.id].put_nowait(told)
                if not isinstance(told, Said):
                    self.replies.pop(told.id, None)
            case _:
                raise FrameError


class Worker:
    """A process that runs one model for this server. Made by `started`."""

    def __init__(
        self, process: subprocess.Popen[bytes], transport: asyncio.Transport, line: _Line
    ) -> None:
        self._process = process
        self._transport = transport
        self._line = line
        self._asked = 0
        self._starting = anyio.Lock()
        self._loaded: Loaded | NotLoaded | None = None

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it runs, as far as the system has told us."""
        return not self._line.closed

    @property
    def facts(self) -> Loaded | None:
        """What it told when the model was loaded; None before."""
        return self._loaded if isinstance(self._loaded, Loaded) else None

    @property
    def working(self) -> int:
        """Requests that it has not ended; one that was cancelled counts until it says so."""
        return len(self._line.replies)

    async def loaded(self) -> Loaded | NotLoaded:
        """Wait until the model is loaded, or can't be.

        Raises:
            WorkerGoneError: it ended before.
        """
        async with self._starting:
            if self._loaded is None:
                self._loaded = await self._line.start.get()
        if self._loaded is None or (not self.alive and isinstance(self._loaded, Loaded)):
            raise WorkerGoneError
        return self._loaded

    async def ask(self, ask: Ask) -> AsyncGenerator[Reply, None]:
        """What it says to a request, to the end; closing this cancels the request.

        Raises:
            WorkerGoneError: it ended before the reply had.
        """
        if not self.alive:
            raise WorkerGoneError
        self._asked += 1
        numbered = replace(ask, id=self._asked)
        replies: asyncio.Queue[Reply | None] = asyncio.Queue()
        self._line.replies[numbered.id] = replies
        self._tell(numbered)
        try:
            while True:
                reply = await replies.get()
                if reply is None:
                    raise WorkerGoneError
                yield reply
                if not isinstance(reply, Said):
                    return
        finally:
            self._cancel(numbered.id)

    async def aclose(self) -> None:
        """End it, and wait until the system has its memory back."""
        self._transport.close()
        with anyio.CancelScope(shield=True):
            await asyncio.to_thread(self._end)

    def _cancel(self, number: int) -> None:
        if number in self._line.replies and self.alive:
            self._tell(Cancel(number))
            # It answers within a token. What does not, such as a part of PyTorch's that hangs,
            # would keep everyone else waiting.
            asyncio.get_running_loop().call_later(_GRACE_SECONDS, self._end_if_working, number)

    def _end_if_working(self, number: int) -> None:
        if number in self._line.replies and self.alive:
            self._process.kill()

    def _tell(self, told: Told) -> None:
        if self.alive:
            self._transport.write(packed(message_of(told)))

    def _end(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_END_SECONDS)
            return
        self._process.kill()
        self._process.wait()


async def started(order: Order, log: Path) -> Worker:
    """A worker that has begun to load a model.

    Args:
        order: The model.
        log: What it and its libraries write goes there; no part of a question does.

    Raises:
        OSError: the log can't be written, or no process be started.
    """
    ours, its = socket.socketpair()
    try:
        with its, _opened(log) as output:
            process = _process(its.fileno(), output)
    except BaseException:
        ours.close()
        raise
    # Somebody must take the exit status, or the process stays as a zombie.
    threading.Thread(target=process.wait, daemon=True).start()
    ours.setblocking(False)  # noqa: FBT003 - the standard library's own
    transport, line = await asyncio.get_running_loop().create_connection(_Line, sock=ours)
    worker = Worker(process, transport, line)
    transport.write(packed(message_of(order)))
    return worker


def _process(line: int, output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", _WORKER],
        # "-m" puts the working folder first on the path: it must not be a notebook's.
        cwd=Path(__file__).parents[2],
        stdin=line,
        stdout=output,
        stderr=output,
        start_new_session=True,  # Ctrl-C in a terminal is for the server alone
    )


@contextlib.contextmanager
def _opened(log: Path) -> Iterator[int]:
    """A new log, for this user's eyes only."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
