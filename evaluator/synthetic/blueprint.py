"""What a snapshot is generated from, and how violations are spread over it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from evaluator.errors import UsageError
from evaluator.synthetic.parameters import CAMPAIGN_START, DAY

__all__ = ["Blueprint", "Quota"]

#: The whole of a rate, in parts per million.
WHOLE = 1_000_000
#: 2100-01-01: times beyond it are slips of units (milliseconds, say).
LATEST = 4_102_444_800
#: 2017-01-01: accounts are made from a year before on.
EARLIEST = 1_483_200_000


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The arguments that decide the content of a snapshot.

    Raises:
        UsageError: for a number that makes no sense.
    """

    #: Posts to generate.
    posts: int
    seed: int
    #: The moment of the snapshot, epoch seconds.
    as_of: int
    #: Share of the applicable subjects of each control that are to violate it, 0 to 1.
    violation_rate: float
    #: Share of the nullable flags, enumerations, numbers and lists that are unknown, 0 to 1.
    null_rate: float
    #: Days before as_of that are exported; None: all since the campaign began.
    days: int | None = None
    #: Days before as_of at which the platform is shown, as it was recorded then.
    days_before: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be generated."""
        if self.posts < 0:
            raise UsageError(f"posts {self.posts}", "must be 0 or more", "Ask for fewer or none.")
        for name in ("violation_rate", "null_rate"):
            rate = getattr(self, name)
            if not 0 <= rate <= 1:
                raise UsageError(
                    f"{name} {rate}", "must lie between 0 and 1", "Give a share: 0.01 is 1 %."
                )
        if self.days is not None and self.days < 1:
            raise UsageError(f"days {self.days}", "must be 1 or more", "Ask for more days.")
        if not max(EARLIEST, self.window_from) < self.as_of < LATEST:
            since = "when the campaign began" if self.days is None else "which is long before it"
            raise UsageError(
                f"as_of {self.as_of}",
                f"must be epoch seconds after {max(EARLIEST, self.window_from)}, {since}",
                "Choose a later moment.",
            )
        if self.window_from < EARLIEST:
            raise UsageError(
                f"days {self.days}",
                f"reach back beyond {EARLIEST} (epoch seconds), when no account existed",
                "Ask for fewer days.",
            )

        if self.days_before < 0 or self.shown_at <= self.window_from:
            raise UsageError(
                f"{self.days_before} days before as_of",
                f"must lie after {self.window_from} (epoch seconds), where the window begins",
                "Ask for fewer days.",
            )

    def daily(self, number: int) -> tuple[Blueprint, ...]:
        """The same platform on so many days, the last of them this one; the earliest comes first.

        Raises:
            UsageError: for less than one day, or more than the window has.
        """
        if number < 1:
            raise UsageError(f"{number} daily snapshots", "are none", "Ask for 1 or more.")
        days = range(self.days_before, self.days_before + number)
        return tuple(replace(self, days_before=day) for day in reversed(days))

    @property
    def shown_at(self) -> int:
        """The moment of the snapshot that is written, epoch seconds."""
        return self.as_of - self.days_before * DAY

    @property
    def window_from(self) -> int:
        """Start of the period that is exported: of the campaign, or so many days before as_of."""
        return CAMPAIGN_START if self.days is None else self.as_of - self.days * DAY

    @property
    def largest_account(self) -> int:
        """Most posts that one account may have: a fiftieth of all, but never above 20,000."""
        return min(20_000, max(10, self.posts // 50))


class Quota:
    """Decides which subjects are to violate: evenly spread, so that small snapshots have some.

    Each control has a credit that grows by the rate with each applicable subject; whenever it
    reaches one, a violation is due. It starts between 3/4 and one, depending on the seed.
    """

    def __init__(self, seed: int, rate: float, purpose: str = "quota") -> None:
        self._stem = f"{seed}/{purpose}/"
        self._step = round(rate * WHOLE)
        self._credits: dict[str, int] = {}

    def due(self, name: str) -> bool:
        """Count one more applicable subject, and say whether it is to violate."""
        credit = self._credits.get(name)
        if credit is None:
            credit = self._start(name)
        credit += self._step
        reached = credit >= WHOLE
        self._credits[name] = credit - WHOLE if reached else credit
        return reached

    def _start(self, name: str) -> int:
        digest = hashlib.sha256(f"{self._stem}{name}".encode()).digest()
        return WHOLE - int.from_bytes(digest[:8], "big") % (WHOLE // 4)
