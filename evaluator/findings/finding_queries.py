"""Questions about findings: how they stand at an as_of, and how each stood over time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from evaluator.errors import UsageError
from evaluator.findings.results import Difference, RecordedFinding, RecordedState, StoredFinding
from evaluator.findings.tables import FactSet, FindingRow, FindingState, Series, table_of
from evaluator.findings.timeline import FOREVER, OPEN
from evaluator.model import Fact, canonical_json

__all__ = ["FindingFilter", "differences", "finding", "findings"]

_SERIES = table_of(Series)
_FINDING = table_of(FindingRow)
_FACTS = table_of(FactSet)
_STATE = table_of(FindingState)

_FLAGS: Mapping[str, bool] = {"true": True, "false": False}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,15}")

#: Beginnings of ids that are looked at, to say that there are several.
_FEW = 2


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are asked for; None and the empty tuple stand for all."""

    series: str | None = None
    #: As they stand then; None: after the latest run.
    as_of: int | None = None
    #: By what was known then; None: by what is known now.
    known_at: int | None = None
    controls: tuple[str, ...] = ()
    severity: str | None = None
    direction: str | None = None
    subject: str | None = None
    #: In one of these states; none: all that are open.
    states: tuple[str, ...] = OPEN
    #: The whole cause, as pairs of name and text of the value; None: any.
    cause: Mapping[str, str] | None = None
    #: What began: rows that begin so between ``start`` and ``end``, instead of those of one as_of.
    changes: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    #: Id of the finding after which to begin.
    after: str | None = None


def findings(
    connection: Connection, wanted: FindingFilter, limit: int | None, offset: int
) -> list[RecordedFinding]:
    """Findings as they stand at an as_of, by control, subject and id."""
    question = _question(wanted).limit(limit).offset(offset)
    if wanted.changes:
        question = question.where(
            _STATE.c.change.in_(wanted.changes),
            _STATE.c.from_as_of.between(wanted.start or 0, wanted.end or FOREVER),
        )
    else:
        question = question.where(_covering(wanted.as_of), _STATE.c.state.in_(wanted.states))
    if wanted.after is not None:
        last = _one_finding(connection, wanted.after)
        question = question.where(
            tuple_(_FINDING.c.code, _FINDING.c.subject_id, _FINDING.c.finding_id)
            > tuple_(last.code, last.subject_id, last.finding_id)
        )
    return [_finding(row) for row in connection.execute(question)]


def differences(
    connection: Connection, wanted: FindingFilter, earlier: int, later: int
) -> list[Difference]:
    """Findings that stand otherwise at one as_of than at another, by control, subject and id."""
    moved = (
        select(_STATE.c.finding_id)
        .where(
            _known(wanted.known_at),
            _STATE.c.from_as_of.between(earlier + 1, later)
            | _STATE.c.to_as_of.between(earlier + 1, later),
        )
        .distinct()
    )
    sides: list[dict[tuple[str, str, str], RecordedFinding]] = []
    for moment in (earlier, later):
        question = _question(wanted).where(_covering(moment), _STATE.c.finding_id.in_(moved))
        found = map(_finding, connection.execute(question))
        sides.append({(one.series, one.platform_id, one.finding_id): one for one in found})
    before, after = sides
    pairs = [Difference(before.get(key), after.get(key)) for key in before.keys() | after.keys()]
    return sorted(filter(_differs, pairs), key=_place)


def _differs(pair: Difference) -> bool:
    if pair.before is None or pair.after is None:
        return True
    one, other = pair.before, pair.after
    return (one.state, one.facts, one.cause, one.severity, one.direction, one.since) != (
        (other.state, other.facts, other.cause, other.severity, other.direction, other.since)
    )


def _place(pair: Difference) -> tuple[str, ...]:
    one = pair.after or pair.before
    assert one is not None, "a difference has one side at least"
    return (one.control, one.subject_id, one.finding_id, one.series)


def _question(wanted: FindingFilter) -> Select[Any]:
    question = (
        _states()
        .where(_known(wanted.known_at))
        .order_by(
            _FINDING.c.code,
            _FINDING.c.subject_id,
            _FINDING.c.finding_id,
            _STATE.c.series_key,
            _STATE.c.from_as_of,
        )
    )
    if wanted.controls:
        question = question.where(_FINDING.c.code.in_(wanted.controls))
    if wanted.cause is not None:
        question = question.where(_FACTS.c.cause.in_(_causes(wanted.cause)))
    for column, value in (
        (_SERIES.c.name, wanted.series),
        (_FACTS.c.severity, wanted.severity),
        (_FACTS.c.direction, wanted.direction),
        (_FINDING.c.subject_id, wanted.subject),
    ):
        if value is not None:
            question = question.where(column == value)
    return question


