"""A lock between processes on a file, which the system frees when its holder dies."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """At most one holder of `path`, over all processes and all objects."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def acquired(self) -> bool:
        """Try to take the lock without waiting; whether we hold it now."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let others have it; the file stays, because removing it would let two holders in."""
        os.close(self._descriptor)
        self._descriptor = -1


@asynccontextmanager
async def held(path: Path) -> AsyncIterator[None]:
    """Hold the lock on `path` inside the block, waiting for it as long as the caller lets us."""
    lock = FileLock(path)
    while not lock.acquired():  # noqa: ASYNC110 - another process has no event to wait on
        await anyio.sleep(0.05)
    try:
        yield
    finally:
        lock.release()
