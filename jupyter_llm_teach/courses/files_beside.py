"""Brings the data files and the helper modules that lie beside a notebook."""

from __future__ import annotations

import hashlib
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jupyter_llm_teach.courses.handed_out import holds_marks, is_data, is_secretive, may_hold_marks
from jupyter_llm_teach.courses.tree import TEACHERS, is_inside, is_left_out
from jupyter_llm_teach.teaching.data_file import DataFile
from jupyter_llm_teach.teaching.named_files import NamedFiles, named_in

MOST_FILES = 20
MOST_BYTES = 5_000_000
MOST_BYTES_TOGETHER = 20_000_000
_KEPT = 50
_MODULE = ".py"
_State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was; None where it is not for learners' programs."""

    state: _State
    file: DataFile | None


class FilesBeside:
    """Files that lie beside notebooks; each is read again when it changes.

    What may hold solutions is never given: see `courses.handed_out`.
    """

    def __init__(self) -> None:
        self._read: dict[Path, _Read] = {}
        self._lock = threading.Lock()

    def named(self, folder: Path, named: NamedFiles) -> tuple[DataFile, ...]:
        """The regular files in a folder that programs name, and that their helper modules name.

        Links that lead out of the folder are not followed. No more than 20 files are given, of
        5 MB each and 20 MB together; what is beyond that is left out.

        Args:
            folder: The notebook's.
            named: What they name.
        """
        with self._lock:
            return self._named(folder, named)

    def _named(self, folder: Path, named: NamedFiles) -> tuple[DataFile, ...]:
        found: dict[str, DataFile] = {}
        waiting = [named]
        while waiting:
            for path in _paths(folder, waiting.pop()):
                file = None if path in found else self._file(folder, path)
                if file is None or not _fits(file, found):
                    continue
                found[path] = file
                if path.endswith(_MODULE):
                    waiting.append(named_in([file.content.decode("utf-8", "replace")]))
        return tuple(found.values())

    def _file(self, folder: Path, path: str) -> DataFile | None:
        place = folder / path
        try:
            status = place.stat()
            state = (status.st_mtime_ns, status.st_size, status.st_ino)
            regular = stat.S_ISREG(status.st_mode) and status.st_size <= MOST_BYTES
            if not (regular and is_inside(place, folder)):
                return None
            known = self._read.get(place)
            if known is None or known.state != state:
                known = _Read(state, _opened(place, path))
        except (OSError, ValueError):
            return None
        self._read.pop(place, None)
        self._read[place] = known
        while len(self._read) > _KEPT:
            del self._read[next(iter(self._read))]
        return known.file


def folder_of(course: Path, notebook: str) -> Path:
    """The folder that the programs of a notebook work in: where students have theirs.

    Args:
        course: The folder that paths of notebooks are relative to.
        notebook: The path of one.
    """
    folder = (course / notebook).parent
    return folder.parent if folder.name == TEACHERS else folder


def _paths(folder: Path, named: NamedFiles) -> Iterator[str]:
    """Where the files may be, those of solutions and hidden folders left out."""
    inner = [each for each in named.folders if named.files and _is_folder(folder / each)]
    below = (f"{first}/{name}" for first in inner for name in named.files)
    for path in (*named.files, *below):
        *folders, name = path.split("/")
        if is_data(name) and not any(is_secretive(each) or is_left_out(each) for each in folders):
            yield path
    for name in named.modules:
        if not is_secretive(f"{name}{_MODULE}"):
            yield f"{name}{_MODULE}"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _fits(file: DataFile, others: dict[str, DataFile]) -> bool:
    size = len(file.content) + sum(len(each.content) for each in others.values())
    return len(others) < MOST_FILES and size <= MOST_BYTES_TOGETHER


def _opened(place: Path, path: str) -> DataFile | None:
    with place.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return None
    if may_hold_marks(path) and holds_marks(content.decode("utf-8", "replace")):
        return None
    return DataFile(path, hashlib.sha256(content).hexdigest(), content)
