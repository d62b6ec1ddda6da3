"""What holds for verdicts: unanswered ones, and how far the ladder was climbed for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evaluator.synthetic.parameters import ACTION, GUIDANCE, MAX_RANK, SANCTION
from evaluator.synthetic.truth.completions import Cells, Document, Parent, Rule, Ruling
from evaluator.synthetic.truth.words import (
    answered,
    effective,
    no_later,
    offence_class,
    rank,
    repeated_after,
    step,
    under_framework,
    violating,
)

__all__ = ["VERDICT_RULES"]

#: Control -> the offences whose verdicts it wants answered.
ANSWERED: Mapping[str, frozenset[str]] = {
    "RUM-01": frozenset({"hot_event_impersonation"}),
    "RUM-02": frozenset({"fake_insider"}),
    "RUM-03": frozenset({"false_authority"}),
    "DIS-01": frozenset({"ai_impersonation", "ai_fabrication"}),
    "DIS-02": frozenset({"staged_event"}),
    "DIS-03": frozenset({"policy_misreading"}),
    "DIS-04": frozenset({"old_news_as_new"}),
    "DIS-05": frozenset({"ranking_manipulation"}),
    "PRO-01": frozenset({"professional_distortion"}),
    "PRO-02": frozenset({"unfounded_professional_claim"}),
    "PRO-03": frozenset({"history_falsification"}),
    "PRO-04": frozenset({"false_certification"}),
}
GRAVE = frozenset({"serious", "aggravated"})
#: Rank of a long mute, the least that grave malice asks for.
LONG_MUTE = 3
SEVERITIES = ("minor", "serious")
SEVERITY = Cells("adjudications.severity", "adjudication", SEVERITIES)
POST = Parent("post", lambda _: [{"post": {"deleted_at": at}} for at in (None, 0)])


def _due(document: Document, period: int, as_of: int) -> bool:
    """The verdict holds, and the time to act on it is over."""
    judged = document["adjudication"]
    return effective(judged, as_of) and bool(judged["decided_at"] + period <= as_of)


def _step_now(document: Document, as_of: int) -> int:
    return step(
        (row for row in document["sanctions"] if row["starts_at"] <= as_of),
        (row for row in document["notices"] if no_later(row["delivered_at"], as_of)),
    )


def _unanswered(offences: frozenset[str]) -> Callable[[Document, int], Ruling]:
    def decide(document: Document, as_of: int) -> Ruling:
        judged = document["adjudication"]
        if judged["offence"] not in offences or not _due(document, ACTION, as_of):
            return False, []
        facts = {"offence": judged["offence"], "decided_at": judged["decided_at"]}
        return True, [] if answered(document, as_of) else [facts]

    return decide


def _first_failure_not_guided(document: Document, as_of: int) -> Ruling:
    judged = document["adjudication"]
    if (
        offence_class(judged) != "A"
        or not _due(document, GUIDANCE, as_of)
        or repeated_after(document)
    ):
        return False, []
    nothing = _step_now(document, as_of) == -1 and not document["sanctions"]
    return True, [{"offence": judged["offence"]}] if nothing else []


def _first_failure_overpunished(document: Document, _as_of: int) -> Ruling:
    judged = document["adjudication"]
    if offence_class(judged) != "A" or not violating(judged) or repeated_after(document):
        return False, []
    return True, [
        {
            "sanction_id": row["sanction_id"],
            "measure": row["measure"],
            "at": row["starts_at"],
        }
        for row in document["sanctions"]
        if (rank(row) or 0) >= 1 and under_framework(row)
    ]


def _repost_unpunished(document: Document, as_of: int) -> Ruling:
    judged = document["adjudication"]
    if offence_class(judged) != "B" or not _due(document, SANCTION, as_of):
        return False, []
    return True, [{"offence": judged["offence"]}] if _step_now(document, as_of) < 1 else []


def _malicious_underpunished(document: Document, as_of: int) -> Ruling:
    judged = document["adjudication"]
    if (
        offence_class(judged) != "C"
        or judged["severity"] not in GRAVE
        or not _due(document, SANCTION, as_of)
        or not answered(document, as_of)
    ):
        return False, []
    facts = {"offence": judged["offence"], "severity": judged["severity"]}
    return True, [facts] if _step_now(document, as_of) < LONG_MUTE else []


def _repeat_not_escalated(document: Document, as_of: int) -> Ruling:
    judged = document["adjudication"]
    earlier = {row["adjudication_id"] for row in repeated_after(document)}
    own_class = offence_class(judged)
    if own_class is None or not earlier or not _due(document, SANCTION, as_of):
        return False, []
    now = _step_now(document, as_of)
    before = step(
        (row for row in document["prior_sanctions"] if row["adjudication_id"] in earlier),
        (
            row
            for row in document["prior_notices"]
            if row["adjudication_id"] in earlier
            and row["delivered_at"] is not None
            and row["delivered_at"] < judged["decided_at"]
        ),
    )
    found = [{"step": now, "prior_step": before}]
    return True, found if now < MAX_RANK[own_class] and now <= before else []


VERDICT_RULES: tuple[Rule, ...] = (
    *(
        Rule(control, _unanswered(offences), hangs_on=(POST,))
        for control, offences in ANSWERED.items()
    ),
    Rule("LAD-01", _first_failure_not_guided),
    Rule("LAD-02", _first_failure_overpunished, identity=("sanction_id",)),
    Rule("LAD-03", _repost_unpunished),
    Rule("LAD-05", _malicious_underpunished, hangs_on=(SEVERITY, POST)),
    Rule("LAD-06", _repeat_not_escalated),
)
