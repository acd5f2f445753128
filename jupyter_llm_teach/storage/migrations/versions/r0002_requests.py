"""Events know the request that they belong to, and a request is delivered once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DELIVERED = "kind = 'delivered' AND payload IS NOT NULL"
_STAYS = """
CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
  OR (OLD.seq, OLD.id, OLD.at, OLD.kind, OLD.learner, OLD.course, OLD.exercise)
  <> (NEW.seq, NEW.id, NEW.at, NEW.kind, NEW.learner, NEW.course, NEW.exercise)
  OR (OLD.digest, OLD.chain) <> (NEW.digest, NEW.chain)
  OR OLD.request IS NOT NEW.request
BEGIN SELECT RAISE(ABORT, 'of an event only the payload can be erased'); END
"""


def upgrade() -> None:
    """Add the column, its indexes, and the column to what may not change."""
    op.add_column("events", sa.Column("request", sa.String(36)))
    op.create_index("events_since", "events", ["learner", "kind", "at"])
    op.create_index("events_for", "events", ["request", "kind"])
    op.create_index(
        "delivered_once",
        "events",
        ["request"],
        unique=True,
        sqlite_where=sa.text(_DELIVERED),
        postgresql_where=sa.text(_DELIVERED),
    )
    op.execute("DROP TRIGGER events_stay")
    op.execute(_STAYS)


def downgrade() -> None:
    """Refuse: a journal only grows."""
    raise NotImplementedError
