"""What holds for the platform as a whole: prompts, statements, lists, education, orders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.model import Fact
from evaluator.synthetic.parameters import EDUCATION, LIST_REVIEW, MAX_UNPROMPTED_PERCENT
from evaluator.synthetic.truth.completions import Document, Rule, Ruling
from evaluator.synthetic.truth.words import Row, no_later

__all__ = ["DUTIES", "PLATFORM_RULES"]

PROMPTING = ("app", "web")
#: In the order of their controls: GOV-01 to GOV-13.
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


def _channels(document: Document) -> dict[str, Row]:
    return {row["publish_channel"]: row for row in document["prompting"]}


def _exceeds(row: Row, count: int) -> bool:
    return bool(count * 100 > MAX_UNPROMPTED_PERCENT * row["posts"])


def _unprompted(document: Document) -> list[Row]:
    rows = _channels(document)
    return [
        rows[name]
        for name in PROMPTING
        if name in rows and _exceeds(rows[name], rows[name]["not_shown"])
    ]


def _prompt_not_shown(document: Document, _as_of: int) -> Ruling:
    applies = any(name in _channels(document) for name in PROMPTING)
    return applies, [
        {
            "publish_channel": row["publish_channel"],
            "not_shown": row["not_shown"],
            "posts": row["posts"],
        }
        for row in _unprompted(document)
    ]


def _prompt_unknown(document: Document, _as_of: int) -> Iterator[str]:
    rows, found = _channels(document), _unprompted(document)
    channels = {row["publish_channel"] for row in found}
    if any(
        _exceeds(rows[name], rows[name]["not_shown"] + rows[name]["unknown"])
        for name in PROMPTING
        if name in rows and name not in channels
    ):
        yield "posts.label_prompt_shown"
    unknown = rows.get("unknown")
    if (
        unknown is not None
        and unknown["not_shown"] + unknown["unknown"] > 0
        and len(channels) < len(PROMPTING)
    ):
        yield "posts.publish_channel"


def _latest(document: Document, duty: str) -> Row | None:
    statements = [row for row in document["capabilities"] if row["duty"] == duty]
    return max(
        statements,
        key=lambda row: (row["attested_at"], row["capability_id"].encode()),
        default=None,
    )


def _duty(control: str, duty: str) -> Rule:
    def decide(document: Document, as_of: int) -> Ruling:
        latest = _latest(document, duty)
        reasons: list[str] = []
        if latest is not None and latest["statement"] != "in_place":
            reasons.append("statement")
        if latest is not None and latest["expires_at"] < as_of:
            reasons.append("expired")
        return True, [{"reason": reason} for reason in reasons]

    def unstated(document: Document, _as_of: int) -> Iterator[str]:
        latest = _latest(document, duty)
        if latest is None:
            yield f"capabilities.{duty}"
        elif latest["evidence_hash"] is None:
            yield "capabilities.evidence_hash"

    return Rule(control, decide, identity=("reason",), explicit=unstated)


def _list_stale(document: Document, as_of: int) -> Ruling:
    updated: dict[str, int] = {}
    for row in document["negative_lists"]:
        before = updated.get(row["category"], row["updated_at"])
        updated[row["category"]] = max(before, row["updated_at"])
    if not updated:
        return True, [{"reason": "none"}]
    return True, [
        {"reason": "stale", "category": category}
        for category, at in updated.items()
        if at + LIST_REVIEW < as_of
    ]


def _education_lapsed(document: Document, as_of: int) -> Ruling:
    held = any(row["held_at"] >= as_of - EDUCATION for row in document["education"])
    return True, [] if held else [{}]


def _rectification_overdue(document: Document, as_of: int) -> Ruling:
    orders: Sequence[Row] = document["rectifications"]
    found: list[Mapping[str, Fact]] = [
        {"order_id": order["order_id"], "at": order["due_at"]}
        for order in orders
        if not no_later(order["closed_at"], order["due_at"])
        and (order["closed_at"] is not None or order["due_at"] < as_of)
    ]
    return bool(orders), found


PLATFORM_RULES: tuple[Rule, ...] = (
    Rule("ANN-14", _prompt_not_shown, identity=("publish_channel",), explicit=_prompt_unknown),
    *(_duty(f"GOV-{number:02}", duty) for number, duty in enumerate(DUTIES, start=1)),
    Rule("GOV-14", _list_stale, identity=("reason", "category")),
    Rule("GOV-15", _education_lapsed),
    Rule("GOV-16", _rectification_overdue, identity=("order_id",)),
)
