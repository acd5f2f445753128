"""Walks a course folder: what belongs to the course, and nothing outside of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTEBOOK = ".ipynb"
TEACHERS = ".teacher"
SOURCE_FOLDER = "source/"
_GRADED_WORK = frozenset({"release", "submitted", "autograded", "feedback", "downloaded"})
_LEFT_OUT = _GRADED_WORK | {"__pycache__", "node_modules"}
_DEEPEST = 20
_MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class File:
    """A file of a course.

    Attributes:
        path: Relative to the course, with ``/``.
        state: Modification time, size and inode: another state means another content.
    """

    path: str
    state: tuple[int, int, int]

    @property
    def name(self) -> str:
        """Its file name."""
        return self.path.rsplit("/", 1)[-1]


def course_files(folder: Path) -> tuple[File, ...]:
    """The files of a course, by path.

    Left out: names that begin with a dot (but `.teacher`), nbgrader's folders of released,
    submitted and graded work, linked folders, and links that lead out of the course. A folder
    that can't be read counts as empty. Where the folder is laid out as nbgrader has it, with
    `source` beside one of the others, only what is in `source` belongs to the course.
    """
    root = Path(os.path.realpath(folder))
    found: list[File] = []
    for file in _files(root / SOURCE_FOLDER if _is_nbgraders(root) else root, root, 0):
        found.append(file)
        if len(found) >= _MOST_FILES:
            break
    return tuple(sorted(found, key=lambda file: file.path))


def is_left_out(name: str) -> bool:
    """Whether a folder of a course is never read as a part of it."""
    return (name.startswith(".") and name != TEACHERS) or name in _LEFT_OUT


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path, its links followed, is a folder or inside of it."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _is_nbgraders(root: Path) -> bool:
    names = {entry.name for entry in _entries(root) if entry.is_dir(follow_symlinks=False)}
    return "source" in names and not names.isdisjoint(_GRADED_WORK)


def _files(folder: Path, root: Path, depth: int) -> Iterator[File]:
    for entry in _entries(folder):
        path = Path(entry.path)
        if entry.name.startswith(".") and entry.name != TEACHERS:
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < _DEEPEST and entry.name not in _LEFT_OUT:
                yield from _files(path, root, depth + 1)
        elif not entry.is_symlink() or is_inside(path, root):
            status = _status(entry)
            if status is not None and stat.S_ISREG(status.st_mode):
                state = (status.st_mtime_ns, status.st_size, status.st_ino)
                yield File(path.relative_to(root).as_posix(), state)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat()
    except OSError:
        return None
