"""The truth about posts, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

T = 1_758_643_200
HOUR, DAY = 3_600, 86_400
STANDING, LABELLING = 1_688_918_400, 1_756_656_000

Tell = Callable[..., Any]
NEWS = {"topic": "social_event"}
AI = {"ai_status": "declared"}


def test_a_source_is_missing(tell: Tell) -> None:
    """ANN-01: news of one's own need a source label that stands."""
    assert tell("ANN-01", posts=[NEWS]) == [{"topic": "social_event"}]
    assert tell("ANN-01", posts=[NEWS], annotations=[{}]) == "pass"
    assert tell("ANN-01", posts=[NEWS], annotations=[{"to_ts": T}]) == "pass"
    assert tell("ANN-01", posts=[NEWS], annotations=[{"to_ts": T - 1}]) == [NEWS]
    assert tell("ANN-01", posts=[NEWS], annotations=[{"kind": "fiction"}]) == [NEWS]


@pytest.mark.parametrize(
    "post",
    [
        {"topic": "other"},
        NEWS | {"origin": "repost"},
        NEWS | {"deleted_at": T - 1},
        NEWS | {"published_at": T - 24 * HOUR + 1},
        NEWS | {"published_at": STANDING - 1},
    ],
)
def test_not_every_post_needs_a_source(tell: Tell, post: dict[str, Any]) -> None:
    """Other topics, reposts, deleted posts, new ones, and those from before the rule."""
    assert tell("ANN-01", posts=[post]) == "not_applicable"


@pytest.mark.parametrize("published_at", [T - 24 * HOUR, STANDING])
def test_the_bounds_of_a_source_are_inside(tell: Tell, published_at: int) -> None:
    """A day old to the second, and the rule's first second: both count."""
    assert tell("ANN-01", posts=[NEWS | {"published_at": published_at}]) == [NEWS]


def test_an_unknown_topic_decides_where_there_is_no_label(tell: Tell) -> None:
    """posts.topic is missing unless a label stands anyway, or nothing could apply."""
    assert tell("ANN-01", posts=[{"topic": None}]) == ("posts.topic",)
    assert tell("ANN-01", posts=[{"topic": None}], annotations=[{}]) == "not_applicable"
    assert tell("ANN-01", posts=[{"topic": None, "origin": "repost"}]) == "not_applicable"


def test_a_source_is_vague(tell: Tell) -> None:
    """ANN-02: every source that stands is vague; one that is not is enough, unknown ones decide."""
    vague, clear, unknown = ({"source_kind": kind} for kind in ("vague", "outlet", None))
    assert tell("ANN-02", posts=[NEWS]) == "not_applicable"
    assert tell("ANN-02", posts=[NEWS], annotations=[vague, vague]) == [NEWS]
    assert tell("ANN-02", posts=[NEWS], annotations=[vague, clear]) == "pass"
    assert tell("ANN-02", posts=[NEWS], annotations=[vague, unknown]) == (
        "annotations.source_kind",
    )
    assert tell("ANN-02", posts=[NEWS], annotations=[clear, unknown]) == "pass"
    assert tell("ANN-02", posts=[{"topic": None}], annotations=[vague]) == ("posts.topic",)
    assert tell("ANN-02", posts=[{"topic": None}], annotations=[unknown]) == (
        "annotations.source_kind",
        "posts.topic",
    )


def test_a_source_is_wrong(tell: Tell) -> None:
    """ANN-03: the source does not support the post, or a verdict says so and it still stands."""
    wrong = {"annotation_id": "x", "source_supports": False}
    right = {"annotation_id": "y", "source_supports": True}
    verdict = {"post_id": "p", "offence": "wrong_source", "decided_at": T - 3 * DAY}
    assert tell("ANN-03", posts=[{}]) == "not_applicable"
    assert tell("ANN-03", posts=[{}], annotations=[wrong, right]) == [
        {"reason": "unsupported", "annotation_id": "x"}
    ]
    assert tell("ANN-03", posts=[{}], annotations=[{}]) == ("annotations.source_supports",)
    early = right | {"from_ts": T - 3 * DAY - 1}
    assert tell("ANN-03", posts=[{}], annotations=[early], adjudications=[verdict]) == [
        {"reason": "verdict", "adjudication_id": "j"}
    ]
    late = right | {"from_ts": T - 3 * DAY}
    assert tell("ANN-03", posts=[{}], annotations=[late], adjudications=[verdict]) == "pass"
    recent = verdict | {"decided_at": T - 3 * DAY + 1}
    assert tell("ANN-03", posts=[{}], annotations=[early], adjudications=[recent]) == "pass"


