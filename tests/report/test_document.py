"""The parts of a report for programs hold what the contract names."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.model import ControlResult, Fault, Finding, QuarantinedRow, TableSummary
from evaluator.report import Override, RunReport, UndecidedSubject
from evaluator.report.document import (
    control_part,
    finding_part,
    quarantine_part,
    repeated_part,
    run_part,
    undecided_part,
)

MakeReport = Callable[..., RunReport]


def test_run(make_report: MakeReport) -> None:
    """Ids, digests, engine and times; an override shows default and value."""
    report = make_report(overrides={"standing_from": Override(1_688_918_400, 0)})
    part = run_part(report.run)
    assert part["overrides"] == {"standing_from": {"default": 1_688_918_400, "value": 0}}
    assert part["complete"] is True
    assert {
        "run_id",
        "platform_id",
        "snapshot_id",
        "framework",
        "as_of",
        "snapshot_digest",
        "bundle_digest",
        "engine",
        "started_at",
        "finished_at",
        "stages",
        "incomplete",
    } <= part.keys()


def test_control() -> None:
    """All four outcomes are there, also those that did not occur."""
    result = ControlResult("X", {"pass": 2}, {"posts.topic": 1}, candidates=5, exact=True)
    assert control_part(result) == {
        "outcomes": {"violation": 0, "undetermined": 0, "pass": 2, "not_applicable": 0},
        "missing": {"posts.topic": 1},
        "not_evaluated": [],
        "candidates": 5,
        "exact": True,
    }


def test_finding(make_report: MakeReport, make_finding: Callable[..., Finding]) -> None:
    """A finding has exactly the keys of the contract."""
    finding = make_finding("LAD-06", "j1", {"step": 0, "prior_step": 1}, {"offence": "x"})
    control, _ = make_report().controls["LAD-06"]
    part = finding_part(finding, control, "en")
    message = part.pop("message")
    assert "step 0 of the ladder now, step 1 before" in message
    assert part == {
        "id": finding.finding_id,
        "control": "LAD-06",
        "subject": "j1",
        "identity": {},
        "facts": {"step": 0, "prior_step": 1},
        "severity": "medium",
        "direction": "under",
        "nature": "state",
        "cause": {"offence": "x"},
    }


def test_quarantine_and_repeated(
    make_report: MakeReport, make_summary: Callable[..., TableSummary]
) -> None:
    """Counts of rows, and the first faults with place and raw value."""
    row = QuarantinedRow("posts", "posts.csv", 7, "p7", (Fault("topic", "is no topic", "x"),))
    table = make_summary(
        "posts", 10, quarantined=2, unplaced={"account_id": 1}, unplaced_rows=1, first=(row,)
    )
    assert quarantine_part(table) == {
        "count": 2,
        "unplaced": 1,
        "faults": [
            {
                "file": "posts.csv",
                "row": 7,
                "key": "p7",
                "faults": [{"column": "topic", "rule": "is no topic", "value": "x"}],
            }
        ],
    }
    report = make_report(quarantine={"posts": make_summary("posts", 10, repeated=3)})
    assert repeated_part(report) == {"posts": 3}


def test_undecided(make_report: MakeReport) -> None:
    """All undecided subjects are counted, the first named."""
    report = make_report(
        complete=False,
        incomplete=("x",),
        undecided=(UndecidedSubject("post", "p1", "took too long"),),
        undecided_total=2,
    )
    assert undecided_part(report) == {
        "count": 2,
        "first": [{"subject_kind": "post", "subject": "p1", "reason": "took too long"}],
    }
