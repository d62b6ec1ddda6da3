"""Works out what a run changes in the histories of findings, before the store's lock is taken.

Statements over whole sets find the findings of which the run may say something new, so a finding
that stands as it stood costs one look and no row. Only the changed ones are worked on one by one.
Whoever must be asked for evidence is asked here, with no transaction open, as that may take long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row, exists, null, select
from sqlalchemy.sql.elements import ColumnElement

from evaluator.findings.bulk import insert_rows, join_whole_sets
from evaluator.findings.days import asked_runs, days_after
from evaluator.findings.evidence import Ask, AskedRun, Evidence, Question
from evaluator.findings.records import RunRecord
from evaluator.findings.staging import CHUNK, added, changed, closed, empty_plan, staged
from evaluator.findings.tables import FindingRow, FindingState, table_of
from evaluator.findings.timeline import (
    FOREVER,
    OPEN,
    VIOLATING,
    Day,
    Questions,
    Seen,
    Span,
    revise_event,
    revise_state,
)

__all__ = ["Plan", "is_bulk", "make_plan"]

_FINDING = table_of(FindingRow)
_STATE = table_of(FindingState)

#: Keys of a run that is not in the database yet, and of a series that is not.
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is planned against: it holds as long as the series has recorded nothing more."""

    version: int
    #: Controls of which nothing is known after the run's day.
    ahead: tuple[str, ...]


@dataclass(slots=True)
class _Case:
    """One finding whose history is worked on."""

    question: Question
    known: dict[Span, int]
    steps: Questions | None = None
    new: list[Span] | None = None


def make_plan(
    connection: Connection, series_key: int | None, version: int, record: RunRecord, ask: Ask
) -> Plan:
    """Fill ``closed`` and ``added`` with the rows of the history that the run ends and begins.

    Args:
        connection: one without a transaction, whose ``staged`` holds what the run shows.
        series_key: the series; None: it is new.
        version: what is known of the series, by the time of its last record.
        record: the run.
        ask: is asked for evidence.
    """
    key = _NOWHERE if series_key is None else series_key
    day, codes = record.identity.as_of, record.codes
    today = _day_of(record)
    with connection.begin():
        join_whole_sets(connection)
        empty_plan(connection)
        later = days_after(connection, key, record)
        runs = asked_runs(connection, {one.run_key for days in later.values() for one in days})
        ahead = tuple(code for code in record.identity.controls if code not in later)
        _find_changes(connection, key, day, codes, ahead)
    runs[_NOWHERE] = AskedRun(
        record.identity.run_id,
        day,
        record.identity.snapshot_digest,
        record.identity.bundle_digest,
        record.identity.parameters,
        record.snapshot_folder,
        record.bundle_folder,
    )
    place = 0
    while True:
        with connection.begin():
            join_whole_sets(connection)
            rows, cases = _cases(connection, key, place)
        if not rows:
            return Plan(version, ahead)
        place = rows[-1].place
        for row in rows:
            _begin(cases[row.finding_id], row, today[row.code], later.get(row.code, ()))
        _settle(cases.values(), runs, ask)
        with connection.begin():
            _keep(connection, cases.values())


def is_bulk(key: int) -> ColumnElement[bool]:
    """Whether a staged finding is new in its series; that of a series with this key."""
    return ~exists().where(
        _STATE.c.finding_id == staged.c.finding_id,
        _STATE.c.series_key == key,
        _STATE.c.recorded_to == FOREVER,
    )


def _day_of(record: RunRecord) -> dict[str, Day]:
    """The run's own day, for each of its controls."""
    evaluated = {result.control: not result.not_evaluated for result in record.results}
    days = {
        code: Day(
            as_of=record.identity.as_of,
            run_key=_NOWHERE,
            policy=record.policies[code],
            window_from=record.window_from,
            window_to=record.window_to,
            full=record.coverage == "full",
            complete=record.complete,
            evaluated=evaluated[code],
        )
        for code in record.identity.controls
    }
    return days | {old: days[new] for old, new in record.aliases.items()}


def _find_changes(
    connection: Connection, key: int, day: int, codes: Sequence[str], ahead: Sequence[str]
) -> None:
    """Fill ``changed``: findings that the day shows otherwise than was known, or not though open.

    Those that are new, and of which nothing later is known, need no look and are left out.
    """
    current = (_STATE.c.series_key == key) & (_STATE.c.recorded_to == FOREVER)
    covering = (_STATE.c.from_as_of <= day) & (_STATE.c.to_as_of > day)
    as_before = (
        current
        & covering
        & (_STATE.c.state == VIOLATING)
        & (_STATE.c.finding_id == staged.c.finding_id)
        & (_STATE.c.facts == staged.c.hash)
        & (_STATE.c.policy == staged.c.policy)
        & _STATE.c.subject_time.is_not_distinct_from(staged.c.subject_time)
    )
    told = (
        select(staged.c.finding_id, staged.c.hash)
        .where(~exists().where(as_before))
        .where(staged.c.code.not_in(ahead) | ~is_bulk(key))
        .order_by(staged.c.finding_id)
    )
    open_before = (
        (_STATE.c.from_as_of < day)
        & (_STATE.c.to_as_of >= day)
        & _STATE.c.state.in_(OPEN)
        & (_FINDING.c.nature == "state")
    )
    silent = (
        select(_STATE.c.finding_id, null())
        .distinct()
        .join(_FINDING, _FINDING.c.finding_id == _STATE.c.finding_id)
        .where(current, _FINDING.c.code.in_(codes))
        .where(open_before | (covering & (_STATE.c.state == VIOLATING)))
        .where(~exists().where(staged.c.finding_id == _STATE.c.finding_id))
        .order_by(_STATE.c.finding_id)
    )
    for change in (told, silent):
        connection.execute(changed.insert().from_select(["finding_id", "hash"], change))


