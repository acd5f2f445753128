"""A SQLite file as the journal needs it: owner only, every commit on the disk, one writer.

Import this module at first use only: it brings SQLAlchemy.
"""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from jupyter_llm_teach.storage.failures import told


def made(path: Path) -> None:
    """Make the file and its folder where they are missing, for the owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    # Never opened under its own name: closing it would drop the locks that SQLite holds on it for
    # another connection of this process (https://www.sqlite.org/howtocorrupt.html, section 2.2).
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    # SQLite gives its side files the permissions of this one.
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # somebody else was first
    except OSError:  # a disk without hard links
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    finally:
        draft.unlink()


def opened(path: Path, wait_seconds: float) -> Engine:
    """An engine on the file; a transaction of option ``writes`` has the write lock at once.

    One whose option ``waits_for_disk`` is false outlives this process when it ends, and not for
    sure a power failure (https://www.sqlite.org/pragma.html#pragma_synchronous).
    """
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
    cursor.execute("PRAGMA secure_delete=ON")
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
    options = connection.get_execution_options()
    writes = options.get("writes", False)
    if writes:
        level = "FULL" if options.get("waits_for_disk", True) else "NORMAL"
        connection.exec_driver_sql(f"PRAGMA synchronous={level}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Tell what SQLite and the file system raise as our own errors."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise told(error.orig, path) from error
    except (OSError, sqlite3.Error) as error:
        raise told(error, path) from error