def _known(moment: int | None) -> ColumnElement[bool]:
    """Rows that are what is known now, or was known at a time."""
    if moment is None:
        return _STATE.c.recorded_to == FOREVER
    return (_STATE.c.recorded_from <= moment) & (_STATE.c.recorded_to > moment)


def _covering(as_of: int | None) -> ColumnElement[bool]:
    # At the last second that there is, every series stands as its latest run left it.
    day = FOREVER - 1 if as_of is None else as_of
    return (_STATE.c.from_as_of <= day) & (_STATE.c.to_as_of > day)


def _causes(texts: Mapping[str, str]) -> list[str]:
    """Every cause that can be written so, as it is stored: a text may stand for a number."""
    values = [_values(text) for text in texts.values()]
    return [
        canonical_json(dict(zip(texts, chosen, strict=True))).decode()
        for chosen in product(*values)
    ]


def _values(text: str) -> list[Fact]:
    if text in _FLAGS:
        return [text, _FLAGS[text]]
    return [text, int(text)] if _INTEGER.fullmatch(text) else [text]


def finding(connection: Connection, finding_id: str) -> StoredFinding:
    """The finding whose id begins so, with its states over time."""
    row = _one_finding(connection, finding_id)
    states = connection.execute(
        _states()
        .where(_STATE.c.finding_id == row.finding_id)
        .order_by(_SERIES.c.name, _SERIES.c.key, _STATE.c.from_as_of, _STATE.c.recorded_from)
    )
    return StoredFinding(
        finding_id=row.finding_id,
        control=row.code,
        subject_id=row.subject_id,
        nature=row.nature,
        identity=orjson.loads(row.identity),
        states=tuple(_state(state) for state in states),
    )


def _one_finding(connection: Connection, finding_id: str) -> Row[Any]:
    found = connection.execute(
        select(_FINDING)
        .where(_FINDING.c.finding_id.startswith(finding_id, autoescape=True))
        .limit(_FEW)
    ).all()
    if not found:
        raise UsageError(
            f"finding {finding_id}", "is not in this database", "See `qinglang findings list`."
        )
    if len(found) == _FEW:
        raise UsageError(
            f"finding {finding_id}", "is the beginning of several ids", "Give more of its digits."
        )
    return found[0]


def _states() -> Select[Any]:
    return (
        select(
            _STATE.c.state,
            _STATE.c.reason,
            _STATE.c.change,
            _STATE.c.since,
            _STATE.c.state_since,
            _STATE.c.policy,
            _STATE.c.subject_time,
            _STATE.c.from_as_of,
            _STATE.c.to_as_of,
            _STATE.c.recorded_from,
            _STATE.c.recorded_to,
            _FINDING,
            _FACTS.c.severity,
            _FACTS.c.direction,
            _FACTS.c.facts,
            _FACTS.c.cause,
            _SERIES.c.name,
            _SERIES.c.platform,
        )
        .select_from(_STATE)
        .join(_FINDING, _FINDING.c.finding_id == _STATE.c.finding_id)
        .join(_FACTS, _FACTS.c.hash == _STATE.c.facts)
        .join(_SERIES, _SERIES.c.key == _STATE.c.series_key)
    )


def _finding(row: Row[Any]) -> RecordedFinding:
    return RecordedFinding(
        finding_id=row.finding_id,
        series=row.name,
        platform_id=row.platform,
        control=row.code,
        subject_id=row.subject_id,
        subject_time=row.subject_time,
        identity=orjson.loads(row.identity),
        facts=orjson.loads(row.facts),
        cause=orjson.loads(row.cause),
        severity=row.severity,
        direction=row.direction,
        nature=row.nature,
        state=row.state,
        reason=row.reason,
        change=row.change,
        since=row.since,
        state_since=row.state_since,
        from_as_of=row.from_as_of,
        to_as_of=_end(row.to_as_of),
        recorded_at=row.recorded_from,
    )


def _state(row: Row[Any]) -> RecordedState:
    return RecordedState(
        series=row.name,
        platform_id=row.platform,
        state=row.state,
        reason=row.reason,
        change=row.change,
        since=row.since,
        state_since=row.state_since,
        policy=row.policy,
        facts=orjson.loads(row.facts),
        cause=orjson.loads(row.cause),
        severity=row.severity,
        direction=row.direction,
        subject_time=row.subject_time,
        from_as_of=row.from_as_of,
        to_as_of=_end(row.to_as_of),
        recorded_from=row.recorded_from,
        recorded_to=_end(row.recorded_to),
    )


def _end(time: int) -> int | None:
    return None if time == FOREVER else time
