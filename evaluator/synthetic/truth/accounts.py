"""What holds for accounts: professions without certification, earnings, checks that are overdue."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.synthetic.parameters import (
    CERTIFIED_FIELDS,
    EXEMPT_CLASSES,
    MIN_PROFESSIONAL_POSTS,
    MISMATCH,
    MONETISATION_WAIT,
    REVERIFY,
    STANDING_FROM,
)
from evaluator.synthetic.truth.completions import Cells, Document, Parent, Rule, Ruling
from evaluator.synthetic.truth.words import MUTES, Row, effective, granted, in_force, valid

__all__ = ["ACCOUNT_RULES"]

DIMENSIONS = ("name", "qualification", "display", "business")
#: Trigger of a verification -> the account's time that calls for it.
CHANGES = {"rename": "name_changed_at", "subject_change": "subject_changed_at"}
FLAGS = (True, False)
LICENSED = Cells("operators.licensed_news", "operator", FLAGS)
OPERATOR = Parent(
    "operator", lambda _: [{"operator": {"licensed_news": licensed}} for licensed in FLAGS]
)


def _unlicensed(document: Document) -> bool:
    """Neither exempt by class nor known to be licensed."""
    operator = document["operator"]
    return document["account"]["account_class"] not in EXEMPT_CLASSES and (
        operator is None or operator["licensed_news"] is not True
    )


def _professions(document: Document) -> list[Row]:
    """The fields that the account stands for, and that ask for a certification."""
    if not _unlicensed(document):
        return []
    return [
        row
        for row in document["professional_posts"]
        if row["field"] in CERTIFIED_FIELDS
        and row["posts"] >= MIN_PROFESSIONAL_POSTS
        and row["last_at"] >= STANDING_FROM
    ]


def _uncertified(document: Document, as_of: int) -> Iterator[tuple[Row, list[Row]]]:
    """Professions without a certification that counts, each with those that ran out before."""
    for profession in _professions(document):
        last_at = profession["last_at"]
        own = [row for row in document["certifications"] if row["field"] == profession["field"]]
        if not any(valid(row, last_at) or valid(row, as_of) for row in own):
            yield (
                profession,
                [
                    row
                    for row in own
                    if row["state"] == "valid"
                    and row["valid_to"] is not None
                    and row["valid_to"] < last_at
                ],
            )


def _uncertified_professional(document: Document, as_of: int) -> Ruling:
    return bool(_professions(document)), [
        {"field": row["field"], "posts": row["posts"], "last_at": row["last_at"]}
        for row, expired in _uncertified(document, as_of)
        if not expired
    ]


def _expired(document: Document, as_of: int) -> Ruling:
    found = []
    for row, expired in _uncertified(document, as_of):
        if expired:
            last = max(expired, key=lambda row: (row["valid_to"], row["certification_id"].encode()))
            found.append(
                {
                    "field": row["field"],
                    "certification_id": last["certification_id"],
                    "posts": row["posts"],
                }
            )
    return bool(_professions(document)), found


def _field_unknown(document: Document, as_of: int) -> Iterator[str]:
    """posts.field, where posts of unknown field could make a profession without certification."""
    counted = {row["field"]: row for row in document["professional_posts"]}
    unknown = counted.get("unknown")
    if unknown is None or not _unlicensed(document):
        return
    for field in CERTIFIED_FIELDS:
        known = counted.get(field)
        posts = unknown["posts"] + (0 if known is None else known["posts"])
        last_at = max(unknown["last_at"], unknown["last_at"] if known is None else known["last_at"])
        certified = any(
            row["field"] == field and valid(row, as_of) for row in document["certifications"]
        )
        if not certified and posts >= MIN_PROFESSIONAL_POSTS and last_at >= STANDING_FROM:
            yield "posts.field"
            return


def _granted_now(document: Document, as_of: int) -> list[Row]:
    return [grant for grant in document["monetisation"] if granted(grant, as_of)]


def _persona_selling(document: Document, as_of: int) -> Ruling:
    selling = [row for row in _granted_now(document, as_of) if row["kind"] == "ecommerce"]
    certified = {row["field"] for row in document["certifications"] if valid(row, as_of)}
    return bool(selling), [
        {"grant_id": grant["grant_id"], "field": grant["field"]}
        for grant in selling
        if grant["field"] not in certified
    ]


def _reverification_overdue(document: Document, as_of: int) -> Ruling:
    account, applies, found = document["account"], False, []
    for trigger, column in CHANGES.items():
        at = account[column]
        if at is None or not any(valid(row, at) for row in document["certifications"]):
            continue
        applies = True
        checked = any(
            row["trigger"] == trigger and row["checked_at"] >= at
            for row in document["verifications"]
        )
        if at + REVERIFY <= as_of and not checked:
            found.append({"trigger": trigger, "at_change": at})
    return applies, found


def _certified(document: Document, as_of: int) -> bool:
    return any(valid(row, as_of) for row in document["certifications"])


def _mismatch_open(document: Document, as_of: int) -> Ruling:
    found = []
    for dimension in DIMENSIONS:
        checks = [row for row in document["verifications"] if row["dimension"] == dimension]
        if not checks:
            continue
        last = max(checks, key=lambda row: (row["checked_at"], row["verification_id"].encode()))
        at = last["checked_at"]
        followed = any(row["sent_at"] >= at for row in document["notices"]) or any(
            row["starts_at"] >= at for row in document["sanctions"]
        )
        if last["result"] == "mismatch" and at + MISMATCH <= as_of and not followed:
            found.append({"dimension": dimension, "checked_at": at})
    return _certified(document, as_of) or bool(document["verifications"]), found


def _never_verified(document: Document, as_of: int) -> Iterator[str]:
    if _certified(document, as_of):
        verified = {row["dimension"] for row in document["verifications"]}
        yield from (f"verifications.{name}" for name in DIMENSIONS if name not in verified)


def _while_muted(document: Document, as_of: int) -> Ruling:
    muted = any(row["measure"] in MUTES and in_force(row, as_of) for row in document["sanctions"])
    if not muted or not document["monetisation"]:
        return False, []
    return True, [
        {"grant_id": grant["grant_id"], "kind": grant["kind"]}
        for grant in _granted_now(document, as_of)
    ]


def _too_soon_after_violation(document: Document, as_of: int) -> Ruling:
    verdicts = [row for row in document["adjudications"] if effective(row, as_of)]
    return bool(verdicts and document["monetisation"]), [
        {"grant_id": grant["grant_id"], "adjudication_id": verdict["adjudication_id"], "at": at}
        for grant in document["monetisation"]
        for at in (grant["granted_at"], grant["resumed_at"])
        if at is not None
        for verdict in verdicts
        if verdict["decided_at"] <= at < verdict["decided_at"] + MONETISATION_WAIT
    ]


def _too_soon_after_transfer(document: Document, _as_of: int) -> Ruling:
    since, grants = document["account"]["subject_changed_at"], document["monetisation"]
    if since is None or not grants:
        return False, []
    found = []
    for grant in grants:
        moments = [
            at
            for at in (grant["granted_at"], grant["resumed_at"])
            if at is not None and since <= at < since + MONETISATION_WAIT and granted(grant, at)
        ]
        if granted(grant, since):
            moments = [since]
        if moments:
            found.append({"grant_id": grant["grant_id"], "at": min(moments)})
    return True, found


def _identity_unchecked(document: Document, as_of: int) -> Ruling:
    grants = _granted_now(document, as_of)
    return bool(grants), [
        {"grant_id": grant["grant_id"], "kind": grant["kind"]}
        for grant in grants
        if grant["identity_checked"] is False
    ]


def _muted_without_sanction(document: Document, as_of: int) -> Ruling:
    if document["account"]["status"] != "muted":
        return False, []
    muted = any(row["measure"] in MUTES and in_force(row, as_of) for row in document["sanctions"])
    return True, [] if muted else [{}]


def _sells(grant: Row) -> bool:
    return bool(grant["kind"] == "ecommerce")


ACCOUNT_RULES: tuple[Rule, ...] = (
    Rule(
        "CER-01",
        _uncertified_professional,
        identity=("field",),
        hangs_on=(LICENSED, OPERATOR),
        explicit=_field_unknown,
    ),
    Rule(
        "CER-02",
        _expired,
        identity=("field",),
        hangs_on=(LICENSED, OPERATOR),
        explicit=_field_unknown,
    ),
    Rule(
        "CER-04",
        _persona_selling,
        identity=("grant_id",),
        hangs_on=(Cells("monetisation.field", "monetisation", CERTIFIED_FIELDS, _sells),),
    ),
    Rule("CER-07", _reverification_overdue, identity=("trigger",)),
    Rule("CER-08", _mismatch_open, identity=("dimension",), explicit=_never_verified),
    Rule("MON-01", _while_muted, identity=("grant_id",)),
    Rule(
        "MON-02",
        _too_soon_after_violation,
        identity=("grant_id", "adjudication_id", "at"),
    ),
    Rule("MON-03", _too_soon_after_transfer, identity=("grant_id",)),
    Rule(
        "MON-04",
        _identity_unchecked,
        identity=("grant_id",),
        hangs_on=(Cells("monetisation.identity_checked", "monetisation", FLAGS),),
    ),
    Rule("LAD-16", _muted_without_sanction),
)
