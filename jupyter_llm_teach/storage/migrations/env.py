"""Run the migrations on the connection that `storage/upgrade.py` hands over."""

from __future__ import annotations

from alembic import context

from jupyter_llm_teach.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
