"""Writes what a run changes in the histories of findings.

Statements over whole sets find the findings of which the run says something new, so a finding that
stands as it stood costs one look and no row. Only the changed ones are worked on one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, null, select, update
from sqlalchemy.sql.elements import ColumnElement

from evaluator.findings.database import insert_unless_there
from evaluator.findings.staging import CHUNK, changed, staged
from evaluator.findings.tables import FactSet, FindingRow, FindingState, table_of
from evaluator.findings.timeline import FOREVER, VIOLATING, Seen, Span, revise

__all__ = ["add_findings", "find_changes", "rewrite_histories"]

_FINDING = table_of(FindingRow)
_FACTS = table_of(FactSet)
_STATE = table_of(FindingState)


def add_findings(connection: Connection) -> None:
    """Add the staged findings, and what is said of them, where they are new."""
    for table, key, columns in (
        (_FINDING, "finding_id", ["finding_id", "code", "nature", "subject_id", "identity"]),
        (_FACTS, "hash", ["hash", "severity", "direction", "facts", "cause"]),
    ):
        new = (
            select(*(staged.c[column] for column in columns))
            .where(~exists().where(table.c[key] == staged.c[key]))
            .order_by(staged.c[key])
        )
        connection.execute(insert_unless_there(connection, table).from_select(columns, new))


def find_changes(connection: Connection, series_key: int, day: int, codes: Sequence[str]) -> None:
    """Fill ``changed``: findings that a day now shows otherwise than was known.

    Args:
        connection: one whose ``staged`` holds what the day shows.
        series_key: the series.
        day: as_of of the run.
        codes: the controls that the run speaks of.
    """
    shown_so = _known_on(series_key, day) & (_STATE.c.state == VIOLATING)
    columns = ["finding_id", "code", "nature", "hash", "subject_time"]
    as_before = shown_so & (
        (_STATE.c.finding_id == staged.c.finding_id)
        & (_STATE.c.facts == staged.c.hash)
        & _STATE.c.subject_time.is_not_distinct_from(staged.c.subject_time)
    )
    told = (
        select(
            staged.c.finding_id,
            _FINDING.c.code,
            _FINDING.c.nature,
            staged.c.hash,
            staged.c.subject_time,
        )
        .join(_FINDING, _FINDING.c.finding_id == staged.c.finding_id)
        .where(~exists().where(as_before))
        .order_by(staged.c.finding_id)
    )
    silent = (
        select(_STATE.c.finding_id, _FINDING.c.code, _FINDING.c.nature, null(), null())
        .join(_FINDING, _FINDING.c.finding_id == _STATE.c.finding_id)
        .where(shown_so, _FINDING.c.code.in_(codes))
        .where(~exists().where(staged.c.finding_id == _STATE.c.finding_id))
        .order_by(_STATE.c.finding_id)
    )
    for change in (told, silent):
        connection.execute(changed.insert().from_select(columns, change))


def rewrite_histories(
    connection: Connection,
    series_key: int,
    day: int,
    following: Mapping[str, int],
    moment: int,
) -> None:
    """Close the rows that no longer hold and add those that hold now, for all in ``changed``.

    Args:
        connection: one whose ``changed`` is filled.
        series_key: the series.
        day: as_of of the run.
        following: control -> the next as_of of which something is known.
        moment: the time at which this becomes known.
    """
    place = 0
    while True:
        pending = connection.execute(
            select(changed).where(changed.c.place > place).order_by(changed.c.place).limit(CHUNK)
        ).all()
        if not pending:
            return
        first, place = pending[0].place, pending[-1].place
        known = _known_spans(connection, series_key, first, place)
        closed: list[dict[str, int]] = []
        added: list[dict[str, Any]] = []
        for row in pending:
            old = known.get(row.finding_id, {})
            new = _revised(row, list(old), day, following.get(row.code, FOREVER))
            closed += [{"closed_key": key} for span, key in old.items() if span not in new]
            added += [
                _state_row(series_key, row.finding_id, span, moment)
                for span in new
                if span not in old
            ]
        if closed:
            connection.execute(
                update(_STATE)
                .where(_STATE.c.key == bindparam("closed_key"))
                .values(recorded_to=moment),
                closed,
            )
        if added:
            connection.execute(_STATE.insert(), added)


def _known_on(series_key: int, day: int) -> ColumnElement[bool]:
    return (
        (_STATE.c.series_key == series_key)
        & (_STATE.c.recorded_to == FOREVER)
        & (_STATE.c.from_as_of <= day)
        & (_STATE.c.to_as_of > day)
    )


def _known_spans(
    connection: Connection, series_key: int, first: int, last: int
) -> dict[str, dict[Span, int]]:
    """Finding -> its spans, in order, with the keys of their rows; of a part of ``changed``."""
    rows = connection.execute(
        select(_STATE)
        .join(changed, changed.c.finding_id == _STATE.c.finding_id)
        .where(
            changed.c.place.between(first, last),
            _STATE.c.series_key == series_key,
            _STATE.c.recorded_to == FOREVER,
        )
        .order_by(_STATE.c.from_as_of)
    )
    spans: dict[str, dict[Span, int]] = defaultdict(dict)
    for row in rows:
        seen = Seen(row.facts, row.subject_time)
        spans[row.finding_id][Span(row.from_as_of, row.to_as_of, row.state, seen)] = row.key
    return spans


def _revised(row: Row[Any], spans: Sequence[Span], day: int, following: int) -> list[Span]:
    shown = None if row.hash is None else Seen(row.hash, row.subject_time)
    return revise(spans, day, following, shown, event=row.nature == "event")


def _state_row(series_key: int, finding_id: str, span: Span, moment: int) -> dict[str, Any]:
    return {
        "series_key": series_key,
        "finding_id": finding_id,
        "state": span.state,
        "facts": span.seen.facts,
        "subject_time": span.seen.subject_time,
        "from_as_of": span.start,
        "to_as_of": span.end,
        "recorded_from": moment,
        "recorded_to": FOREVER,
    }
