"""The truth about the platform as a whole, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

T = 1_758_643_200
DAY = 86_400

Tell = Callable[..., Any]


def _prompted(shown: list[bool | None], channel: str | None = "app") -> list[dict[str, Any]]:
    return [
        {"post_id": f"{channel}{n}", "publish_channel": channel, "label_prompt_shown": each}
        for n, each in enumerate(shown)
    ]


def test_a_prompt_is_not_shown(tell: Tell) -> None:
    """ANN-14: more than one in a hundred posts of app or web, reposts and deleted ones aside."""
    many: list[bool | None] = [True] * 99
    assert tell("ANN-14", posts=_prompted([*many, False])) == "pass"
    assert tell("ANN-14", posts=_prompted([*many[1:], False])) == [
        {"publish_channel": "app", "not_shown": 1, "posts": 99}
    ]
    assert tell("ANN-14", posts=_prompted([False], channel="api")) == "not_applicable"
    for other in ({"origin": "repost"}, {"deleted_at": T}, {"published_at": 1_753_286_399}):
        posts = [*_prompted([True]), {"post_id": "q", "label_prompt_shown": False} | other]
        assert tell("ANN-14", posts=posts) == "pass"


def test_unknown_prompts_and_channels_decide(tell: Tell) -> None:
    """ANN-14: where the unknown ones could make too many."""
    many: list[bool | None] = [True] * 99
    assert tell("ANN-14", posts=_prompted([*many, None])) == "pass"
    assert tell("ANN-14", posts=_prompted([*many[1:], None])) == ("posts.label_prompt_shown",)
    astray = _prompted([None], channel=None)
    assert tell("ANN-14", posts=[*_prompted([*many]), *astray]) == ("posts.publish_channel",)
    assert tell("ANN-14", posts=astray) == ("posts.publish_channel",)
    assert tell("ANN-14", posts=_prompted([True], channel=None)) == "not_applicable"
    both = [*_prompted([False]), *_prompted([False], channel="web"), *astray]
    assert [found["publish_channel"] for found in tell("ANN-14", posts=both)] == ["app", "web"]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ({}, "pass"),
        ({"statement": "partly"}, [{"reason": "statement"}]),
        (
            {"statement": "not_in_place", "expires_at": T - 1},
            [{"reason": "statement"}, {"reason": "expired"}],
        ),
        ({"evidence_hash": None}, ("capabilities.evidence_hash",)),
        ({"evidence_hash": None, "expires_at": T - 1}, [{"reason": "expired"}]),
        ({"duty": "certification"}, ("capabilities.detection",)),
    ],
)
def test_a_duty_is_stated(tell: Tell, statement: dict[str, Any], told: object) -> None:
    """GOV-01: the latest statement says that it is in place, still holds, and has evidence."""
    assert tell("GOV-01", capabilities=[statement]) == told


def test_the_latest_statement_counts(tell: Tell) -> None:
    """GOV-01: by time, then by id."""
    bad = {"capability_id": "q", "statement": "partly"}
    good = {"capability_id": "r"}
    assert tell("GOV-01", capabilities=[bad, good]) == "pass"
    later = bad | {"attested_at": T - 99}
    assert tell("GOV-01", capabilities=[later, good]) == [{"reason": "statement"}]
    assert tell("GOV-13", capabilities=[bad | {"duty": "refutation_label"}]) == [
        {"reason": "statement"}
    ]


def test_a_list_is_stale(tell: Tell) -> None:
    """GOV-14: each category was updated within ninety days, and there is a list at all."""
    assert tell("GOV-14") == [{"reason": "none"}]
    old, older = ({"updated_at": T - 90 * DAY - age} for age in (0, 1))
    assert tell("GOV-14", negative_lists=[old, older | {"list_id": "h"}]) == "pass"
    assert tell("GOV-14", negative_lists=[older]) == [{"reason": "stale", "category": "rumour"}]


def test_education_has_lapsed(tell: Tell) -> None:
    """GOV-15: one lesson within thirty days."""
    assert tell("GOV-15", education=[{"held_at": T - 30 * DAY}]) == "pass"
    assert tell("GOV-15", education=[{"held_at": T - 30 * DAY - 1}]) == [{}]


def test_an_order_is_overdue(tell: Tell) -> None:
    """GOV-16: closed in time, or not yet due."""
    found = [{"order_id": "d", "at": T - 1}]
    assert tell("GOV-16", rectifications=[{}]) == found
    assert tell("GOV-16", rectifications=[{"closed_at": T - 1}]) == "pass"
    assert tell("GOV-16", rectifications=[{"closed_at": T}]) == found
    assert tell("GOV-16", rectifications=[{"due_at": T}]) == "pass"
    assert tell("GOV-16") == "not_applicable"
