"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, text

# The newest migration. Stated here so that opening an up-to-date journal needs no Alembic.
HEAD: Final = "0002"

metadata = MetaData()

# `payload` and `salt` are empty where the payload was erased; triggers refuse any other change.
# `request` says which request an event belongs to; empty where it belongs to none.
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
    Column("request", String(36)),
    Index("events_of", "learner", "course", "exercise", "kind", "seq"),
    Index("events_since", "learner", "kind", "at"),
    Index("events_for", "request", "kind"),
)

# Whatever two processes do at once, a request is delivered once.
Index(
    "delivered_once",
    events.c.request,
    unique=True,
    sqlite_where=text("kind = 'delivered' AND payload IS NOT NULL"),
    postgresql_where=text("kind = 'delivered' AND payload IS NOT NULL"),
)
