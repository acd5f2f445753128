"""Any engine is watched: one with a process of its own by that, another by the time it takes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jupyter_llm_teach.engines.scripted import ScriptedEngine
from jupyter_llm_teach.metering.counter import Books
from jupyter_llm_teach.metering.fits import Fits
from jupyter_llm_teach.metering.watched import metered
from jupyter_llm_teach.ports import Engine, Generation, Message
from tests.contracts.engine_contract import reply_of
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_ledger import MemoryLedger

pytestmark = pytest.mark.anyio

REQUEST = Generation((Message("user", "Hello ?"),))


class HereEngine(ScriptedEngine):
    """Works in the process of the test."""

    @property
    def pid(self) -> int:
        return os.getpid()


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(MemoryLedger(), FixedClock(), Fits(tmp_path / "fits.json", "machine"), "FR")


async def method_of(engine: Engine, books: Books) -> str:
    watched = metered(engine, books)
    _, usage = await reply_of(watched.generate(REQUEST, deadline=5))
    await watched.aclose()
    assert usage.energy is not None
    return usage.energy.method


async def test_an_engine_with_a_process_is_watched_by_it(books: Books) -> None:
    assert await method_of(HereEngine(["Hello."]), books) in {"nvml", "rapl", "cpu_seconds"}


async def test_an_engine_without_one_is_watched_by_the_time(books: Books) -> None:
    assert await method_of(ScriptedEngine(["Hello."]), books) in {"rapl", "wall_seconds"}


async def test_a_watched_engine_is_the_same_engine(books: Books) -> None:
    engine = ScriptedEngine(["Hello."])
    watched = metered(engine, books)

    assert watched.card() == engine.card()
    assert await watched.state() == await engine.state()