def test_an_ai_label_is_missing(tell: Tell) -> None:
    """ANN-09: no label that the status accepts stands, and none was there before."""
    assert tell("ANN-09", posts=[AI]) == [AI]
    for kind, told in (("ai_possible", "pass"), ("ai_suspected", [AI])):
        assert tell("ANN-09", posts=[AI], annotations=[{"kind": kind}]) == told
    ended = {"kind": "ai_suspected", "to_ts": T - 1}
    assert tell("ANN-09", posts=[AI], annotations=[ended]) == "pass"
    assert tell("ANN-09", posts=[{"ai_status": None}]) == ("posts.ai_status",)
    assert tell("ANN-09", posts=[AI | {"published_at": LABELLING}]) == [AI]
    assert tell("ANN-09", posts=[AI | {"published_at": LABELLING - 1}]) == "not_applicable"
    implicit = {"ai_status": "implicit_label"}
    assert tell("ANN-09", posts=[implicit], annotations=[{"kind": "ai_possible"}]) == [implicit]
    suspected = {"ai_status": "suspected"}
    assert tell("ANN-09", posts=[suspected], annotations=[{"kind": "ai_suspected"}]) == "pass"


def test_an_ai_label_was_removed(tell: Tell) -> None:
    """ANN-13: the last label to end is named; new posts count too."""
    first = {"annotation_id": "x", "kind": "ai_generated", "to_ts": T - 10}
    last = {"annotation_id": "y", "kind": "ai_possible", "to_ts": T - 10}
    new = AI | {"published_at": T - 20}
    assert tell("ANN-13", posts=[new], annotations=[last, first]) == [
        {"annotation_id": "y", "ended_at": T - 10}
    ]
    again = {"annotation_id": "z", "kind": "ai_generated"}
    assert tell("ANN-13", posts=[new], annotations=[first, again]) == "pass"
    assert tell("ANN-13", posts=[new]) == "not_applicable"
    assert tell("ANN-13", posts=[{"ai_status": None}], annotations=[first]) == ("posts.ai_status",)


def test_fiction_is_not_labelled(tell: Tell) -> None:
    """ANN-10: declared fiction needs its label; what is not known to be fiction is undetermined."""
    fiction = {"declared_fiction": True}
    assert tell("ANN-10", posts=[fiction]) == [{}]
    assert tell("ANN-10", posts=[fiction], annotations=[{"kind": "fiction"}]) == "pass"
    assert tell("ANN-10", posts=[{"declared_fiction": None}]) == ("posts.declared_fiction",)
    assert tell("ANN-10", posts=[{}]) == "not_applicable"


def test_a_past_event_lacks_its_context(tell: Tell) -> None:
    """ANN-11: no label at all, or time, place and outcome, each in some label."""
    past = {"past_event": True}
    label = {"kind": "past_event", "time_given": True, "place_given": True, "outcome_given": True}
    assert tell("ANN-11", posts=[past]) == [{"missing": "label"}]
    assert tell("ANN-11", posts=[past], annotations=[label]) == "pass"
    timeless = label | {"time_given": False, "place_given": None}
    assert tell("ANN-11", posts=[past], annotations=[timeless]) == [{"missing": "time"}]
    assert tell("ANN-11", posts=[past], annotations=[timeless, label]) == "pass"
    placeless = label | {"place_given": None}
    assert tell("ANN-11", posts=[past], annotations=[placeless]) == ("annotations.place_given",)
    assert tell("ANN-11", posts=[{"past_event": None}]) == ("posts.past_event",)


def test_a_refuted_post_is_not_labelled(tell: Tell) -> None:
    """ANN-12: the earliest verdict is named; a day to the second has passed."""
    verdict = {"post_id": "p", "offence": "false_information", "decided_at": T - DAY}
    earlier = verdict | {"adjudication_id": "i", "decided_at": T - DAY - 1}
    assert tell("ANN-12", posts=[{}], adjudications=[verdict, earlier]) == [
        {"adjudication_id": "i"}
    ]
    label = {"kind": "refuted", "from_ts": T}
    assert tell("ANN-12", posts=[{}], adjudications=[verdict], annotations=[label]) == "pass"
    for other in (
        {"decided_at": T - DAY + 1},
        {"final": False},
        {"verdict": "no_violation"},
        {"overturned_at": T},
        {"offence": "ranking_manipulation"},
    ):
        assert tell("ANN-12", posts=[{}], adjudications=[verdict | other]) == "not_applicable"
    later = verdict | {"overturned_at": T + 1}
    assert tell("ANN-12", posts=[{}], adjudications=[later]) == [{"adjudication_id": "j"}]


