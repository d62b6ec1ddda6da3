"""Alembic's entry: runs steps on the connection that it is given, in that one's transaction."""

from __future__ import annotations

from alembic import context

from evaluator.findings.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=context.config.attributes["version_table"],
    render_as_batch=True,
)
context.run_migrations()
