"""What snapshots are generated from."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from evaluator.errors import UsageError
from evaluator.synthetic import Blueprint
from evaluator.synthetic.blueprint import Quota

T = 1_758_643_200


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"posts": -1}, "posts -1: must be 0 or more. Ask for fewer or none."),
        (
            {"null_rate": 1.5},
            "null_rate 1.5: must lie between 0 and 1. Give a share: 0.01 is 1 %.",
        ),
        (
            {"violation_rate": float("nan")},
            "violation_rate nan: must lie between 0 and 1. Give a share: 0.01 is 1 %.",
        ),
        (
            {"as_of": T * 1000},
            (
                "as_of 1758643200000: must be epoch seconds after 1753286400,"
                " when the campaign began. Choose a later moment."
            ),
        ),
        (
            {"as_of": 5, "days": 3},
            (
                "as_of 5: must be epoch seconds after 1483200000, which is long before it."
                " Choose a later moment."
            ),
        ),
        ({"days": 0}, "days 0: must be 1 or more. Ask for more days."),
        (
            {"days": 9_999},
            (
                "days 9999: reach back beyond 1483200000 (epoch seconds), when no account existed."
                " Ask for fewer days."
            ),
        ),
        (
            {"days_before": 62},
            (
                "62 days before as_of: must lie after 1753286400 (epoch seconds), where the window"
                " begins. Ask for fewer days."
            ),
        ),
        (
            {"days_before": -1},
            (
                "-1 days before as_of: must lie after 1753286400 (epoch seconds), where the window"
                " begins. Ask for fewer days."
            ),
        ),
    ],
)
def test_nonsense_is_refused(
    blueprint: Callable[..., Blueprint], given: dict[str, Any], message: str
) -> None:
    """A blueprint says what is wrong with a number, and what would be right."""
    with pytest.raises(UsageError) as refused:
        blueprint(**given)
    assert str(refused.value) == message


def test_the_window_is_the_campaign_or_so_many_days(blueprint: Callable[..., Blueprint]) -> None:
    """Without days a snapshot begins with the campaign, with them so many days before as_of."""
    assert blueprint().window_from == 1_753_286_400
    assert blueprint(days=10).window_from == T - 10 * 86_400


def test_quotas_are_kept_evenly() -> None:
    """Violations come at the rate that was asked for, and the first one comes soon."""
    quota = Quota(1, 0.01)
    due = [place for place in range(10_000) if quota.due("ANN-01")]
    assert len(due) in {100, 101}
    assert due[0] < 50
    assert {after - before for before, after in itertools.pairwise(due)} == {100}


def test_quotas_differ_by_control_and_seed() -> None:
    """Controls do not all fail for the same subject."""
    first = {
        (seed, control): next(place for place in range(200) if quota.due(control))
        for seed in range(5)
        for control in ("ANN-01", "ANN-09")
        for quota in [Quota(seed, 0.01)]
    }
    assert len(set(first.values())) > 5


def test_a_platform_is_shown_day_by_day(blueprint: Callable[..., Blueprint]) -> None:
    """The earliest day comes first, and the last one is the blueprint itself."""
    days = blueprint().daily(3)
    assert [day.shown_at for day in days] == [T - 172_800, T - 86_400, T]
    assert days[-1] == blueprint()
    with pytest.raises(UsageError) as refused:
        blueprint().daily(0)
    assert str(refused.value) == "0 daily snapshots: are none. Ask for 1 or more."
