"""The table of events, and what keeps it append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ONLY_GROWS = """
CREATE TRIGGER events_only_grow BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END
"""
_STAYS = """
CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
  OR (OLD.seq, OLD.id, OLD.at, OLD.kind, OLD.learner, OLD.course, OLD.exercise)
  <> (NEW.seq, NEW.id, NEW.at, NEW.kind, NEW.learner, NEW.course, NEW.exercise)
  OR (OLD.digest, OLD.chain) <> (NEW.digest, NEW.chain)
BEGIN SELECT RAISE(ABORT, 'of an event only the payload can be erased'); END
"""


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("course", sa.String(200), nullable=False),
        sa.Column("exercise", sa.String(400), nullable=False),
        sa.Column("payload", sa.Text()),
        sa.Column("salt", sa.String(32)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("events_of", "events", ["learner", "course", "exercise", "kind", "seq"])
    op.execute(_ONLY_GROWS)
    op.execute(_STAYS)


def downgrade() -> None:
    """Refuse: a journal only grows."""
    raise NotImplementedError
