"""Waivers: findings that count no longer for the exit code, by whose decision and until when.

A waived finding stays a finding. A waiver says nothing of what is undetermined or incomplete, and
holds for the one control and direction that it names. One that should not have been given does not
hold: it is told, and the finding counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from evaluator.model import Finding
from evaluator.report.local_time import CHINA

__all__ = ["NOTHING_WAIVED", "Waived", "Waiver", "WaiverState", "WaiverUse", "Waivers"]


class WaiverState(StrEnum):
    """Whether a waiver holds, or why not."""

    ACTIVE = "active"
    #: Its first day lies after the snapshot's.
    FUTURE = "future"
    EXPIRED = "expired"
    #: Owner and approver are the same role.
    SELF_APPROVED = "self_approved"
    #: It waives a whole control: it names neither a subject nor a cause.
    TOO_WIDE = "too_wide"
    #: It lasts for more days than waivers may.
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One waiver; ``first`` and ``last`` are days, both included."""

    waiver_id: str
    #: Every code of the control, past ones too.
    codes: frozenset[str]
    control: str
    direction: str
    subject: str | None
    #: Name -> value, of which each must be in a finding's cause.
    cause: Mapping[str, Any]
    reason: str
    #: Roles, never persons.
    owner: str
    approver: str
    basis: str
    first: date
    last: date
    #: Where it stands: ``file line N``.
    place: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is about a finding, in force or not."""
        return (
            finding.control in self.codes
            and finding.direction == self.direction
            and (self.subject is None or finding.subject_id == self.subject)
            and all(
                # Of one type as well: 1 is not true.
                name in finding.cause
                and type(finding.cause[name]) is type(value)
                and finding.cause[name] == value
                for name, value in self.cause.items()
            )
        )


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """What became of one waiver in a run."""

    waiver: Waiver
    state: WaiverState
    #: Findings that it is about, whether it holds or not.
    findings: int


@dataclass(frozen=True, slots=True)
class Waived:
    """What the waivers of a run did."""

    uses: tuple[WaiverUse, ...]
    #: (control, severity, direction) -> findings that do not count.
    counts: Mapping[tuple[str, str, str], int]


#: Of a run that knows of no waivers.
NOTHING_WAIVED: Final = Waived((), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Waivers:
    """All waivers of a file, as of one moment.

    Args:
        waivers: the waivers.
        as_of: of the snapshot, epoch seconds; its date at +08:00 decides which are in force.
        most_days: how many days a waiver may last.
    """

    waivers: tuple[Waiver, ...]
    as_of: int
    most_days: int

    def state(self, waiver: Waiver) -> WaiverState:
        """Whether a waiver holds."""
        today = datetime.fromtimestamp(self.as_of, UTC).astimezone(CHINA).date()
        if waiver.owner.strip().casefold() == waiver.approver.strip().casefold():
            return WaiverState.SELF_APPROVED
        if waiver.subject is None and not waiver.cause:
            return WaiverState.TOO_WIDE
        if (waiver.last - waiver.first).days + 1 > self.most_days:
            return WaiverState.TOO_LONG
        if today < waiver.first:
            return WaiverState.FUTURE
        return WaiverState.EXPIRED if today > waiver.last else WaiverState.ACTIVE

    def of(self, finding: Finding) -> Waiver | None:
        """The first waiver in force that is about a finding."""
        return next(
            (
                waiver
                for waiver in self.waivers
                if waiver.covers(finding) and self.state(waiver) is WaiverState.ACTIVE
            ),
            None,
        )

    def applied(self, findings: Iterable[Finding]) -> Waived:
        """What they do with the findings of a run."""
        about: Counter[str] = Counter()
        counts: Counter[tuple[str, str, str]] = Counter()
        for finding in findings:
            covering = [waiver for waiver in self.waivers if waiver.covers(finding)]
            about.update(waiver.waiver_id for waiver in covering)
            if any(self.state(waiver) is WaiverState.ACTIVE for waiver in covering):
                counts[finding.control, finding.severity, finding.direction] += 1
        uses = tuple(
            WaiverUse(waiver, self.state(waiver), about[waiver.waiver_id])
            for waiver in self.waivers
        )
        return Waived(uses, counts)
