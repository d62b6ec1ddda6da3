"""Laws of ANN-01 to ANN-04 and ANN-09 to ANN-13: labels on posts, and citations."""

from __future__ import annotations

from tests.policies.law import Document, Facts, Law, Params, Verdict, one
from tests.policies.words import (
    ACCEPTED,
    AI,
    DAY,
    TOPICS,
    T,
    active,
    effective,
    ended,
    labels,
    live,
    refuting,
    required,
    settled,
)

# --- labels on posts ------------------------------------------------------------------------------


def _sources(document: Document) -> list[Document]:
    return [dict(label) for label in labels(document, T, "source")]


def _owes(document: Document, params: Params, label: str) -> bool:
    post = document["post"]
    return live(post) and settled(post, params) and label in required(post, params)


def _ann_01(document: Document, params: Params) -> Verdict:
    applies = _owes(document, params, "source")
    missing = applies and not _sources(document)
    return applies, one(missing, {"topic": document["post"]["topic"]})


def _ann_02(document: Document, params: Params) -> Verdict:
    sources = _sources(document)
    applies = _owes(document, params, "source") and bool(sources)
    vague = applies and all(label["source_kind"] == "vague" for label in sources)
    return applies, one(vague, {"topic": document["post"]["topic"]})


def _ann_03(document: Document, params: Params) -> Verdict:
    sources = _sources(document)
    applies = live(document["post"]) and bool(sources)
    if not applies:
        return False, []
    found: list[Facts] = [
        {"reason": "unsupported", "annotation_id": label["annotation_id"]}
        for label in sources
        if not label["source_supports"]
    ]
    found += [
        {"reason": "verdict", "adjudication_id": row["adjudication_id"]}
        for row in document["adjudications"]
        if row["offence"] == "wrong_source"
        and effective(row, T)
        and row["decided_at"] + params["action_days"] * DAY <= T
        and any(label["from_ts"] < row["decided_at"] for label in sources)
    ]
    return True, found


def _ann_04(document: Document, _params: Params) -> Verdict:
    post, citation = document["post"], document.get("citation")
    disclosed = document.get("operator", {}).get("disclosed_matrix", False)
    if citation is None or not live(post) or post["origin"] == "repost":
        return False, []
    applies = citation["other_account"] and not disclosed
    own = document["account"].get("operator_id")
    same = own is not None and own == citation.get("terminal_operator_id")
    circular = citation["cyclic"] or (same and citation.get("terminal_external") is False)
    facts = {name: citation[name] for name in ("cyclic", "hops") if name in citation}
    return applies, one(applies and circular, facts)


def _accounts(document: Document, _params: Params) -> list[Document]:
    terminal = document.get("citation", {}).get("terminal_operator_id", "elsewhere")
    return [
        {"account": {"account_id": "x"}},
        {"account": {"operator_id": "another"}, "operator": {"disclosed_matrix": False}},
        {"account": {"operator_id": terminal}, "operator": {"disclosed_matrix": False}},
        {"account": {"operator_id": terminal}, "operator": {"disclosed_matrix": True}},
    ]


def _operators(_document: Document, _params: Params) -> list[Document]:
    return [{"operator": {"disclosed_matrix": told}} for told in (False, True)]


def _ann_04_named(document: Document, _params: Params, decisive: set[str]) -> set[str]:
    post = document["post"]
    open_ended = document.get("citation", {}).get("open_ended", False)
    disclosed = document.get("operator", {}).get("disclosed_matrix", False)
    if open_ended and live(post) and post["origin"] != "repost" and not disclosed:
        return {"citation.open_ended"}
    return decisive


def _ann_09(document: Document, params: Params) -> Verdict:
    applies = _owes(document, params, "ai")
    status = document["post"]["ai_status"]
    over = any(label["kind"] in AI and ended(label) for label in document["annotations"])
    missing = applies and not over and not labels(document, T, *ACCEPTED[status])
    return applies, one(missing, {"ai_status": status})


def _ann_10(document: Document, params: Params) -> Verdict:
    applies = _owes(document, params, "fiction")
    return applies, one(applies and not labels(document, T, "fiction"), {})


def _ann_11(document: Document, params: Params) -> Verdict:
    if not _owes(document, params, "past_event"):
        return False, []
    told = labels(document, T, "past_event")
    if not told:
        return True, [{"missing": "label"}]
    parts = ("time", "place", "outcome")
    return True, [
        {"missing": part} for part in parts if not any(label[f"{part}_given"] for label in told)
    ]


def _ann_12(document: Document, params: Params) -> Verdict:
    verdicts = refuting(document, params, "refuted_label_hours")
    applies = bool(verdicts) and live(document["post"])
    missing = applies and not labels(document, T, "refuted")
    return applies, [{"adjudication_id": verdicts[0]["adjudication_id"]}] if missing else []


def _ann_13(document: Document, params: Params) -> Verdict:
    post = document["post"]
    over = [label for label in document["annotations"] if label["kind"] in AI and ended(label)]
    accepted = required(post, params).get("ai", ())
    if not (live(post) and accepted and over):
        return False, []
    last = max(over, key=lambda label: (label["to_ts"], label["annotation_id"].encode()))
    facts = {"annotation_id": last["annotation_id"], "ended_at": last["to_ts"]}
    return True, one(not labels(document, T, *accepted), facts)


def _source(label: Document) -> bool:
    return label["kind"] == "source" and active(label, T)


def _past_event(label: Document) -> bool:
    return label["kind"] == "past_event" and active(label, T)


LAWS = {
    "ANN-01": Law(_ann_01, hangs=("posts.topic",), variants=TOPICS),
    "ANN-02": Law(
        _ann_02,
        hangs=("posts.topic", "annotations.source_kind"),
        only={"annotations.source_kind": _source},
        variants=TOPICS,
    ),
    "ANN-03": Law(
        _ann_03,
        hangs=("annotations.source_supports",),
        only={"annotations.source_supports": _source},
    ),
    "ANN-04": Law(
        _ann_04,
        hangs=("operators.disclosed_matrix", "annotations.source_kind"),
        parents={"account": _accounts, "operator": _operators},
        values={"annotations.source_kind": lambda _params: (False, True)},
        stands_for={"annotations.source_kind": ("citation", "terminal_external")},
        only={"annotations.source_kind": lambda row: "hops" in row},
        named=_ann_04_named,
    ),
    "ANN-09": Law(_ann_09, hangs=("posts.ai_status",)),
    "ANN-10": Law(_ann_10, hangs=("posts.declared_fiction",)),
    "ANN-11": Law(
        _ann_11,
        hangs=(
            "posts.past_event",
            *(f"annotations.{part}_given" for part in ("time", "place", "outcome")),
        ),
        only={f"annotations.{part}_given": _past_event for part in ("time", "place", "outcome")},
    ),
    "ANN-12": Law(_ann_12),
    "ANN-13": Law(_ann_13, hangs=("posts.ai_status",)),
}
