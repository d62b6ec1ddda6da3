"""Certifications of generated accounts, and what they may earn with."""

from __future__ import annotations

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.grants import COURSES, GRANTED, Earner, GrantMaker
from evaluator.synthetic.parameters import CERTIFIED_FIELDS, DAY
from evaluator.synthetic.tables import Row

__all__ = ["Earning"]

#: How the certification of a professional account is, if it has one.
STATES: Wheel[str | None] = Wheel(
    {"valid": 94, "expired": 2, "revoked": 1, "pending": 1, "rejected": 1, None: 1}
)
#: The same for an account that sells and is not certified for it.
UNCERTIFIED: Wheel[str | None] = Wheel(
    {None: 3, "expired": 3, "revoked": 2, "pending": 1, "rejected": 1}
)
METHODS = Wheel({"document": 60, "registry": 30, "employer": 8, "other": 2})
DISPLAYED = Wheel(
    {
        ("field", "identity"): 70,
        ("field", "identity", "institution"): 22,
        ("field", "identity", "operator_name", "uscc"): 5,
        ("field",): 2,
        ("field", "identity", "certificate_number"): 1,
    }
)
CONSENTS = Wheel(
    {
        ("identity", "institution"): 60,
        ("identity", "institution", "certificate_name", "operator_name"): 38,
        ("identity",): 2,
    }
)
#: Other ways to earn: how many accounts of a hundred have it.
OTHER_KINDS = {"ads": 30, "live_gifts": 14, "subscription": 5}
#: Of a hundred professional accounts, how many sell.
SELLERS = 60
FALSE = "false_certification"
VALIDITY = 3 * 365 * DAY


class Earning:
    """Makes the certifications of one block, and the grants that go with them."""

    def __init__(self, circumstances: Circumstances) -> None:
        self.certifications: list[Row] = []
        self._grants = GrantMaker(circumstances)
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._unknown = circumstances.unknown
        self._dice = circumstances.draws.dice("earning")
        self._ids = circumstances.draws.identifier_stream("certifications")

    @property
    def grants(self) -> list[Row]:
        """Rows of the grants so far."""
        return self._grants.rows

    def admit(self, field: str | None, earner: Earner) -> None:
        """All certifications and grants of one account, which may stand for a field."""
        dice = self._dice
        for kind, share in OTHER_KINDS.items():
            if dice.percent(share):
                self._grants.grant(earner, kind, field, dice.of(COURSES))
        if field is None:
            return
        if dice.percent(SELLERS):
            self._sell(earner, field)
        else:
            state = "expired" if self._quota.due("CER-02") else dice.of(STATES)
            self._certify(earner, field, state)

    def _sell(self, earner: Earner, field: str) -> None:
        """Grant the right to sell, and the certification that it asks for, or another one."""
        dice = self._dice
        course = dice.of(COURSES)
        lasts = course in GRANTED and not earner.muted
        known = None if lasts and self._unknown.due("CER-04") else field
        self._grants.grant(earner, "ecommerce", known, course)
        if known is None:
            for certified in CERTIFIED_FIELDS if dice.one_in(8) else (field,):
                self._certify(earner, certified, "valid")
        elif lasts and self._quota.due("CER-04"):
            self._certify(earner, field, dice.of(UNCERTIFIED))
            if dice.one_in(3):
                other = CERTIFIED_FIELDS[CERTIFIED_FIELDS.index(field) - 1]
                self._certify(earner, other, "valid")
        else:
            self._certify(earner, field, "valid")
        if dice.one_in(20):
            self._grants.grant(earner, "ecommerce", field, "revoked")

    def _certify(self, earner: Earner, field: str, state: str | None) -> None:
        """Add a certification; ``expired`` is one of state valid whose time is over."""
        if state is None:
            return
        dice = self._dice
        exposed = any(verdict.offence == FALSE for verdict in earner.verdicts)
        if exposed and not self._quota.due("CER-03"):
            state = "revoked"
        age = self._as_of - earner.created_at
        valid_from = earner.created_at + dice.below(age // 2)
        since = self._as_of - valid_from
        valid_to: int | None = self._as_of + dice.below(VALIDITY)
        if state == "expired":
            valid_to = valid_from + dice.below(since)
        elif dice.one_in(40):
            valid_to = self._as_of
        elif dice.one_in(3):
            valid_to = None
        self.certifications.append(
            (
                next(self._ids),
                earner.account_id,
                field,
                dice.maybe(METHODS),
                "valid" if state == "expired" else state,
                valid_from,
                valid_to,
                valid_from + dice.below(since + 1) if state == "revoked" else None,
                dice.maybe(DISPLAYED),
                dice.maybe(CONSENTS),
            )
        )
