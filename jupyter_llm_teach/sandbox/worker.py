"""A process that runs one job at a time in a sandbox, and the pipes to it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from jupyter_llm_teach.teaching.data_file import DataFile

TAKEN = b'{"taken":true}'
"""The report of a worker that has the job, and may have run something of it."""
GRACE_SECONDS = 3.0
_READY, _READY_AGAIN, _DONE = b'{"ready":true}', b'{"ready":"again"}', b'{"done":true}'
_HEAD = 8
_MAX_FRAME = 5_000_000
_MAX_TOTAL = 64_000_000
_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start one worker.

    Attributes:
        command: The program and its arguments.
        environment: All that it sees of the environment.
        end: Clears up after the worker has ended.
    """

    command: tuple[str, ...]
    environment: dict[str, str]
    end: Callable[[], None]


class Worker:
    """A worker's process and its pipes."""

    def __init__(self, process: Process, launch: Launch, imports: tuple[str, ...]) -> None:
        self._process = process
        self._launch = launch
        self._finished = False
        self._serves_again = False
        self.imports = imports

    @classmethod
    async def start(cls, launch: Launch, imports: tuple[str, ...]) -> Worker:
        """Start one; it isn't ready yet."""
        process = await asyncio.create_subprocess_exec(
            *launch.command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=launch.environment,
            start_new_session=True,
        )
        return cls(process, launch, imports)

    @property
    def alive(self) -> bool:
        """Whether it still waits."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """Its process, for whoever looks after it."""
        return self._process.pid

    async def ready(self) -> bool:
        """Wait until it has shut itself in; False when it could not."""
        frame = await self._frame(_START_SECONDS)
        self._serves_again = frame == _READY_AGAIN
        return frame in (_READY, _READY_AGAIN)

    async def renewed(self, imports: tuple[str, ...]) -> bool:
        """Wait until it can take another job, apart from all that the last one was.

        False where it serves one job alone, or its last job did not come to its end.

        Args:
            imports: Libraries of the last job, which it has loaded when it is ready.
        """
        if not (self._finished and self._serves_again):
            return False
        self._finished = False
        self.imports = tuple(dict.fromkeys((*self.imports, *imports)))
        return await self.ready()

    async def complaint(self) -> str:
        """The last line that it wrote when it could not start."""
        assert self._process.stderr is not None
        text = b""
        with suppress(asyncio.TimeoutError):
            text = await asyncio.wait_for(self._process.stderr.read(4000), 1.0)
        lines = text.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it did not start"

    async def ask(
        self, request: bytes, files: Sequence[DataFile], seconds: float
    ) -> tuple[list[bytes], bool]:
        """Send the job and gather the reports; True when the job came to its end."""
        assert self._process.stdin is not None
        ends_at = time.monotonic() + seconds
        self._process.stdin.write(b"%08d" % len(request) + request)
        for each in files:
            self._process.stdin.write(each.content)
        with suppress(ConnectionError, asyncio.TimeoutError):
            await asyncio.wait_for(self._process.stdin.drain(), seconds)
        frames: list[bytes] = []
        size = 0
        while (frame := await self._frame(ends_at - time.monotonic())) is not None:
            if frame == _DONE:
                self._finished = True
                return frames, True
            size += len(frame)
            if size > _MAX_TOTAL:
                break
            frames.append(frame)
        return frames, time.monotonic() < ends_at

    async def _frame(self, seconds: float) -> bytes | None:
        assert self._process.stdout is not None
        stream = self._process.stdout
        try:
            head = await asyncio.wait_for(stream.readexactly(_HEAD), max(seconds, 0))
            length = int(head)
            if not 0 <= length <= _MAX_FRAME:
                return None
            return await asyncio.wait_for(stream.readexactly(length), GRACE_SECONDS)
        except (asyncio.TimeoutError, asyncio.IncompleteReadError, ValueError, OSError):
            return None

    async def end(self) -> None:
        """Kill it and all that came of it, and clear up."""
        assert self._process.stdin is not None
        self._process.stdin.close()  # one that waits, or is only starting, ends by this
        if not (self._finished and await self._gone(1.0)):
            self._signal(signal.SIGTERM)
            await self._gone(1.0)
        self._signal(signal.SIGKILL)  # also a bubblewrap that lost its parent while it started
        await self._gone(GRACE_SECONDS)
        transport = getattr(self._process, "_transport", None)
        if transport is not None:
            transport.close()
        await asyncio.get_running_loop().run_in_executor(None, self._launch.end)

    def _signal(self, number: int) -> None:
        """Signal its group; by number, as `Popen` would reap it before asyncio does."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    async def _gone(self, seconds: float) -> bool:
        """Whether the process ends in time; unlike `wait`, whoever still holds its pipes."""
        ends_at = time.monotonic() + seconds
        while self.alive and time.monotonic() < ends_at:  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.002)
        return not self.alive
