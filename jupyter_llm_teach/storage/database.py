"""The journal's file as transactions on its events.

Import this module at first use only: it brings SQLAlchemy.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from jupyter_llm_teach.ports import Asked, Key
from jupyter_llm_teach.storage import calls, table
from jupyter_llm_teach.storage.event import Broken, Event, Intact, Kind, Line, Whose, as_payload
from jupyter_llm_teach.storage.sqlite_file import made, opened, told_of
from jupyter_llm_teach.storage.upgrade import upgrade
from jupyter_llm_teach.teaching.ledger.call import Call
from jupyter_llm_teach.teaching.ledger.total import By, Total
from jupyter_llm_teach.teaching.request import Used


class Database:
    """An open journal file. Every method may be called from any thread, one at a time.

    Raises:
        DiskFullError: there is no space.
        JournalError: the file can't be used.
    """

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self._path = path
        with told_of(path):
            made(path)
            self._inode = path.stat().st_ino
            self._engine = opened(path, wait_seconds)
            self._writer = self._engine.execution_options(writes=True)
            self._light = self._writer.execution_options(waits_for_disk=False)
            try:
                upgrade(self._engine, self._writer)
            except BaseException:
                self._engine.dispose()
                raise

    def in_place(self) -> bool:
        """Whether the file is still the one that was opened; a moved one would swallow events."""
        try:
            return self._path.stat().st_ino == self._inode
        except OSError:
            return False

    def append(self, new: Event) -> None:
        """Record an event; when this returns, it is on the disk."""
        with self._writing() as connection:
            table.append(connection, new)

    def append_lightly(self, new: Event) -> None:
        """Record an event without waiting for the disk; the next one that does takes it along."""
        with told_of(self._path), self._light.begin() as connection:
            table.append(connection, new)

    def append_unless_repeated(self, new: Event) -> None:
        """Record an event, unless the last one of its kind and key has the same payload."""
        with self._writing() as connection:
            table.append_unless_repeated(connection, new)

    def delivery(self, request: str) -> Event | None:
        """What was shown for a request; None where nothing was."""
        with self._reading() as connection:
            return _delivery(connection, request)

    def reserve(self, new: Event) -> Event | None:
        """Record that a request is being answered; gives what was shown, if it was already.

        The caller has the turn for it: another request that is under way there lost its process.
        """
        with self._writing() as connection:
            delivery = _delivery(connection, new.request or "")
            if delivery is None:
                _refund_lost(connection, new)
                if not table.of_request(connection, new.request or ""):
                    table.append(connection, new)
            return delivery

    def deliver(self, request: str, at: datetime, payload: str) -> Event:
        """Record what is shown for a request, unless something was; gives what stands."""
        with self._writing() as connection:
            delivery = _delivery(connection, request)
            if delivery is None:
                key = table.key_of(connection, request)
                delivery = _new("delivered", key, at, payload, request)
                table.append(connection, delivery)
            return delivery

    def end(self, request: str, kind: Kind, at: datetime, payload: str) -> None:
        """Record that nothing was shown for a request."""
        with self._writing() as connection:
            key = table.key_of(connection, request)
            table.append(connection, _new(kind, key, at, payload, request))

    def events(self, key: Key, *kinds: Kind) -> tuple[Event, ...]:
        """The events of some kinds on one exercise, oldest first, without the erased ones."""
        with self._reading() as connection:
            return table.on(connection, key, *kinds)

    def payloads(self, key: Key, kind: Kind, after: int) -> tuple[int, tuple[tuple[int, str], ...]]:
        """How many events of a kind on one exercise there are up to a number, and the later ones.

        Of those the numbers and the details alone. Erased ones are left out.
        """
        with self._reading() as connection:
            return table.payloads(connection, key, kind, after)

    def delivered_since(self, learner: str, at: datetime) -> tuple[Event, ...]:
        """What a learner was shown or had completed from a moment on, without what was erased."""
        with self._reading() as connection:
            return table.since(connection, learner, at, "delivered", "completed")

    def add_calls(self, new: Sequence[Call]) -> None:
        """Keep what calls of models cost."""
        with self._writing() as connection:
            calls.add(connection, new)

    def totals(self, by: By, asked: Asked) -> tuple[Total, ...]:
        """What calls cost, in parts of one method and one mix; several may have the same name."""
        with self._reading() as connection:
            return calls.totals(connection, by, asked)

    def used(self, learner: str, at: datetime) -> Used:
        """What models cost for a learner from a moment on."""
        with self._reading() as connection:
            return calls.used(connection, learner, at)

    def verified(self) -> Intact | Broken:
        """Whether every event is as it was written.

        Events cut off at the very end can't be noticed from the file alone.
        """
        with self._reading() as connection:
            return table.verified(connection)

    def learners(self, course: str | None) -> tuple[str, ...]:
        """Of whom something is recorded, in a course or in any."""
        with self._reading() as connection:
            return table.learners(connection, course)

    def export(self, whose: Whose, log: Event) -> tuple[Line, ...]:
        """All events of a learner, or of all, after recording who asked for them."""
        with self._writing() as connection:
            table.append(connection, log)
            return table.lines(connection, whose)

    def erase(self, whose: Whose, at: datetime, by: str) -> int:
        """Take payloads away for good; gives how many, and records it where there were some."""
        with self._writing() as connection:
            count = table.erase(connection, whose)
            calls.forget(connection, whose)
            if count:
                key = Key(whose.learner or "", whose.course or "", "")
                payload = as_payload(by=by, events=count)
                table.append(connection, _new("erased", key, at, payload, None))
        self._wipe()
        return count

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _wipe(self) -> None:
        """Leave nothing of erased payloads in the file's log of changes."""
        with told_of(self._path), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told_of(self._path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told_of(self._path), self._writer.begin() as connection:
            yield connection


def _new(kind: Kind, key: Key, at: datetime, payload: str, request: str | None) -> Event:
    return Event(str(uuid.uuid4()), at, kind, key, payload, request)


def _delivery(connection: Connection, request: str) -> Event | None:
    found = table.of_request(connection, request)
    return next((each for each in found if each.kind == "delivered"), None)


def _refund_lost(connection: Connection, new: Event) -> None:
    door = json.loads(new.payload)["door"]
    for each in table.unended(connection, new.key):
        if each.request != new.request and json.loads(each.payload)["door"] == door:
            payload = as_payload(why="lost")
            table.append(connection, _new("refunded", new.key, new.at, payload, each.request))
