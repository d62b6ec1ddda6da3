"""What the generated platform says of itself: statements, lists, lessons, orders of authorities.

These rows belong to no account; they are in the first block of a snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.synthetic.circumstances import Circumstances
from evaluator.synthetic.draws import Wheel
from evaluator.synthetic.parameters import DAY, EDUCATION, LIST_REVIEW
from evaluator.synthetic.tables import Row

__all__ = ["DUTIES", "make_governance"]

DUTIES = (
    "detection",
    "source_annotation",
    "certification",
    "content_review",
    "account_management",
    "annotation_function",
    "certification_process",
    "publishing_flow",
    "complaint_channel",
    "responsibility_system",
    "negative_information_list",
    "monetisation_management",
    "refutation_label",
)
STATEMENTS = Wheel({"in_place": 88, "partly": 9, "not_in_place": 3})
ROLES = Wheel({"chief-editor": 50, "compliance-officer": 35, "security-officer": 15})
CATEGORIES = ("rumour", "ai-fake", "old-news", "fake-expert", "staged", "impersonation")
AUTHORITIES = ("cac", "cac-beijing", "cac-shanghai")
TOPICS = Wheel({"rules": 5, "annotation": 3, "certification": 1, "other": 1})
VALIDITY = 365 * DAY


def make_governance(circumstances: Circumstances) -> Mapping[str, Sequence[Row]]:
    """Rows of the four tables on the platform as a whole."""
    maker = _Maker(circumstances)
    return {
        "capabilities": maker.capabilities(),
        "negative_lists": maker.negative_lists(),
        "education": maker.education(),
        "rectifications": maker.rectifications(),
    }


class _Maker:
    def __init__(self, circumstances: Circumstances) -> None:
        self._as_of = circumstances.as_of
        self._quota = circumstances.quota
        self._draws = circumstances.draws
        self._dice = circumstances.draws.dice("governance")

    def _ago(self, longest: int) -> int:
        return self._as_of - self._dice.below(longest + 1)

    def capabilities(self) -> list[Row]:
        """One or two statements for most duties; the latest one counts."""
        dice, ids = self._dice, self._draws.identifier_stream("capabilities")
        rows: list[Row] = []
        for duty in DUTIES:
            if dice.unknown():
                continue
            for _ in range(1 + dice.below(2)):
                attested_at = self._ago(VALIDITY - DAY)
                expires_at = attested_at + VALIDITY
                if self._quota.due("capabilities"):
                    expires_at = max(attested_at, self._as_of - 1)
                elif dice.one_in(6):
                    expires_at = self._as_of
                evidence = None if dice.unknown() else f"{dice.below(1 << 32):08x}"
                rows.append(
                    (
                        next(ids),
                        duty,
                        dice.of(STATEMENTS),
                        dice.of(ROLES),
                        attested_at,
                        expires_at,
                        evidence,
                    )
                )
        return rows

    def negative_lists(self) -> list[Row]:
        """Each category with its versions, the latest fresh unless it is to be stale."""
        dice, ids = self._dice, self._draws.identifier_stream("negative_lists")
        rows: list[Row] = []
        for category in CATEGORIES:
            stale = self._quota.due("GOV-14")
            latest = self._as_of - LIST_REVIEW - 1 if stale else self._ago(LIST_REVIEW)
            if not stale and dice.one_in(4):
                latest = self._as_of - LIST_REVIEW
            for age in range(3):
                row = (next(ids), category, str(3 - age), latest - age * 60 * DAY)
                rows.append(row)
        return rows

    def education(self) -> list[Row]:
        """Lessons a month, the last within the period, or at its bound, or before it."""
        dice, ids = self._dice, self._draws.identifier_stream("education")
        last = self._ago(EDUCATION)
        if self._quota.due("GOV-15"):
            last = self._as_of - EDUCATION - 1
        elif dice.one_in(4):
            last = self._as_of - EDUCATION
        return [
            (
                next(ids),
                last - number * EDUCATION,
                None if dice.unknown() else 100 + dice.below(50_000),
                dice.of(TOPICS),
            )
            for number in range(3)
        ]

    def rectifications(self) -> list[Row]:
        """Orders that were met in time, at the last moment, too late, or not yet."""
        dice, ids = self._dice, self._draws.identifier_stream("rectifications")
        rows: list[Row] = []
        for authority in AUTHORITIES * 4:
            ordered_at = self._ago(60 * DAY)
            due_at = ordered_at + (5 + dice.below(20)) * DAY
            if dice.one_in(6):
                due_at = self._as_of
            closed_at: int | None = due_at if dice.one_in(5) else ordered_at + dice.below(5 * DAY)
            if due_at < self._as_of and self._quota.due("GOV-16"):
                closed_at = due_at + 1 if dice.one_in(2) else None
            if closed_at is not None and closed_at > self._as_of:
                closed_at = None
            rows.append((next(ids), authority, ordered_at, due_at, closed_at))
        return rows
