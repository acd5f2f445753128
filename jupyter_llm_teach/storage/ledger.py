"""The ledger: what calls of models cost, in the journal's file."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_llm_teach.errors import TeachError
from jupyter_llm_teach.ports import Asked
from jupyter_llm_teach.storage.worker import Worker
from jupyter_llm_teach.teaching.ledger.call import Call
from jupyter_llm_teach.teaching.ledger.total import By, Total, by_name
from jupyter_llm_teach.teaching.request import Used

if TYPE_CHECKING:
    from jupyter_llm_teach.storage.database import Database

_log = logging.getLogger(__name__)
_MOST_WAITING = 10_000


class SqlLedger:
    """Keeps calls a moment in memory and writes them together, so that a call waits for no disk.

    A process that is killed loses what it counted in the last moment. Where writing fails, calls
    wait for the next time that it succeeds.

    Args:
        path: The journal's file.
        wait_seconds: How long a write waits for another process to finish its own.
        pause: Seconds that calls are gathered for.
    """

    def __init__(self, path: Path, wait_seconds: float = 10.0, pause: float = 0.5) -> None:
        self._worker = Worker(path, wait_seconds, "ledger")
        self._pause = pause
        self._waiting: deque[Call] = deque(maxlen=_MOST_WAITING)
        self._hurry = threading.Event()
        self._scheduled = False

    def add(self, call: Call) -> None:
        """Keep a call; on the disk a moment later."""
        self._waiting.append(call)
        if not self._scheduled:
            self._scheduled = True
            self._worker.begin(self._write_later)

    async def totals(self, by: By, asked: Asked) -> Sequence[Total]:
        """What calls cost together, for each student, exercise, model or day, in order."""
        self._hurry.set()
        return by_name(await self._worker.run(lambda database: self._totals(database, by, asked)))

    async def used(self, learner: str, since: datetime) -> Used:
        """What a learner used from a moment on, over all exercises."""
        self._hurry.set()
        return await self._worker.run(lambda database: self._used(database, learner, since))

    async def aclose(self) -> None:
        """Write what was not written yet, and let go of the file; a later use opens it again."""
        self._hurry.set()
        await self._worker.wait_for(self._end)

    def _totals(self, database: Database, by: By, asked: Asked) -> tuple[Total, ...]:
        self._write(database)
        return database.totals(by, asked)

    def _used(self, database: Database, learner: str, since: datetime) -> Used:
        self._write(database)
        return database.used(learner, since)

    def _write_later(self) -> None:
        self._hurry.wait(self._pause)
        self._hurry.clear()
        self._scheduled = False
        self._try_to_write()

    def _try_to_write(self) -> None:
        if not self._waiting:
            return
        try:
            self._worker.act(self._write)
        except TeachError as error:
            _log.warning("What models cost could not be recorded yet: %s", error.message)

    def _write(self, database: Database) -> None:
        gathered = tuple(self._waiting)
        if gathered:
            database.add_calls(gathered)
        for _ in gathered:
            self._waiting.popleft()

    def _end(self) -> None:
        self._try_to_write()
        self._worker.close()
