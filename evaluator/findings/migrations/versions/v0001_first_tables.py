"""The first tables: series, runs, findings, and their states with two times."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "series",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_series"),
    )
    op.create_index("uq_series", "series", ["platform", "framework", "name"], unique=True)
    _create_runs()
    _create_findings()


def _create_runs() -> None:
    op.create_table(
        "run",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("series_key", sa.BigInteger(), nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("identity_digest", sa.String(64), nullable=False),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        sa.Column("snapshot_id", sa.String(), nullable=False),
        sa.Column("snapshot_digest", sa.String(64), nullable=False),
        sa.Column("bundle_digest", sa.String(64), nullable=False),
        sa.Column("semantics_version", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("window_from", sa.BigInteger(), nullable=False),
        sa.Column("window_to", sa.BigInteger(), nullable=False),
        sa.Column("coverage", sa.String(16), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("incomplete", sa.JSON(), nullable=False),
        sa.Column("findings", sa.BigInteger(), nullable=False),
        sa.Column("findings_digest", sa.String(64), nullable=False),
        sa.Column("outcomes_digest", sa.String(64), nullable=False),
        sa.Column("quarantined", sa.JSON(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("threads", sa.Integer(), nullable=False),
        sa.Column("triage", sa.Boolean(), nullable=False),
        sa.Column("audit", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_from", sa.BigInteger(), nullable=False),
        sa.Column("recorded_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["series_key"], ["series.key"], name="fk_run_series_key"),
        sa.PrimaryKeyConstraint("key", name="pk_run"),
    )
    op.create_index("ix_run_run_id", "run", ["run_id"])
    op.create_index("ix_run_series", "run", ["series_key", "as_of", "recorded_to"])
    op.create_table(
        "run_control",
        sa.Column("run_key", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("violation", sa.BigInteger(), nullable=False),
        sa.Column("undetermined", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.Column("not_applicable", sa.BigInteger(), nullable=False),
        sa.Column("candidates", sa.BigInteger(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("not_evaluated", sa.JSON(), nullable=False),
        sa.Column("recorded_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["run.key"], name="fk_run_control_run_key"),
        sa.PrimaryKeyConstraint("run_key", "code", name="pk_run_control"),
    )
    op.create_table(
        "run_missing",
        sa.Column("run_key", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("subjects", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_key"], ["run.key"], name="fk_run_missing_run_key"),
        sa.PrimaryKeyConstraint("run_key", "code", "fact", name="pk_run_missing"),
    )


def _create_findings() -> None:
    op.create_table(
        "finding",
        sa.Column("finding_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("nature", sa.String(8), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("finding_id", name="pk_finding"),
    )
    op.create_index("ix_finding_order", "finding", ["code", "subject_id", "finding_id"])
    op.create_table(
        "fact_set",
        sa.Column("hash", sa.String(32), nullable=False),
        sa.Column("severity", sa.String(8), nullable=False),
        sa.Column("direction", sa.String(8), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_fact_set"),
    )
    op.create_table(
        "finding_state",
        sa.Column("key", _KEY, nullable=False),
        sa.Column("series_key", sa.BigInteger(), nullable=False),
        sa.Column("finding_id", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("facts", sa.String(32), nullable=False),
        sa.Column("subject_time", sa.BigInteger(), nullable=True),
        sa.Column("from_as_of", sa.BigInteger(), nullable=False),
        sa.Column("to_as_of", sa.BigInteger(), nullable=False),
        sa.Column("recorded_from", sa.BigInteger(), nullable=False),
        sa.Column("recorded_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["facts"], ["fact_set.hash"], name="fk_finding_state_facts"),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.finding_id"], name="fk_finding_state_finding_id"
        ),
        sa.ForeignKeyConstraint(["series_key"], ["series.key"], name="fk_finding_state_series_key"),
        sa.PrimaryKeyConstraint("key", name="pk_finding_state"),
    )
    op.create_index(
        "ix_finding_state_finding", "finding_state", ["finding_id", "series_key", "recorded_to"]
    )
