"""What holds for sanctions: harsher, longer or with less process than the rules allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evaluator.model import Fact
from evaluator.synthetic.parameters import (
    APPEAL,
    CAMPAIGN_START,
    LIFT,
    NOTICE_LEGAL_BASIS,
    REASONS_FROM_RANK,
    REASONS_GRACE,
    SHORT_MUTE_MAX,
)
from evaluator.synthetic.truth.completions import Cells, Document, Parent, Rule, Ruling
from evaluator.synthetic.truth.words import (
    MUTES,
    Row,
    in_force,
    in_scope,
    no_later,
    offence_class,
    rank,
    under_framework,
)

__all__ = ["SANCTION_RULES"]

FLAGS = (True, False)
#: Rank of a long mute, from which on a measure is severe.
SEVERE = 3
MILD = frozenset({"minor", "ordinary"})
#: One offence of each class, and one without.
OFFENCES = ("missing_source", "unverified_repost", "fake_insider", "other")
#: What may differ from verdict to verdict and change what a sanction is worth.
VARIATIONS: tuple[Mapping[str, object], ...] = (
    {},
    {"verdict": "no_violation"},
    {"final": False},
    {"verdict": "no_violation", "final": False},
    {"severity": "minor"},
    {"overturned_at": 0},
    {"conduct_at": 0},
)


def _verdicts(document: Document) -> list[Document]:
    """A verdict of each kind, for an adjudication that is not in the snapshot."""
    own = document["sanction"]["account_id"]
    plain = {
        "verdict": "violation",
        "final": True,
        "severity": "serious",
        "overturned_at": None,
        "conduct_at": CAMPAIGN_START,
    }
    return [
        {"adjudication": plain | {"offence": offence, "account_id": account_id} | dict(variation)}
        for offence in OFFENCES
        for account_id in (own, f"{own}'")
        for variation in VARIATIONS
    ]


def _deliveries(document: Document) -> list[Document]:
    at = document["sanction"]["starts_at"]
    return [{"notice": {"delivered_at": delivered_at}} for delivered_at in (None, at)]


ADJUDICATION = Parent("adjudication", _verdicts)
NOTICE = Parent("notice", _deliveries)
EMERGENCY = Cells("sanctions.emergency", "sanction", FLAGS)
SEVERITY = Cells("adjudications.severity", "adjudication", ("minor", "serious"))


def _flag(column: str) -> Cells:
    return Cells(f"sanctions.{column}", "sanction", FLAGS)


def _scoped(document: Document) -> bool:
    return in_scope(document["sanction"], document["adjudication"])


def _severe(sanction: Row) -> bool:
    return (rank(sanction) or 0) >= SEVERE


def _told(sanction: Row) -> dict[str, Fact]:
    return {"measure": sanction["measure"], "at": sanction["starts_at"]}


def _overpunished(punished_class: str) -> Callable[[Document, int], Ruling]:
    def decide(document: Document, _as_of: int) -> Ruling:
        sanction, verdict = document["sanction"], document["adjudication"]
        if (
            verdict is None
            or offence_class(verdict) != punished_class
            or not _severe(sanction)
            or not under_framework(sanction)
        ):
            return False, []
        return True, [_told(sanction)] if verdict["severity"] in MILD else []

    return decide


def _without_verdict(document: Document, _as_of: int) -> Ruling:
    sanction, verdict = document["sanction"], document["adjudication"]
    if not _scoped(document) or sanction["measure"] == "guidance":
        return False, []
    reasons: list[str] = []
    if sanction["adjudication_id"] is None:
        reasons.append("none")
    if verdict is not None:
        if verdict["verdict"] == "no_violation":
            reasons.append("no_violation")
        if not verdict["final"] and sanction["emergency"] is False:
            reasons.append("not_final")
        if verdict["account_id"] != sanction["account_id"]:
            reasons.append("other_account")
    return True, [{"reason": reason, **_told(sanction)} for reason in reasons]


def _severe_automated(document: Document, _as_of: int) -> Ruling:
    sanction = document["sanction"]
    if not _scoped(document) or not _severe(sanction):
        return False, []
    automated = sanction["decided_by"] == "model" and sanction["emergency"] is False
    return True, [_told(sanction)] if automated else []


def _reasons_missing(document: Document, as_of: int) -> Ruling:
    sanction, notice = document["sanction"], document["notice"]
    by = sanction["starts_at"] + REASONS_GRACE
    if not _scoped(document) or (rank(sanction) or 0) < REASONS_FROM_RANK or by > as_of:
        return False, []
    missing: Mapping[str, bool] = {
        "legal_basis": sanction["legal_basis"] is None,
        "rule_clause": sanction["rule_clause"] is None,
        "facts": sanction["facts_stated"] is False,
        "notice": notice is None or not no_later(notice["delivered_at"], by),
        "appeal": sanction["appeal_until"] is None,
        "response": _severe(sanction)
        and sanction["response_offered"] is False
        and sanction["emergency"] is False,
    }
    return True, [{"missing": name, **_told(sanction)} for name, lacks in missing.items() if lacks]


def _mute_out_of_bounds(document: Document, _as_of: int) -> Ruling:
    sanction = document["sanction"]
    if not _scoped(document) or sanction["measure"] not in MUTES:
        return False, []
    ends_at = sanction["ends_at"]
    reasons: list[str] = []
    if ends_at is None:
        reasons.append("open_ended")
    elif sanction["measure"] == "short_mute" and ends_at - sanction["starts_at"] > SHORT_MUTE_MAX:
        reasons.append("too_long")
    return True, [{"reason": reason, **_told(sanction)} for reason in reasons]


def _not_lifted(document: Document, as_of: int) -> Ruling:
    sanction, verdict = document["sanction"], document["adjudication"]
    if (
        not _scoped(document)
        or sanction["measure"] in {"guidance", "warning"}
        or not in_force(sanction, as_of)
    ):
        return False, []
    measure = sanction["measure"]
    found: list[Mapping[str, Fact]] = []
    if verdict is not None and no_later(verdict["overturned_at"], as_of - LIFT):
        found.append({"reason": "verdict", "measure": measure})
    found += [
        {"reason": "appeal", "appeal_id": appeal["appeal_id"], "measure": measure}
        for appeal in document["appeals"]
        if appeal["result"] == "overturned" and no_later(appeal["decided_at"], as_of - LIFT)
    ]
    return True, found


def _closure_single_reviewer(document: Document, _as_of: int) -> Ruling:
    sanction = document["sanction"]
    if not _scoped(document) or sanction["measure"] != "closure":
        return False, []
    return True, [{"at": sanction["starts_at"]}] if sanction["second_reviewer"] is False else []


def _retroactive(document: Document, _as_of: int) -> Ruling:
    sanction, verdict = document["sanction"], document["adjudication"]
    if (rank(sanction) or 0) < 1 or sanction["legal_basis"] != NOTICE_LEGAL_BASIS:
        return False, []
    if verdict is None or verdict["conduct_at"] >= CAMPAIGN_START:
        return True, []
    return True, [{"conduct_at": verdict["conduct_at"], **_told(sanction)}]


def _complaint_only(document: Document, _as_of: int) -> Ruling:
    sanction = document["sanction"]
    if not _scoped(document) or (rank(sanction) or 0) < 1:
        return False, []
    return True, [_told(sanction)] if sanction["complaint_only"] is True else []


def _appeal_overdue(document: Document, as_of: int) -> Ruling:
    return bool(document["appeals"]), [
        {"appeal_id": appeal["appeal_id"], "at": at}
        for appeal in document["appeals"]
        if (at := appeal["filed_at"] + APPEAL)
        < (as_of if appeal["decided_at"] is None else appeal["decided_at"])
    ]


def _appeal_same_reviewer(document: Document, _as_of: int) -> Ruling:
    decided = [row for row in document["appeals"] if row["decided_at"] is not None]
    return bool(decided), [
        {"appeal_id": appeal["appeal_id"], "at": appeal["decided_at"]}
        for appeal in decided
        if appeal["reviewer_differs"] is False
    ]


def _is_decided(appeal: Row) -> bool:
    return appeal["decided_at"] is not None


SANCTION_RULES: tuple[Rule, ...] = (
    Rule("LAD-04", _overpunished("B"), hangs_on=(SEVERITY, ADJUDICATION)),
    Rule("LAD-07", _without_verdict, identity=("reason",), hangs_on=(EMERGENCY, ADJUDICATION)),
    Rule("LAD-08", _severe_automated, hangs_on=(EMERGENCY, ADJUDICATION)),
    Rule(
        "LAD-09",
        _reasons_missing,
        identity=("missing",),
        hangs_on=(
            _flag("facts_stated"),
            _flag("response_offered"),
            EMERGENCY,
            NOTICE,
            ADJUDICATION,
        ),
    ),
    Rule("LAD-10", _mute_out_of_bounds, identity=("reason",), hangs_on=(ADJUDICATION,)),
    Rule(
        "LAD-11",
        _not_lifted,
        identity=("reason", "appeal_id"),
        hangs_on=(
            ADJUDICATION,
            Cells("appeals.result", "appeals", ("upheld", "overturned"), _is_decided),
        ),
    ),
    Rule("LAD-13", _closure_single_reviewer, hangs_on=(_flag("second_reviewer"), ADJUDICATION)),
    Rule("LAD-14", _retroactive, hangs_on=(ADJUDICATION,)),
    Rule("LAD-15", _complaint_only, hangs_on=(_flag("complaint_only"), ADJUDICATION)),
    Rule("LAD-17", _appeal_overdue, identity=("appeal_id",)),
    Rule(
        "LAD-18",
        _appeal_same_reviewer,
        identity=("appeal_id",),
        hangs_on=(Cells("appeals.reviewer_differs", "appeals", FLAGS),),
    ),
    Rule("LAD-19", _overpunished("C"), hangs_on=(SEVERITY, ADJUDICATION)),
)
