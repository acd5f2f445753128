"""The ledger in the journal's file, and the one in memory."""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, closing
from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.ports import Asked, Key, Ledger
from jupyter_llm_teach.storage.event import Intact, Whose
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.storage.ledger import SqlLedger
from jupyter_llm_teach.teaching.ledger.total import sum_of
from tests.contracts.ledger_contract import CALL, NOON, OF_BOB, LedgerContract, filled
from tests.fakes.memory_ledger import MemoryLedger

pytestmark = pytest.mark.anyio


class TestMemoryLedger(LedgerContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        return MemoryLedger()


class TestSqlLedger(LedgerContract):
    @pytest.fixture
    async def ledger(self, tmp_path: Path) -> AsyncIterator[Ledger]:
        async with aclosing(SqlLedger(tmp_path / "data" / "journal.db")) as ledger:
            yield ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM calls").fetchone()[0])


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def remove(path: Path) -> None:
    path.unlink()


async def test_what_was_counted_outlives_the_process(path: Path) -> None:
    async with aclosing(SqlLedger(path)) as first:
        filled(first)
    async with aclosing(SqlLedger(path)) as second:
        whole = sum_of(await second.totals("day", Asked()))

    assert whole.calls == 3


async def test_many_calls_are_written_at_once_and_each_once(path: Path) -> None:
    async with aclosing(SqlLedger(path)) as ledger:
        for _ in range(500):
            ledger.add(CALL)
        used = await ledger.used("ada", NOON)

    assert used.tokens == 500 * 150
    assert rows(path) == 500


async def test_it_shares_the_file_with_the_journal(path: Path) -> None:
    async with aclosing(SqlLedger(path)) as ledger, aclosing(SqlJournal(path)) as journal:
        filled(ledger)
        await journal.add_opened(Key("ada", "python", "loops"), NOON)
        calls = sum_of(await ledger.totals("day", Asked())).calls
        verdict = await journal.verify()

    assert (calls, verdict) == (3, Intact(events=1, erased=0))


READER = """
import sqlite3, sys
from contextlib import closing
with closing(sqlite3.connect(sys.argv[1])) as connection:
    print(connection.execute("SELECT count(*) FROM events").fetchone()[0])
"""


async def count_elsewhere(path: Path) -> int:
    """How many events another process finds, which then closes the file."""
    done = await anyio.run_process([sys.executable, "-c", READER, str(path)])
    return int(done.stdout)


async def test_events_stay_though_the_ledger_opened_the_same_file(path: Path) -> None:
    async with aclosing(SqlJournal(path)) as journal, aclosing(SqlLedger(path)) as ledger:
        await journal.add_opened(Key("ada", "python", "loops"), NOON)
        await ledger.totals("day", Asked())
        first = await count_elsewhere(path)
        await journal.add_opened(Key("bob", "python", "loops"), NOON)

        assert (first, await count_elsewhere(path)) == (1, 2)


async def test_erasing_a_learner_takes_the_name_off_and_leaves_the_cost(path: Path) -> None:
    async with aclosing(SqlLedger(path)) as ledger, aclosing(SqlJournal(path)) as journal:
        before = sum_of(await filled(ledger).totals("student", Asked()))
        await journal.erase(Whose("ada"), NOON, "a teacher")
        found = await ledger.totals("student", Asked())

    assert [(each.name, each.calls) for each in found] == [("", 2), ("bob", 1)]
    assert sum_of(found) == before


async def test_erasing_in_one_course_leaves_the_others(path: Path) -> None:
    async with aclosing(SqlLedger(path)) as ledger, aclosing(SqlJournal(path)) as journal:
        ledger.add(CALL)
        ledger.add(replace(CALL, account=replace(CALL.account, course="statistics")))
        await ledger.totals("student", Asked())
        await journal.erase(Whose("ada", "python"), NOON, "a teacher")
        found = await ledger.totals("student", Asked())

    assert [(each.name, each.calls) for each in found] == [("", 1), ("ada", 1)]


async def test_calls_wait_where_they_cant_be_written(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(path, b"Dear diary, " * 100)
    ledger = SqlLedger(path, pause=0.0)
    with caplog.at_level(logging.WARNING):
        ledger.add(CALL)
        await ledger.aclose()
    remove(path)
    ledger.add(OF_BOB)
    whole = sum_of(await ledger.totals("day", Asked()))
    await ledger.aclose()

    assert "could not be recorded yet" in caplog.text
    assert whole.calls == 2


async def test_nothing_is_written_where_nothing_was_counted(path: Path) -> None:
    await SqlLedger(path).aclose()

    assert list(path.parent.iterdir()) == []
