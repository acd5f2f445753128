"""Bring a journal's tables to the newest version, once, however many processes start."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, inspect, text

from jupyter_llm_teach.errors import JournalError
from jupyter_llm_teach.storage.schema import HEAD


def upgrade(engine: Engine, writer: Engine) -> None:
    """Make or change the tables where they are not the newest.

    Args:
        engine: Reads.
        writer: The same database; its transactions begin with the write lock.

    Raises:
        JournalError: a newer version of the programme wrote the journal.
    """
    with engine.connect() as connection:
        current = _revision(connection)
    if current == HEAD:
        return
    # Whoever comes second waits here for the write lock, and then finds the work done. SQLite
    # takes changes of tables back with the transaction, so a process that is killed in the middle
    # leaves nothing half made.
    with writer.begin() as connection:
        current = _revision(connection)
        if current != HEAD:
            _migrate(connection, current)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def _migrate(connection: Connection, current: str | None) -> None:
    # Imported here: an up-to-date journal never pays for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "jupyter_llm_teach.storage:migrations")
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise JournalError(
            "The journal was written by a newer version of jupyter-llm-teach.",
            "Install that version again (pip install --upgrade jupyter-llm-teach).",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
