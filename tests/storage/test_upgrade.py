"""A journal that an older version wrote opens, and keeps what happened."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import anyio
import pytest

from jupyter_llm_teach.storage.event import Broken, Intact
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.history import PastHint
from jupyter_llm_teach.teaching.rung import Rung
from tests.contracts.journal_contract import HINT, KEY, NINE, RIGHT, WRONG, given

pytestmark = pytest.mark.anyio

# What the first version wrote: two attempts, a hint and feedback on it.
WRITTEN = Path(__file__).parents[1] / "golden" / "journal" / "0001.sql"
EARLIER = PastHint(
    Rung.QUESTION,
    "digest-1",
    datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=timezone.utc),
    "What is f([]) ? « Où »\n",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(WRITTEN.read_text(encoding="utf-8"))
    return path


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[SqlJournal]:
    journal = SqlJournal(path)
    yield journal
    await journal.aclose()


async def test_its_events_are_kept_and_the_chain_holds(journal: SqlJournal) -> None:
    history = await journal.history(KEY)

    assert (history.hints, history.attempts) == ((EARLIER,), (WRONG, RIGHT))
    assert history.asked == (NINE,)
    assert await journal.verify() == Intact(events=4, erased=0)


async def test_it_goes_on_from_there(journal: SqlJournal) -> None:
    await given(journal)

    assert (await journal.history(KEY)).hints == (EARLIER, HINT)
    assert await journal.verify() == Intact(events=6, erased=0)


async def test_a_change_of_an_old_event_shows_afterwards(path: Path, journal: SqlJournal) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TRIGGER events_stay; UPDATE events SET at = 'yesterday' WHERE seq = 2;"
            "CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT 1; END"
        )

    assert await journal.verify() == Broken(2, "link", 4)


async def test_servers_that_open_it_at_once_bring_it_up_to_date_once(path: Path) -> None:
    servers = [SqlJournal(path) for _ in range(4)]
    async with anyio.create_task_group() as tasks:
        for server in servers:
            tasks.start_soon(server.add_opened, KEY, NINE)

    verdict = await servers[0].verify()
    for server in servers:
        await server.aclose()

    assert verdict == Intact(events=5, erased=0)
