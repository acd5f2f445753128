"""Several servers of one user share a journal, and some of them die."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from jupyter_llm_teach.errors import JournalError
from jupyter_llm_teach.storage.event import Intact
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.history import History
from tests.contracts.journal_contract import HINT, KEY, WRONG
from tests.storage import appender

pytestmark = pytest.mark.anyio


def start_appender(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    module = [sys.executable, "-m", appender.__spec__.name]
    return subprocess.Popen(  # noqa: S603
        [*module, str(path), name, str(count)], stdout=subprocess.PIPE, text=True
    )


async def texts(journal: SqlJournal) -> list[str]:
    history = await journal.history(appender.KEY)
    return [hint.text for hint in history.hints]


async def test_two_servers_append_at_once_and_every_event_is_there_once(tmp_path: Path) -> None:
    one, two = SqlJournal(tmp_path / "journal.db"), SqlJournal(tmp_path / "journal.db")
    async with anyio.create_task_group() as tasks:
        for number in range(100):
            hint = replace(HINT, answer=str(number))
            tasks.start_soon(one.add_hint, KEY, hint, "model")
            tasks.start_soon(two.add_hint, KEY, replace(hint, text="two"), "model")

    history = await one.history(KEY)
    verdict = await two.verify()
    await one.aclose()
    await two.aclose()

    assert Counter(hint.answer for hint in history.hints) == {str(n): 2 for n in range(100)}
    assert verdict == Intact(events=200, erased=0)


async def test_two_servers_check_the_same_answer_and_it_is_recorded_once(tmp_path: Path) -> None:
    one, two = SqlJournal(tmp_path / "journal.db"), SqlJournal(tmp_path / "journal.db")
    async with anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(one.add_attempt, KEY, WRONG)
            tasks.start_soon(two.add_attempt, KEY, WRONG)

    verdict = await one.verify()
    await one.aclose()
    await two.aclose()

    assert verdict == Intact(events=1, erased=0)


async def test_processes_that_start_at_once_make_the_tables_once(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    names = ("a", "b", "c", "d")
    processes = [start_appender(path, name, 20) for name in names]
    said = [process.communicate(timeout=60)[0].split() for process in processes]
    journal = SqlJournal(path)

    recorded, verdict = await texts(journal), await journal.verify()
    await journal.aclose()

    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert sorted(recorded) == sorted(chain.from_iterable(said))
    assert verdict == Intact(events=80, erased=0)


@pytest.mark.parametrize("after", [0, 1, 7, 40])
async def test_a_killed_server_loses_no_event_that_it_acknowledged(
    tmp_path: Path, after: int
) -> None:
    path = tmp_path / "journal.db"
    with start_appender(path, "a", 1_000_000) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        acknowledged += process.stdout.read().split("\n")[:-1]
    journal = SqlJournal(path)

    recorded, verdict = await texts(journal), await journal.verify()
    await journal.add_hint(KEY, HINT, "model")
    later = await journal.verify()
    await journal.aclose()

    # One more may be recorded: the server died between the record and its answer.
    assert recorded[: len(acknowledged)] == acknowledged
    assert len(recorded) - len(acknowledged) in {0, 1}
    assert verdict == Intact(events=len(recorded), erased=0)
    assert later == Intact(events=len(recorded) + 1, erased=0)


async def test_a_write_that_is_cancelled_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    journal = SqlJournal(tmp_path / "journal.db")
    await journal.add_attempt(KEY, WRONG)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(journal.add_hint, KEY, HINT, "model")
        tasks.start_soon(journal.add_hint, KEY, HINT, "model")
        await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()

    history = await journal.history(KEY)
    verdict = await journal.verify()
    await journal.aclose()

    assert set(history.hints) <= {HINT}
    assert verdict == Intact(events=1 + len(history.hints), erased=0)


async def test_a_write_that_waits_for_another_program_can_be_cancelled_before_it_begins(
    tmp_path: Path,
) -> None:
    journal = SqlJournal(tmp_path / "journal.db", wait_seconds=0.5)
    await journal.add_attempt(KEY, WRONG)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError):
            await journal.add_hint(KEY, HINT, "model")
        with anyio.CancelScope() as scope:
            scope.cancel()
            await journal.add_hint(KEY, HINT, "model")

    history = await journal.history(KEY)
    await journal.aclose()

    assert history == History(attempts=(WRONG,))
