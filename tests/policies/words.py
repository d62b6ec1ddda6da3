"""The words of the controls' page, in plain Python: what the laws of the controls are built of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evaluator.authoring.examples import SNAPSHOT

Row = Mapping[str, Any]

T: int = SNAPSHOT["as_of"]
HOUR = 3600
DAY = 86400

RANKS = {"guidance": 0, "warning": 1, "short_mute": 2, "long_mute": 3, "closure": 4}
MUTES = ("short_mute", "long_mute")
NOTICES = {"warning": 1, "guidance": 0, "annotation_prompt": 0, "certification_prompt": 0}
AI = ("ai_generated", "ai_possible", "ai_suspected")
ACCEPTED = {"implicit_label": AI[:1], "declared": AI[:2], "suspected": AI}

#: Parameters under which topics decide nothing: none needs a source, or every one does.
TOPICS = (
    {"source_required_topics": []},
    {
        "source_required_topics": [
            *("news_domestic", "news_international", "public_policy", "social_event", "other")
        ]
    },
)


def none_or(row: Row, column: str, test: Callable[[int], bool]) -> bool:
    """Whether a time is not there, or passes a test."""
    return column not in row or test(row[column])


def live(post: Row) -> bool:
    """Not deleted."""
    return "deleted_at" not in post


def settled(post: Row, params: Row) -> bool:
    """The time of grace is over."""
    over: bool = post["published_at"] + params["label_grace_hours"] * HOUR <= T
    return over


def active(label: Row, moment: int) -> bool:
    """A label that is shown at a moment."""
    return label["from_ts"] <= moment and none_or(label, "to_ts", lambda end: end >= moment)


def ended(label: Row) -> bool:
    """A label that is shown no more."""
    return "to_ts" in label and label["to_ts"] < T


def labels(document: Row, moment: int, *kinds: str) -> list[Row]:
    """Labels of these kinds that are shown at a moment."""
    return [
        label
        for label in document["annotations"]
        if label["kind"] in kinds and active(label, moment)
    ]


def effective(judged: Row, moment: int) -> bool:
    """A verdict of a violation that holds at a moment."""
    return (
        judged["verdict"] == "violation"
        and judged["final"]
        and judged["decided_at"] <= moment
        and none_or(judged, "overturned_at", lambda over: over > moment)
    )


def in_force(sanction: Row, moment: int) -> bool:
    """A measure that binds at a moment."""
    return (
        sanction["starts_at"] <= moment
        and none_or(sanction, "lifted_at", lambda end: end > moment)
        and none_or(sanction, "ends_at", lambda end: end > moment)
    )


def valid(certification: Row, moment: int) -> bool:
    """A certification that holds at a moment."""
    state = certification["state"]
    holds = state == "valid" or (state == "revoked" and certification["revoked_at"] > moment)
    return (
        holds
        and certification["valid_from"] <= moment
        and none_or(certification, "valid_to", lambda end: end >= moment)
    )


def granted(grant: Row, moment: int) -> bool:
    """A right to earn that holds at a moment."""
    suspended = "suspended_at" in grant and grant["suspended_at"] <= moment
    resumed = (
        suspended
        and "resumed_at" in grant
        and grant["suspended_at"] <= grant["resumed_at"] <= moment
    )
    return (
        grant["granted_at"] <= moment
        and none_or(grant, "revoked_at", lambda end: end > moment)
        and (not suspended or resumed)
    )


def step(sanctions: Iterable[Row], notices: Iterable[Row]) -> int:
    """The highest rung of the ladder among measures and notices; -1 for none."""
    ranks = [RANKS[row["measure"]] for row in sanctions if row["measure"] in RANKS]
    ranks += [NOTICES[row["kind"]] for row in notices if row["kind"] in NOTICES]
    return max(ranks, default=-1)


def step_now(document: Row) -> int:
    """How far the ladder was climbed by now for the document's verdict."""
    return step(
        [row for row in document["sanctions"] if row["starts_at"] <= T],
        [row for row in document["notices"] if row.get("delivered_at", T + 1) <= T],
    )


def class_of(judged: Row, params: Row) -> str | None:
    """The class of a verdict's offence; some have none."""
    found: str | None = params["offence_class"].get(judged["offence"])
    return found


def precedents(document: Row, params: Row) -> list[str]:
    """Earlier verdicts that make the document's a repeat."""
    judged = document["adjudication"]
    own = class_of(judged, params)
    since = judged["conduct_at"] - params["repeat_window_days"] * DAY
    return [
        prior["adjudication_id"]
        for prior in document["prior_adjudications"]
        if own is not None
        and class_of(prior, params) == own
        and effective(prior, judged["decided_at"])
        and prior["decided_at"] >= since
        and any(
            notice.get("adjudication_id") == prior["adjudication_id"]
            and "delivered_at" in notice
            and notice["delivered_at"] <= judged["conduct_at"]
            and none_or(notice, "cure_until", lambda end: end <= judged["conduct_at"])
            for notice in document["prior_notices"]
        )
    ]


def answered(document: Row) -> bool:
    """Anything was done about the document's verdict."""
    return (
        any(row["starts_at"] <= T for row in document["sanctions"])
        or any(row["sent_at"] <= T for row in document["notices"])
        or "deleted_at" in document.get("post", {})
        or any(row["kind"] == "refuted" and row["from_ts"] <= T for row in document["annotations"])
    )


def due(judged: Row, params: Row, days: str) -> bool:
    """A verdict that is effective, and whose days have passed."""
    passed: bool = judged["decided_at"] + params[days] * DAY <= T
    return passed and effective(judged, T)


def required(post: Row, params: Row) -> dict[str, tuple[str, ...]]:
    """Labels that a post owes -> the kinds of labels that will do."""
    standing = post["published_at"] >= params["standing_from"]
    owed: dict[str, tuple[str, ...]] = {}
    topics = params["source_required_topics"]
    if standing and post["origin"] != "repost" and post.get("topic") in topics:
        owed["source"] = ("source",)
    if post["published_at"] >= params["labelling_from"] and post.get("ai_status") in ACCEPTED:
        owed["ai"] = ACCEPTED[post["ai_status"]]
    if standing and post.get("declared_fiction"):
        owed["fiction"] = ("fiction",)
    if standing and post.get("past_event"):
        owed["past_event"] = ("past_event",)
    return owed


def refuting(document: Row, params: Row, hours: str) -> list[Row]:
    """Effective verdicts that the content is false, whose hours have passed; earliest first."""
    verdicts = [
        row
        for row in document["adjudications"]
        if row["offence"] in params["refutable_offences"]
        and effective(row, T)
        and row["decided_at"] + params[hours] * HOUR <= T
    ]
    return sorted(verdicts, key=lambda row: (row["decided_at"], row["adjudication_id"].encode()))
