"""Laws of ANN-14 to ANN-16: publishing and recommending."""

from __future__ import annotations

from tests.policies.law import Document, Facts, Law, Params, Verdict
from tests.policies.words import (
    HOUR,
    TOPICS,
    T,
    effective,
    labels,
    required,
)

# --- publishing and recommending ------------------------------------------------------------------


def _too_many(count: int, row: Document, params: Params) -> bool:
    return bool(count * 100 > params["max_unprompted_percent"] * row["posts"])


def _ann_14(document: Document, params: Params) -> Verdict:
    rows = [row for row in document["prompting"] if row["publish_channel"] in ("app", "web")]
    return bool(rows), [
        {name: row[name] for name in ("publish_channel", "not_shown", "posts")}
        for row in rows
        if _too_many(row["not_shown"], row, params)
    ]


def _ann_14_named(document: Document, params: Params, _decisive: set[str]) -> set[str]:
    named = set()
    violating = set()
    for row in document["prompting"]:
        if row["publish_channel"] in ("app", "web"):
            if _too_many(row["not_shown"], row, params):
                violating.add(row["publish_channel"])
            elif _too_many(row["not_shown"] + row["unknown"], row, params):
                named.add("posts.label_prompt_shown")
    for row in document["prompting"]:
        open_rows = row["publish_channel"] == "unknown" and row["not_shown"] + row["unknown"] > 0
        if open_rows and violating != {"app", "web"}:
            named.add("posts.publish_channel")
    return named


def _ann_15(document: Document, params: Params) -> Verdict:
    owed = required(document["post"], params)
    entries = document["recommendations"]
    return bool(owed and entries), [
        {
            "entry_id": entry["entry_id"],
            "label": label,
            "pool": entry["pool"],
            "at": entry["entered_at"],
        }
        for entry in entries
        for label, kinds in owed.items()
        if not labels(document, entry["entered_at"], *kinds)
    ]


def _ann_16(document: Document, params: Params) -> Verdict:
    refuted = [
        row
        for row in document["adjudications"]
        if row["offence"] in params["refutable_offences"] and effective(row, T)
    ]
    found: list[Facts] = []
    for entry in document["recommendations"]:
        leaves = min(entry.get("left_at", 2**60), document["post"].get("deleted_at", 2**60))
        for row in refuted:
            limit = row["decided_at"] + params["pool_exit_hours"] * HOUR
            if limit <= T and leaves > limit and leaves >= entry["entered_at"]:
                found.append(
                    {
                        "entry_id": entry["entry_id"],
                        "adjudication_id": row["adjudication_id"],
                        "pool": entry["pool"],
                        "at": max(limit, entry["entered_at"]),
                    }
                )
    return bool(document["recommendations"] and refuted), found


LAWS = {
    "ANN-14": Law(
        _ann_14,
        named=_ann_14_named,
        variants=tuple({"max_unprompted_percent": most} for most in (0, 49, 50, 100)),
    ),
    "ANN-15": Law(
        _ann_15,
        hangs=(
            *("posts.topic", "posts.ai_status"),
            *("posts.declared_fiction", "posts.past_event"),
        ),
        variants=TOPICS,
    ),
    "ANN-16": Law(_ann_16, variants=({"pool_exit_hours": 0},)),
}
