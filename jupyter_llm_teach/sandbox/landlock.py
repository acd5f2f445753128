"""Runs learners' programs where Landlock and a filter of system calls shut them in.

For machines without bubblewrap. There is no process namespace: signals are denied by the filter.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from jupyter_llm_teach.sandbox import command
from jupyter_llm_teach.sandbox.bubblewrap import free_user
from jupyter_llm_teach.sandbox.worker import Launch
from jupyter_llm_teach.sandbox.workers import Workers, count_processes

_PREFIX = "teach-job-"
_STALE_SECONDS = 3600


class LandlockSandbox(Workers):
    """A sandbox by Landlock, seccomp and limits; needs neither root nor another program.

    Args:
        scratch: A folder for the jobs' own folders; made when missing.
        pool: How many workers wait for jobs.
        idle_seconds: How long one waits.
    """

    def __init__(self, scratch: Path, *, pool: int = 1, idle_seconds: float = 300.0) -> None:
        self._scratch = scratch
        self._idle_seconds = idle_seconds
        root = os.getuid() == 0
        super().__init__("landlock", (lambda: 2) if root else count_processes, pool)

    def _launch(self, imports: tuple[str, ...]) -> Launch:
        self._scratch.mkdir(parents=True, exist_ok=True)
        _remove_stale(self._scratch)
        folder = tempfile.mkdtemp(prefix=_PREFIX, dir=self._scratch)
        uid = free_user() if os.getuid() == 0 else None
        if uid is not None:
            os.chown(folder, uid, uid)
        readable = command.readable()
        setup = command.Setup(
            scratch=folder,
            readable=readable,
            packages=command.packages(),
            landlock=True,
            uid=uid,
            reads_any_file=uid is not None and command.is_private((*readable, folder)),
            imports=imports,
            idle_seconds=self._idle_seconds,
        )
        inside = (*command.interpreter(), setup.json())
        return Launch(inside, command.environment(folder), lambda: remove_folder(Path(folder)))


def remove_folder(folder: Path) -> None:
    """Remove a job's folder, folders that it made unreadable included."""

    def unlock(act: Callable[..., object], path: str, _: object) -> None:
        with suppress(OSError):
            Path(path).parent.chmod(stat.S_IRWXU)
            if not Path(path).is_symlink():
                Path(path).chmod(stat.S_IRWXU)
            act(path)

    shutil.rmtree(folder, onerror=unlock)
    shutil.rmtree(folder, ignore_errors=True)


def _remove_stale(scratch: Path) -> None:
    """Remove what a server that was killed left behind."""
    for folder in scratch.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.lstat().st_mtime > _STALE_SECONDS:
                remove_folder(folder)
