"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

# The newest migration. Stated here so that opening an up-to-date journal needs no Alembic.
HEAD: Final = "0003"

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

# What calls of models cost. `day` is the date at this machine when a call began, as budgets count
# it; `at` is in UTC. `learner` is empty where nobody in particular asked, or was erased.
calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("learner", String(200), nullable=False),
    Column("course", String(200), nullable=False),
    Column("exercise", String(400), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("engine", String(40), nullable=False),
    Column("model", String(200), nullable=False),
    Column("local", Boolean, nullable=False),
    Column("ended", String(10), nullable=False),
    Column("prefilled", Integer, nullable=False),
    Column("reused", Integer, nullable=False),
    Column("generated", Integer, nullable=False),
    Column("thought", Integer, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("watt_hours", Float, nullable=False),
    Column("watt_hours_low", Float, nullable=False),
    Column("watt_hours_high", Float, nullable=False),
    Column("method", String(20), nullable=False),
    Column("grams", Float, nullable=False),
    Column("grams_low", Float, nullable=False),
    Column("grams_high", Float, nullable=False),
    Column("grid", String(20), nullable=False),
    Column("source", String(100), nullable=False),
    Column("year", Integer, nullable=False),
    Index("calls_of", "learner", "at"),
    Index("calls_since", "at"),
)
