"""Complaints about generated posts, accounts and sanctions, and how long they were open."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.parameters import ACKNOWLEDGEMENT, DAY
from evaluator.synthetic.tables import Row

__all__ = ["ComplaintMaker"]

#: Rows of a thousand that somebody complains about.
SHARES = {"post": 15, "account": 10, "sanction": 60}
CATEGORIES = Wheel(
    {"false-information": 45, "impersonation": 20, "undisclosed-ai": 15, "rights": 15, None: 5}
)
OUTCOMES = Wheel({"upheld": 40, "rejected": 45, "duplicate": 10, "withdrawn": 5})
DECLARED = Wheel({15: 60, 7: 20, 3: 10, 30: 10})
PAUSED = Wheel({0: 85, 2: 8, 5: 5, 20: 2})


class ComplaintMaker:
    """Makes the complaints of one block."""

    def __init__(self, circumstances: Circumstances) -> None:
        self.rows: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._draws = circumstances.draws
        self._dice = circumstances.draws.dice("complaints")
        self._ids = circumstances.draws.identifier_stream("complaints")

    def complain(self, target_kind: str, ids: Sequence[str], since: Sequence[int]) -> None:
        """Complaints about some rows of one table; ``since`` is when each of them began."""
        chosen = self._draws.shorts(f"complaints/{target_kind}", len(ids))
        share = SHARES[target_kind] * 65_536 // 1_000
        for target_id, began_at, short in zip(ids, since, chosen, strict=True):
            if short < share:
                self._add(target_kind, target_id, began_at)

    def _add(self, target_kind: str, target_id: str, began_at: int) -> None:
        dice, as_of = self._dice, self._as_of
        began_at = max(began_at, as_of - 90 * DAY)
        received_at = began_at + dice.below(as_of - began_at + 1)
        if dice.one_in(30):
            received_at = max(began_at, as_of - ACKNOWLEDGEMENT - dice.below(2) + 1)
        declared, paused = dice.maybe(DECLARED), dice.maybe(PAUSED)
        allowed = (15 if declared is None else declared) + (paused or 0)
        due_at = received_at + allowed * DAY
        if dice.one_in(40) and as_of - allowed * DAY >= began_at:
            received_at, due_at = as_of - allowed * DAY, as_of
        decided_at = self._decision(received_at, due_at)
        acknowledged_at = self._acknowledgement(received_at)
        if acknowledged_at is not None and decided_at is not None:
            acknowledged_at = min(acknowledged_at, decided_at)
        self.rows.append(
            (
                next(self._ids),
                target_kind,
                target_id,
                dice.of(CATEGORIES),
                received_at,
                acknowledged_at,
                decided_at,
                None if decided_at is None else dice.maybe(OUTCOMES),
                paused,
                declared,
            )
        )

    def _decision(self, received_at: int, due_at: int) -> int | None:
        dice = self._dice
        if due_at < self._as_of and self._quota.due("CMP-01"):
            late = due_at + 1 + dice.below(10 * DAY) * dice.below(2)
            return late if late <= self._as_of and dice.one_in(2) else None
        decided_at = received_at + dice.below(due_at - received_at + 1)
        if dice.one_in(20):
            decided_at = due_at
        return decided_at if decided_at <= self._as_of else None

    def _acknowledgement(self, received_at: int) -> int | None:
        dice = self._dice
        due_at = received_at + ACKNOWLEDGEMENT
        if due_at <= self._as_of and self._quota.due("CMP-02"):
            late = due_at + 1 + dice.below(5 * DAY) * dice.below(2)
            return late if late <= self._as_of and dice.one_in(2) else None
        at = due_at if dice.one_in(20) else received_at + dice.below(2 * DAY)
        return at if at <= self._as_of else None
