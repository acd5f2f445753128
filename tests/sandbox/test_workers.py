"""Workers: when they start, when they end, and that none is left over."""

from __future__ import annotations

import os
import shutil
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
# What a program may find of another: files, processes, limits, shared memory, changed builtins.
LOOKS = Job(
    "import os, resource\n"
    "limits = [resource.getrlimit(n) for n in (resource.RLIMIT_NOFILE, resource.RLIMIT_STACK)]\n"
    "above = [resource.prlimit(1, resource.RLIMIT_NOFILE), os.getpriority(os.PRIO_PROCESS, 1)]\n",
    (
        Evaluate("sorted(os.listdir('..')), oct(os.stat('..').st_mode), os.statvfs('.').f_bavail"),
        Evaluate("limits, above, os.getppid(), os.getpid(), len('four')"),
    ),
)
LEAVES = Job(
    "import builtins, os, resource, time\n"
    "builtins.len = lambda _: 0\n"
    "for place in ('left', '../left', '../../left'):\n"
    "    try:\n"
    "        open(place, 'w').write('x' * 100_000)\n"
    "    except OSError:\n"
    "        pass\n"
    "try:\n"
    "    os.chmod('..', 0o700)\n"
    "except OSError:\n"
    "    pass\n"
    "for pid in range(1, 9):\n"
    "    try:\n"
    "        resource.prlimit(pid, resource.RLIMIT_NOFILE, (7, 7))\n"
    "        os.setpriority(os.PRIO_PROCESS, pid, 19)\n"
    "    except OSError:\n"
    "        pass\n"
    "if os.fork() == 0:\n"
    "    os.fork()\n"
    "    time.sleep(100)\n",
    (Evaluate("1"),),
)
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


async def test_bubblewrap_starts_one_process_for_many_jobs() -> None:
    sandbox = BubblewrapSandbox(pool=1)
    await sandbox.warm()
    started = [pid for pid, above in parents() if above == os.getpid()]

    outcomes = [await sandbox.run(ONE) for _ in range(3)]

    assert [each.results for each in outcomes] == [(Returned(Scalar("int", 1)),)] * 3
    assert [pid for pid, above in parents() if above == os.getpid()] == started
    await sandbox.aclose()


async def test_nothing_of_a_job_is_left_for_the_next() -> None:
    sandbox = BubblewrapSandbox(pool=1)
    before = await sandbox.run(LOOKS)

    await sandbox.run(LEAVES)

    assert (await sandbox.run(LOOKS)).results == before.results
    await sandbox.aclose()


async def test_a_job_that_never_ends_leaves_nothing_for_the_next() -> None:
    sandbox = BubblewrapSandbox(pool=1)
    before = await sandbox.run(LOOKS)
    with anyio.move_on_after(0.6):
        await sandbox.run(ENDLESS)

    assert (await sandbox.run(LOOKS)).results == before.results
    await sandbox.aclose()


async def test_a_library_that_a_job_needed_is_loaded_for_the_next() -> None:
    sandbox = BubblewrapSandbox(pool=1)
    await sandbox.run(Job("import numpy", ()))

    outcome = await sandbox.run(Job("import sys", (Evaluate("'nump' + 'y' in sys.modules"),)))

    assert outcome.results == (Returned(Scalar(type="bool", value=True)),)
    await sandbox.aclose()


async def test_where_the_kernel_gives_no_namespaces_each_job_starts_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = shutil.which("bwrap")
    without = tmp_path / "bwrap"
    words = 'for each; do shift; [ "$each" = CAP_SYS_ADMIN ] && each=CAP_CHOWN; set -- "$@" "$each"'
    without.write_text(f'#!/bin/sh\n{words}; done\nexec {real} "$@"\n')
    without.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    sandbox = BubblewrapSandbox(pool=1)
    await sandbox.warm()
    started = [pid for pid, above in parents() if above == os.getpid()]

    outcomes = [await sandbox.run(ONE) for _ in range(2)]

    assert [each.results for each in outcomes] == [(Returned(Scalar("int", 1)),)] * 2
    await until(lambda: not alive(started))
    await sandbox.aclose()


async def test_a_worker_that_waits_too_long_leaves_by_itself(tmp_path: Path) -> None:
    sandbox = LandlockSandbox(tmp_path, idle_seconds=0.2)
    await sandbox.warm()

    await until(lambda: below(os.getpid()) == [])

    await sandbox.aclose()
