"""Records a run: one transaction that says what the run changes in what is known.

What is known of a control on a day is what the run says that was recorded last. A run speaks of
the controls that it was asked for, and of no others.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, update

from evaluator.errors import IdentityError
from evaluator.findings.database import insert_unless_there
from evaluator.findings.histories import add_findings, find_changes, rewrite_histories
from evaluator.findings.records import Recorded, RunRecord
from evaluator.findings.tables import Run, RunControl, RunMissing, Series, table_of
from evaluator.findings.timeline import FOREVER
from evaluator.model import ControlResult, Outcome

__all__ = ["record_run"]

_SERIES = table_of(Series)
_RUN = table_of(Run)
_CONTROL = table_of(RunControl)
_MISSING = table_of(RunMissing)


def record_run(
    connection: Connection, record: RunRecord, findings: int, recorded_at: int
) -> Recorded:
    """Record a run whose findings are staged, in the transaction of the connection.

    Args:
        connection: one in a transaction that writes.
        record: the run.
        findings: how many findings are staged.
        recorded_at: epoch seconds; where the series knows something later or as late, the second
            after that is taken, so that knowledge has an order although clocks go back.

    Raises:
        IdentityError: if this very run was recorded complete, with other digests.
    """
    series_key = _series_key(connection, record)
    run_id = record.identity.run_id
    if _is_known(connection, record, series_key):
        return Recorded(run_id, repeated=True)
    latest = select(func.max(_RUN.c.recorded_from)).where(_RUN.c.series_key == series_key)
    moment = max(recorded_at, (connection.execute(latest).scalar() or 0) + 1)
    _supersede(connection, series_key, record, moment)
    _insert_run(connection, series_key, record, findings, moment)
    add_findings(connection)
    day, codes = record.identity.as_of, _codes(record)
    find_changes(connection, series_key, day, codes)
    following = _following_days(connection, series_key, day, record)
    rewrite_histories(connection, series_key, day, following, moment)
    return Recorded(run_id, repeated=False)


def _codes(record: RunRecord) -> tuple[str, ...]:
    """The controls of the run, under every code that they ever had."""
    return (*record.identity.controls, *record.aliases)


def _series_key(connection: Connection, record: RunRecord) -> int:
    """The key of the series, which is made if it is new; locked, so that runs queue."""
    values = {
        "platform": record.identity.platform_id,
        "framework": record.identity.framework,
        "name": record.series,
    }
    connection.execute(insert_unless_there(connection, _SERIES).values(values))
    mine = select(_SERIES.c.key).filter_by(**values).with_for_update()
    return int(connection.execute(mine).scalar_one())


def _is_known(connection: Connection, record: RunRecord, series_key: int) -> bool:
    """Whether this run was recorded complete in its series, so that nothing is left to record."""
    digests = (record.findings_digest, record.outcomes_digest)
    complete = select(_RUN.c.series_key, _RUN.c.findings_digest, _RUN.c.outcomes_digest).where(
        _RUN.c.run_id == record.identity.run_id, _RUN.c.complete
    )
    known = connection.execute(complete).all()
    for row in known:
        if record.complete and (row.findings_digest, row.outcomes_digest) != digests:
            which = "findings" if row.findings_digest != digests[0] else "outcomes"
            raise IdentityError(
                f"run {record.identity.run_id}",
                f"was recorded with another {which} digest: the same snapshot, bundle, parameters "
                "and controls gave another result",
                "Nothing was recorded. This is a fault of qinglang: report it, with both runs' "
                "reports.",
            )
    return any(row.series_key == series_key for row in known)


def _supersede(connection: Connection, series_key: int, record: RunRecord, moment: int) -> None:
    """Close what earlier runs say of these controls on this day."""
    same_day = select(_RUN.c.key).where(
        _RUN.c.series_key == series_key,
        _RUN.c.as_of == record.identity.as_of,
        _RUN.c.recorded_to == FOREVER,
    )
    connection.execute(
        update(_CONTROL)
        .where(
            _CONTROL.c.run_key.in_(same_day),
            _CONTROL.c.code.in_(_codes(record)),
            _CONTROL.c.recorded_to == FOREVER,
        )
        .values(recorded_to=moment)
    )
    speaking = select(_CONTROL.c.run_key).where(
        _CONTROL.c.run_key.in_(same_day), _CONTROL.c.recorded_to == FOREVER
    )
    connection.execute(
        update(_RUN)
        .where(_RUN.c.key.in_(same_day), _RUN.c.key.not_in(speaking))
        .values(recorded_to=moment)
    )


def _insert_run(
    connection: Connection, series_key: int, record: RunRecord, findings: int, moment: int
) -> None:
    identity = record.identity
    inserted = connection.execute(
        _RUN.insert().values(
            series_key=series_key,
            run_id=identity.run_id,
            identity_digest=identity.digest,
            as_of=identity.as_of,
            snapshot_id=record.snapshot_id,
            snapshot_digest=identity.snapshot_digest,
            bundle_digest=identity.bundle_digest,
            semantics_version=identity.semantics_version,
            parameters=dict(identity.parameters),
            overrides=dict(record.overrides),
            window_from=record.window_from,
            window_to=record.window_to,
            coverage=record.coverage,
            complete=record.complete,
            incomplete=list(record.incomplete),
            findings=findings,
            findings_digest=record.findings_digest,
            outcomes_digest=record.outcomes_digest,
            quarantined=dict(record.quarantined),
            engine=record.engine,
            threads=record.threads,
            triage=record.triage,
            audit=record.audit,
            started_at=record.started_at,
            finished_at=record.finished_at,
            recorded_from=moment,
            recorded_to=FOREVER,
        )
    )
    assert inserted.inserted_primary_key, "a run has a key that the database gives"
    run_key = inserted.inserted_primary_key[0]
    controls = [_control_row(run_key, record, result) for result in record.results]
    missing = [
        {"run_key": run_key, "code": result.control, "fact": fact, "subjects": subjects}
        for result in record.results
        for fact, subjects in result.missing.items()
    ]
    if controls:
        connection.execute(_CONTROL.insert(), controls)
    if missing:
        connection.execute(_MISSING.insert(), missing)


def _control_row(run_key: int, record: RunRecord, result: ControlResult) -> dict[str, Any]:
    counts = {outcome: result.outcomes.get(outcome, 0) for outcome in Outcome}
    return {
        "run_key": run_key,
        "code": result.control,
        "digest": record.control_digests[result.control],
        "violation": counts[Outcome.VIOLATION],
        "undetermined": counts[Outcome.UNDETERMINED],
        "passed": counts[Outcome.PASS],
        "not_applicable": counts[Outcome.NOT_APPLICABLE],
        "candidates": result.candidates,
        "exact": result.exact,
        "not_evaluated": list(result.not_evaluated),
        "recorded_to": FOREVER,
    }


def _following_days(
    connection: Connection, series_key: int, day: int, record: RunRecord
) -> dict[str, int]:
    """Code -> the next as_of after ``day`` of which something is known; if there is one.

    A control that was renamed has one answer under all its codes.
    """
    codes = _codes(record)
    rows = connection.execute(
        select(_CONTROL.c.code, func.min(_RUN.c.as_of).label("as_of"))
        .join(_RUN, _RUN.c.key == _CONTROL.c.run_key)
        .where(
            _RUN.c.series_key == series_key,
            _RUN.c.as_of > day,
            _CONTROL.c.recorded_to == FOREVER,
            _CONTROL.c.code.in_(codes),
        )
        .group_by(_CONTROL.c.code)
    )
    next_days: dict[str, int] = {}
    for row in rows:
        code = record.aliases.get(row.code, row.code)
        next_days[code] = min(row.as_of, next_days.get(code, row.as_of))
    renamed = {old: next_days[code] for old, code in record.aliases.items() if code in next_days}
    return next_days | renamed
