"""What holds for certifications: kept although false, shown too little of, or too much."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.model import Fact
from evaluator.synthetic.parameters import ACTION, CONSENT_KEYS, FORBIDDEN_KEYS, REQUIRED_KEYS
from evaluator.synthetic.truth.completions import Cells, Document, Parent, Rule, Ruling
from evaluator.synthetic.truth.words import effective, valid

__all__ = ["CERTIFICATION_RULES"]

EVERY_KEY = (*REQUIRED_KEYS, *sorted(FORBIDDEN_KEYS | CONSENT_KEYS - set(REQUIRED_KEYS)), "uscc")
#: No key, each key alone, and all of them: other lists differ in nothing that matters.
KEY_LISTS = ((), *((key,) for key in EVERY_KEY), EVERY_KEY)
DISPLAYED = Cells("certifications.displayed_keys", "certification", KEY_LISTS)
CONSENT = Cells("certifications.consent_scope", "certification", KEY_LISTS)
ACCOUNT = Parent(
    "account",
    lambda _: [{"account": {"account_class": name}} for name in ("personal", "organisation")],
)


def _false_kept(document: Document, as_of: int) -> Ruling:
    certification = document["certification"]
    verdicts = [
        verdict
        for verdict in document["adjudications"]
        if verdict["offence"] == "false_certification"
        and effective(verdict, as_of)
        and verdict["decided_at"] + ACTION <= as_of
        and certification["valid_from"] <= verdict["decided_at"]
    ]
    if not verdicts or not valid(certification, as_of):
        return bool(verdicts), []
    first = min(verdicts, key=lambda row: (row["decided_at"], row["adjudication_id"].encode()))
    return True, [{"adjudication_id": first["adjudication_id"]}]


def _display_incomplete(document: Document, as_of: int) -> Ruling:
    certification = document["certification"]
    if not valid(certification, as_of):
        return False, []
    displayed = certification["displayed_keys"]
    return True, [{"missing": key} for key in REQUIRED_KEYS if key not in displayed]


def _display_excess(document: Document, as_of: int) -> Ruling:
    certification, account = document["certification"], document["account"]
    if not valid(certification, as_of):
        return False, []
    displayed = set(certification["displayed_keys"])
    unconsented = displayed & CONSENT_KEYS - set(certification["consent_scope"])
    if account["account_class"] == "organisation":
        unconsented -= {"operator_name"}
    found: list[Mapping[str, Fact]] = [
        {"key": key, "reason": "forbidden"} for key in displayed & FORBIDDEN_KEYS
    ]
    return True, found + [{"key": key, "reason": "consent"} for key in unconsented]


CERTIFICATION_RULES: tuple[Rule, ...] = (
    Rule("CER-03", _false_kept),
    Rule("CER-05", _display_incomplete, identity=("missing",), hangs_on=(DISPLAYED,)),
    Rule(
        "CER-06",
        _display_excess,
        identity=("key", "reason"),
        hangs_on=(DISPLAYED, CONSENT, ACCOUNT),
    ),
)
