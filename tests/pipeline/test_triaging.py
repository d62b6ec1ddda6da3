"""Triage changes how a run comes to its result, and never the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.errors import TriageError
from evaluator.pipeline import Request
from evaluator.report import RunReport
from evaluator.synthetic import Blueprint, generate_snapshot
from tests.broken_plan import bundle_with_broken_plan
from tests.conftest import AS_OF, Run, WriteSnapshot
from tests.pipeline.conftest import Evaluate

Platform = dict[str, list[dict[str, Any]]]
#: Changes the JSON of one predicate.
Change = Callable[[dict[str, Any]], None]


def _judged(report: RunReport, code: str) -> int:
    return report.controls[code][1].candidates


@pytest.mark.parametrize("null_rate", [0.05, 1.0])
def test_digests_are_the_same(run: Evaluate, tmp_path: Path, null_rate: float) -> None:
    """With and without triage, whatever share of the facts is unknown."""
    snapshot = tmp_path / "generated"
    generate_snapshot(Blueprint(300, 11, AS_OF, 0.1, null_rate), snapshot)
    usual = run(snapshot, triage_from=0)
    other = run(Request(snapshot, triage=False))
    assert usual.findings_digest == other.findings_digest
    assert usual.outcomes_digest == other.outcomes_digest
    assert usual.total > 0
    assert _judged(usual, "ANN-01") < _judged(other, "ANN-01")


def test_other_parameters(run: Evaluate, small_snapshot: Path) -> None:
    """Overrides hold for predicates as for the judge."""
    overrides = {"label_grace_hours": 0, "source_required_topics": ["other"], "complaint_days": 1}
    usual = run(Request(small_snapshot, overrides=overrides), triage_from=0)
    other = run(Request(small_snapshot, overrides=overrides, triage=False))
    default = run(small_snapshot, triage_from=0)
    assert usual.findings_digest == other.findings_digest != default.findings_digest
    assert usual.outcomes_digest == other.outcomes_digest != default.outcomes_digest


def test_only_candidates_are_judged(run: Evaluate, small_snapshot: Path) -> None:
    """Candidates are few, and for exact predicates those that are found to violate."""
    report = run(small_snapshot, triage_from=0)
    for _, result in report.controls.values():
        assert result.exact
        assert result.candidates == result.outcomes["violation"]
    assert report.run.audit == 2_000


def test_few_subjects_are_judged_without_triage(run: Evaluate, small_snapshot: Path) -> None:
    """Below the number from which on it pays nothing is let go; predicates are exact still."""
    report = run(small_snapshot)
    assert _judged(report, "ANN-01") == 2_000
    assert report.controls["ANN-01"][1].exact
    assert report.run.audit == 0
    assert not any(name.startswith("Triage") for name in report.run.stages)


def test_quarantined_rows(run: Evaluate, write_snapshot: WriteSnapshot, platform: Platform) -> None:
    """Subjects that a quarantined row touches come out undetermined, triage or not."""
    platform["annotations"] = [
        {"annotation_id": "n1", "post_id": "p1", "kind": "source", "from_ts": "never"},
    ]
    snapshot = write_snapshot(platform)
    usual, other = run(snapshot, triage_from=0), run(Request(snapshot, triage=False))
    assert usual.outcomes_digest == other.outcomes_digest
    assert usual.findings_digest == other.findings_digest
    assert usual.controls["ANN-01"][1].missing == {"annotations:quarantined": 1, "posts.topic": 1}


# --- a predicate that is wrong ------------------------------------------------------------------


def _never(plan: dict[str, Any]) -> None:
    plan["violations"] = {"is": "anyof", "formulas": []}


def _applies_to_none(plan: dict[str, Any]) -> None:
    plan["applies"] = {"is": "anyof", "formulas": []}


def _nothing_missing(plan: dict[str, Any]) -> None:
    plan["missing"] = {}


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[Change], Path]:
    """Copies the bundle with one predicate of ANN-01 changed, as if it had been built so."""

    def break_it(change: Change) -> Path:
        return bundle_with_broken_plan(tmp_path / "broken", change)

    return break_it


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_never, "violation"),
        (_applies_to_none, "pass"),
        (_nothing_missing, "undetermined and names posts.topic"),
    ],
)
def test_the_audit_finds_a_broken_predicate(
    run: Evaluate,
    small_snapshot: Path,
    broken: Callable[[Change], Path],
    change: Change,
    said: str,
) -> None:
    """One subject that was let go wrongly fails the run, which names control and subject."""
    with pytest.raises(TriageError) as caught:
        run(Request(small_snapshot, only=["ANN-01"]), triage_from=0, bundle=broken(change))
    assert re.fullmatch(r"ANN-01: post [0-9a-f]+", caught.value.offender)
    assert caught.value.rule == f"triage let it go, and the judge says {said}"
    assert caught.value.remedy == (
        "Run it again with --no-triage, and report this as an error of the program."
    )
    assert caught.value.exit_code == 3


def test_a_failed_audit_on_the_command_line(
    qinglang: Run,
    small_snapshot: Path,
    broken: Callable[[Change], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ends with 3, names control and subject, and writes no report."""
    folder = broken(_never)
    monkeypatch.setenv("QINGLANG_TRIAGE_FROM", "0")
    ended = qinglang("evaluate", small_snapshot, "--bundle", folder)
    assert ended.code == 3
    assert "ANN-01: post" in ended.err
    assert "Controls:" not in ended.out
    assert "Traceback" not in ended.err


def test_without_an_audit_nothing_is_found(
    run: Evaluate, small_snapshot: Path, broken: Callable[[Change], Path]
) -> None:
    """It is the audit that finds it: with none the run is complete, and wrong."""
    request = Request(small_snapshot, only=["ANN-01"])
    right = run(request, triage_from=0, audit=0)
    wrong = run(request, triage_from=0, audit=0, bundle=broken(_never))
    assert wrong.run.complete
    assert right.controls["ANN-01"][1].outcomes["violation"] > 0
    assert wrong.controls["ANN-01"][1].outcomes["violation"] == 0


def test_a_broken_plan_is_not_used_without_triage(
    run: Evaluate, small_snapshot: Path, broken: Callable[[Change], Path]
) -> None:
    """``--no-triage`` judges everything, whatever the plan says."""
    request = Request(small_snapshot, triage=False)
    right, other = run(request), run(request, bundle=broken(_never))
    assert right.total > 0
    assert other.findings_digest == right.findings_digest
