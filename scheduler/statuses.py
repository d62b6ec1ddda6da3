"""How the days of a campaign stand: by what was recorded, and the snapshots that are there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evaluator.findings import RecordedRun
from scheduler.campaign import Campaign
from scheduler.days import PlannedRun, day_of, planned_runs

__all__ = ["DayState", "DayStatus", "day_statuses"]


class DayState(StrEnum):
    """How one platform stands on one day."""

    #: A complete run counts.
    DONE = "done"
    #: So it does, and was recorded after the run of a later day.
    LATE = "late"
    #: So it does, in place of an earlier one of another snapshot.
    CORRECTED = "corrected"
    #: A run is there and incomplete.
    INCOMPLETE = "incomplete"
    #: The snapshot is there and was not evaluated.
    READY = "ready"
    #: There is neither, and the deadline has passed.
    GAP = "gap"
    #: There is neither, and there is time.
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class DayStatus:
    """One platform on one day."""

    planned: PlannedRun
    state: DayState
    #: The run that counts; None where there is none.
    run: RecordedRun | None


def day_statuses(campaign: Campaign, runs: Iterable[RecordedRun], now: int) -> Iterator[DayStatus]:
    """The state of every planned run.

    Args:
        campaign: the campaign.
        runs: all of its series.
        now: epoch seconds.
    """
    by_day: defaultdict[tuple[str, date], list[RecordedRun]] = defaultdict(list)
    for run in runs:
        by_day[run.platform_id, day_of(campaign, run.as_of)].append(run)
    for planned in planned_runs(campaign):
        recorded = sorted(
            by_day.get((planned.platform_id, planned.day), []), key=lambda run: run.recorded_at
        )
        counting = [run for run in recorded if run.superseded_at is None]
        latest = counting[-1] if counting else None
        later = [
            other.recorded_at
            for (platform, day), others in by_day.items()
            if platform == planned.platform_id and day > planned.day
            for other in others
        ]
        yield DayStatus(planned, _state(planned, recorded, latest, later, now), latest)


def _state(
    planned: PlannedRun,
    recorded: Sequence[RecordedRun],
    run: RecordedRun | None,
    later: Sequence[int],
    now: int,
) -> DayState:
    if run is None:
        if planned.snapshot.is_dir():
            return DayState.READY
        return DayState.GAP if now >= planned.deadline_at else DayState.WAITING
    if not run.complete:
        return DayState.INCOMPLETE
    if len({each.snapshot_id for each in recorded}) > 1:
        return DayState.CORRECTED
    if later and run.recorded_at > min(later):
        return DayState.LATE
    return DayState.DONE
