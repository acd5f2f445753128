"""The folders that a learner's programs work in: the job's files, and a copy for each probe."""

from __future__ import annotations

import builtins
import os
from collections.abc import Sequence

__builtins__ = dict(vars(builtins))  # type: ignore[assignment]  # a copy that stays as it is

_mkdir, _chdir, _listdir, _isdir = os.mkdir, os.chdir, os.listdir, os.path.isdir
_islink, _unlink, _rmdir, _makedirs = os.path.islink, os.unlink, os.rmdir, os.makedirs
_open = open


def enter_new(folder: str, files: Sequence[tuple[str, bytes]]) -> None:
    """Work in a folder that is made for it and holds these files, by their relative paths."""
    _mkdir(folder)
    _chdir(folder)
    for path, content in files:
        if "/" in path:
            _makedirs(path.rpartition("/")[0], exist_ok=True)
        with _open(path, "wb") as taken:
            taken.write(content)


def enter_copy(folder: str) -> None:
    """Work in a copy of the current folder, so that no probe finds another's files."""
    _mkdir(folder)
    _copy(".", folder)
    _chdir(folder)


def remove(folder: str) -> None:
    """Make room again, as far as that is possible."""
    try:
        for name in _listdir(folder):
            path = f"{folder}/{name}"
            if _isdir(path) and not _islink(path):
                remove(path)
            else:
                _unlink(path)
        _rmdir(folder)
    except OSError:
        return  # what was made unreadable stays until the next program


def _copy(source: str, target: str) -> None:
    for name in _listdir(source):
        old, new = f"{source}/{name}", f"{target}/{name}"
        if _isdir(old):
            _mkdir(new)
            _copy(old, new)
        else:
            with _open(old, "rb") as given, _open(new, "wb") as taken:
                taken.write(given.read())
