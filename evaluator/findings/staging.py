"""Brings the findings of a run into the database, beside the store, before its lock is taken.

The tables here are temporary: they belong to one connection, and reading a million findings into
them blocks nobody. Statements over whole sets do the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, Text

from evaluator.findings.bulk import insert_rows, refresh_statistics
from evaluator.findings.tables import ORDERED, ORDERED_ID
from evaluator.model import Finding, canonical_json

__all__ = [
    "CHUNK",
    "added",
    "changed",
    "closed",
    "empty_plan",
    "stage",
    "staged",
]

#: Findings whose histories are worked on at once.
CHUNK: Final = 10_000

_HASH_DIGITS = 32

_temporary = MetaData()

#: What the run shows.
staged = Table(
    "staged_finding",
    _temporary,
    Column("finding_id", ORDERED_ID, primary_key=True),
    Column("code", ORDERED, nullable=False),
    Column("nature", String, nullable=False),
    Column("subject_id", String, nullable=False),
    Column("subject_time", BigInteger),
    Column("identity", Text, nullable=False),
    Column("hash", String(32), nullable=False),
    Column("severity", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("facts", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("policy", String(16), nullable=False),
    prefixes=["TEMPORARY"],
)

#: Findings of whose timelines the run may change something; no ``hash`` where it shows nothing.
changed = Table(
    "changed_finding",
    _temporary,
    Column("place", Integer, primary_key=True),
    Column("finding_id", ORDERED_ID, nullable=False),
    Column("hash", String(32)),
    prefixes=["TEMPORARY"],
)

#: Keys of the rows of the history that the run closes.
closed = Table(
    "closed_state",
    _temporary,
    Column("key", BigInteger, primary_key=True),
    prefixes=["TEMPORARY"],
)

#: Rows that the run adds to the history.
added = Table(
    "added_state",
    _temporary,
    Column("finding_id", ORDERED_ID, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("change", String, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("state_since", BigInteger, nullable=False),
    Column("facts", String(32), nullable=False),
    Column("subject_time", BigInteger),
    Column("policy", String(16), nullable=False),
    Column("from_as_of", BigInteger, nullable=False),
    Column("to_as_of", BigInteger, nullable=False),
    prefixes=["TEMPORARY"],
)


def stage(connection: Connection, findings: Iterable[Finding], policies: Mapping[str, str]) -> int:
    """Make the tables of a connection, and fill ``staged``; gives the number of findings.

    Args:
        connection: one without a transaction.
        findings: all findings of the run.
        policies: control -> what tells its policy from others.
    """
    with connection.begin():
        _temporary.create_all(connection, checkfirst=False)
        count = insert_rows(connection, staged, _rows(findings, policies))
        refresh_statistics(connection, staged)
    return count


def empty_plan(connection: Connection) -> None:
    """Forget what was planned, to plan anew."""
    for table in (changed, closed, added):
        connection.execute(table.delete())


def _rows(findings: Iterable[Finding], policies: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    for finding in findings:
        facts = canonical_json(dict(finding.facts))
        cause = canonical_json(dict(finding.cause))
        whole = b"\n".join([finding.severity.encode(), finding.direction.encode(), facts, cause])
        yield (
            finding.finding_id,
            finding.control,
            finding.nature,
            finding.subject_id,
            finding.subject_time,
            canonical_json(dict(finding.identity)).decode(),
            hashlib.sha256(whole).hexdigest()[:_HASH_DIGITS],
            finding.severity,
            finding.direction,
            facts.decode(),
            cause.decode(),
            policies[finding.control],
        )
