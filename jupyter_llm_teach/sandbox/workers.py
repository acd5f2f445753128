"""Single-use workers: started ahead, each runs one job and ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import time
from abc import ABC, abstractmethod
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jupyter_llm_teach.errors import BadInputError, SandboxUnavailableError
from jupyter_llm_teach.sandbox import decode
from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.run import Evaluate, Job, Outcome, StopCause

_HEAD = 8
_MAX_FRAME = 5_000_000
_MAX_TOTAL = 64_000_000
_TAKEN = b'{"taken":true}'
_MAX_JOB = 4_000_000
_START_SECONDS = 20.0
_GRACE_SECONDS = 3.0
_LIBRARIES = {
    "random": ("random",),
    "numpy": ("numpy", "numpy.random"),
    "pandas": ("numpy", "numpy.random", "pandas"),
    "matplotlib": ("numpy", "numpy.random", "matplotlib.pyplot"),
}
_MENTIONED = re.compile(r"\b(random|numpy|pandas|matplotlib)\b")


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
        return frame is not None and frame == b'{"ready":true}'

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
        """Send the job and gather the reports; True when the worker came to its end."""
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
            if frame == b'{"done":true}':
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
            return await asyncio.wait_for(stream.readexactly(length), _GRACE_SECONDS)
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
        await self._gone(_GRACE_SECONDS)
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


class Workers(ABC):
    """A pool of waiting workers. Starts none before the first job or `warm`.

    Args:
        name: What the sandbox is called that they run in.
        count_others: Says how many processes count against a job's limit already.
        size: How many wait. Where two or more do and one more was missed, it waits from then on:
            a check whose values are judged apart takes one worker more.
    """

    def __init__(self, name: str, count_others: Callable[[], int], size: int) -> None:
        self._name = name
        self._count_others = count_others
        self._size = size
        self._most = size + 1 if size > 1 else size
        self._waiting: deque[Worker] = deque()
        self._imports: tuple[str, ...] = ()
        self._refill: asyncio.Task[None] | None = None
        self._slots: asyncio.Semaphore | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    @abstractmethod
    def _launch(self, imports: tuple[str, ...]) -> Launch:
        """How to start a worker that loads these libraries ahead."""

    async def warm(self) -> None:
        """Have the pool filled.

        Raises:
            SandboxUnavailableError: a worker could not shut itself in.
        """
        while len(self._waiting) < self._size and not self._closed:
            worker = await self._started()
            self._waiting.append(worker)

    async def run(self, job: Job) -> Outcome:
        """Run a job in a worker of its own."""
        imports = _imports(job)
        request = _request(job, imports, self._count_others())
        if len(request) > _MAX_JOB:
            raise BadInputError(
                "This program is too long to be run.", "Shorten it, or the cells before it."
            )
        self._slots = self._slots or asyncio.Semaphore(max(self._size, os.cpu_count() or 1))
        async with self._slots:
            started = time.monotonic()
            worker = await self._taken(imports)
            try:
                limit = job.limits.total_seconds + _GRACE_SECONDS
                frames, ended = await worker.ask(request, job.files, limit)
                if _TAKEN not in frames:  # it ended while it waited, and ran nothing
                    await self._end(worker)
                    worker = await self._started()
                    frames, ended = await worker.ask(request, job.files, limit)
            finally:
                self._fill_again(imports)
                await self._end(worker)
            seconds = time.monotonic() - started
        over = seconds >= job.limits.total_seconds
        missing = StopCause.TIME if over or not ended else StopCause.CRASH
        return decode.outcome(job, frames, seconds, missing=missing)

    async def aclose(self) -> None:
        """End the waiting workers."""
        self._closed = True
        if self._refill is not None:
            await asyncio.wait([self._refill])  # a start that is cut off may leave a process
        while self._waiting:
            await self._waiting.popleft().end()
        await asyncio.gather(*self._ending)

    async def _end(self, worker: Worker) -> None:
        """End a worker, and go on with that when the job's task is cancelled."""
        task = asyncio.ensure_future(worker.end())
        self._keep(task)
        await asyncio.shield(task)

    async def _taken(self, imports: tuple[str, ...]) -> Worker:
        while self._waiting:
            fits = [worker for worker in self._waiting if set(imports) <= set(worker.imports)]
            worker = fits[0] if fits else self._waiting[0]
            self._waiting.remove(worker)
            if worker.alive:
                return worker
            await worker.end()
        if self._refill is not None:
            self._size = min(self._size + 1, self._most)
        return await self._started()

    async def _started(self) -> Worker:
        """Start a worker; if the caller is cancelled, let it start first and end it then."""
        task = asyncio.ensure_future(self._start())
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._keep(asyncio.ensure_future(_discard(task)))
            raise

    async def _start(self) -> Worker:
        worker = await Worker.start(self._launch(self._imports), self._imports)
        if await worker.ready():
            return worker
        reason = await worker.complaint()
        await worker.end()
        raise SandboxUnavailableError(f"The sandbox could not be started ({reason}).")

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _fill_again(self, imports: tuple[str, ...]) -> None:
        """Start the next worker while nobody waits for it, with the libraries used last."""
        self._imports = tuple(dict.fromkeys((*self._imports, *imports)))
        running = self._refill is not None and not self._refill.done()
        if not running and not self._closed and self._size > 0:
            self._refill = asyncio.ensure_future(self._quietly_warm())

    async def _quietly_warm(self) -> None:
        with suppress(SandboxUnavailableError, OSError):
            await self.warm()


async def _discard(starting: asyncio.Task[Worker]) -> None:
    """End a worker that nobody waits for any more, once it has started."""
    with suppress(SandboxUnavailableError, OSError):
        await (await starting).end()


def count_processes() -> int:
    """Processes and threads of this user, which count against what a learner may start."""
    found = 0
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and folder.stat().st_uid == os.getuid():
                found += len(os.listdir(folder / "task"))  # noqa: PTH208 - names only
    return found


def _imports(job: Job) -> tuple[str, ...]:
    """Libraries to load before the clock starts: those that the job's text mentions."""
    found = {word for text in (*job.prelude, job.program) for word in _MENTIONED.findall(text)}
    return tuple(dict.fromkeys(name for word in sorted(found) for name in _LIBRARIES[word]))


def _request(job: Job, imports: tuple[str, ...], others: int) -> bytes:
    limits = job.limits
    questions = [
        (probe.setup, probe.expression, probe.watched, probe.earlier, probe.drained)
        if isinstance(probe, Evaluate)
        else (probe.code, "", (), (), False)
        for probe in job.probes
    ]
    found = {
        "program": job.program,
        "prelude": job.prelude,
        "questions": questions,
        "traced": job.traced,
        "probe_seconds": limits.probe_seconds,
        "total_seconds": limits.total_seconds,
        "cpu_seconds": limits.cpu_seconds,
        "memory_mb": limits.memory_mb,
        "output_bytes": limits.output_bytes,
        "processes": limits.processes,
        "file_mb": limits.file_mb,
        "files": [(each.path, len(each.content)) for each in job.files],
        "imports": imports,
        "others": others,
    }
    return json.dumps(found).encode()
