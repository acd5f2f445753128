"""The journal in a SQLite file that all servers of one user share."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from jupyter_llm_teach.ports import Feedback, Key
from jupyter_llm_teach.storage.event import Broken, Event, Intact, as_payload
from jupyter_llm_teach.teaching.history import Attempt, History, PastHint
from jupyter_llm_teach.teaching.rung import Rung

if TYPE_CHECKING:
    from jupyter_llm_teach.storage.database import Database

T = TypeVar("T")


class SqlJournal:
    """Append-only, and hash-chained so that a later change shows.

    The file is made, readable by its owner only, at the first use. When an ``add_`` method
    returns, its event is on the disk: it outlives a crash and is there exactly once.

    Args:
        path: The file; its folder is made where it is missing.
        wait_seconds: How long a write waits for another process to finish its own.

    Raises:
        DiskFullError: there is no space; what was recorded before stays.
        JournalError: the file is damaged, locked, read-only, or from a newer version.
    """

    def __init__(self, path: Path, wait_seconds: float = 10.0) -> None:
        self._path = path
        self._wait_seconds = wait_seconds
        self._database: Database | None = None
        # One writer. Unlike threads of anyio, this one does not outlive a server that is ended.
        self._thread = ThreadPoolExecutor(1, "journal")

    async def add_hint(self, key: Key, hint: PastHint, source: str) -> str:
        """Record a hint that was shown; gives its id. `source` is analysis, model or bank."""
        name = str(uuid.uuid4())
        payload = as_payload(
            rung=hint.rung.value, answer=hint.answer, text=hint.text, source=source
        )
        event = Event(name, hint.at, "hint", key, payload)
        await self._in_thread(lambda database: database.append(event))
        return name

    async def add_attempt(self, key: Key, attempt: Attempt) -> None:
        """Record a checked answer; the same answer checked again right after is recorded once."""
        payload = as_payload(answer=attempt.answer, passed=attempt.passed, total=attempt.total)
        event = Event(str(uuid.uuid4()), attempt.at, "attempt", key, payload)
        await self._in_thread(lambda database: database.append_unless_repeated(event))

    async def add_feedback(self, key: Key, feedback: Feedback) -> None:
        """Record feedback on a hint."""
        payload = as_payload(hint=feedback.hint, helpful=feedback.helpful)
        event = Event(str(uuid.uuid4()), feedback.at, "feedback", key, payload)
        await self._in_thread(lambda database: database.append(event))

    async def history(self, key: Key) -> History:
        """What the learner did on the exercise, oldest first."""
        found = await self._in_thread(lambda database: database.events(key, "hint", "attempt"))
        return History(
            hints=tuple(_hint(each) for each in found if each.kind == "hint"),
            attempts=tuple(_attempt(each) for each in found if each.kind == "attempt"),
        )

    async def verify(self) -> Intact | Broken:
        """Whether every event is as it was written; the first that is not, otherwise."""
        return await self._in_thread(lambda database: database.verified())

    async def aclose(self) -> None:
        """Close the file; a later use opens it again."""
        await self._done(self._close)

    async def _in_thread(self, act: Callable[[Database], T]) -> T:
        return await self._done(partial(self._with_database, act))

    async def _done(self, act: Callable[[], T]) -> T:
        # Not abandoned on cancellation: a write that has begun either ends or never happened, and
        # SQLite's own time-out bounds the wait.
        await asyncio.sleep(0)  # who is cancelled already begins nothing
        work = asyncio.get_running_loop().run_in_executor(self._thread, act)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            work.cancel()
            await asyncio.wait([work])
            raise

    def _with_database(self, act: Callable[[Database], T]) -> T:
        if self._database is not None and not self._database.in_place():
            self._close()
        if self._database is None:
            self._database = _opened(self._path, self._wait_seconds)
        try:
            return act(self._database)
        except Exception:
            # The next use starts afresh, and finds a disk with space or a repaired file.
            self._close()
            raise

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _opened(path: Path, wait_seconds: float) -> Database:
    # Imported here, in the worker thread: SQLAlchemy takes its time.
    from jupyter_llm_teach.storage.database import Database  # noqa: PLC0415

    return Database(path, wait_seconds)


def _hint(event: Event) -> PastHint:
    said = json.loads(event.payload)
    return PastHint(Rung(said["rung"]), str(said["answer"]), event.at, str(said["text"]))


def _attempt(event: Event) -> Attempt:
    said = json.loads(event.payload)
    return Attempt(str(said["answer"]), event.at, int(said["passed"]), int(said["total"]))
