"""What SQLite and the file system say, told to a person."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from pathlib import Path

from jupyter_llm_teach.errors import DiskFullError, JournalError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def told(error: sqlite3.Error | OSError, path: Path) -> DiskFullError | JournalError:
    """The error to raise in place of one from SQLite or the file system.

    SQLite's own texts are matched because its error codes only reach Python from 3.11 on; they
    have been the same for years (https://www.sqlite.org/rescode.html).
    """
    said = str(error)
    if _is_full(error, path.parent):
        return DiskFullError(
            "There is no space left to keep what happened in this session.",
            "Delete files that you no longer need, then try again; nothing recorded is lost.",
        )
    if "locked" in said or "busy" in said:
        return JournalError(
            f"Another program keeps the journal {path} to itself.",
            "Close programs that have this file open, then try again.",
        )
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in said or "not a db" in said):
        return _damaged(path)
    if "file is not a database" in said:
        return _damaged(path)
    return JournalError(
        f"The journal {path} can't be opened or written.",
        "Check that the file and its folder belong to you and can be written.",
    )


def _damaged(path: Path) -> JournalError:
    return JournalError(
        f"The journal {path} is damaged.",
        f"Move the file aside, for example to {path.name}.damaged, and try again: "
        "a new journal starts by itself, and the old one is kept for repair.",
    )


def _is_full(error: sqlite3.Error | OSError, folder: Path) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    if "is full" in str(error):
        return True
    return "disk I/O error" in str(error) and _cannot_grow(folder)


def _cannot_grow(folder: Path) -> bool:
    # A used-up quota comes as a mere "disk I/O error": try it out.
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 65_536)
    except OSError as error:
        return error.errno in _FULL
    return False
