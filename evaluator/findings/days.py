"""The days of a series: which run speaks for a control on a day, and who is asked about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from evaluator.findings.evidence import AskedRun
from evaluator.findings.records import POLICY_DIGITS, RunRecord
from evaluator.findings.tables import Run, RunControl, table_of
from evaluator.findings.timeline import FOREVER, Day

__all__ = ["asked_runs", "days_after"]

_RUN = table_of(Run)
_CONTROL = table_of(RunControl)


def days_after(
    connection: Connection, series_key: int, record: RunRecord
) -> dict[str, tuple[Day, ...]]:
    """Code -> the days after the run's of which something is known of its control, in order.

    A control that was renamed has one answer under all its codes. Those without any are left out.
    """
    rows = connection.execute(
        select(
            _CONTROL.c.code,
            _CONTROL.c.digest,
            _CONTROL.c.not_evaluated,
            _RUN.c.key,
            _RUN.c.as_of,
            _RUN.c.window_from,
            _RUN.c.window_to,
            _RUN.c.coverage,
            _RUN.c.complete,
        )
        .join(_RUN, _RUN.c.key == _CONTROL.c.run_key)
        .where(
            _RUN.c.series_key == series_key,
            _RUN.c.as_of > record.identity.as_of,
            _CONTROL.c.recorded_to == FOREVER,
            _CONTROL.c.code.in_(record.codes),
        )
        .order_by(_RUN.c.as_of)
    )
    days: dict[str, list[Day]] = defaultdict(list)
    for row in rows:
        days[record.aliases.get(row.code, row.code)].append(
            Day(
                as_of=row.as_of,
                run_key=row.key,
                policy=row.digest[:POLICY_DIGITS],
                window_from=row.window_from,
                window_to=row.window_to,
                full=row.coverage == "full",
                complete=row.complete,
                evaluated=not row.not_evaluated,
            )
        )
    known = {code: tuple(one) for code, one in days.items()}
    return known | {old: known[new] for old, new in record.aliases.items() if new in known}


def asked_runs(connection: Connection, keys: Collection[int]) -> dict[int, AskedRun]:
    """Runs by their keys, with what it takes to ask their snapshots again."""
    rows = connection.execute(select(_RUN).where(_RUN.c.key.in_(keys)))
    return {
        row.key: AskedRun(
            run_id=row.run_id,
            as_of=row.as_of,
            snapshot_digest=row.snapshot_digest,
            bundle_digest=row.bundle_digest,
            parameters=row.parameters,
            snapshot_folder=row.snapshot_folder,
            bundle_folder=row.bundle_folder,
        )
        for row in rows
    }
