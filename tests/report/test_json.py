"""The JSON report has everything that the contract names, and is streamed."""

from __future__ import annotations

import json
from collections.abc import Callable

from evaluator.model import Finding
from evaluator.report import RunReport

MakeReport = Callable[..., RunReport]
Rendered = Callable[..., str]


def test_shape(many_things: Callable[[str], RunReport], rendered: Rendered) -> None:
    """All keys of the contract, with the digests and every finding."""
    report = many_things("en")
    document = json.loads(rendered(report, "json"))
    assert list(document) == [
        "run",
        "controls",
        "quarantine",
        "repeated",
        "undecided",
        "waivers",
        "warnings",
        "findings_digest",
        "outcomes_digest",
        "findings",
    ]
    assert document["findings_digest"] == report.findings_digest
    assert document["outcomes_digest"] == report.outcomes_digest
    assert document["run"]["snapshot_digest"] == report.run.snapshot_digest
    assert document["run"]["complete"] is False
    assert document["run"]["overrides"]["complaint_days"] == {"default": None, "value": 30}
    assert document["controls"]["ANN-01"]["outcomes"]["undetermined"] == 3_300
    assert document["controls"]["RUM-01"]["not_evaluated"] == ["annotations"]
    assert document["quarantine"]["posts"]["count"] == 161
    assert document["quarantine"]["adjudications"]["unplaced"] == 2
    assert document["repeated"] == {"accounts": 0, "adjudications": 1_204, "posts": 0}
    assert document["undecided"]["count"] == 3
    assert len(document["findings"]) == report.total
    assert document["findings"][0]["id"] == next(report.findings()).finding_id


def test_one_finding_a_line(
    make_report: MakeReport, make_finding: Callable[..., Finding], rendered: Rendered
) -> None:
    """A finding is one line, so that tools that read lines can find it."""
    subject = "p\n\u2028\x1b"
    finding = make_finding("ANN-12", subject)
    text = rendered(make_report([finding]), "json", lang="zh")
    (line,) = [line for line in text.split("\n") if finding.finding_id in line]
    assert json.loads(line)["subject"] == subject
    assert "裁定 未知 已认定" in line


def test_no_findings(make_report: MakeReport, rendered: Rendered) -> None:
    """Without findings it is JSON too."""
    text = rendered(make_report(), "json")
    assert json.loads(text)["findings"] == []
    assert text.endswith('  "findings": []\n}\n')
