"""Waived findings stay findings; what should not be waived, or no longer, counts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from evaluator.model import ControlResult, Finding
from evaluator.report import RunReport, Waiver, Waivers, WaiverState, exit_code

MakeReport = Callable[..., RunReport]
MakeFinding = Callable[..., Finding]

#: 2025-08-15T00:00+08:00.
TODAY = 1_755_187_200
WAIVER = Waiver(
    waiver_id="w-1",
    codes=frozenset({"ANN-01", "ANN-91"}),
    control="ANN-01",
    direction="under",
    subject="p1",
    cause={},
    reason="the importer is being replaced",
    owner="product owner",
    approver="head of compliance",
    basis="decision 2025-14",
    first=date(2025, 8, 1),
    last=date(2025, 8, 31),
    place="waivers.yaml line 2",
)


def _waivers(**changes: Any) -> Waivers:
    return Waivers((dataclasses.replace(WAIVER, **changes),), TODAY, 90)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, WaiverState.ACTIVE),
        ({"first": date(2025, 8, 15), "last": date(2025, 8, 15)}, WaiverState.ACTIVE),
        ({"first": date(2025, 8, 16)}, WaiverState.FUTURE),
        ({"last": date(2025, 8, 14)}, WaiverState.EXPIRED),
        ({"approver": " Product Owner "}, WaiverState.SELF_APPROVED),
        ({"subject": None}, WaiverState.TOO_WIDE),
        ({"subject": None, "cause": {"topic": "x"}}, WaiverState.ACTIVE),
        ({"last": date(2025, 10, 29)}, WaiverState.ACTIVE),
        ({"last": date(2025, 10, 30)}, WaiverState.TOO_LONG),
    ],
)
def test_states(changes: dict[str, Any], state: WaiverState) -> None:
    """Both days count; roles are compared whatever their case."""
    waivers = _waivers(**changes)
    assert waivers.state(waivers.waivers[0]) is state


@pytest.mark.parametrize(
    ("changes", "covered"),
    [
        ({}, True),
        ({"codes": frozenset({"ANN-02"})}, False),
        ({"direction": "over"}, False),
        ({"subject": "p2"}, False),
        ({"subject": None, "cause": {"topic": "x"}}, True),
        ({"cause": {"topic": "y"}}, False),
        ({"cause": {"topic": "x", "more": 1}}, False),
        ({"cause": {"rank": 1}}, True),
        ({"cause": {"rank": True}}, False),
    ],
)
def test_what_it_is_about(
    make_finding: MakeFinding, changes: dict[str, Any], covered: bool
) -> None:
    """Control, direction, subject and every part of the cause must agree."""
    cause = {"topic": "x", "rank": 1}
    finding = make_finding("ANN-01", "p1", {"topic": "x"}, cause)
    assert _waivers(**changes).waivers[0].covers(finding) is covered


def _waived(report: RunReport, waivers: Waivers) -> RunReport:
    return dataclasses.replace(report, waivers=waivers, waived=waivers.applied(report.findings()))


def test_exit_code(make_report: MakeReport, make_finding: MakeFinding) -> None:
    """What is waived does not count; everything else does, and so does what hangs on no finding."""
    one, two = (make_finding("ANN-01", subject, {"topic": "x"}, {}) for subject in ("p1", "p2"))
    only = _waived(make_report([one], incomplete=()), _waivers())
    assert exit_code(only, fail_on="low").code == 0
    assert only.total == 1
    both = _waived(make_report([one, two], incomplete=()), _waivers())
    assert exit_code(both, fail_on="low") == (1, "1 finding of severity low or above")
    expired = _waived(make_report([one], incomplete=()), _waivers(last=date(2025, 8, 14)))
    assert exit_code(expired, fail_on="low").code == 1
    assert [(use.state, use.findings) for use in expired.waived.uses] == [("expired", 1)]
    (control, _) = only.controls["ANN-01"]
    unknown = ControlResult("ANN-01", {"undetermined": 1}, {"posts.topic": 1})
    unclear = dataclasses.replace(only, controls={"ANN-01": (control, unknown)})
    assert exit_code(unclear, fail_on="low", max_undetermined=0.0).code == 1
    broken = _waived(make_report([one], complete=False, incomplete=("a reason",)), _waivers())
    assert exit_code(broken, fail_on="low").code == 3


def test_reports(
    make_report: MakeReport, make_finding: MakeFinding, rendered: Callable[..., str]
) -> None:
    """Every format keeps the finding; those with a place for it say by whom it is waived."""
    finding = make_finding("ANN-01", "p1", {"topic": "x"}, {})
    report = _waived(make_report([finding]), _waivers())
    document = json.loads(rendered(report, "json"))
    assert document["findings"][0]["waived_by"] == "w-1"
    assert (document["waivers"][0]["state"], document["waivers"][0]["findings"]) == ("active", 1)
    lines = [json.loads(line) for line in rendered(report, "ndjson").splitlines()]
    assert [line["waived_by"] for line in lines if line["type"] == "finding"] == ["w-1"]
    assert [line["id"] for line in lines if line["type"] == "waiver"] == ["w-1"]
    (result,) = json.loads(rendered(report, "sarif"))["runs"][0]["results"]
    (suppression,) = result["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["justification"].startswith("w-1: the importer is being replaced")
    text = rendered(report, "console")
    assert "Waived: 1 of the findings" in text
    assert "w-1" in text
    unused = _waived(make_report([]), _waivers())
    assert "active, unused" in rendered(unused, "console")
    assert "尚未生效" in rendered(
        _waived(make_report([]), _waivers(first=date(2025, 8, 16))), "console", lang="zh"
    )
