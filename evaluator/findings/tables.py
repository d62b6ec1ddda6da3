"""The tables of the store: a history of findings with two times.

*As of* is the time that a snapshot tells about; *recorded* is the time at which the store learnt
it. A row of a table with ``recorded_from`` and ``recorded_to`` is knowledge: it is never changed
and never deleted, only closed (``recorded_to`` is set) when something newer takes its place.
Intervals contain their beginning and not their end; one without an end ends at
``timeline.FOREVER``. Times are epoch seconds, ids and digests lower-case hexadecimal.
"""

from __future__ import annotations

from typing import Any, Final, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)
from sqlmodel import Field, SQLModel

__all__ = [
    "ORDERED",
    "ORDERED_ID",
    "FactSet",
    "FindingRow",
    "FindingState",
    "Run",
    "RunControl",
    "RunMissing",
    "Series",
    "metadata",
    "table_of",
]

#: A key that the database counts up.
_KEY: Final = BigInteger().with_variant(Integer, "sqlite")

_DIGEST = 64
_ID = 32

#: Text that both databases order by its bytes.
ORDERED: Final = String().with_variant(String(collation="C"), "postgresql")
ORDERED_ID: Final = String(_ID).with_variant(String(_ID, collation="C"), "postgresql")

metadata = SQLModel.metadata
metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for statements over many rows."""
    return cast("Table", vars(model)["__table__"])


class Series(SQLModel, table=True):
    """The runs of one platform under one framework that make one history."""

    key: int | None = Field(default=None, sa_column=Column(_KEY, primary_key=True))
    platform: str
    framework: str
    name: str = Field(sa_type=ORDERED)

    __table_args__ = (Index("uq_series", "platform", "framework", "name", unique=True),)


class Run(SQLModel, table=True):
    """A run, as it was recorded; closed when each of its controls has newer knowledge."""

    key: int | None = Field(default=None, sa_column=Column(_KEY, primary_key=True))
    series_key: int = Field(sa_column=Column(BigInteger, ForeignKey("series.key"), nullable=False))
    run_id: str = Field(max_length=_ID, index=True)
    identity_digest: str = Field(max_length=_DIGEST)
    as_of: int = Field(sa_type=BigInteger)
    snapshot_id: str
    snapshot_digest: str = Field(max_length=_DIGEST)
    bundle_digest: str = Field(max_length=_DIGEST)
    semantics_version: int
    parameters: dict[str, Any] = Field(sa_type=JSON)
    overrides: dict[str, Any] = Field(sa_type=JSON)
    window_from: int = Field(sa_type=BigInteger)
    window_to: int = Field(sa_type=BigInteger)
    coverage: str = Field(max_length=16)
    complete: bool
    incomplete: list[str] = Field(sa_type=JSON)
    findings: int = Field(sa_type=BigInteger)
    findings_digest: str = Field(max_length=_DIGEST)
    outcomes_digest: str = Field(max_length=_DIGEST)
    quarantined: dict[str, int] = Field(sa_type=JSON)
    engine: str
    threads: int
    triage: bool
    audit: int
    #: Where the snapshot lay, to ask it again; None: unknown.
    snapshot_folder: str | None
    #: Where the bundle lay; None: the one that ships.
    bundle_folder: str | None
    started_at: int = Field(sa_type=BigInteger)
    finished_at: int = Field(sa_type=BigInteger)
    recorded_from: int = Field(sa_type=BigInteger)
    recorded_to: int = Field(sa_type=BigInteger)

    __table_args__ = (Index("ix_run_series", "series_key", "as_of", "recorded_to"),)


class RunControl(SQLModel, table=True):
    """What a run says about one control."""

    __tablename__ = "run_control"

    run_key: int = Field(sa_column=Column(BigInteger, ForeignKey("run.key"), primary_key=True))
    code: str = Field(primary_key=True)
    digest: str = Field(max_length=_DIGEST)
    violation: int = Field(sa_type=BigInteger)
    undetermined: int = Field(sa_type=BigInteger)
    passed: int = Field(sa_type=BigInteger)
    not_applicable: int = Field(sa_type=BigInteger)
    candidates: int = Field(sa_type=BigInteger)
    exact: bool
    #: Names of what the control lacks; empty where it was evaluated.
    not_evaluated: list[str] = Field(sa_type=JSON)
    recorded_to: int = Field(sa_type=BigInteger)


class RunMissing(SQLModel, table=True):
    """How many subjects of a control are undetermined for want of one fact."""

    __tablename__ = "run_missing"

    run_key: int = Field(sa_column=Column(BigInteger, ForeignKey("run.key"), primary_key=True))
    code: str = Field(primary_key=True)
    fact: str = Field(primary_key=True)
    subjects: int = Field(sa_type=BigInteger)


class FindingRow(SQLModel, table=True):
    """What makes a finding this finding; ``finding_id`` is a digest of it and the platform."""

    __tablename__ = "finding"

    finding_id: str = Field(sa_column=Column(ORDERED_ID, primary_key=True))
    code: str = Field(sa_type=ORDERED)
    nature: str = Field(max_length=8)
    subject_id: str = Field(sa_type=ORDERED)
    #: Canonical JSON.
    identity: str = Field(sa_type=Text)

    __table_args__ = (Index("ix_finding_order", "code", "subject_id", "finding_id"),)


class FactSet(SQLModel, table=True):
    """What runs say about findings, each different thing once: all that may change in time.

    Severity, direction and cause belong to it, because another bundle may give them anew.
    """

    __tablename__ = "fact_set"

    #: First digits of the SHA-256 of the other columns.
    hash: str = Field(primary_key=True, max_length=_ID)
    severity: str = Field(max_length=8)
    direction: str = Field(max_length=8)
    #: Canonical JSON.
    facts: str = Field(sa_type=Text)
    #: Canonical JSON.
    cause: str = Field(sa_type=Text)


class FindingState(SQLModel, table=True):
    """How a finding stands in a series, from one as_of to another."""

    __tablename__ = "finding_state"

    key: int | None = Field(default=None, sa_column=Column(_KEY, primary_key=True))
    series_key: int = Field(sa_column=Column(BigInteger, ForeignKey("series.key"), nullable=False))
    finding_id: str = Field(
        sa_column=Column(ORDERED_ID, ForeignKey("finding.finding_id"), nullable=False)
    )
    state: str = Field(max_length=16)
    #: Why it could not be confirmed; empty in other states.
    reason: str = Field(max_length=16)
    #: What began at ``from_as_of``: opened, reopened, confirmed, amended, unconfirmed, resolved;
    #: of an event recorded.
    change: str = Field(max_length=16)
    #: As_of at which it opened, or opened again; of an event, at which it was first shown.
    since: int = Field(sa_type=BigInteger)
    #: As_of from which on it is in this state.
    state_since: int = Field(sa_type=BigInteger)
    #: The facts that were last seen.
    facts: str = Field(foreign_key="fact_set.hash", max_length=_ID)
    subject_time: int | None = Field(sa_type=BigInteger)
    #: Beginning of the digest of the control that last saw it.
    policy: str = Field(max_length=16)
    from_as_of: int = Field(sa_type=BigInteger)
    to_as_of: int = Field(sa_type=BigInteger)
    recorded_from: int = Field(sa_type=BigInteger)
    recorded_to: int = Field(sa_type=BigInteger)

    # One index, so that a database without statistics cannot choose a worse one.
    __table_args__ = (Index("ix_finding_state_finding", "finding_id", "series_key", "recorded_to"),)
