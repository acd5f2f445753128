"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

# The newest migration. Stated here so that opening an up-to-date journal needs no Alembic.
HEAD: Final = "0001"

metadata = MetaData()

# `payload` and `salt` are empty where the payload was erased; triggers refuse any other change.
events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("learner", String(200), nullable=False),
    Column("course", String(200), nullable=False),
    Column("exercise", String(400), nullable=False),
    Column("payload", Text),
    Column("salt", String(32)),
    Column("digest", String(64), nullable=False),
    Column("chain", String(64), nullable=False),
    Index("events_of", "learner", "course", "exercise", "kind", "seq"),
)
