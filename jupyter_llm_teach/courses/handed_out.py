"""Which files of a course people other than its instructor may have, by name and by content."""

from __future__ import annotations

import re

from jupyter_llm_teach.courses.dialects import DIALECTS

_TABLES = ("csv", "tsv", "txt", "json", "jsonl", "geojson", "dat", "xlsx", "xls", "ods", "xml")
_ARRAYS = ("parquet", "npy", "npz", "hdf5", "h5", "fits", "sqlite", "db")
_MEDIA = ("png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "wav", "mp3", "ogg", "mp4", "pdf")
_DATA = frozenset((*_TABLES, *_ARRAYS, *_MEDIA))
_SECRETIVE = re.compile(
    r"solution|corrig|correction|answer|hidden|teacher|gradebook|^tests?[_.-]|[_-]tests?\."
)
_MARKED_TEXT = (".py", ".md", ".txt")


def is_data(name: str) -> bool:
    """Whether a file of this name holds data, and nothing that may be a solution."""
    return name.lower().rpartition(".")[2] in _DATA and not is_secretive(name)


def is_secretive(name: str) -> bool:
    """Whether a name says that a file or folder may hold solutions, hidden tests or grades."""
    return _SECRETIVE.search(name.lower()) is not None


def may_hold_marks(name: str) -> bool:
    """Whether a file of this name is a text in which an instructor may mark solutions."""
    return name.lower().endswith(_MARKED_TEXT)


def holds_marks(text: str) -> bool:
    """Whether a text holds what marks a solution, in any dialect."""
    return any(dialect.leftovers.search(text) for dialect in DIALECTS)
