"""Which model to run on this machine."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from jupyter_llm_teach.engines.catalogue import MODELS, CatalogueModel, model_named
from jupyter_llm_teach.engines.store import ModelStore

MARGIN_MB: Final = 1024
"""Left to the browser, JupyterLab and the learner's kernels."""

_CGROUP = Path("/sys/fs/cgroup")


def default_model(free_memory_mb: int) -> CatalogueModel:
    """The best everyday model with room for it and a margin; the smallest where none has."""
    everyday = [model for model in MODELS if model.everyday]
    for model in everyday:
        if model.memory_mb + MARGIN_MB <= free_memory_mb:
            return model
    return everyday[-1]


def free_memory_mb(cgroup: Path = _CGROUP) -> int:
    """Memory that a new program can have here, the limit of a container included."""
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - asked once

    free = int(psutil.virtual_memory().available)
    try:
        limit = int((cgroup / "memory.max").read_text(encoding="ascii"))
        used = int((cgroup / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):  # no container, or no limit ("max")
        return free >> 20
    return max(0, min(free, limit - used)) >> 20


def preferred(store: ModelStore, free_mb: int) -> CatalogueModel:
    """The default model, or the next smaller one that is already on disk while it is not."""
    default = default_model(free_mb)
    everyday = [model for model in MODELS if model.everyday]
    candidates = everyday[everyday.index(default) :]
    here = [model for model in candidates if store.glance(model) == "present"]
    return here[0] if here else default


async def chosen(store: ModelStore, name: str | None) -> CatalogueModel:
    """The model of that name; without a name, the one that suits this machine.

    Raises:
        ModelUnknownError: no model has that name.
    """
    if name:
        return model_named(name)
    return await asyncio.to_thread(lambda: preferred(store, free_memory_mb()))
