"""Every day of the window once, the last one included, on the clock of the campaign."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.campaign import Campaign, Platform
from scheduler.days import day_of, planned_runs


def _campaign(
    first: date, last: date, zone: str = "Asia/Shanghai", due: time = time(6)
) -> Campaign:
    return Campaign(
        name="c",
        first=first,
        last=last,
        zone=ZoneInfo(zone),
        due=due,
        deadline_hours=24,
        platforms=(Platform("a", "a/{date}"), Platform("b", "b/{date}")),
        db="sqlite:///c.db",
        bundle=None,
        waivers=None,
        trusted_keys=None,
        require_signed=False,
    )


NOTICE = _campaign(date(2025, 7, 24), date(2025, 9, 23))


def test_the_notice_has_sixty_two_days() -> None:
    """Both ends are included, and each day comes once a platform, in order."""
    planned = list(planned_runs(NOTICE))
    assert len(planned) == 62 * 2
    assert len({(each.platform_id, each.day) for each in planned}) == 62 * 2
    assert [(each.day, each.platform_id) for each in planned] == sorted(
        (each.day, each.platform_id) for each in planned
    )
    assert (planned[0].day, planned[-1].day) == (NOTICE.first, NOTICE.last)
    assert planned[0].snapshot == Path("a/2025-07-24")


def test_a_part_of_the_window() -> None:
    """Days can be asked for from one on, up to one, or one alone."""
    day = date(2025, 8, 1)
    assert [each.day for each in planned_runs(NOTICE, day, day)] == [day, day]
    assert len(list(planned_runs(NOTICE, first=date(2025, 9, 23)))) == 2
    assert list(planned_runs(NOTICE, last=date(2025, 7, 23))) == []


def test_a_window_of_one_day() -> None:
    """A campaign may be short."""
    day = date(2025, 8, 1)
    assert len(list(planned_runs(_campaign(day, day)))) == 2


@pytest.mark.parametrize(
    ("day", "due", "hours"),
    [
        # The clock is put forward at 02:00, so that the next day is an hour nearer.
        (date(2025, 3, 29), time(6), 23),
        (date(2025, 10, 25), time(6), 25),
        (date(2025, 7, 1), time(6), 24),
    ],
)
def test_daylight_saving(day: date, due: time, hours: int) -> None:
    """Days are those of the zone's clock, whether they have 23, 24 or 25 hours."""
    campaign = _campaign(day, date(day.year, day.month, day.day + 1), "Europe/Berlin", due)
    one, _, other, _ = planned_runs(campaign)
    assert (other.due_at - one.due_at) == hours * 3600
    assert one.deadline_at - one.due_at == 24 * 3600


def test_a_time_that_the_clock_leaves_out() -> None:
    """02:30 does not exist on that day; the run is due all the same, once."""
    day = date(2025, 3, 30)
    one, _ = planned_runs(_campaign(day, day, "Europe/Berlin", time(2, 30)))
    assert datetime.fromtimestamp(one.due_at, UTC) == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)


def test_the_day_of_a_snapshot() -> None:
    """It is the date of its as_of in the zone of the campaign, from midnight on."""
    midnight = int(datetime(2025, 8, 1, tzinfo=NOTICE.zone).timestamp())
    assert day_of(NOTICE, midnight) == date(2025, 8, 1)
    assert day_of(NOTICE, midnight - 1) == date(2025, 7, 31)
    assert day_of(NOTICE, midnight + 86_399) == date(2025, 8, 1)
