"""The model files on this machine."""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import anyio
import anyio.from_thread
import anyio.to_thread

from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.fetch import partial_files
from jupyter_llm_teach.errors import ModelCorruptError

ModelState = Literal["absent", "partial", "present", "corrupt"]
Step = Literal["waiting", "fetching", "checking"]

_BLOCK = 1 << 20


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


def default_model_folder() -> Path:
    """Where models go unless told otherwise: this user's cache folder."""
    import platformdirs  # noqa: PLC0415 - asked once

    return Path(platformdirs.user_cache_dir("jupyter-llm-teach", appauthor=False)) / "models"


def free_space(folder: Path) -> int:
    """Bytes that can still be written in a folder."""
    return shutil.disk_usage(folder).free


class ModelStore:
    """A folder of model files, each trusted through the digest in the catalogue only.

    Args:
        folder: Made when it is first needed.
        free: Tells the free bytes of a folder.
    """

    def __init__(self, folder: Path, free: Callable[[Path], int] = free_space) -> None:
        self._folder = folder
        self._free = free

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self._folder

    def path(self, model: CatalogueModel) -> Path:
        """Where the model's file is, or would be."""
        return self._folder / model.file_name

    def glance(self, model: CatalogueModel) -> ModelState:
        """The state by size alone, at once; a file that was never verified counts as present."""
        file = self.path(model)
        if file.exists():
            return "present" if file.stat().st_size == model.size else "corrupt"
        return "partial" if any(each.exists() for each in partial_files(file)) else "absent"

    def state(self, model: CatalogueModel) -> ModelState:
        """The state by digest. Reads the file once (seconds), then remembers what it found."""
        glance = self.glance(model)
        if glance != "present" or self._remembered(model):
            return glance
        return "present" if self._matches(model) else "corrupt"

    def verify(self, model: CatalogueModel) -> ModelState:
        """The state by digest, whatever is remembered. Takes seconds."""
        self._note(model).unlink(missing_ok=True)
        return self.state(model)

    def remove(self, model: CatalogueModel) -> int:
        """Delete the file and everything unfinished; gives the bytes that came free."""
        file = self.path(model)
        gone = [each for each in (file, self._note(model), *partial_files(file)) if each.exists()]
        freed = sum(each.stat().st_size for each in gone)
        for each in gone:
            each.unlink(missing_ok=True)
        return freed

    async def pull(self, model: CatalogueModel, progress: Callable[[Progress], None]) -> Path:
        """Have the model on disk, verified; gives its path. Cancelling keeps what was fetched.

        Args:
            model: What to fetch.
            progress: Called in the caller's event loop, a few times a second.

        Raises:
            DownloadFailedError: no source can be reached.
            ModelCorruptError: what came is not the published file; it was removed.
            DiskFullError: the file does not fit.
        """
        from jupyter_llm_teach.engines.pulling import Pull  # noqa: PLC0415 - it imports this file

        reporter = _Reporter(model, progress)
        task = Pull(model, self, self._free, reporter.report)
        try:
            await anyio.to_thread.run_sync(task.run, abandon_on_cancel=True)
        finally:
            reporter.stop()
        return self.path(model)

    def remember(self, model: CatalogueModel) -> None:
        """Note that the file as it stands was verified."""
        stat = self.path(model).stat()
        noted = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": model.sha256}
        self._note(model).write_text(json.dumps(noted), encoding="utf-8")

    def _remembered(self, model: CatalogueModel) -> bool:
        try:
            noted = json.loads(self._note(model).read_text(encoding="utf-8"))
            stat = self.path(model).stat()
        except (OSError, ValueError):
            return False
        now = {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "sha256": model.sha256}
        return bool(noted == now)

    def _matches(self, model: CatalogueModel) -> bool:
        if sha256_of(self.path(model)) != model.sha256:
            return False
        self.remember(model)
        return True

    def _note(self, model: CatalogueModel) -> Path:
        return self._folder / f"{model.file_name}.verified.json"


def sha256_of(file: Path) -> str:
    """Hexadecimal digest of a file."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        for block in iter(functools.partial(content.read, _BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def corrupt(model: CatalogueModel) -> ModelCorruptError:
    """The error for a file that is not the published one."""
    return ModelCorruptError(
        f"The file of the model {model.title} is damaged.",
        f"Run `jupyter teach models pull {model.name}` to fetch it again.",
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
