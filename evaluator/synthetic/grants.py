"""What generated accounts may earn with: when it was granted, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.measures import Verdict
from evaluator.synthetic.parameters import MONETISATION_WAIT
from evaluator.synthetic.tables import Row

__all__ = ["COURSES", "GRANTED", "Earner", "GrantMaker"]

COURSES = Wheel({"kept": 80, "resumed": 6, "suspended": 7, "revoked": 7})
#: Courses at whose end the account may earn.
GRANTED = frozenset({"kept", "resumed"})
CHECKED = Wheel({True: 99, False: 1})


@dataclass(frozen=True, slots=True)
class Earner:
    """What has become of an account that earns, by as_of."""

    account_id: str
    created_at: int
    muted: bool
    #: When the account passed to another holder.
    transferred_at: int | None
    #: Verdicts of violation that hold.
    verdicts: Sequence[Verdict]


class GrantMaker:
    """Makes the grants of one block."""

    def __init__(self, circumstances: Circumstances) -> None:
        self.rows: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._dice = circumstances.draws.dice("monetisation")
        self._ids = circumstances.draws.identifier_stream("monetisation")

    def grant(self, earner: Earner, kind: str, field: str | None, course: str) -> None:
        """Add a grant, unless the rules do not allow one and none is to break them."""
        dice, as_of = self._dice, self._as_of
        at = earner.created_at + dice.below((as_of - earner.created_at) // 2)
        at = self._after_verdict(earner, at)
        granted_at: int | None = at
        later: int | None = None
        if earner.transferred_at is not None:
            granted_at, later = self._around_transfer(earner.transferred_at, at)
        if granted_at is None:
            return
        if later is not None:
            course = "revoked"
        elif earner.muted and course in GRANTED and not self._quota.due("MON-01"):
            course = "suspended"
        if later is None:
            later = as_of if dice.one_in(60) else granted_at + dice.below(as_of - granted_at + 1)
        resumed_at = None
        if course == "resumed":
            resumed_at = later + dice.below(as_of - later + 1)
            if _waits(earner, resumed_at):
                course, resumed_at = "suspended", None
        self.rows.append(
            (
                next(self._ids),
                earner.account_id,
                kind,
                field,
                granted_at,
                later if course in {"suspended", "resumed"} else None,
                resumed_at,
                later if course == "revoked" else None,
                dice.maybe(CHECKED),
            )
        )

    def _after_verdict(self, earner: Earner, granted_at: int) -> int:
        """When it was granted, if not at a bound of the time that must pass after a verdict."""
        dice = self._dice
        if not earner.verdicts:
            return granted_at
        decided_at = earner.verdicts[dice.below(len(earner.verdicts))].decided_at
        waits: tuple[int, ...] = ()
        if self._quota.due("MON-02"):
            waits = (0, MONETISATION_WAIT - 1, dice.below(MONETISATION_WAIT))
        elif dice.one_in(8):
            waits = (-1, MONETISATION_WAIT)
        if waits:
            at = decided_at + waits[dice.below(len(waits))]
            return at if at <= self._as_of else decided_at + waits[0]
        if not _waits(earner, granted_at):
            return granted_at
        return min(verdict.decided_at for verdict in earner.verdicts) - 1

    def _around_transfer(self, at: int, granted_at: int) -> tuple[int | None, int | None]:
        """When it was granted, if it is; and when it was revoked because of the transfer."""
        dice = self._dice
        over_at = at + MONETISATION_WAIT
        if self._quota.due("MON-03"):
            soon = over_at - 1 if dice.one_in(2) else at
            return soon if dice.one_in(2) and soon <= self._as_of else granted_at, None
        if granted_at <= at:
            return granted_at, at
        if granted_at < over_at:
            return (over_at, None) if over_at <= self._as_of else (None, None)
        return granted_at, None


def _waits(earner: Earner, at: int) -> bool:
    """The moment lies in the time that must pass after a verdict."""
    return any(
        verdict.decided_at <= at < verdict.decided_at + MONETISATION_WAIT
        for verdict in earner.verdicts
    )
