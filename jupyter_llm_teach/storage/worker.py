"""The one thread that works on the journal's file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import anyio

if TYPE_CHECKING:
    from jupyter_llm_teach.storage.database import Database

T = TypeVar("T")


class Worker:
    """Does one thing after another with the file, which it opens at the first of them.

    Args:
        path: The file; its folder is made where it is missing.
        wait_seconds: How long a write waits for another process to finish its own.
        name: Of the thread.

    Attributes:
        database: The open file; None before the first use and after a failure.
    """

    def __init__(self, path: Path, wait_seconds: float, name: str) -> None:
        self.database: Database | None = None
        self._path = path
        self._wait_seconds = wait_seconds
        # One writer. Unlike threads of anyio, this one does not outlive a server that is ended.
        self._thread = ThreadPoolExecutor(1, name)

    async def run(self, act: Callable[[Database], T]) -> T:
        """What something gives that is done with the file."""
        return await self.wait_for(partial(self.act, act))

    async def wait_for(self, act: Callable[[], T]) -> T:
        """What something gives that is done in the thread."""
        # Not abandoned on cancellation: a write that has begun either ends or never happened, and
        # SQLite's own time-out bounds the wait.
        await asyncio.sleep(0)  # who is cancelled already begins nothing
        job = self.begin(act)
        work = asyncio.wrap_future(job)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            if not job.cancel():
                with anyio.CancelScope(shield=True):
                    await asyncio.wait([work])
            raise

    def begin(self, act: Callable[[], T]) -> Future[T]:
        """Have something done in the thread, after what was begun before."""
        return self._thread.submit(act)

    def act(self, act: Callable[[Database], T]) -> T:
        """Do something with the file; in the thread only."""
        if self.database is not None and not self.database.in_place():
            self.close()
        if self.database is None:
            self.database = _opened(self._path, self._wait_seconds)
        try:
            return act(self.database)
        except Exception:
            # The next use starts afresh, and finds a disk with space or a repaired file.
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file, which a later use opens again; in the thread only."""
        if self.database is not None:
            self.database.close()
            self.database = None


def _opened(path: Path, wait_seconds: float) -> Database:
    # Imported here, in the worker thread: SQLAlchemy takes its time.
    from jupyter_llm_teach.storage.database import Database  # noqa: PLC0415

    return Database(path, wait_seconds)
