"""A report never contradicts itself, and is never shorter than it says."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from evaluator.errors import QinglangError
from evaluator.model import Finding
from evaluator.report import RunReport, UndecidedSubject

MakeReport = Callable[..., RunReport]
MakeFinding = Callable[..., Finding]


@pytest.mark.parametrize(
    "contradiction",
    [
        {"complete": False},
        {"incomplete": ("something is missing",)},
        {"undecided_total": 1},
        {
            "complete": False,
            "incomplete": ("x",),
            "undecided": (UndecidedSubject("post", "p", "x"),),
        },
    ],
)
def test_contradictions(make_report: MakeReport, contradiction: dict[str, object]) -> None:
    """A partial result that looks complete cannot be made."""
    with pytest.raises(ValueError, match=r"complete|undecided"):
        make_report(**contradiction)


def test_counts(make_report: MakeReport, make_finding: MakeFinding) -> None:
    """Findings are counted in all and by control; controls without findings are left out."""
    report = make_report([make_finding("ANN-12", "p1"), make_finding("ANN-12", "p2")])
    assert report.total == 2
    assert report.by_control() == {"ANN-12": 2}
    assert [finding.subject_id for finding in report.stream()] == ["p1", "p2"]


def test_findings_that_were_lost(make_report: MakeReport, make_finding: MakeFinding) -> None:
    """What is read back must be as much as was counted."""
    report = make_report([make_finding("ANN-12", "p1")])
    lost = dataclasses.replace(report, findings=lambda: iter(()))
    with pytest.raises(QinglangError) as caught:
        list(lost.stream())
    assert str(caught.value) == (
        f"findings of run {report.run.run_id}: 1 were counted, but 0 could be read back. "
        "Run again; the report that was being written is not usable."
    )
