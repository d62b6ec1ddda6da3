"""Questions about findings: how they stand at an as_of, and how each stood over time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, select

from evaluator.errors import UsageError
from evaluator.findings.results import RecordedFinding, RecordedState, StoredFinding
from evaluator.findings.tables import FactSet, FindingRow, FindingState, Series, table_of
from evaluator.findings.timeline import FOREVER
from evaluator.model import Fact, canonical_json

__all__ = ["FindingFilter", "finding", "findings"]

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
    as_of: int | None = None
    controls: tuple[str, ...] = ()
    severity: str | None = None
    direction: str | None = None
    subject: str | None = None
    state: str | None = None
    #: The whole cause, as pairs of name and text of the value; None: any.
    cause: Mapping[str, str] | None = None


def findings(
    connection: Connection, wanted: FindingFilter, limit: int | None, offset: int
) -> list[RecordedFinding]:
    """Findings as they stand at an as_of, by control, subject and id."""
    # At the last second that there is, every series stands as its latest run left it.
    day = FOREVER - 1 if wanted.as_of is None else wanted.as_of
    question = (
        _states()
        .where(
            _STATE.c.recorded_to == FOREVER,
            _STATE.c.from_as_of <= day,
            _STATE.c.to_as_of > day,
        )
        .order_by(
            _FINDING.c.code, _FINDING.c.subject_id, _FINDING.c.finding_id, _STATE.c.series_key
        )
        .limit(limit)
        .offset(offset)
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
        (_STATE.c.state, wanted.state),
    ):
        if value is not None:
            question = question.where(column == value)
    return [_finding(row) for row in connection.execute(question)]


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
    (row,) = found
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


def _states() -> Select[Any]:
    return (
        select(
            _STATE.c.state,
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
        from_as_of=row.from_as_of,
        to_as_of=_end(row.to_as_of),
    )


def _state(row: Row[Any]) -> RecordedState:
    return RecordedState(
        series=row.name,
        state=row.state,
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
