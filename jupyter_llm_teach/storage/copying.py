"""A copy of a journal, for what shall leave no trace in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from jupyter_llm_teach.storage.failures import told


def copy_journal(path: Path, copy: Path) -> None:
    """Write all that a journal holds now to another file; nothing where there is no journal yet.

    Other processes may write to it in the meantime.

    Raises:
        DiskFullError: there is no space for the copy.
        JournalError: the journal can't be read.
    """
    if not path.exists():
        return
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as journal,
            closing(sqlite3.connect(copy)) as target,
        ):
            journal.backup(target)
    except (OSError, sqlite3.Error) as error:
        raise told(error, path) from error
