"""The truth about rankings and complaints, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

T = 1_758_643_200
DAY = 86_400

Tell = Callable[..., Any]


def test_an_advertisement_is_not_labelled(tell: Tell) -> None:
    """DIS-06: a place that was paid for says so."""
    found = [{"list_id": "hot", "rank": 1, "at": T - 50_000}]
    assert tell("DIS-06", rankings=[{"paid": True}]) == found
    assert tell("DIS-06", rankings=[{"paid": True, "labelled_ad": True}]) == "pass"
    assert tell("DIS-06", rankings=[{"paid": False}]) == "not_applicable"
    assert tell("DIS-06", rankings=[{"paid": None}]) == ("rankings.paid",)
    assert tell("DIS-06", rankings=[{"paid": True, "labelled_ad": None}]) == (
        "rankings.labelled_ad",
    )
    assert tell("DIS-06", rankings=[{"paid": None, "labelled_ad": True}]) == "not_applicable"


def test_a_refuted_post_was_still_ranked(tell: Tell) -> None:
    """DIS-07: a day after the verdict, to the second."""
    verdict = {"post_id": "p", "offence": "staged_event", "decided_at": T - 2 * DAY}
    due_at = T - DAY

    def ranked(from_ts: int, to_ts: int | None = None) -> Any:
        row = {"from_ts": from_ts, "to_ts": to_ts}
        return tell("DIS-07", rankings=[row], adjudications=[verdict])

    found = {"adjudication_id": "j", "list_id": "hot"}
    assert ranked(T - 3 * DAY) == [found | {"at": due_at}]
    assert ranked(T - 3 * DAY, due_at) == "pass"
    assert ranked(T - 3 * DAY, due_at + 1) == [found | {"at": due_at}]
    assert ranked(T - 9) == [found | {"at": T - 9}]
    assert ranked(T - 9, T - 10) == "pass"
    recent = verdict | {"decided_at": T - DAY + 1}
    assert tell("DIS-07", rankings=[{}], adjudications=[recent]) == "pass"
    assert tell("DIS-07", rankings=[{}]) == "not_applicable"


def test_a_complaint_is_overdue(tell: Tell) -> None:
    """CMP-01: the declared days and those of waiting for the complainant."""
    received = {"received_at": T - 15 * DAY}
    assert tell("CMP-01", complaints=[received]) == "pass"
    old = {"received_at": T - 15 * DAY - 1}
    assert tell("CMP-01", complaints=[old]) == [{"at": T - 1}]
    assert tell("CMP-01", complaints=[old | {"paused_days": 1}]) == "pass"
    assert tell("CMP-01", complaints=[old | {"decided_at": T - 1}]) == "pass"
    assert tell("CMP-01", complaints=[old | {"decided_at": T}]) == [{"at": T - 1}]
    assert tell("CMP-01", complaints=[old | {"declared_days": None}]) == (
        "complaints.declared_days",
    )
    quick = old | {"declared_days": None, "decided_at": T - 15 * DAY}
    assert tell("CMP-01", complaints=[quick]) == "pass"


def test_a_complaint_is_unacknowledged(tell: Tell) -> None:
    """CMP-02: three days; a decision is an acknowledgement too."""
    received_at = T - 3 * DAY
    row = {"received_at": received_at, "acknowledged_at": None}
    assert tell("CMP-02", complaints=[row]) == [{"at": T}]
    assert tell("CMP-02", complaints=[row | {"acknowledged_at": T}]) == "pass"
    assert tell("CMP-02", complaints=[row | {"decided_at": T}]) == "pass"
    assert tell("CMP-02", complaints=[row | {"received_at": received_at + 1}]) == "not_applicable"
    older = row | {"received_at": received_at - 1, "acknowledged_at": T}
    assert tell("CMP-02", complaints=[older]) == [{"at": T - 1}]
