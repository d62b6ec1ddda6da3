"""Records a run: one transaction that says what the run changes in what is known.

What is known of a control on a day is what the run says that was recorded last. A run speaks of
the controls that it was asked for, and of no others.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, update

from evaluator.errors import IdentityError
from evaluator.findings.database import insert_unless_there
from evaluator.findings.planning import Plan
from evaluator.findings.records import RunRecord
from evaluator.findings.tables import Run, RunControl, RunMissing, Series, table_of
from evaluator.findings.timeline import FOREVER
from evaluator.findings.writing import write_history
from evaluator.model import ControlResult, Outcome

__all__ = ["is_known", "known_series", "record_run"]

_SERIES = table_of(Series)
_RUN = table_of(Run)
_CONTROL = table_of(RunControl)
_MISSING = table_of(RunMissing)


def known_series(connection: Connection, record: RunRecord) -> tuple[int | None, int]:
    """Key of the run's series and the time of its last record; None and 0 for a new one."""
    identity = record.identity
    key = connection.execute(
        select(_SERIES.c.key).filter_by(
            platform=identity.platform_id, framework=identity.framework, name=record.series
        )
    ).scalar()
    return key, 0 if key is None else _latest(connection, key)


def is_known(connection: Connection, record: RunRecord, series_key: int | None) -> bool:
    """Whether this very run is what the series knows of its day, so that nothing is left to do.

    Raises:
        IdentityError: if this very run was recorded complete in any series, with other digests.
    """
    digests = (record.findings_digest, record.outcomes_digest)
    complete = select(
        _RUN.c.key, _RUN.c.series_key, _RUN.c.findings_digest, _RUN.c.outcomes_digest
    ).where(_RUN.c.run_id == record.identity.run_id, _RUN.c.complete)
    current = False
    for row in connection.execute(complete).all():
        if record.complete and (row.findings_digest, row.outcomes_digest) != digests:
            which = "findings" if row.findings_digest != digests[0] else "outcomes"
            raise IdentityError(
                f"run {record.identity.run_id}",
                f"was recorded with another {which} digest: the same snapshot, bundle, parameters "
                "and controls gave another result",
                "Nothing was recorded. This is a fault of qinglang: report it, with both runs' "
                "reports.",
            )
        current |= row.series_key == series_key and _is_current(connection, row.key)
    return current


def record_run(
    connection: Connection, record: RunRecord, findings: int, recorded_at: int, plan: Plan
) -> bool:
    """Record a run whose findings are staged and planned, in the transaction of the connection.

    Args:
        connection: one in a transaction that writes.
        record: the run.
        findings: how many findings are staged.
        recorded_at: epoch seconds; where the series knows something later or as late, the second
            after that is taken, so that knowledge has an order although clocks go back.
        plan: what the run changes in the history.

    Returns:
        Whether it is recorded; False: the series knows more than the plan, which must be made
        anew.
    """
    series_key = _series_key(connection, record)
    version = _latest(connection, series_key)
    if version != plan.version:
        return False
    moment = max(recorded_at, version + 1)
    _supersede(connection, series_key, record, moment)
    _insert_run(connection, series_key, record, findings, moment)
    write_history(connection, series_key, record.identity.as_of, plan.ahead, moment)
    return True


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


def _latest(connection: Connection, series_key: int) -> int:
    """The time of the last record of a series."""
    latest = select(func.max(_RUN.c.recorded_from)).where(_RUN.c.series_key == series_key)
    return connection.execute(latest).scalar() or 0


def _is_current(connection: Connection, run_key: int) -> bool:
    """Whether a run still speaks for its day, for each of its controls."""
    run_ended = select(_RUN.c.key).where(_RUN.c.key == run_key, _RUN.c.recorded_to != FOREVER)
    part_ended = select(_CONTROL.c.code).where(
        _CONTROL.c.run_key == run_key, _CONTROL.c.recorded_to != FOREVER
    )
    return not (connection.execute(run_ended).first() or connection.execute(part_ended).first())


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
            _CONTROL.c.code.in_(record.codes),
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
            snapshot_folder=record.snapshot_folder,
            bundle_folder=record.bundle_folder,
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
