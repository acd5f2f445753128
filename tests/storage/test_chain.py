"""The chain shows what was changed behind the journal's back; erasing is no such change."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from jupyter_llm_teach.storage.event import Broken, Intact
from jupyter_llm_teach.storage.journal import SqlJournal
from jupyter_llm_teach.storage.schema import HEAD, metadata
from jupyter_llm_teach.teaching.history import History
from tests.contracts.journal_contract import KEY, NINE, RIGHT, WRONG, given

pytestmark = pytest.mark.anyio

UNLOCK = "DROP TRIGGER events_stay; DROP TRIGGER events_only_grow;"


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A closed journal of four events, the second and third of them those of a hint."""
    path = tmp_path / "journal.db"
    journal = SqlJournal(path)
    await journal.add_attempt(KEY, WRONG)
    await given(journal)
    await journal.add_attempt(KEY, RIGHT)
    await journal.aclose()
    return path


def run_sql(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


async def verified(path: Path) -> Intact | Broken:
    journal = SqlJournal(path)
    verdict = await journal.verify()
    await journal.aclose()
    return verdict


async def test_an_untouched_journal_is_intact(path: Path) -> None:
    assert await verified(path) == Intact(events=4, erased=0)


async def test_an_empty_journal_is_intact(tmp_path: Path) -> None:
    assert await verified(tmp_path / "new.db") == Intact(events=0, erased=0)


async def test_erasing_a_payload_leaves_the_chain_valid(path: Path) -> None:
    run_sql(path, "UPDATE events SET payload = NULL, salt = NULL WHERE seq = 3")
    journal = SqlJournal(path)

    history, verdict = await journal.history(KEY), await journal.verify()
    await journal.aclose()

    assert history == History(attempts=(WRONG, RIGHT), asked=(NINE,))
    assert verdict == Intact(events=4, erased=1)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE events SET payload = replace(payload, '1', '3') WHERE seq = 1", "payload"),
        ("UPDATE events SET salt = 'pepper' WHERE seq = 1", "payload"),
        ("UPDATE events SET learner = 'other' WHERE seq = 1", "link"),
        ("UPDATE events SET at = 'yesterday' WHERE seq = 1", "link"),
        ("UPDATE events SET kind = 'feedback' WHERE seq = 1", "link"),
        ("UPDATE events SET request = id WHERE seq = 1", "link"),
        ("UPDATE events SET digest = chain, payload = NULL WHERE seq = 1", "link"),
    ],
)
async def test_a_changed_event_shows(path: Path, change: str, broken: str) -> None:
    run_sql(path, UNLOCK + change)

    assert await verified(path) == Broken(1, broken, 4)  # type: ignore[arg-type]


async def test_a_removed_event_shows(path: Path) -> None:
    run_sql(path, UNLOCK)
    run_sql(path, "DELETE FROM events WHERE seq = 2")

    assert await verified(path) == Broken(3, "order", 3)


async def test_a_removed_event_shows_when_the_later_ones_move_up(path: Path) -> None:
    run_sql(path, UNLOCK)
    run_sql(path, "DELETE FROM events WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 4")

    assert await verified(path) == Broken(3, "link", 3)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM events WHERE seq = 1",
        "UPDATE events SET payload = '{}' WHERE seq = 1",
        "UPDATE events SET learner = 'other', payload = NULL, salt = NULL WHERE seq = 1",
        "UPDATE events SET request = id, payload = NULL, salt = NULL WHERE seq = 1",
        "UPDATE events SET request = NULL, payload = NULL, salt = NULL WHERE seq = 3",
        "UPDATE events SET chain = digest, payload = NULL, salt = NULL WHERE seq = 1",
    ],
)
async def test_the_table_refuses_any_change_but_erasing(path: Path, change: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only"):
        run_sql(path, change)


def test_the_newest_migration_is_the_one_that_the_tables_name() -> None:
    config = Config()
    config.set_main_option("script_location", "jupyter_llm_teach.storage:migrations")

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_the_migrations_make_the_tables_as_they_are_stated(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    made = {
        (column["name"], str(column["type"]), column["nullable"])
        for column in inspect(engine).get_columns("events")
    }
    stated = {
        (column.name, str(column.type), column.nullable)
        for column in metadata.tables["events"].columns
    }
    engine.dispose()

    assert made == stated


async def test_a_request_is_delivered_once_whatever_is_written(path: Path) -> None:
    twice = (
        "INSERT INTO events SELECT 5, 'another', at, kind, learner, course, exercise,"
        " payload, salt, digest, chain, request FROM events WHERE kind = 'delivered'"
    )

    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE .* events\.request"):
        run_sql(path, twice)
