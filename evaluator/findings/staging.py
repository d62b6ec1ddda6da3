"""Brings the findings of a run into the database, beside the store, before its lock is taken.

The tables here are temporary: they belong to one connection, and reading a million findings into
them blocks nobody. Statements over whole sets do the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, String, Table, Text

from evaluator.model import Finding, canonical_json

__all__ = ["CHUNK", "changed", "stage", "staged"]

#: Rows that are handed to the database at once.
CHUNK: Final = 10_000

_HASH_DIGITS = 32

_temporary = MetaData()

#: What the run shows.
staged = Table(
    "staged_finding",
    _temporary,
    Column("finding_id", String(32), primary_key=True),
    Column("code", String, nullable=False),
    Column("nature", String, nullable=False),
    Column("subject_id", String, nullable=False),
    Column("subject_time", BigInteger),
    Column("identity", Text, nullable=False),
    Column("hash", String(32), nullable=False),
    Column("severity", String, nullable=False),
    Column("direction", String, nullable=False),
    Column("facts", Text, nullable=False),
    Column("cause", Text, nullable=False),
    prefixes=["TEMPORARY"],
)

#: Findings of whose timelines the run changes something; ``hash`` is null where it shows nothing.
changed = Table(
    "changed_finding",
    _temporary,
    Column("place", Integer, primary_key=True),
    Column("finding_id", String(32), nullable=False),
    Column("code", String, nullable=False),
    Column("nature", String, nullable=False),
    Column("hash", String(32)),
    Column("subject_time", BigInteger),
    prefixes=["TEMPORARY"],
)


def stage(connection: Connection, findings: Iterable[Finding]) -> int:
    """Make the tables of a connection, and fill ``staged``; gives the number of findings."""
    count = 0
    with connection.begin():
        _temporary.create_all(connection, checkfirst=False)
        rows = map(_row, findings)
        while chunk := list(islice(rows, CHUNK)):
            connection.execute(staged.insert(), chunk)
            count += len(chunk)
    return count


def _row(finding: Finding) -> dict[str, Any]:
    facts = canonical_json(dict(finding.facts))
    cause = canonical_json(dict(finding.cause))
    whole = b"\n".join([finding.severity.encode(), finding.direction.encode(), facts, cause])
    return {
        "finding_id": finding.finding_id,
        "code": finding.control,
        "nature": finding.nature,
        "subject_id": finding.subject_id,
        "subject_time": finding.subject_time,
        "identity": canonical_json(dict(finding.identity)).decode(),
        "hash": hashlib.sha256(whole).hexdigest()[:_HASH_DIGITS],
        "severity": finding.severity,
        "direction": finding.direction,
        "facts": facts.decode(),
        "cause": cause.decode(),
    }
