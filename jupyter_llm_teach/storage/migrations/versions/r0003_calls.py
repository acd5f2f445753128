"""The ledger: what every call of a model cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FIGURES = ("seconds", "watt_hours", "watt_hours_low", "watt_hours_high")
_CARBON = ("grams", "grams_low", "grams_high")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("learner", sa.String(200), nullable=False),
        sa.Column("course", sa.String(200), nullable=False),
        sa.Column("exercise", sa.String(400), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=False),
        sa.Column("ended", sa.String(10), nullable=False),
        sa.Column("prefilled", sa.Integer(), nullable=False),
        sa.Column("reused", sa.Integer(), nullable=False),
        sa.Column("generated", sa.Integer(), nullable=False),
        sa.Column("thought", sa.Integer(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Float(), nullable=False) for name in _FIGURES),
        sa.Column("method", sa.String(20), nullable=False),
        *(sa.Column(name, sa.Float(), nullable=False) for name in _CARBON),
        sa.Column("grid", sa.String(20), nullable=False),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("calls_of", "calls", ["learner", "at"])
    op.create_index("calls_since", "calls", ["at"])


def downgrade() -> None:
    """Refuse: what was spent stays spent."""
    raise NotImplementedError
