"""The journal's file: opening it, and reading and appending events.

Import this module at first use only: it brings SQLAlchemy.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, create_engine, event, insert, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from jupyter_llm_teach.ports import Key
from jupyter_llm_teach.storage.event import (
    START,
    Broken,
    Event,
    Intact,
    Kind,
    as_text,
    link,
    payload_digest,
)
from jupyter_llm_teach.storage.failures import told
from jupyter_llm_teach.storage.schema import events
from jupyter_llm_teach.storage.upgrade import upgrade


class Database:
    """An open journal file. Every method may be called from any thread, one at a time.

    Raises:
        DiskFullError: there is no space.
        JournalError: the file can't be used.
    """

    def __init__(self, path: Path, wait_seconds: float) -> None:
        self._path = path
        with _told(path):
            _make(path)
            self._inode = path.stat().st_ino
            self._engine = _engine(path, wait_seconds)
            self._writer = self._engine.execution_options(writes=True)
            try:
                upgrade(self._engine, self._writer)
            except BaseException:
                self._engine.dispose()
                raise

    def in_place(self) -> bool:
        """Whether the file is still the one that was opened; a moved one would swallow events."""
        try:
            return self._path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False

    def append(self, new: Event) -> None:
        """Record an event; when this returns, it is on the disk."""
        with _told(self._path), self._writer.begin() as connection:
            _append(connection, new)

    def append_unless_repeated(self, new: Event) -> None:
        """Record an event, unless the last one of its kind and key has the same payload."""
        with _told(self._path), self._writer.begin() as connection:
            last = connection.execute(_of(new.key, new.kind).order_by(events.c.seq.desc()).limit(1))
            row = last.one_or_none()
            if row is None or row.payload != new.payload:
                _append(connection, new)

    def events(self, key: Key, *kinds: Kind) -> tuple[Event, ...]:
        """The events of some kinds on one exercise, oldest first, without the erased ones."""
        wanted = _of(key, *kinds).where(events.c.payload.is_not(None)).order_by(events.c.seq)
        with _told(self._path), self._engine.connect() as connection:
            return tuple(_event(row) for row in connection.execute(wanted))

    def verified(self) -> Intact | Broken:
        """Whether every event is as it was written.

        Events cut off at the very end can't be noticed from the file alone.
        """
        with _told(self._path), self._engine.connect() as connection:
            return _verified(connection.execute(select(events).order_by(events.c.seq)))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives its side files the permissions of this one.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _engine(path: Path, wait_seconds: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": wait_seconds, "isolation_level": None},
    )
    event.listen(engine, "connect", partial(_prepare, wait_seconds))
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(wait_seconds: float, connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    _into_wal(cursor, time.monotonic() + wait_seconds)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _into_wal(cursor: sqlite3.Cursor, ends: float) -> None:
    # Two processes that change a new file's mode at once would wait for each other, so SQLite
    # refuses one of them without waiting.
    while not _in_wal(cursor, last_try=ends < time.monotonic()):
        time.sleep(0.02)


def _in_wal(cursor: sqlite3.Cursor, *, last_try: bool) -> bool:
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if last_try or "locked" not in str(error):
            raise
        return False
    return True


def _begin(connection: Connection) -> None:
    # The write lock at once: a transaction that reads first and writes later can't be waited for.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise told(error.orig, path) from error
    except (OSError, sqlite3.Error) as error:
        raise told(error, path) from error


def _of(key: Key, *kinds: Kind) -> Select[Any]:
    return select(events).where(
        events.c.learner == key.learner,
        events.c.course == key.course,
        events.c.exercise == key.exercise,
        events.c.kind.in_(kinds),
    )


def _append(connection: Connection, new: Event) -> None:
    newest = select(events.c.seq, events.c.chain).order_by(events.c.seq.desc()).limit(1)
    last = connection.execute(newest).one_or_none()
    seq, previous = (1, START) if last is None else (last.seq + 1, last.chain)
    salt = secrets.token_hex(16)
    digest = payload_digest(salt, new.payload)
    stated = {
        "id": new.id,
        "at": as_text(new.at),
        "kind": new.kind,
        "learner": new.key.learner,
        "course": new.key.course,
        "exercise": new.key.exercise,
    }
    row = dict(stated, payload=new.payload, salt=salt, digest=digest)
    chain = link(previous, seq, tuple(stated.values()), digest)
    connection.execute(insert(events).values(seq=seq, chain=chain, **row))


def _event(row: Row[Any]) -> Event:
    key = Key(row.learner, row.course, row.exercise)
    return Event(row.id, datetime.fromisoformat(row.at), row.kind, key, row.payload or "")


def _verified(rows: Iterator[Row[Any]]) -> Intact | Broken:
    previous, count, erased = START, 0, 0
    for count, row in enumerate(rows, start=1):
        if row.seq != count:
            return Broken(row.seq, "order")
        if row.payload is None:
            erased += 1
        elif payload_digest(row.salt or "", row.payload) != row.digest:
            return Broken(row.seq, "payload")
        stated = (row.id, row.at, row.kind, row.learner, row.course, row.exercise)
        if link(previous, row.seq, stated, row.digest) != row.chain:
            return Broken(row.seq, "link")
        previous = row.chain
    return Intact(count, erased)
