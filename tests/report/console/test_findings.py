"""Causes are shown in equal shares, with an example, and a way to the rest."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from evaluator.model import Control, ControlResult, Finding
from evaluator.report import RunReport
from evaluator.report.console import findings as module

MakeReport = Callable[..., RunReport]
MakeFinding = Callable[..., Finding]
Rendered = Callable[..., str]


@pytest.fixture
def three(controls: Mapping[str, Control]) -> dict[str, tuple[Control, ControlResult]]:
    """One control of each direction."""
    directions: dict[str, Any] = {"ANN-01": "under", "LAD-01": "over", "CER-04": "privacy"}
    return {
        code: (
            dataclasses.replace(controls[code], direction=direction),
            ControlResult(code, {}, {}),
        )
        for code, direction in directions.items()
    }


def _section(text: str) -> list[str]:
    (section,) = [part for part in text.split("\n\n") if part.startswith("Findings by cause")]
    return section.splitlines()


def test_directions(
    make_report: MakeReport,
    make_finding: MakeFinding,
    rendered: Rendered,
    three: dict[str, tuple[Control, ControlResult]],
) -> None:
    """A single finding about privacy is seen beside a thousand others."""
    findings = [
        make_finding("ANN-01", f"p{number}", {}, {"post.account_id": f"a{number % 50}"})
        for number in range(1_000)
    ]
    findings += [
        make_finding("CER-04", "acc", {"grant_id": "g1"}, {"field": "law"}, direction="privacy")
    ]
    report = make_report(findings, controls=three)
    lines = _section(rendered(report, causes=3, width=130))
    assert lines[0] == "Findings by cause: 1,001 findings, 51 causes"
    assert lines[1] == "  Under-enforcement: 1,000 findings"
    assert lines[2] == "       20  ANN-01  medium  Source missing: post.account_id = a0"
    assert lines[-8:-5] == [
        "  Over-enforcement: no findings",
        "  Privacy: 1 finding",
        "        1  CER-04  high    Selling as an uncertified professional: field = law",
    ]
    assert lines[-5].startswith(
        "           e.g. acc: Grant g1 lets this account sell in the field unk"
    )
    assert lines[-3:] == [
        "  960 findings of other causes are not shown.",
        "  All findings: -o csv:findings.csv",
        (
            "  Those of one line, where the run was recorded: qinglang findings list -o csv "
            "--state violating --control CODE --cause NAME=VALUE"
        ),
    ]


def test_same_message(
    make_report: MakeReport, make_finding: MakeFinding, rendered: Rendered
) -> None:
    """A message that stands right above is not repeated, its subject is."""
    findings = [
        make_finding("ANN-01", f"p{account}", {"topic": topic}, {"post.account_id": account})
        for account, topic in (("a", "x"), ("b", "x"), ("c", "y"))
    ]
    lines = _section(rendered(make_report(findings), width=200))
    examples = [line.strip() for line in lines if "e.g." in line]
    assert examples[1] == "e.g. pb: as above"
    assert [line.split(" needs")[0] for line in (examples[0], examples[2])] == [
        "e.g. pa: The topic of this post (x)",
        "e.g. pc: The topic of this post (y)",
    ]


def test_more_than_could_be_tracked(
    make_report: MakeReport,
    make_finding: MakeFinding,
    rendered: Rendered,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where causes were too many to count, the report says so."""
    count = module.count_causes
    monkeypatch.setattr(module, "count_causes", lambda *given: count(*given, tracked=2))
    accounts = ["a"] * 9 + ["b"] * 5 + ["c", "d", "e"]
    findings = [
        make_finding("ANN-01", f"p{number}", {}, {"post.account_id": account})
        for number, account in enumerate(accounts)
    ]
    lines = _section(rendered(make_report(findings)))
    assert lines[0] == "Findings by cause: 17 findings, over 2 causes"
    assert lines[2].startswith("     9  ANN-01")
    assert "  3 findings of other causes are not shown." in lines


def test_clauses(make_report: MakeReport, make_finding: MakeFinding, rendered: Rendered) -> None:
    """The clauses that are broken are quoted, once each, where their text is known."""
    findings = [make_finding("ANN-01", "p1"), make_finding("ANN-09", "p2")]
    report = make_report(findings, clauses={"2.3 s1": "Sources.", "3.2 s1": "Labels.", "x": "Not."})
    assert "\nClauses\n  2.3 s1  Sources.\n  3.2 s1  Labels.\n\n" in rendered(report)
