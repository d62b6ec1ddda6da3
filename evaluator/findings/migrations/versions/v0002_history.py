"""What makes a history of states: why, since when, by which policy; and where snapshots lay.

States that version 1 recorded knew only violating and unconfirmed. They get what can be told of
them afterwards; that nobody was asked then is the reason of the unconfirmed ones.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ORDERED = (
    ("series", "name", sa.String(collation="C")),
    ("finding", "code", sa.String(collation="C")),
    ("finding", "subject_id", sa.String(collation="C")),
    ("finding", "finding_id", sa.String(32, collation="C")),
    ("finding_state", "finding_id", sa.String(32, collation="C")),
)

_FILL = """
UPDATE finding_state SET
  reason = CASE WHEN state = 'unconfirmed' THEN 'not_kept' ELSE '' END,
  since = (
    SELECT min(first.from_as_of) FROM finding_state first
    WHERE first.finding_id = finding_state.finding_id
      AND first.series_key = finding_state.series_key
      AND first.recorded_from <= finding_state.recorded_from
      AND first.recorded_to > finding_state.recorded_from),
  state_since = from_as_of,
  policy = coalesce((
    SELECT substr(said.digest, 1, 16)
    FROM run JOIN run_control said ON said.run_key = run.key
    WHERE run.series_key = finding_state.series_key
      AND run.as_of <= finding_state.from_as_of
      AND run.recorded_from <= finding_state.recorded_from
      AND said.code = (
        SELECT code FROM finding WHERE finding.finding_id = finding_state.finding_id)
    ORDER BY run.as_of DESC, run.recorded_from DESC LIMIT 1), '')
"""
_NAME = """
UPDATE finding_state SET change = CASE
  WHEN since = from_as_of AND 'event' = (
    SELECT nature FROM finding WHERE finding.finding_id = finding_state.finding_id)
    THEN 'recorded'
  WHEN since = from_as_of THEN 'opened'
  WHEN state = 'unconfirmed' THEN 'unconfirmed'
  ELSE 'amended' END
"""


def upgrade() -> None:
    """Add the columns, and fill them."""
    for name in ("snapshot_folder", "bundle_folder"):
        op.add_column("run", sa.Column(name, sa.String(), nullable=True))
    columns = (
        sa.Column("reason", sa.String(16), nullable=False, server_default=""),
        sa.Column("change", sa.String(16), nullable=False, server_default=""),
        sa.Column("policy", sa.String(16), nullable=False, server_default=""),
        sa.Column("since", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("state_since", sa.BigInteger(), nullable=False, server_default="0"),
    )
    for column in columns:
        op.add_column("finding_state", column)
    op.execute(_FILL)
    op.execute(_NAME)
    if op.get_bind().dialect.name == "postgresql":
        for column in columns:
            op.alter_column("finding_state", column.name, server_default=None)
        for table, name, kind in _ORDERED:
            op.alter_column(table, name, type_=kind)
