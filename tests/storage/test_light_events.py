"""What completions gave outlives a server that is killed, though nobody waited for the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_llm_teach.storage.event import Intact, Whose
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.storage.sqlite_file import opened
from tests.contracts.journal_contract import DELIVERED, KEY

DIES = """
import anyio, os, signal, sys
from pathlib import Path
from jupyter_llm_teach.storage.journal import SqlJournal
from tests.contracts.journal_contract import DELIVERED, KEY

async def complete() -> None:
    await SqlJournal(Path(sys.argv[1])).add_completion(KEY, DELIVERED, ("a1",))
    os.kill(os.getpid(), signal.SIGKILL)

anyio.run(complete)
"""


@pytest.mark.anyio
async def test_a_completion_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "journal"

    ended = subprocess.run([sys.executable, "-c", DIES, str(path)], check=False)  # noqa: S603, ASYNC221

    journal = SqlJournal(path)
    assert ended.returncode == -9
    assert await journal.completed(KEY) == {"a1"}
    assert await journal.verify() == Intact(1, 0)
    await journal.aclose()


@pytest.mark.parametrize(("waits", "level"), [(True, 2), (False, 1)])
def test_a_write_waits_for_the_disk_unless_it_need_not(
    tmp_path: Path, *, waits: bool, level: int
) -> None:
    """The levels are SQLite's numbers for FULL and NORMAL."""
    engine = opened(tmp_path / "file", 1)
    writer = engine.execution_options(writes=True)
    light = writer.execution_options(waits_for_disk=False)
    for each in (light, writer, light):
        with each.begin():
            pass

    with writer.execution_options(waits_for_disk=waits).begin() as connection:
        found = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()

    assert found == level
    engine.dispose()


@pytest.mark.anyio
async def test_what_was_completed_can_be_erased(tmp_path: Path) -> None:
    journal = SqlJournal(tmp_path / "journal")
    await journal.add_completion(KEY, DELIVERED, ("a1",))

    await journal.erase(Whose(KEY.learner), DELIVERED.at, "root")

    assert await journal.completed(KEY) == frozenset()
    await journal.aclose()


@pytest.mark.anyio
async def test_what_another_server_completed_and_what_was_erased_there_is_seen(
    tmp_path: Path,
) -> None:
    one, other = SqlJournal(tmp_path / "journal"), SqlJournal(tmp_path / "journal")
    await one.add_completion(KEY, DELIVERED, ("a1",))
    assert await one.completed(KEY) == await other.completed(KEY) == {"a1"}

    await other.add_completion(KEY, DELIVERED, ("b2",))
    assert await one.completed(KEY) == {"a1", "b2"}

    await other.erase(Whose(KEY.learner), DELIVERED.at, "root")
    await other.add_completion(KEY, DELIVERED, ("c3",))
    assert await one.completed(KEY) == {"c3"}

    await one.aclose()
    await other.aclose()
