"""Whose turn it is: one request at a time for a key and a door, in all processes of a machine."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from jupyter_llm_teach.ports import RESERVED_SECONDS, Key
from jupyter_llm_teach.teaching.request import Door

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that is taken: a locked file, which the system frees when its process dies."""

    path: Path
    descriptor: int

    def end(self) -> None:
        """Let the next one in."""
        # Removed while it is locked: whoever waits for this very file finds that it is another.
        if _is_at(self.descriptor, self.path):
            self.path.unlink(missing_ok=True)
        os.close(self.descriptor)


def turn(folder: Path, key: Key, door: Door) -> Turn | None:
    """The turn for a key and a door; None while somebody else has it.

    Args:
        folder: Where the files of those who have a turn are.
        key: The learner and the exercise.
        door: Where help is asked for.

    Raises:
        OSError: the file can't be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    named = json.dumps([key.learner, key.course, key.exercise, door])
    path = folder / hashlib.sha256(named.encode()).hexdigest()[:32]
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if _locked(descriptor) and _is_at(descriptor, path):
            os.utime(descriptor)
            return Turn(path, descriptor)
        is_old = time.time() - os.fstat(descriptor).st_mtime > RESERVED_SECONDS
        is_taken = _is_at(descriptor, path)
        os.close(descriptor)
        if is_taken and not is_old:
            return None
        if is_taken:  # its holder hangs: the name is free for another file
            path.unlink(missing_ok=True)


def _locked(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError:
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
