"""Several servers of one user share a journal, and some of them die."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from jupyter_llm_teach.errors import JournalError
from jupyter_llm_teach.ports import RESERVED_SECONDS
from jupyter_llm_teach.storage.event import Intact, Whose
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.history import History, Note
from jupyter_llm_teach.teaching.request import Busy, Repeated, Reserved
from tests.contracts.journal_contract import (
    ANOTHER,
    DELIVERED,
    HINT,
    KEY,
    NINE,
    OTHER_TEXT,
    REQUEST,
    RIGHT,
    TEN,
    WRONG,
    given,
    reserved,
)
from tests.storage import appender

NOTE = Note("Please help.", NINE)
pytestmark = pytest.mark.anyio


def start_appender(path: Path, name: str, clients: str, count: int) -> subprocess.Popen[str]:
    module = [sys.executable, "-m", appender.__spec__.name]
    return subprocess.Popen(  # noqa: S603
        [*module, str(path), name, clients, str(count)], stdout=subprocess.PIPE, text=True
    )


def texts_in(said: list[str]) -> list[str]:
    return [line.split()[1] for line in said if line.startswith("shown")]


async def texts(journal: SqlJournal) -> list[str]:
    return [hint.text for hint in (await journal.history(KEY)).hints]


async def kinds(journal: SqlJournal) -> Counter[str]:
    lines = await journal.export(Whose(), TEN, "the test")
    return Counter(line.event.kind for line in lines)


async def test_two_servers_append_at_once_and_every_event_is_there_once(tmp_path: Path) -> None:
    one, two = SqlJournal(tmp_path / "journal.db"), SqlJournal(tmp_path / "journal.db")
    async with anyio.create_task_group() as tasks:
        for number in range(100):
            attempt = replace(WRONG, answer=str(number))
            tasks.start_soon(one.add_attempt, KEY, attempt)
            tasks.start_soon(two.add_attempt, KEY, replace(attempt, passed=2))

    history = await one.history(KEY)
    verdict = await two.verify()
    await one.aclose()
    await two.aclose()

    counted = Counter(attempt.answer for attempt in history.attempts)
    assert counted == {str(number): 2 for number in range(100)}
    assert verdict == Intact(events=200, erased=0)


async def test_two_servers_that_get_the_same_request_answer_it_once(tmp_path: Path) -> None:
    one, two = SqlJournal(tmp_path / "journal.db"), SqlJournal(tmp_path / "journal.db")
    name = await reserved(one)

    while_it_is_answered = await two.begin(KEY, REQUEST)
    await one.finish(name, DELIVERED)
    afterwards = await two.begin(KEY, REQUEST)
    history = await two.history(KEY)
    await one.aclose()
    await two.aclose()

    assert while_it_is_answered == Busy()
    assert afterwards == Repeated(name, DELIVERED)
    assert history.hints == (HINT,)


async def test_a_server_that_hangs_loses_its_turn_and_what_it_says_late_does_not_stand(
    tmp_path: Path,
) -> None:
    one, two = SqlJournal(tmp_path / "journal.db"), SqlJournal(tmp_path / "journal.db")
    name = await reserved(one)
    (turn,) = (tmp_path / "journal.db-turns").iterdir()
    long_ago = time.time() - RESERVED_SECONDS - 1
    os.utime(turn, (long_ago, long_ago))

    taken_over = await two.begin(KEY, REQUEST)
    still_alone = await SqlJournal(tmp_path / "journal.db").begin(KEY, ANOTHER)
    await two.finish(name, DELIVERED)
    late = await one.finish(name, OTHER_TEXT)
    history = await one.history(KEY)
    await one.aclose()
    await two.aclose()

    assert taken_over == Reserved(name)
    assert still_alone == Busy()
    assert late == DELIVERED
    assert history == History(hints=(HINT,), asked=(NINE,))


async def test_a_request_whose_server_was_ended_is_refunded_by_the_next_one(
    tmp_path: Path,
) -> None:
    journal = SqlJournal(tmp_path / "journal.db")
    await reserved(journal)
    await journal.aclose()

    await given(journal, request=ANOTHER)
    counted = await kinds(journal)
    await journal.aclose()

    assert counted == {"reserved": 2, "refunded": 1, "delivered": 1, "exported": 1}


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
    processes = [start_appender(path, name, name, 20) for name in names]
    said = [process.communicate(timeout=60)[0].splitlines() for process in processes]
    journal = SqlJournal(path)

    recorded, verdict = await texts(journal), await journal.verify()
    await journal.aclose()

    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert sorted(recorded) == sorted(text for each in said for text in texts_in(each))
    assert verdict == Intact(events=160, erased=0)


async def test_processes_that_get_the_same_requests_at_once_show_the_same_texts(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    processes = [start_appender(path, name, "same", 40) for name in ("a", "b", "c")]
    said = [texts_in(process.communicate(timeout=60)[0].splitlines()) for process in processes]
    journal = SqlJournal(path)

    recorded, counted = await texts(journal), await kinds(journal)
    await journal.aclose()

    assert said == [recorded, recorded, recorded]
    assert (len(recorded), counted["delivered"]) == (40, 40)


@pytest.mark.parametrize("after", [0, 1, 2, 3, 14, 41])
async def test_a_killed_server_loses_nothing_that_it_acknowledged_and_charges_nothing_else(
    tmp_path: Path, after: int
) -> None:
    path = tmp_path / "journal.db"
    with start_appender(path, "a", "c", 1_000_000) as process:
        assert process.stdout is not None
        said = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        said += process.stdout.read().split("\n")[:-1]
    shown = texts_in(said)
    journal = SqlJournal(path)

    history, verdict = await journal.history(KEY), await journal.verify()
    again = [
        await journal.begin(KEY, replace(REQUEST, client=f"c-{number}"))
        for number in range(len(shown))
    ]
    await given(journal, request=ANOTHER)
    later = await journal.verify()
    await journal.aclose()

    # One more may be recorded: the server died between the record and its answer.
    recorded = [hint.text for hint in history.hints]
    assert recorded[: len(shown)] == shown
    assert len(recorded) - len(shown) in {0, 1}
    assert sum(hint.cost for hint in history.hints) == len(recorded)
    assert [each.delivered.text for each in again if isinstance(each, Repeated)] == shown
    assert isinstance(verdict, Intact)
    assert isinstance(later, Intact)


async def test_a_request_that_died_with_its_server_is_resumed_at_once_by_the_same_id(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.db"
    with start_appender(path, "a", "c", 1_000_000) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        process.kill()
    journal = SqlJournal(path)

    begun = await journal.begin(KEY, replace(REQUEST, client=line.split()[1]))
    await journal.aclose()

    # Reserved where it died before the record, repeated where it died after; never in the way.
    assert isinstance(begun, Reserved | Repeated)


async def test_a_write_that_is_cancelled_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    journal = SqlJournal(tmp_path / "journal.db")
    await journal.add_attempt(KEY, WRONG)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(journal.add_attempt, KEY, RIGHT)
        tasks.start_soon(journal.add_note, KEY, NOTE)
        await anyio.lowlevel.checkpoint()
        tasks.cancel_scope.cancel()

    history = await journal.history(KEY)
    verdict = await journal.verify()
    await journal.aclose()

    assert set(history.attempts) <= {WRONG, RIGHT}
    assert verdict == Intact(events=len(history.attempts) + len(history.notes), erased=0)


async def test_a_write_that_waits_for_another_program_can_be_cancelled_before_it_begins(
    tmp_path: Path,
) -> None:
    journal = SqlJournal(tmp_path / "journal.db", wait_seconds=0.5)
    await journal.add_attempt(KEY, WRONG)
    with closing(sqlite3.connect(tmp_path / "journal.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError):
            await journal.add_note(KEY, NOTE)
        with anyio.CancelScope() as scope:
            scope.cancel()
            await journal.add_note(KEY, NOTE)

    history = await journal.history(KEY)
    await journal.aclose()

    assert history == History(attempts=(WRONG,))


async def test_a_request_that_is_cancelled_while_it_is_reserved_is_in_nobodys_way(
    tmp_path: Path,
) -> None:
    journal = SqlJournal(tmp_path / "journal.db")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(journal.begin, KEY, REQUEST)
        await anyio.sleep(0.001)
        tasks.cancel_scope.cancel()

    begun = await journal.begin(KEY, ANOTHER)
    await journal.aclose()

    assert isinstance(begun, Reserved)


async def test_a_second_post_that_is_given_up_leaves_the_first_its_turn(tmp_path: Path) -> None:
    journal = SqlJournal(tmp_path / "journal.db")
    name = await reserved(journal)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(journal.begin, KEY, REQUEST)
        await anyio.sleep(0.001)
        tasks.cancel_scope.cancel()

    meanwhile = await journal.begin(KEY, ANOTHER)
    stands = await journal.finish(name, DELIVERED)
    await journal.aclose()

    assert meanwhile == Busy()
    assert stands == DELIVERED
