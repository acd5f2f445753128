"""The model files on this machine."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Literal

from jupyter_llm_teach.engines.catalogue import CatalogueModel
from jupyter_llm_teach.engines.fetch import partial_files
from jupyter_llm_teach.errors import ModelCorruptError

ModelState = Literal["absent", "partial", "present", "corrupt"]

_BLOCK = 1 << 20


def default_model_folder() -> Path:
    """Where models go unless told otherwise: this user's cache folder."""
    import platformdirs  # noqa: PLC0415 - asked once

    return Path(platformdirs.user_cache_dir("jupyter-llm-teach", appauthor=False)) / "models"


class ModelStore:
    """A folder of model files, each trusted through the digest in the catalogue only.

    Args:
        folder: Made when something is first pulled into it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

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
