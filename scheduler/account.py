"""The account of a campaign: what opened, was resolved and stays open, day by day and in all."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from evaluator.findings import RecordedFinding
from evaluator.model import Control
from scheduler.campaign import Campaign
from scheduler.days import day_of
from scheduler.statuses import DayState, DayStatus

__all__ = ["CHANGES", "DayAccount", "Movement", "by_clause", "by_control", "by_day"]

#: What begins that is counted.
CHANGES: Final = ("opened", "reopened", "unconfirmed", "resolved", "recorded")
_DAY: Final = 86_400


@dataclass(slots=True)
class Movement:
    """How many findings began to stand so; events are those that were recorded once."""

    opened: int = 0
    reopened: int = 0
    fixed: int = 0
    subject_gone: int = 0
    policy_changed: int = 0
    unconfirmed: int = 0
    events: int = 0
    #: Days from opening to being fixed, of each that was.
    fixed_after: list[float] = field(default_factory=list)

    def count(self, finding: RecordedFinding) -> None:
        """Count what began at one finding."""
        if finding.change == "recorded":
            self.events += 1
        elif finding.change == "resolved":
            setattr(self, finding.state, getattr(self, finding.state) + 1)
            if finding.state == "fixed":
                self.fixed_after.append((finding.from_as_of - finding.since) / _DAY)
        else:
            setattr(self, finding.change, getattr(self, finding.change) + 1)

    @property
    def resolved(self) -> int:
        """How many were resolved, for whatever reason."""
        return self.fixed + self.subject_gone + self.policy_changed

    @property
    def net(self) -> int:
        """By how many there are more open ones; one that is unconfirmed stays open."""
        return self.opened + self.reopened - self.resolved

    @property
    def median_days(self) -> float | None:
        """Median of the days to a fix; None where nothing was fixed."""
        return statistics.median(self.fixed_after) if self.fixed_after else None

    @property
    def p90_days(self) -> float | None:
        """Days within which nine of ten were fixed (nearest rank); None where nothing was."""
        if not self.fixed_after:
            return None
        return sorted(self.fixed_after)[math.ceil(0.9 * len(self.fixed_after)) - 1]


@dataclass(frozen=True, slots=True)
class DayAccount:
    """One platform on one day."""

    platform_id: str
    day: date
    state: DayState
    movement: Movement
    #: State findings that are open after the day; of a day without a run, as known from others.
    open: int


def by_day(
    campaign: Campaign, statuses: Sequence[DayStatus], began: Iterable[RecordedFinding]
) -> Iterator[DayAccount]:
    """Each day of each platform, in the order of the plan.

    Args:
        campaign: the campaign.
        statuses: of all its days.
        began: all that began in its series, by what is known now.
    """
    moved: defaultdict[tuple[str, date], Movement] = defaultdict(Movement)
    for finding in began:
        moved[finding.platform_id, day_of(campaign, finding.from_as_of)].count(finding)
    stock: defaultdict[str, int] = defaultdict(int)
    for status in statuses:
        planned = status.planned
        movement = moved[planned.platform_id, planned.day]
        stock[planned.platform_id] += movement.net
        yield DayAccount(
            planned.platform_id, planned.day, status.state, movement, stock[planned.platform_id]
        )


def by_control(began: Iterable[RecordedFinding]) -> dict[str, Movement]:
    """Control -> what became of its findings."""
    return _grouped(began, lambda finding: (finding.control,))


def by_clause(
    began: Iterable[RecordedFinding], controls: Mapping[str, Control]
) -> dict[str, Movement]:
    """Clause -> what became of the findings of its controls; one may count under several.

    Args:
        began: all that began.
        controls: code, past ones too -> control; what has none counts under ``-``.
    """
    return _grouped(
        began,
        lambda finding: (
            controls[finding.control].clauses if finding.control in controls else ("-",)
        ),
    )


def _grouped(
    began: Iterable[RecordedFinding], keys: Callable[[RecordedFinding], Sequence[str]]
) -> dict[str, Movement]:
    grouped: defaultdict[str, Movement] = defaultdict(Movement)
    for finding in began:
        for key in keys(finding):
            grouped[key].count(finding)
    return dict(sorted(grouped.items()))
