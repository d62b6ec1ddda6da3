"""Appeals against generated sanctions, and what became of those that were overturned."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.parameters import APPEAL, DAY, LIFT
from evaluator.synthetic.tables import Row

__all__ = ["AppealMaker"]

#: Of a hundred sanctions that are felt, how many are appealed.
APPEALED = 22
UNFELT = frozenset({"guidance", "warning"})
RESULTS = Wheel({"upheld": 75, "overturned": 17, "reduced": 8})


class AppealMaker:
    """Makes the appeals of one block."""

    def __init__(self, circumstances: Circumstances) -> None:
        self.rows: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._dice = circumstances.draws.dice("appeals")
        self._ids = circumstances.draws.identifier_stream("appeals")

    def appeal(self, sanctions: Sequence[Row]) -> list[Row]:
        """Appeal some sanctions; gives their rows, with those that were lifted after all."""
        return [self._appealed(row) for row in sanctions]

    def _appealed(self, sanction: Row) -> Row:
        dice = self._dice
        measure, starts_at = sanction[4], sanction[5]
        if measure in UNFELT or not dice.percent(APPEALED):
            return sanction
        for _ in range(2 if dice.one_in(10) else 1):
            filed_at = starts_at + dice.below(10 * DAY)
            if dice.one_in(12):
                filed_at = max(starts_at, self._as_of - APPEAL - dice.below(2))
            if filed_at <= self._as_of:
                sanction = self._decided(sanction, filed_at)
        return sanction

    def _decided(self, sanction: Row, filed_at: int) -> Row:
        """Decide on one appeal, in time or not; gives the sanction's row as it is afterwards."""
        dice = self._dice
        decided_at = self._decision(filed_at)
        result = differs = restored_at = None
        if decided_at is not None:
            known = not self._unknown.due("LAD-11")
            result = dice.of(RESULTS) if known else None
            differs = not self._quota.due("LAD-18")
            if result == "overturned":
                sanction, restored_at = self._lifted(sanction, decided_at)
        if self._unknown.due("LAD-18"):
            differs = None
        self.rows.append(
            (next(self._ids), sanction[0], filed_at, decided_at, result, differs, restored_at)
        )
        return sanction

    def _decision(self, filed_at: int) -> int | None:
        dice = self._dice
        due_at = filed_at + APPEAL
        if due_at < self._as_of and self._quota.due("LAD-17"):
            late = due_at + 1 + dice.below(10 * DAY) * dice.below(2)
            return late if late <= self._as_of and dice.one_in(2) else None
        decided_at = due_at if dice.one_in(12) else filed_at + dice.below(APPEAL)
        return decided_at if decided_at <= self._as_of else None

    def _lifted(self, sanction: Row, decided_at: int) -> tuple[Row, int | None]:
        """Lift a measure whose appeal succeeded, unless it is to be forgotten."""
        dice = self._dice
        ends_at, lifted_at = sanction[6], sanction[7]
        over = any(at is not None and at <= self._as_of for at in (ends_at, lifted_at))
        if over:
            return sanction, None
        if decided_at + LIFT <= self._as_of and self._quota.due("LAD-11"):
            return sanction, None
        lifted_at = decided_at + dice.below(LIFT) * dice.below(2)
        if lifted_at > self._as_of:
            return sanction, None
        return (*sanction[:7], lifted_at, *sanction[8:]), lifted_at
