"""Workers: when they start, when they end, and that none is left over."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.sandbox.bubblewrap import BubblewrapSandbox
from jupyter_llm_teach.sandbox.landlock import LandlockSandbox
from jupyter_llm_teach.teaching.run import Evaluate, Job, Limits, Returned
from jupyter_llm_teach.teaching.value import Scalar

ONE = Job("a = 1", (Evaluate("a"),))
ENDLESS = Job("while True: pass", (), limits=Limits(probe_seconds=60.0, total_seconds=60.0))
ROOT = Path(__file__).parents[2]
Kind = Callable[[], "BubblewrapSandbox | LandlockSandbox"]


def below(parent: int) -> list[int]:
    """The processes that come of a process."""
    children = [pid for pid, above in parents() if above == parent]
    return [*children, *(pid for child in children for pid in below(child))]


def parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:
            continue
        yield int(folder.name), int(stat.rpartition(")")[2].split()[1])


async def until(holds: Callable[[], bool]) -> None:
    with anyio.fail_after(10):
        while not holds():  # noqa: ASYNC110 - another process has no event to wait for
            await anyio.sleep(0.02)


@pytest.fixture(params=["bubblewrap", "landlock"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Kind:
    if request.param == "bubblewrap":
        return BubblewrapSandbox
    return lambda: LandlockSandbox(tmp_path)


pytestmark = pytest.mark.anyio


async def test_nothing_starts_before_it_is_needed(kind: Kind) -> None:
    before = below(os.getpid())
    sandbox = kind()

    assert below(os.getpid()) == before

    await sandbox.aclose()


async def test_a_waiting_worker_takes_the_job(kind: Kind) -> None:
    sandbox = kind()
    await sandbox.warm()

    outcome = await sandbox.run(ONE)

    assert outcome.results == (Returned(Scalar("int", 1)),)
    await sandbox.aclose()


async def test_a_worker_that_was_killed_while_it_waited_is_replaced(kind: Kind) -> None:
    sandbox = kind()
    await sandbox.warm()
    for pid in below(os.getpid()):
        with suppress(ProcessLookupError):  # one that another of them took along
            os.kill(pid, signal.SIGKILL)
    await until(lambda: not below(os.getpid()))

    outcome = await sandbox.run(ONE)

    assert outcome.results == (Returned(Scalar("int", 1)),)
    await sandbox.aclose()


async def test_a_worker_that_was_missed_waits_from_then_on(tmp_path: Path) -> None:
    sandbox = LandlockSandbox(tmp_path, pool=2)
    await sandbox.warm()
    async with anyio.create_task_group() as group:
        for _ in range(6):
            group.start_soon(sandbox.run, ONE)

    await until(lambda: len([pid for pid, above in parents() if above == os.getpid()]) == 3)

    await sandbox.aclose()


async def test_closing_leaves_no_process(kind: Kind) -> None:
    sandbox = kind()
    await sandbox.run(ONE)
    await sandbox.warm()

    await sandbox.aclose()

    assert below(os.getpid()) == []


async def test_cancelling_a_run_ends_its_processes(kind: Kind) -> None:
    sandbox = kind()
    with anyio.move_on_after(0.6):
        await sandbox.run(ENDLESS)

    await sandbox.aclose()

    assert below(os.getpid()) == []


@pytest.mark.parametrize("name", ["bubblewrap", "landlock"])
async def test_a_killed_server_leaves_no_process(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.sandbox.parent", name, str(tmp_path)]
    async with await anyio.open_process(command, stderr=None, cwd=ROOT) as server:
        assert server.stdout is not None
        assert await server.stdout.receive() == b"ready\n"
        family = below(server.pid)
        assert len(family) > 5

        server.kill()

        await until(lambda: not alive(family))


def alive(family: list[int]) -> list[int]:
    return [pid for pid in family if Path(f"/proc/{pid}").exists()]


async def test_a_worker_that_waits_too_long_leaves_by_itself(tmp_path: Path) -> None:
    sandbox = LandlockSandbox(tmp_path, idle_seconds=0.2)
    await sandbox.warm()

    await until(lambda: below(os.getpid()) == [])

    await sandbox.aclose()
