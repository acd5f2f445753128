"""What goes wrong with files, and what a person reads then."""

from __future__ import annotations

import errno
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from jupyter_llm_teach.errors import DiskFullError, JournalError
from jupyter_llm_teach.storage.event import Intact
from jupyter_llm_teach.storage.failures import told
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.teaching.history import History, Note
from tests.contracts.journal_contract import KEY, NINE, RIGHT, WRONG

LONG = Note("long " * 10_000, NINE)
pytestmark = pytest.mark.anyio


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


DIARY = b"Dear diary, today I learnt about loops. " * 100


def read(path: Path) -> bytes:
    return path.read_bytes()


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


def move_aside(path: Path) -> None:
    for each in sorted(path.parent.iterdir()):
        each.rename(each.with_name(f"aside-{each.name}"))


def run_sql(path: Path, statement: str, *values: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, values).fetchall()


async def test_the_file_and_its_folder_are_the_owners_alone(path: Path) -> None:
    journal = SqlJournal(path)
    await journal.add_attempt(KEY, RIGHT)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    await journal.aclose()

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == {"journal.db": 0o600, "journal.db-wal": 0o600, "journal.db-shm": 0o600}


async def test_events_are_on_the_disk_when_they_are_acknowledged(path: Path) -> None:
    journal = SqlJournal(path)
    await journal.history(KEY)
    opened = journal._worker.database
    assert opened is not None
    with opened._engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    await journal.aclose()

    assert (mode, synchronous, waits) == ("wal", 2, 10_000)


async def test_a_full_disk_is_said_and_what_was_recorded_stays(path: Path) -> None:
    journal = SqlJournal(path)
    await journal.add_attempt(KEY, WRONG)
    opened = journal._worker.database
    assert opened is not None
    with opened._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

    with pytest.raises(DiskFullError, match="no space left") as failure:
        await journal.add_note(KEY, LONG)
    history = await journal.history(KEY)
    await journal.add_attempt(KEY, RIGHT)
    verdict = await journal.verify()
    await journal.aclose()

    assert "Delete files" in failure.value.todo
    assert history == History(attempts=(WRONG,))
    assert verdict == Intact(events=2, erased=0)


async def test_a_file_of_another_kind_is_left_as_it_is(path: Path) -> None:
    write(path, DIARY)

    with pytest.raises(JournalError, match="is damaged") as failure:
        await SqlJournal(path).add_attempt(KEY, WRONG)

    assert "Move the file aside" in failure.value.todo
    assert read(path) == DIARY


async def test_a_damaged_file_is_said_and_a_new_one_starts_once_it_is_moved_aside(
    path: Path,
) -> None:
    journal = SqlJournal(path)
    await journal.add_attempt(KEY, WRONG)
    await journal.aclose()
    write(path, read(path)[:4096] + b"\xff" * 40_000)

    with pytest.raises(JournalError, match="is damaged"):
        await journal.add_attempt(KEY, RIGHT)
    move_aside(path)
    await journal.add_attempt(KEY, RIGHT)
    history = await journal.history(KEY)
    await journal.aclose()

    assert history == History(attempts=(RIGHT,))


async def test_a_file_that_is_moved_away_while_open_swallows_no_event(path: Path) -> None:
    journal = SqlJournal(path)
    await journal.add_attempt(KEY, WRONG)
    move_aside(path)

    await journal.add_attempt(KEY, RIGHT)
    await journal.aclose()
    old, new = SqlJournal(path.with_name("aside-journal.db")), SqlJournal(path)
    histories = (await old.history(KEY), await new.history(KEY))
    await old.aclose()
    await new.aclose()

    assert histories == (History(attempts=(WRONG,)), History(attempts=(RIGHT,)))


async def test_a_journal_from_a_newer_version_is_refused_and_left_as_it_is(path: Path) -> None:
    journal = SqlJournal(path)
    await journal.add_attempt(KEY, WRONG)
    await journal.aclose()
    ((ours,),) = run_sql(path, "SELECT version_num FROM alembic_version")
    run_sql(path, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(JournalError, match="newer version") as failure:
        await journal.history(KEY)
    run_sql(path, "UPDATE alembic_version SET version_num = ?", ours)
    verdict = await journal.verify()
    await journal.aclose()

    assert "pip install" in failure.value.todo
    assert verdict == Intact(events=1, erased=0)


async def test_a_journal_that_another_program_locks_is_said(
    path: Path,
) -> None:
    journal = SqlJournal(path, wait_seconds=0.1)
    await journal.add_attempt(KEY, WRONG)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match="keeps the journal") as failure:
            await journal.add_attempt(KEY, RIGHT)

    await journal.add_attempt(KEY, RIGHT)
    verdict = await journal.verify()
    await journal.aclose()

    assert "try again" in failure.value.todo
    assert verdict == Intact(events=2, erased=0)


async def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(JournalError, match="can't be opened or written") as failure:
        await SqlJournal(tmp_path / "file" / "journal.db").add_attempt(KEY, WRONG)

    assert "Check that the file" in failure.value.todo


async def test_a_path_with_signs_that_configuration_files_read_works(tmp_path: Path) -> None:
    journal = SqlJournal(tmp_path / "50% of #1 ?mode=ro & é" / "journal.db")
    await journal.add_attempt(KEY, WRONG)
    verdict = await journal.verify()
    await journal.aclose()

    assert verdict == Intact(events=1, erased=0)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), DiskFullError),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), DiskFullError),
        (sqlite3.OperationalError("database or disk is full"), DiskFullError),
        (OSError(errno.EACCES, "Permission denied"), JournalError),
        (sqlite3.OperationalError("database is locked"), JournalError),
        (sqlite3.OperationalError("disk I/O error"), JournalError),
        (sqlite3.OperationalError("attempt to write a readonly database"), JournalError),
        (sqlite3.OperationalError("unable to open database file"), JournalError),
        (sqlite3.DatabaseError("file is not a database"), JournalError),
    ],
)
def test_every_failure_says_what_to_do(
    error: sqlite3.Error | OSError, expected: type[Exception], tmp_path: Path
) -> None:
    failure = told(error, tmp_path / "journal.db")

    assert type(failure) is expected
    assert failure.todo


def test_importing_the_storage_brings_no_database_library() -> None:
    asked = (
        "import sys, jupyter_llm_teach.storage.journal;"
        "print({'sqlalchemy', 'alembic'} & set(sys.modules))"
    )
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert said.stdout == "set()\n"


async def test_an_up_to_date_journal_is_opened_without_the_migration_library(path: Path) -> None:
    journal = SqlJournal(path)
    await journal.add_attempt(KEY, WRONG)
    await journal.aclose()
    asked = (
        "import sys, anyio; from pathlib import Path;"
        "from jupyter_llm_teach.ports import Key;"
        "from jupyter_llm_teach.storage.journal import SqlJournal;"
        "journal = SqlJournal(Path(sys.argv[1]));"
        "print(len(anyio.run(journal.history, Key('local', 'loops', 'sum-of-squares')).attempts));"
        "print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    )
    said = subprocess.run(  # noqa: ASYNC221, S603
        [sys.executable, "-c", asked, str(path)], capture_output=True, text=True, check=True
    )

    assert said.stdout == "1\nTrue False\n"
