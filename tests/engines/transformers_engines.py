"""Engines with a worker process, for tests; and whether it is there still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import anyio
import psutil  # type: ignore[import-untyped]

from jupyter_llm_teach.engines.spec import EngineSpec
from jupyter_llm_teach.engines.transformers_engine import TransformersEngine
from tests.contracts.engine_contract import asking

ROOT: Final = Path(__file__).parents[2]
# A worker needs seconds to start where it has a processor to itself, and minutes where it has not.
PATIENCE: Final = 240.0
HELLO: Final = asking("Say hello.")
SHORT: Final = asking("Say hello.", max_tokens=4)


@asynccontextmanager
async def engine_on(
    model: Path | str, folder: Path, **options: str
) -> AsyncIterator[TransformersEngine]:
    spec = EngineSpec(
        "here", "transformers", model=str(model), options=tuple(options.items()), context=2048
    )
    made = TransformersEngine(spec, folder)
    try:
        yield made
    finally:
        await made.aclose()


async def gone(pid: int) -> None:
    """Return when a process has ended; fail when it stays."""
    with anyio.fail_after(60):
        while running(pid):  # noqa: ASYNC110 - another process
            await anyio.sleep(0.02)


def running(pid: int) -> bool:
    """Whether a process works still; one that only waits to be buried does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
