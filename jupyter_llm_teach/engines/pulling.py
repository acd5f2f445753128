"""Get a model file: lock, room on the disk, sources in order, digest, atomic rename."""

from __future__ import annotations

import errno
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import anyio.from_thread
import anyio.to_thread

from jupyter_llm_teach.engines.catalogue import CatalogueModel, Source
from jupyter_llm_teach.engines.fetch import SourceError, fetch, partial_files
from jupyter_llm_teach.engines.lock import FileLock
from jupyter_llm_teach.engines.store import ModelStore, corrupt, sha256_of
from jupyter_llm_teach.errors import DiskFullError, DownloadFailedError

Step = Literal["waiting", "fetching", "checking"]

_ROOM = 256 << 20  # a package under way, and air for everybody else


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is.

    Attributes:
        model: Catalogue name.
        step: ``waiting`` for another process that downloads it, ``fetching`` or ``checking``.
        done: Bytes on disk.
        total: Bytes of the whole file.
        source: Where they come from, for people; empty where nothing is fetched.
    """

    model: str
    step: Step
    done: int
    total: int
    source: str


class PullStoppedError(Exception):
    """The person who asked for a download went away; what is there stays for the next try."""


def free_space(folder: Path) -> int:
    """Bytes that can still be written in a folder."""
    return shutil.disk_usage(folder).free


async def pull(
    store: ModelStore,
    model: CatalogueModel,
    progress: Callable[[Progress], None],
    free: Callable[[Path], int] = free_space,
) -> Path:
    """Have a model in the store, verified; gives its path. Cancelling keeps what was fetched.

    Args:
        store: Where it goes.
        model: What to fetch.
        progress: Called in the caller's event loop, a few times a second.
        free: Tells the free bytes of a folder.

    Raises:
        DownloadFailedError: no source can be reached.
        ModelCorruptError: what came is not the published file; it was removed.
        DiskFullError: the file does not fit.
    """
    reporter = _Reporter(model, progress)
    task = _Pull(model, store, free, reporter.report)
    try:
        await anyio.to_thread.run_sync(task.run, abandon_on_cancel=True)
    finally:
        reporter.stop()
    return store.path(model)


class _Pull:
    """One download, run in a thread.

    Args:
        model: What to fetch.
        store: Where it goes.
        free: Tells the free bytes of a folder.
        report: Takes step, bytes and source; raises to stop.
    """

    def __init__(
        self,
        model: CatalogueModel,
        store: ModelStore,
        free: Callable[[Path], int],
        report: Callable[[Step, int, str], None],
    ) -> None:
        self._model = model
        self._store = store
        self._free = free
        self._report = report
        self._file = store.path(model)

    def run(self) -> None:
        """Have the verified file in the store; see `pull` for what it raises."""
        try:
            self._store.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._file.with_name(self._file.name + ".lock"))
            self._wait(lock)
            try:
                self._get()
            finally:
                lock.release()
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise self._disk_full() from error
            raise DownloadFailedError(
                f"The model {self._model.title} can't be stored: {error.strerror}.",
                f"Check that you may write into the folder {self._store.folder}.",
            ) from error

    def _wait(self, lock: FileLock) -> None:
        while not lock.acquired():
            self._report("waiting", self._fetched(), "")
            time.sleep(0.05)

    def _get(self) -> None:
        self._report("checking", self._fetched(), "")
        match self._store.state(self._model):
            case "present":
                self._report("checking", self._model.size, "")
                return
            case "corrupt":
                self._store.remove(self._model)
            case _:
                pass
        self._check_room()
        wrong = [source for source in self._model.sources if self._tried(source) == "wrong"]
        if self._file.exists():
            return
        if wrong:
            raise corrupt(self._model)
        self._check_room()  # a disk that filled up looks to pip like a source that failed
        raise DownloadFailedError(
            f"The model {self._model.title} can't be downloaded: no source of it can be reached.",
            "Check the network and pip's settings, then run "
            f"`jupyter teach models pull {self._model.name}` again; it goes on where it stopped.",
        )

    def _check_room(self) -> None:
        if self._free(self._store.folder) < self._model.size - self._fetched() + _ROOM:
            raise self._disk_full()

    def _tried(self, source: Source) -> str:
        """Fetch from one source unless an earlier one gave the file: done, wrong or unreachable."""
        if self._file.exists():
            return "done"

        def report(done: int) -> None:
            self._report("fetching", done, source.title)

        try:
            fetched = fetch(source, self._file, self._model.size, report)
        except SourceError:
            return "unreachable"
        self._report("checking", self._model.size, source.title)
        if sha256_of(fetched) != self._model.sha256:
            self._sweep()
            return "wrong"
        fetched.replace(self._file)
        self._store.remember(self._model)
        self._sweep()
        return "done"

    def _sweep(self) -> None:
        for each in partial_files(self._file):
            each.unlink(missing_ok=True)

    def _fetched(self) -> int:
        sizes = (each.stat().st_size for each in partial_files(self._file) if each.exists())
        return min(max(sizes, default=0), self._model.size)

    def _disk_full(self) -> DiskFullError:
        missing = self._model.size - self._fetched() + _ROOM
        return DiskFullError(
            f"The model {self._model.title} does not fit: it needs {missing >> 20} MB more "
            f"on the disk of {self._store.folder}.",
            "Free some space, or choose a smaller model (`jupyter teach models list`).",
        )


class _Reporter:
    """Carries progress from the downloading thread to the event loop, and the wish to stop back."""

    def __init__(self, model: CatalogueModel, progress: Callable[[Progress], None]) -> None:
        self._model = model
        self._progress = progress
        self._stopped = threading.Event()
        self._last = ("", 0.0)

    def stop(self) -> None:
        """Make the thread's next report end it."""
        self._stopped.set()

    def report(self, step: Step, done: int, source: str) -> None:
        """Pass progress on, at most ten times a second for each step."""
        if self._stopped.is_set():
            raise PullStoppedError
        key, now = f"{step} {source}", time.monotonic()
        if self._last[0] == key and now - self._last[1] < 0.1 and done < self._model.size:  # noqa: PLR2004
            return
        self._last = (key, now)
        told = Progress(self._model.name, step, done, self._model.size, source)
        try:
            anyio.from_thread.run_sync(self._progress, told)
        except RuntimeError as error:  # the event loop has ended
            raise PullStoppedError from error
