"""Checks of generated accounts: after changes, now and then, and what followed from mismatches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.parameters import DAY, MISMATCH, REVERIFY
from evaluator.synthetic.tables import Row

__all__ = ["VerificationMaker"]

DIMENSIONS = ("name", "qualification", "display", "business")
TRIGGERS = Wheel({"periodic": 70, "complaint": 20, "expiry": 10})
RESULTS = Wheel({"match": 95, "inconclusive": 5})
REVIEWERS = Wheel({"human": 50, "mixed": 35, "model": 15})
KINDS = Wheel({"certification_prompt": 8, "guidance": 1, "warning": 1})


class VerificationMaker:
    """Makes the checks of one block's accounts, and the notices that follow from them."""

    def __init__(self, circumstances: Circumstances, certifications: Iterable[Row]) -> None:
        self.verifications: list[Row] = []
        self.notices: list[Row] = []
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._dice = circumstances.draws.dice("verifications")
        self._ids = circumstances.draws.identifier_stream("verifications")
        self._notice_ids = circumstances.draws.identifier_stream("verifications/notices")
        #: account -> begin and end of its certifications; the end is as_of or later if open.
        self._held: dict[str, list[tuple[int, int]]] = {}
        for row in certifications:
            account_id, state, valid_from, valid_to = row[1], row[4], row[5], row[6]
            if state == "valid":
                end = self._as_of if valid_to is None else valid_to
                self._held.setdefault(account_id, []).append((valid_from, end))

    def verify_all(self, accounts: Sequence[Row]) -> list[Row]:
        """Check all accounts of a block; gives their rows, some with another time of renaming."""
        rows = [self._changed(account) for account in accounts]
        for row in rows:
            self._verify(row)
        return rows

    def _changed(self, account: Row) -> Row:
        """The account's row, with its latest rename now and then at the bound of a rule."""
        if account[0] not in self._held or not self._dice.one_in(30):
            return account
        at = self._as_of - REVERIFY + self._dice.below(2)
        return (*account[:5], max(at, account[4]), *account[6:])

    def _verify(self, account: Row) -> None:
        """All checks of one account."""
        dice, account_id, created_at = self._dice, account[0], account[4]
        certified = any(end >= self._as_of for _, end in self._held.get(account_id, ()))
        if certified:
            skipped = dice.below(4) if self._unknown.due("CER-08") else None
            for number, dimension in enumerate(DIMENSIONS):
                if number != skipped:
                    at = created_at + dice.below(2 * DAY)
                    self._check(account_id, "registration", dimension, min(at, self._as_of))
        self._check_changes(account)
        if dice.one_in(2 if certified else 40):
            at = created_at + dice.below(self._as_of - created_at + 1)
            self._check(account_id, dice.of(TRIGGERS), DIMENSIONS[dice.below(4)], at)
        if dice.one_in(4 if certified else 200):
            self._mismatch(account_id, created_at)

    def _check(
        self, account_id: str, trigger: str, dimension: str, at: int, result: str | None = None
    ) -> None:
        found = self._dice.of(RESULTS) if result is None else result
        reviewer = self._dice.of(REVIEWERS)
        row = (next(self._ids), account_id, trigger, dimension, found, at, reviewer)
        self.verifications.append(row)

    def _check_changes(self, account: Row) -> None:
        """Check an account again after it was renamed or passed on, if anybody did."""
        account_id, changes = account[0], {"rename": account[5], "subject_change": account[6]}
        for trigger, at in changes.items():
            if at is None:
                continue
            held = any(begin <= at <= end for begin, end in self._held.get(account_id, ()))
            if not held and not self._dice.one_in(3):
                continue
            if held and at + REVERIFY <= self._as_of and self._quota.due("CER-07"):
                if self._dice.one_in(2):
                    self._check(account_id, trigger, "name", at - 1)
                continue
            checked_at = at + self._dice.below(REVERIFY) * self._dice.below(2)
            if checked_at <= self._as_of:
                self._check(account_id, trigger, "name", checked_at)

    def _mismatch(self, account_id: str, created_at: int) -> None:
        """Find that something does not agree, and send a notice, or fail to."""
        dice = self._dice
        at = self._as_of - dice.below(90 * DAY)
        if dice.one_in(6):
            at = self._as_of - MISMATCH + dice.below(2)
        at = max(at, created_at)
        self._check(account_id, dice.of(TRIGGERS), DIMENSIONS[dice.below(4)], at, "mismatch")
        if at + MISMATCH <= self._as_of and self._quota.due("CER-08"):
            if dice.one_in(2):
                self._notify(account_id, at - 1)
        elif dice.one_in(30):
            self._notify(account_id, at)
        else:
            self._notify(account_id, min(self._as_of, at + dice.below(MISMATCH)))

    def _notify(self, account_id: str, sent_at: int) -> None:
        delivered_at = sent_at if self._dice.one_in(2) else None
        kind = self._dice.of(KINDS)
        row = (next(self._notice_ids), account_id, None, kind, sent_at, delivered_at, None)
        self.notices.append(row)
