"""Workers that wait for jobs: started ahead, so that a job rarely pays for a start.

Each job has a worker of its own. Where the sandbox can, the process that started it stays, and
forks the next one when nothing is left of the last; else that starts anew.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from jupyter_llm_teach.errors import BadInputError, SandboxUnavailableError
from jupyter_llm_teach.sandbox import decode
from jupyter_llm_teach.sandbox.worker import GRACE_SECONDS, TAKEN, Launch, Worker
from jupyter_llm_teach.teaching.run import Evaluate, Job, Outcome, StopCause

_MAX_JOB = 4_000_000
_LIBRARIES = {
    "random": ("random",),
    "numpy": ("numpy", "numpy.random"),
    "pandas": ("numpy", "numpy.random", "pandas"),
    "matplotlib": ("numpy", "numpy.random", "matplotlib.pyplot"),
}
_MENTIONED = re.compile(r"\b(random|numpy|pandas|matplotlib)\b")


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
        self._renewing: set[asyncio.Task[None]] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._has_served = False
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
        while self._lacks_workers():
            self._busy += 1
            try:
                self._waiting.append(await self._started())
            finally:
                self._busy -= 1
        if self._renewing:
            await asyncio.wait(self._renewing)

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
            self._busy += 1
            try:
                frames, ended = await self._reports(job, request, imports)
            finally:
                self._busy -= 1
            seconds = time.monotonic() - started
        over = seconds >= job.limits.total_seconds
        missing = StopCause.TIME if over or not ended else StopCause.CRASH
        return decode.outcome(job, frames, seconds, missing=missing)

    async def _reports(
        self, job: Job, request: bytes, imports: tuple[str, ...]
    ) -> tuple[list[bytes], bool]:
        """What a worker reports of a job; True where the job came to its end."""
        worker = await self._taken(imports)
        try:
            limit = job.limits.total_seconds + GRACE_SECONDS
            frames, ended = await worker.ask(request, job.files, limit)
            if TAKEN not in frames:  # it ended while it waited, and ran nothing
                self._end(worker)
                worker = await self._started()
                frames, ended = await worker.ask(request, job.files, limit)
        finally:
            self._let_go(worker, imports)
        return frames, ended

    async def aclose(self) -> None:
        """End the waiting workers."""
        self._closed = True
        if self._refill is not None:
            await asyncio.wait([self._refill])  # a start that is cut off may leave a process
        await asyncio.gather(*self._renewing)
        while self._waiting:
            await self._waiting.popleft().end()
        await asyncio.gather(*self._ending)

    def _let_go(self, worker: Worker, imports: tuple[str, ...]) -> None:
        """Have the worker renewed or ended while nobody waits for it."""
        self._has_served = True
        self._imports = tuple(dict.fromkeys((*self._imports, *imports)))
        renewing = asyncio.ensure_future(self._renew(worker, imports))
        self._renewing.add(renewing)
        renewing.add_done_callback(self._was_renewed)

    async def _renew(self, worker: Worker, imports: tuple[str, ...]) -> None:
        if self._has_room() and await worker.renewed(imports) and self._has_room():
            self._waiting.append(worker)
        else:
            self._end(worker)

    def _was_renewed(self, renewing: asyncio.Task[None]) -> None:
        self._renewing.discard(renewing)
        self._fill()

    def _fill(self) -> None:
        """Start what the pool lacks."""
        running = self._refill is not None and not self._refill.done()
        if not running and self._lacks_workers():
            self._refill = asyncio.ensure_future(self._quietly_warm())

    def _has_room(self) -> bool:
        return len(self._waiting) < self._size and not self._closed

    def _lacks_workers(self) -> bool:
        there = len(self._waiting) + len(self._renewing) + self._busy
        return there < self._size and not self._closed

    def _end(self, worker: Worker) -> None:
        """End a worker, whatever becomes of the task at hand."""
        self._keep(asyncio.ensure_future(worker.end()))

    async def _taken(self, imports: tuple[str, ...]) -> Worker:
        while True:
            found = self._waiting_for(imports)
            if found is not None:
                return found
            coming = set(self._renewing)
            if self._refill is not None and not self._refill.done():
                coming.add(self._refill)
            if self._has_served:
                self._size = min(self._size + 1, self._most)
            if not coming:
                return await self._started()
            await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)

    def _waiting_for(self, imports: tuple[str, ...]) -> Worker | None:
        """One of those that wait, which has the libraries loaded if there is one."""
        while self._waiting:
            fits = [worker for worker in self._waiting if set(imports) <= set(worker.imports)]
            worker = fits[0] if fits else self._waiting[0]
            self._waiting.remove(worker)
            if worker.alive:
                return worker
            self._end(worker)
        return None

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