def _cases(connection: Connection, key: int, place: int) -> tuple[list[Row[Any]], dict[str, _Case]]:
    """The next part of ``changed``, and what is known of its findings."""
    part = (
        select(changed).where(changed.c.place > place).order_by(changed.c.place).limit(CHUNK)
    ).subquery()
    shown = (
        select(
            part.c.place,
            part.c.finding_id,
            part.c.hash,
            staged.c.code,
            staged.c.nature,
            staged.c.subject_id,
            staged.c.identity,
            staged.c.subject_time,
        )
        .join(staged, staged.c.finding_id == part.c.finding_id)
        .where(part.c.hash.is_not(None))
    )
    silent = (
        select(
            part.c.place,
            part.c.finding_id,
            part.c.hash,
            _FINDING.c.code,
            _FINDING.c.nature,
            _FINDING.c.subject_id,
            _FINDING.c.identity,
            null(),
        )
        .join(_FINDING, _FINDING.c.finding_id == part.c.finding_id)
        .where(part.c.hash.is_(None))
    )
    rows: list[Row[Any]] = [*connection.execute(shown.union_all(silent).order_by("place"))]
    states = connection.execute(
        select(_STATE)
        .join(part, part.c.finding_id == _STATE.c.finding_id)
        .where(_STATE.c.series_key == key, _STATE.c.recorded_to == FOREVER)
        .order_by(_STATE.c.from_as_of)
    )
    known: dict[str, dict[Span, int]] = defaultdict(dict)
    for row in states:
        known[row.finding_id][_span(row)] = row.key
    cases = {
        row.finding_id: _Case(
            Question(row.finding_id, row.code, row.subject_id, orjson.loads(row.identity)),
            known.get(row.finding_id, {}),
        )
        for row in rows
    }
    return rows, cases


def _begin(case: _Case, row: Row[Any], day: Day, later: Sequence[Day]) -> None:
    shown = None if row.hash is None else Seen(row.hash, row.subject_time, day.policy)
    spans = list(case.known)
    if row.nature == "event":
        following = later[0].as_of if later else FOREVER
        case.new = revise_event(spans, day.as_of, following, shown)
    else:
        case.steps = revise_state(spans, day, later, shown)


def _settle(cases: Collection[_Case], runs: Mapping[int, AskedRun], ask: Ask) -> None:
    """Go on with all cases, a day after the other, until each has its new spans."""
    pending: dict[tuple[int, int], list[_Case]] = defaultdict(list)

    def go_on(case: _Case, evidence: str | None) -> None:
        assert case.steps is not None, "only state findings are asked for"
        try:
            # None begins a generator.
            day = case.steps.send(evidence)  # type: ignore[arg-type]
        except StopIteration as done:
            case.new = done.value
        else:
            pending[day.as_of, day.run_key].append(case)

    for case in cases:
        if case.steps is not None:
            go_on(case, None)
    while pending:
        first = min(pending)
        asked = pending.pop(first)
        answers = ask(runs[first[1]], [case.question for case in asked])
        for case in asked:
            go_on(case, answers.get(case.question.finding_id, Evidence.NOT_KEPT))


def _keep(connection: Connection, cases: Collection[_Case]) -> None:
    ends: list[tuple[int]] = []
    begins: list[tuple[Any, ...]] = []
    for case in cases:
        new = case.new or []
        ends += [(key,) for span, key in case.known.items() if span not in new]
        begins += [
            (
                case.question.finding_id,
                span.state,
                span.reason,
                span.change,
                span.since,
                span.state_since,
                span.seen.facts,
                span.seen.subject_time,
                span.seen.policy,
                span.start,
                span.end,
            )
            for span in new
            if span not in case.known
        ]
    insert_rows(connection, closed, ends)
    insert_rows(connection, added, begins)


def _span(row: Row[Any]) -> Span:
    return Span(
        start=row.from_as_of,
        end=row.to_as_of,
        state=row.state,
        seen=Seen(row.facts, row.subject_time, row.policy),
        change=row.change,
        since=row.since,
        state_since=row.state_since,
        reason=row.reason,
    )
