"""The days of a campaign: which there are, when each is due, and which an as_of belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from scheduler.campaign import Campaign, Platform

__all__ = ["PlannedRun", "day_of", "planned_runs"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One platform on one day. Moments are epoch seconds."""

    platform_id: str
    day: date
    snapshot: Path
    #: When the snapshot is expected.
    due_at: int
    #: From when on a day without snapshot is a gap.
    deadline_at: int


def planned_runs(
    campaign: Campaign, first: date | None = None, last: date | None = None
) -> Iterator[PlannedRun]:
    """All runs of a campaign in the order of days, those of one day in the order of the file.

    Args:
        campaign: the campaign.
        first: leave out earlier days.
        last: leave out later days.
    """
    day = campaign.first
    while day <= campaign.last:
        if (first is None or first <= day) and (last is None or day <= last):
            for platform in campaign.platforms:
                yield _planned(campaign, platform, day)
        day += _DAY


def _planned(campaign: Campaign, platform: Platform, day: date) -> PlannedRun:
    due = datetime.combine(day, campaign.due, campaign.zone)
    due_at = int(due.timestamp())
    return PlannedRun(
        platform_id=platform.platform_id,
        day=day,
        snapshot=platform.snapshot(day),
        due_at=due_at,
        deadline_at=due_at + campaign.deadline_hours * 3600,
    )


def day_of(campaign: Campaign, as_of: int) -> date:
    """The day of a snapshot: the date of its as_of in the campaign's time zone."""
    return datetime.fromtimestamp(as_of, campaign.zone).date()
