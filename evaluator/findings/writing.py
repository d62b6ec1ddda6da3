"""Writes what was planned into the history: statements over whole sets, under the store's lock."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, Connection, case, exists, literal, select, update

from evaluator.findings.bulk import refresh_statistics
from evaluator.findings.database import insert_unless_there
from evaluator.findings.planning import is_bulk
from evaluator.findings.staging import added, closed, staged
from evaluator.findings.tables import FactSet, FindingRow, FindingState, table_of
from evaluator.findings.timeline import FOREVER, VIOLATING

__all__ = ["write_history"]

_FINDING = table_of(FindingRow)
_FACTS = table_of(FactSet)
_STATE = table_of(FindingState)

#: New rows from which on PostgreSQL's statistics are refreshed at once.
_MANY = 10_000

_COLUMNS = [
    *("finding_id", "state", "reason", "change", "since", "state_since", "facts"),
    *("subject_time", "policy", "from_as_of", "to_as_of"),
]


def write_history(
    connection: Connection, series_key: int, day: int, ahead: Sequence[str], moment: int
) -> None:
    """Close the rows that no longer hold and add those that hold now.

    Args:
        connection: one in a transaction that writes, with a plan made.
        series_key: the series.
        day: as_of of the run.
        ahead: controls of which nothing is known after the day: what is new of them is open.
        moment: the time at which this becomes known.
    """
    _add_findings(connection)
    span = [literal(day, BigInteger), literal(FOREVER, BigInteger)]
    known = [literal(moment, BigInteger), literal(FOREVER, BigInteger)]
    new = (
        select(
            literal(series_key, BigInteger),
            staged.c.finding_id,
            literal(VIOLATING),
            literal(""),
            case((staged.c.nature == "event", "recorded"), else_="opened"),
            span[0],
            span[0],
            staged.c.hash,
            staged.c.subject_time,
            staged.c.policy,
            *span,
            *known,
        )
        .where(staged.c.code.in_(ahead), is_bulk(series_key))
        .order_by(staged.c.finding_id)
    )
    planned = select(literal(series_key, BigInteger), *(added.c[name] for name in _COLUMNS), *known)
    columns = ["series_key", *_COLUMNS, "recorded_from", "recorded_to"]
    rows = connection.execute(_STATE.insert().from_select(columns, new)).rowcount
    ended = update(_STATE).where(_STATE.c.key.in_(select(closed.c.key))).values(recorded_to=moment)
    connection.execute(ended)
    rows += connection.execute(_STATE.insert().from_select(columns, planned)).rowcount
    if rows > _MANY:
        refresh_statistics(connection, _FINDING, _FACTS, _STATE)


def _add_findings(connection: Connection) -> None:
    """Add the staged findings, and what is said of them, where they are new."""
    for table, key, columns in (
        (_FINDING, "finding_id", ["finding_id", "code", "nature", "subject_id", "identity"]),
        (_FACTS, "hash", ["hash", "severity", "direction", "facts", "cause"]),
    ):
        # Of several staged rows with one key the first is taken, the others are passed over.
        new = (
            select(*(staged.c[column] for column in columns))
            .where(~exists().where(table.c[key] == staged.c[key]))
            .order_by(staged.c[key])
        )
        connection.execute(insert_unless_there(connection, table).from_select(columns, new))
