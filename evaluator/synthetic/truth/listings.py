"""What holds for places in rankings and for complaints."""

from __future__ import annotations

from evaluator.synthetic.parameters import ACKNOWLEDGEMENT, DAY, RANKING_EXIT
from evaluator.synthetic.truth.completions import Cells, Document, Rule, Ruling
from evaluator.synthetic.truth.words import effective, no_later, refutable

__all__ = ["COMPLAINT_RULES", "RANKING_RULES"]

FLAGS = (True, False)
#: Longer than any complaint has been open.
LONGEST_DAYS = 36_500


def _paid_unlabelled(document: Document, _as_of: int) -> Ruling:
    ranking = document["ranking"]
    if not ranking["paid"]:
        return False, []
    facts = {"list_id": ranking["list_id"], "rank": ranking["rank"], "at": ranking["from_ts"]}
    return True, [facts] if ranking["labelled_ad"] is False else []


def _refuted_item_ranked(document: Document, as_of: int) -> Ruling:
    ranking = document["ranking"]
    verdicts = [
        row for row in document["adjudications"] if refutable(row) and effective(row, as_of)
    ]
    from_ts, to_ts = ranking["from_ts"], ranking["to_ts"]
    return bool(verdicts), [
        {
            "adjudication_id": verdict["adjudication_id"],
            "list_id": ranking["list_id"],
            "at": max(due_at, from_ts),
        }
        for verdict in verdicts
        if (due_at := verdict["decided_at"] + RANKING_EXIT) <= as_of
        and (to_ts is None or (to_ts > due_at and to_ts >= from_ts))
    ]


def _overdue(document: Document, as_of: int) -> Ruling:
    complaint = document["complaint"]
    # The parameter complaint_days, which would stand in for declared_days, has no value.
    days = complaint["declared_days"] + (complaint["paused_days"] or 0)
    at = complaint["received_at"] + days * DAY
    decided_at = complaint["decided_at"]
    return True, [{"at": at}] if at < (as_of if decided_at is None else decided_at) else []


def _unacknowledged(document: Document, as_of: int) -> Ruling:
    complaint = document["complaint"]
    at = complaint["received_at"] + ACKNOWLEDGEMENT
    if at > as_of:
        return False, []
    seen = no_later(complaint["acknowledged_at"], at) or no_later(complaint["decided_at"], at)
    return True, [] if seen else [{"at": at}]


RANKING_RULES: tuple[Rule, ...] = (
    Rule(
        "DIS-06",
        _paid_unlabelled,
        hangs_on=(
            Cells("rankings.paid", "ranking", FLAGS),
            Cells("rankings.labelled_ad", "ranking", FLAGS),
        ),
    ),
    Rule("DIS-07", _refuted_item_ranked, identity=("adjudication_id",)),
)
COMPLAINT_RULES: tuple[Rule, ...] = (
    Rule(
        "CMP-01",
        _overdue,
        hangs_on=(Cells("complaints.declared_days", "complaint", (1, LONGEST_DAYS)),),
    ),
    Rule("CMP-02", _unacknowledged),
)