def test_an_unlabelled_post_was_recommended(tell: Tell) -> None:
    """ANN-15: the label is asked for at the moment at which the post entered the pool."""
    entry = {"entered_at": T - 500}
    found = {"entry_id": "e", "pool": "hot", "at": T - 500}
    assert tell("ANN-15", posts=[NEWS | AI], recommendations=[entry]) == [
        found | {"label": "source"},
        found | {"label": "ai"},
    ]
    in_time, late = {"from_ts": T - 500}, {"from_ts": T - 499}
    tables = {"posts": [NEWS], "recommendations": [entry]}
    assert tell("ANN-15", annotations=[in_time], **tables) == "pass"
    assert tell("ANN-15", annotations=[late], **tables) == [found | {"label": "source"}]
    unknown = {"topic": None, "past_event": None}
    assert tell("ANN-15", posts=[unknown], recommendations=[entry]) == (
        "posts.past_event",
        "posts.topic",
    )
    assert tell("ANN-15", posts=[{}], recommendations=[entry]) == "not_applicable"
    assert tell("ANN-15", posts=[NEWS]) == "not_applicable"


def test_a_refuted_post_was_still_recommended(tell: Tell) -> None:
    """ANN-16: it has to leave by the hour; deletion is a way to leave."""
    verdict = {"post_id": "p", "offence": "fake_insider", "decided_at": T - 2 * DAY}
    due_at = T - DAY
    found = {"entry_id": "e", "adjudication_id": "j", "pool": "hot"}

    def recommended(entry: dict[str, int], **post: int) -> Any:
        return tell("ANN-16", posts=[post], recommendations=[entry], adjudications=[verdict])

    assert recommended({"entered_at": T - 3 * DAY}) == [found | {"at": due_at}]
    assert recommended({"entered_at": T - 3 * DAY, "left_at": due_at}) == "pass"
    assert recommended({"entered_at": T - 3 * DAY, "left_at": due_at + 1}) == [
        found | {"at": due_at}
    ]
    assert recommended({"entered_at": T - 3 * DAY}, deleted_at=due_at) == "pass"
    assert recommended({"entered_at": T - 9}) == [found | {"at": T - 9}]
    assert recommended({"entered_at": T - 9, "left_at": T - 10}) == "pass"
    assert tell("ANN-16", posts=[{}], adjudications=[verdict]) == "not_applicable"


def test_a_claim_has_no_named_source(tell: Tell) -> None:
    """RUM-04: claims in key fields need an original, an outlet or an office."""
    claim = {"claim_tag": "first_hand", "field": "military"}
    assert tell("RUM-04", posts=[claim]) == [claim]
    for kind, told in (("official", "pass"), ("post", [claim]), ("vague", [claim])):
        assert tell("RUM-04", posts=[claim], annotations=[{"source_kind": kind}]) == told
    assert tell("RUM-04", posts=[claim], annotations=[{}]) == ("annotations.source_kind",)
    assert tell("RUM-04", posts=[claim | {"field": "law"}]) == "not_applicable"
    assert tell("RUM-04", posts=[claim | {"claim_tag": "none"}]) == "not_applicable"
    unknown = {"claim_tag": None, "field": None}
    assert tell("RUM-04", posts=[unknown]) == ("posts.claim_tag", "posts.field")


def test_a_muted_account_posted(tell: Tell) -> None:
    """LAD-12: from the mute's first second to the one before its last."""
    mute = {"starts_at": T - 900_000, "ends_at": T - 100_000}
    for at, told in (
        (T - 900_001, "pass"),
        (T - 900_000, [{"sanction_id": "s", "at": T - 900_000}]),
        (T - 100_001, [{"sanction_id": "s", "at": T - 100_001}]),
        (T - 100_000, "pass"),
    ):
        assert tell("LAD-12", posts=[{"published_at": at}], sanctions=[mute]) == told
    closure = mute | {"measure": "closure"}
    assert tell("LAD-12", posts=[{}], sanctions=[closure]) == "not_applicable"
