"""What holds for posts: labels that are missing, wrong or removed, and what was recommended."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.model import Fact
from evaluator.synthetic.parameters import (
    ACTION,
    KEY_FIELDS,
    POOL_EXIT,
    REFUTED_LABEL,
    STANDING_FROM,
)
from evaluator.synthetic.truth.completions import Cells, Document, Rule, Ruling
from evaluator.synthetic.truth.words import (
    MUTES,
    Row,
    active,
    effective,
    ended,
    in_force,
    live,
    refutable,
    required_labels,
    settled,
)

__all__ = ["POST_RULES"]

TOPICS = ("other", "news_domestic")
AI_STATUSES = ("none", "implicit_label", "declared", "suspected")
FLAGS = (True, False)
NAMED_SOURCES = frozenset({"original", "outlet", "official"})
#: What a label on a past event has to give -> the column that says so.
CONTEXT: Mapping[str, str] = {
    "time": "time_given",
    "place": "place_given",
    "outcome": "outcome_given",
}

TOPIC = Cells("posts.topic", "post", TOPICS)
AI_STATUS = Cells("posts.ai_status", "post", AI_STATUSES)
FICTION = Cells("posts.declared_fiction", "post", FLAGS)
PAST_EVENT = Cells("posts.past_event", "post", FLAGS)


def _is_source(annotation: Row) -> bool:
    return bool(annotation["kind"] == "source")


def _is_past_event(annotation: Row) -> bool:
    return bool(annotation["kind"] == "past_event")


SOURCE_KIND = Cells("annotations.source_kind", "annotations", ("vague", "outlet"), _is_source)
SUPPORTS = Cells("annotations.source_supports", "annotations", FLAGS, _is_source)


def _active(document: Document, kind: str, as_of: int) -> list[Row]:
    return [
        label for label in document["annotations"] if label["kind"] == kind and active(label, as_of)
    ]


def _labelled(document: Document, kinds: frozenset[str], moment: int) -> bool:
    return any(
        label["kind"] in kinds and active(label, moment) for label in document["annotations"]
    )


def _needs(document: Document, label: str, as_of: int) -> bool:
    """A live post that needs a label, and has had the time to get it."""
    post = document["post"]
    return live(post) and settled(post, as_of) and label in required_labels(post)


def _source_missing(document: Document, as_of: int) -> Ruling:
    if not _needs(document, "source", as_of):
        return False, []
    missing = not _active(document, "source", as_of)
    return True, [{"topic": document["post"]["topic"]}] if missing else []


def _source_vague(document: Document, as_of: int) -> Ruling:
    sources = _active(document, "source", as_of)
    if not sources or not _needs(document, "source", as_of):
        return False, []
    vague = all(label["source_kind"] == "vague" for label in sources)
    return True, [{"topic": document["post"]["topic"]}] if vague else []


def _source_wrong(document: Document, as_of: int) -> Ruling:
    sources = _active(document, "source", as_of)
    if not sources or not live(document["post"]):
        return False, []
    found: list[Mapping[str, Fact]] = [
        {"reason": "unsupported", "annotation_id": label["annotation_id"]}
        for label in sources
        if label["source_supports"] is False
    ]
    found += [
        {"reason": "verdict", "adjudication_id": verdict["adjudication_id"]}
        for verdict in document["adjudications"]
        if verdict["offence"] == "wrong_source"
        and effective(verdict, as_of)
        and verdict["decided_at"] + ACTION <= as_of
        and any(label["from_ts"] < verdict["decided_at"] for label in sources)
    ]
    return True, found


def _ended_ai_labels(document: Document, as_of: int) -> list[Row]:
    return [
        label
        for label in document["annotations"]
        if label["kind"].startswith("ai_") and ended(label, as_of)
    ]


def _ai_label_missing(document: Document, as_of: int) -> Ruling:
    if not _needs(document, "ai", as_of):
        return False, []
    post = document["post"]
    labelled = _labelled(document, required_labels(post)["ai"], as_of)
    missing = not labelled and not _ended_ai_labels(document, as_of)
    return True, [{"ai_status": post["ai_status"]}] if missing else []


def _ai_label_removed(document: Document, as_of: int) -> Ruling:
    post, removed = document["post"], _ended_ai_labels(document, as_of)
    required = required_labels(post)
    if not live(post) or "ai" not in required or not removed:
        return False, []
    if _labelled(document, required["ai"], as_of):
        return True, []
    last = max(removed, key=lambda row: (row["to_ts"], row["annotation_id"].encode()))
    return True, [{"annotation_id": last["annotation_id"], "ended_at": last["to_ts"]}]


def _fiction_label_missing(document: Document, as_of: int) -> Ruling:
    if not _needs(document, "fiction", as_of):
        return False, []
    return True, [] if _active(document, "fiction", as_of) else [{}]


def _past_event_context(document: Document, as_of: int) -> Ruling:
    if not _needs(document, "past_event", as_of):
        return False, []
    labels = _active(document, "past_event", as_of)
    if not labels:
        return True, [{"missing": "label"}]
    return True, [
        {"missing": name}
        for name, column in CONTEXT.items()
        if not any(label[column] is True for label in labels)
    ]


def _refutations(document: Document, as_of: int) -> list[Row]:
    return [
        verdict
        for verdict in document["adjudications"]
        if refutable(verdict) and effective(verdict, as_of)
    ]


def _refuted_label_missing(document: Document, as_of: int) -> Ruling:
    due = [
        verdict
        for verdict in _refutations(document, as_of)
        if verdict["decided_at"] + REFUTED_LABEL <= as_of
    ]
    if not due or not live(document["post"]):
        return False, []
    if _active(document, "refuted", as_of):
        return True, []
    first = min(due, key=lambda row: (row["decided_at"], row["adjudication_id"].encode()))
    return True, [{"adjudication_id": first["adjudication_id"]}]


def _pool_unlabelled(document: Document, _as_of: int) -> Ruling:
    entries, required = document["recommendations"], required_labels(document["post"])
    return bool(entries and required), [
        {
            "entry_id": entry["entry_id"],
            "label": label,
            "pool": entry["pool"],
            "at": entry["entered_at"],
        }
        for entry in entries
        for label, accepted in required.items()
        if not _labelled(document, accepted, entry["entered_at"])
    ]


def _pool_after_refutation(document: Document, as_of: int) -> Ruling:
    entries, verdicts = document["recommendations"], _refutations(document, as_of)
    return bool(entries and verdicts), [
        {
            "entry_id": entry["entry_id"],
            "adjudication_id": verdict["adjudication_id"],
            "pool": entry["pool"],
            "at": max(due_at, entry["entered_at"]),
        }
        for verdict in verdicts
        if (due_at := verdict["decided_at"] + POOL_EXIT) <= as_of
        for entry in entries
        if _stays(entry, document["post"], due_at)
    ]


def _stays(entry: Row, post: Row, due_at: int) -> bool:
    """Whether a recommendation went on after the moment at which it had to end."""
    ends = [end for end in (entry["left_at"], post["deleted_at"]) if end is not None]
    left = min(ends, default=None)
    return left is None or (left > due_at and left >= entry["entered_at"])


def _claim_without_source(document: Document, as_of: int) -> Ruling:
    post = document["post"]
    if (
        post["claim_tag"] == "none"
        or post["field"] not in KEY_FIELDS
        or not live(post)
        or not settled(post, as_of)
        or post["published_at"] < STANDING_FROM
    ):
        return False, []
    named = any(
        label["source_kind"] in NAMED_SOURCES for label in _active(document, "source", as_of)
    )
    return True, [] if named else [{"claim_tag": post["claim_tag"], "field": post["field"]}]


def _posted_while_muted(document: Document, _as_of: int) -> Ruling:
    mutes = [row for row in document["sanctions"] if row["measure"] in MUTES]
    at = document["post"]["published_at"]
    return bool(mutes), [
        {"sanction_id": mute["sanction_id"], "at": at} for mute in mutes if in_force(mute, at)
    ]


def _given(column: str) -> Cells:
    return Cells(f"annotations.{column}", "annotations", FLAGS, _is_past_event)


POST_RULES: tuple[Rule, ...] = (
    Rule("ANN-01", _source_missing, hangs_on=(TOPIC,)),
    Rule("ANN-02", _source_vague, hangs_on=(TOPIC, SOURCE_KIND)),
    Rule(
        "ANN-03",
        _source_wrong,
        identity=("reason", "annotation_id", "adjudication_id"),
        hangs_on=(SUPPORTS,),
    ),
    Rule("ANN-09", _ai_label_missing, hangs_on=(AI_STATUS,)),
    Rule("ANN-10", _fiction_label_missing, hangs_on=(FICTION,)),
    Rule(
        "ANN-11",
        _past_event_context,
        identity=("missing",),
        hangs_on=(PAST_EVENT, *map(_given, CONTEXT.values())),
    ),
    Rule("ANN-12", _refuted_label_missing),
    Rule("ANN-13", _ai_label_removed, hangs_on=(AI_STATUS,)),
    Rule(
        "ANN-15",
        _pool_unlabelled,
        identity=("entry_id", "label"),
        hangs_on=(TOPIC, AI_STATUS, FICTION, PAST_EVENT),
    ),
    Rule("ANN-16", _pool_after_refutation, identity=("entry_id", "adjudication_id")),
    Rule(
        "RUM-04",
        _claim_without_source,
        hangs_on=(
            Cells("posts.claim_tag", "post", ("none", "authoritative")),
            Cells("posts.field", "post", ("none", "finance")),
            SOURCE_KIND,
        ),
    ),
    Rule("LAD-12", _posted_while_muted, identity=("sanction_id",)),
)
