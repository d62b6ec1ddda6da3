"""Questions about runs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from evaluator.errors import UsageError
from evaluator.findings.results import RecordedRun, RunDetails
from evaluator.findings.tables import Run, RunControl, RunMissing, Series, table_of
from evaluator.findings.timeline import FOREVER
from evaluator.model import ControlResult, Outcome

__all__ = ["run", "runs"]

_SERIES = table_of(Series)
_RUN = table_of(Run)
_CONTROL = table_of(RunControl)
_MISSING = table_of(RunMissing)


def runs(connection: Connection, series: str | None) -> list[RecordedRun]:
    """All runs, of one series or of all: by as_of, the earliest recorded first."""
    wanted = _runs().order_by(_RUN.c.as_of, _RUN.c.recorded_from, _RUN.c.key)
    if series is not None:
        wanted = wanted.where(_SERIES.c.name == series)
    return [_summary(row) for row in connection.execute(wanted)]


def run(connection: Connection, run_id: str) -> RunDetails:
    """The run whose id begins so; of several records of one run the latest."""
    rows = connection.execute(
        _runs()
        .where(_RUN.c.run_id.startswith(run_id, autoescape=True))
        .order_by(_RUN.c.recorded_from.desc(), _RUN.c.key.desc())
    ).all()
    found = {row.run_id for row in rows}
    if not found:
        raise UsageError(f"run {run_id}", "is not in this database", "See `qinglang runs list`.")
    if len(found) > 1:
        raise UsageError(
            f"run {run_id}", f"is the beginning of {len(found)} ids", "Give more of its digits."
        )
    row = rows[0]
    results, digests = _results(connection, row.key)
    return RunDetails(
        summary=_summary(row),
        snapshot_digest=row.snapshot_digest,
        bundle_digest=row.bundle_digest,
        findings_digest=row.findings_digest,
        outcomes_digest=row.outcomes_digest,
        semantics_version=row.semantics_version,
        parameters=row.parameters,
        overrides=row.overrides,
        window_from=row.window_from,
        window_to=row.window_to,
        coverage=row.coverage,
        incomplete=tuple(row.incomplete),
        quarantined=row.quarantined,
        engine=row.engine,
        threads=row.threads,
        triage=row.triage,
        audit=row.audit,
        started_at=row.started_at,
        finished_at=row.finished_at,
        snapshot_folder=row.snapshot_folder,
        bundle_folder=row.bundle_folder,
        results=results,
        control_digests=digests,
    )


def _runs() -> Select[Any]:
    return select(_RUN, _SERIES.c.name, _SERIES.c.platform, _SERIES.c.framework).join(
        _SERIES, _SERIES.c.key == _RUN.c.series_key
    )


def _summary(row: Row[Any]) -> RecordedRun:
    return RecordedRun(
        run_id=row.run_id,
        series=row.name,
        platform_id=row.platform,
        framework=row.framework,
        snapshot_id=row.snapshot_id,
        as_of=row.as_of,
        complete=row.complete,
        findings=row.findings,
        recorded_at=row.recorded_from,
        superseded_at=None if row.recorded_to == FOREVER else row.recorded_to,
    )


def _results(
    connection: Connection, run_key: int
) -> tuple[dict[str, ControlResult], dict[str, str]]:
    missing: dict[str, dict[str, int]] = defaultdict(dict)
    facts = select(_MISSING).where(_MISSING.c.run_key == run_key).order_by(_MISSING.c.fact)
    for row in connection.execute(facts):
        missing[row.code][row.fact] = row.subjects
    controls = select(_CONTROL).where(_CONTROL.c.run_key == run_key).order_by(_CONTROL.c.code)
    results, digests = {}, {}
    for row in connection.execute(controls):
        digests[row.code] = row.digest
        results[row.code] = ControlResult(
            control=row.code,
            outcomes={
                str(Outcome.VIOLATION): row.violation,
                str(Outcome.UNDETERMINED): row.undetermined,
                str(Outcome.PASS): row.passed,
                str(Outcome.NOT_APPLICABLE): row.not_applicable,
            },
            missing=missing[row.code],
            not_evaluated=tuple(row.not_evaluated),
            candidates=row.candidates,
            exact=row.exact,
        )
    return results, digests
