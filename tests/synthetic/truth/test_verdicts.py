"""The truth about verdicts, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

T = 1_758_643_200
DAY = 86_400

Tell = Callable[..., Any]
HOT = {"offence": "hot_event_impersonation", "decided_at": T - 3 * DAY, "post_id": "p"}
UNANSWERED = [{"offence": "hot_event_impersonation", "decided_at": T - 3 * DAY}]
A, B, C = (
    {"offence": offence, "decided_at": T - 3 * DAY, "conduct_at": T - 5 * DAY}
    for offence in ("missing_source", "unverified_repost", "staged_event")
)
OWN = {"adjudication_id": "j"}
#: An earlier verdict of class A that was told before the conduct of A.
PRIOR = {"adjudication_id": "i", "offence": "missing_label", "decided_at": T - 20 * DAY}
TOLD = {"adjudication_id": "i", "sent_at": T - 19 * DAY, "delivered_at": T - 5 * DAY}


def test_a_verdict_is_unanswered(tell: Tell) -> None:
    """RUM-01: nothing at all followed within three days to the second."""
    assert tell("RUM-01", adjudications=[HOT], posts=[{}]) == UNANSWERED
    recent = HOT | {"decided_at": T - 3 * DAY + 1}
    assert tell("RUM-01", adjudications=[recent], posts=[{}]) == "not_applicable"
    assert tell("RUM-01", adjudications=[HOT | {"final": False}]) == "not_applicable"
    assert tell("RUM-01", adjudications=[HOT | {"offence": "fake_insider"}]) == "not_applicable"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"sanctions": [OWN | {"starts_at": T}]}, "pass"),
        ({"sanctions": [{"adjudication_id": "i"}]}, UNANSWERED),
        ({"notices": [OWN | {"sent_at": T}]}, "pass"),
        ({"annotations": [{"kind": "refuted", "from_ts": T, "to_ts": T}]}, "pass"),
        ({"annotations": [{"kind": "source"}]}, UNANSWERED),
        ({"posts": [{"deleted_at": T}]}, "pass"),
    ],
)
def test_many_things_answer_a_verdict(tell: Tell, answer: dict[str, Any], told: object) -> None:
    """A sanction, a notice, a refutation or deletion, each of this verdict."""
    assert tell("RUM-01", **({"adjudications": [HOT], "posts": [{}]} | answer)) == told


def test_an_unknown_post_may_be_deleted(tell: Tell) -> None:
    """The post decides where nothing else answers; without a post there is nothing to know."""
    assert tell("RUM-01", adjudications=[HOT]) == ("post",)
    assert tell("RUM-01", adjudications=[HOT], notices=[OWN]) == "pass"
    assert tell("RUM-01", adjudications=[HOT | {"post_id": None}]) == UNANSWERED


@pytest.mark.parametrize(
    ("control", "offence"),
    [
        ("RUM-02", "fake_insider"),
        ("RUM-03", "false_authority"),
        ("DIS-01", "ai_impersonation"),
        ("DIS-01", "ai_fabrication"),
        ("DIS-02", "staged_event"),
        ("DIS-03", "policy_misreading"),
        ("DIS-04", "old_news_as_new"),
        ("DIS-05", "ranking_manipulation"),
        ("PRO-01", "professional_distortion"),
        ("PRO-02", "unfounded_professional_claim"),
        ("PRO-03", "history_falsification"),
        ("PRO-04", "false_certification"),
    ],
)
def test_each_offence_has_its_control(tell: Tell, control: str, offence: str) -> None:
    """The same rule for each offence."""
    row = HOT | {"offence": offence}
    assert tell(control, adjudications=[row], posts=[{}]) == [
        {"offence": offence, "decided_at": T - 3 * DAY}
    ]
    assert tell(control, adjudications=[HOT], posts=[{}]) == "not_applicable"


def test_a_first_failure_is_not_guided(tell: Tell) -> None:
    """LAD-01: no notice arrived that guides or warns, and there is no sanction of any kind."""
    found = [{"offence": "missing_source"}]
    assert tell("LAD-01", adjudications=[A]) == found
    prompt = OWN | {"kind": "annotation_prompt", "delivered_at": T}
    assert tell("LAD-01", adjudications=[A], notices=[prompt]) == "pass"
    assert tell("LAD-01", adjudications=[A], notices=[prompt | {"delivered_at": None}]) == found
    assert (
        tell("LAD-01", adjudications=[A], notices=[prompt | {"kind": "sanction_notice"}]) == found
    )
    other = OWN | {"measure": "demonetisation"}
    assert tell("LAD-01", adjudications=[A], sanctions=[other]) == "pass"
    assert tell("LAD-01", adjudications=[B]) == "not_applicable"
    assert tell("LAD-01", adjudications=[A | {"decided_at": T - 3 * DAY + 1}]) == "not_applicable"
    assert tell("LAD-01", adjudications=[A, PRIOR], notices=[TOLD]) == "not_applicable"


@pytest.mark.parametrize(
    ("prior", "notice", "repeated"),
    [
        ({}, {}, True),
        ({}, {"delivered_at": T - 5 * DAY + 1}, False),
        ({}, {"cure_until": T - 5 * DAY}, True),
        ({}, {"cure_until": T - 5 * DAY + 1}, False),
        ({}, {"adjudication_id": "h"}, False),
        ({"offence": "unverified_repost"}, {}, False),
        ({"decided_at": T - 95 * DAY}, {}, True),
        ({"decided_at": T - 95 * DAY - 1}, {}, False),
        ({"overturned_at": T - 3 * DAY}, {}, False),
        ({"overturned_at": T - 3 * DAY + 1}, {}, True),
        ({"decided_at": T - 3 * DAY}, {}, False),
        ({"final": False}, {}, False),
    ],
)
def test_what_makes_a_repeat(
    tell: Tell, prior: dict[str, Any], notice: dict[str, Any], repeated: bool
) -> None:
    """Class, effect, window and notice of an earlier verdict, each at its bound."""
    told = tell("LAD-01", adjudications=[A, PRIOR | prior], notices=[TOLD | notice])
    assert told == ("not_applicable" if repeated else [{"offence": "missing_source"}])


def test_a_first_failure_is_overpunished(tell: Tell) -> None:
    """LAD-02: a warning or more for the first time, by the notice or by no named rule."""
    warned = OWN | {"measure": "warning", "starts_at": T - DAY}
    found = [{"sanction_id": "s", "measure": "warning", "at": T - DAY}]
    assert tell("LAD-02", adjudications=[A], sanctions=[warned]) == found
    by_notice = warned | {"legal_basis": "qinglang-2025"}
    assert tell("LAD-02", adjudications=[A], sanctions=[by_notice]) == found
    for other in ({"legal_basis": "house"}, {"measure": "guidance"}, {"measure": "demonetisation"}):
        assert tell("LAD-02", adjudications=[A], sanctions=[warned | other]) == "pass"
    tables = {"adjudications": [A, PRIOR], "sanctions": [warned], "notices": [TOLD]}
    assert tell("LAD-02", **tables) == "not_applicable"
    assert tell("LAD-02", adjudications=[A | {"verdict": "no_violation"}]) == "not_applicable"


def test_a_repost_is_unpunished(tell: Tell) -> None:
    """LAD-03: less than a warning that arrived, or a sanction that started."""
    found = [{"offence": "unverified_repost"}]
    assert tell("LAD-03", adjudications=[B]) == found
    guided = OWN | {"measure": "guidance"}
    assert tell("LAD-03", adjudications=[B], sanctions=[guided]) == found
    assert tell("LAD-03", adjudications=[B], sanctions=[guided | {"measure": "warning"}]) == "pass"
    stopped = guided | {"measure": "recommendation_stop"}
    assert tell("LAD-03", adjudications=[B], sanctions=[stopped]) == found
    warned = OWN | {"kind": "warning", "delivered_at": T}
    assert tell("LAD-03", adjudications=[B], notices=[warned]) == "pass"
    assert tell("LAD-03", adjudications=[A]) == "not_applicable"


def test_grave_malice_is_underpunished(tell: Tell) -> None:
    """LAD-05: it was answered, and with less than a long mute."""
    grave = C | {"severity": "serious"}
    found = [{"offence": "staged_event", "severity": "serious"}]
    mute = OWN | {"measure": "short_mute"}
    assert tell("LAD-05", adjudications=[grave], sanctions=[mute]) == found
    longer = mute | {"measure": "long_mute"}
    assert tell("LAD-05", adjudications=[grave], sanctions=[longer]) == "pass"
    assert tell("LAD-05", adjudications=[grave]) == "not_applicable"
    assert tell("LAD-05", adjudications=[C | {"severity": "ordinary"}]) == "not_applicable"
    unknown = C | {"severity": None}
    assert tell("LAD-05", adjudications=[unknown], sanctions=[mute]) == ("adjudications.severity",)
    gone = grave | {"post_id": "elsewhere"}
    assert tell("LAD-05", adjudications=[gone]) == ("post",)


def test_a_repeat_is_not_escalated(tell: Tell) -> None:
    """LAD-06: no step further than the verdicts that make it a repeat, below the highest."""
    repeat = {"adjudications": [A, PRIOR]}
    assert tell("LAD-06", notices=[TOLD], **repeat) == [{"step": -1, "prior_step": 0}]
    warned = OWN | {"notice_id": "m", "kind": "warning", "delivered_at": T}
    assert tell("LAD-06", notices=[TOLD, warned], **repeat) == "pass"
    before = {"adjudication_id": "i", "measure": "warning", "starts_at": T - 19 * DAY}
    assert tell("LAD-06", notices=[TOLD, warned], sanctions=[before], **repeat) == [
        {"step": 1, "prior_step": 1}
    ]
    highest = OWN | {"sanction_id": "r", "measure": "short_mute"}
    tables = {"notices": [TOLD], "sanctions": [before | {"measure": "closure"}, highest]}
    assert tell("LAD-06", **tables, **repeat) == "pass"
    assert tell("LAD-06", adjudications=[A]) == "not_applicable"
    other = {"offence": "other", "decided_at": T - 3 * DAY}
    assert tell("LAD-06", adjudications=[other, PRIOR], notices=[TOLD]) == "not_applicable"
