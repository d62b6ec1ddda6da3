"""SARIF, JUnit, OSCAL, annotations, Markdown and workbooks: valid, bounded and safe."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from sarif_kit import validation_errors

from evaluator.bundle import Bundle
from evaluator.report import FORMATS, Language, ReportOptions, RunReport
from evaluator.report import junit as junit_module
from evaluator.report import oscal as oscal_module
from evaluator.report import sarif as sarif_module
from evaluator.report import xlsx as xlsx_module
from tests.report.conftest import MakeFinding, MakeReport
from tests.report.hostile import HOSTILE

Rendered = Callable[..., str]
ManyThings = Callable[[Language], RunReport]


@pytest.fixture
def hostile(make_report: MakeReport, make_finding: MakeFinding) -> RunReport:
    """A report of which every text that comes from outside wants to do harm."""
    findings = [
        make_finding("LAD-06", text, {"step": text, "prior_step": 1}, {"offence": text})
        for text in HOSTILE
    ]
    return make_report(findings, platform_id=HOSTILE[0], snapshot_id=HOSTILE[4], warnings=HOSTILE)


def _sarif(text: str) -> Any:
    log = json.loads(text)
    assert not validation_errors(log)
    return log["runs"][0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sarif(many_things: ManyThings, rendered: Rendered, lang: Language, bundle: Bundle) -> None:
    """Valid; a rule a control with help; each result at its rule, with the finding's id."""
    report = many_things(lang)
    run = _sarif(rendered(report, "sarif", lang=lang))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(report.controls)
    assert all(rule["help"]["markdown"] and rule["shortDescription"]["text"] for rule in rules)
    assert len(run["results"]) == report.total
    for result, finding in zip(run["results"], report.findings(), strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.control
        assert result["partialFingerprints"] == {"finding/v1": finding.finding_id}
        place = result["locations"][0]["physicalLocation"]
        module = bundle.folder / place["artifactLocation"]["uri"].removeprefix("policies/")
        line = module.read_text().splitlines()[place["region"]["startLine"] - 1]
        assert line.startswith("violations")
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 3
    levels = [one["level"] for one in invocation["toolExecutionNotifications"]]
    assert (levels.count("error"), levels.count("warning")) == (2, 1)


def test_oscal(many_things: ManyThings, rendered: Rendered, tmp_path: Path) -> None:
    """compliance-trestle reads it; a control is satisfied only where nothing is unknown."""
    from trestle.oscal.assessment_results import AssessmentResults

    report = many_things("en")
    path = tmp_path / "assessment-results.json"
    path.write_text(rendered(report, "oscal"), encoding="utf-8")
    read = AssessmentResults.oscal_read(path)
    assert read is not None
    (result,) = read.results
    states = {
        one.target.target_id: (one.target.status.state.value, one.target.status.reason)
        for one in result.findings
    }
    assert states["ANN-01"] == ("not-satisfied", "fail")
    assert states["ANN-09"] == ("satisfied", "pass")
    assert states["CER-04"] == ("not-satisfied", "other")
    assert len(result.observations) == report.total
    assert rendered(report, "oscal") == path.read_text(encoding="utf-8")


def test_junit(many_things: ManyThings, rendered: Rendered) -> None:
    """Failed, skipped and in error are counted; a case of its own says that a run is incomplete."""
    root = fromstring(rendered(many_things("en"), "junit"))
    cases = {case.get("name", "").partition(" ")[0]: case for case in root.iter("testcase")}
    assert cases["complete"].find("error") is not None
    failure = cases["ANN-12"].find("failure")
    assert failure is not None
    assert (failure.get("message"), failure.get("type")) == ("1,451 findings", "high")
    assert cases["CER-04"].find("skipped") is not None
    assert list(cases["ANN-09"]) == []
    for suite in root:
        for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(kind, "")) == len(list(suite.iter(tag)))
        assert int(suite.get("tests", "")) == len(list(suite))


def test_undetermined_is_no_pass(
    make_report: MakeReport, rendered: Rendered, many_things: ManyThings
) -> None:
    """A control of which nothing violates and something is unknown is skipped."""
    control, result = many_things("en").controls["ANN-01"]
    quiet = dataclasses.replace(result, outcomes={"undetermined": 7, "pass": 9})
    report = make_report(controls={"ANN-01": (control, quiet)})
    root = fromstring(rendered(report, "junit"))
    skipped = root.find(".//skipped")
    assert skipped is not None
    assert skipped.get("message") == "Undetermined 7: posts.topic 3,300"


def test_github(many_things: ManyThings, rendered: Rendered) -> None:
    """An annotation a cause at its rule, ten at most, and one that tells of the others."""
    lines = rendered(many_things("en"), "github").splitlines()
    assert lines[0].startswith("::error title=INCOMPLETE::rows in quarantine: 248")
    report = many_things("en")
    control, _ = report.controls["ANN-12"]
    file = f"policies/{control.modules[0]}"
    assert any(line.startswith(f"::error file={file},line=") for line in lines)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


def _workbook(report: RunReport) -> Any:
    packed = io.BytesIO()
    stream = io.TextIOWrapper(packed, encoding="utf-8", newline="")
    FORMATS["xlsx"].write(report, stream, ReportOptions())
    stream.flush()
    return openpyxl.load_workbook(io.BytesIO(packed.getvalue()))


def test_xlsx(many_things: ManyThings) -> None:
    """Four sheets; numbers are numbers; every finding is a row."""
    report = many_things("en")
    book = _workbook(report)
    assert book.sheetnames == ["Run", "Controls", "Undetermined", "Findings"]
    assert book["Findings"].max_row == report.total + 1
    counts = {row[0]: row[5] for row in book["Controls"].iter_rows(values_only=True)}
    assert counts["ANN-12"] == 1_451


def test_markdown(many_things: ManyThings, rendered: Rendered) -> None:
    """Controls that have something to say, the largest causes, and where the rest is."""
    text = rendered(many_things("en"), "markdown")
    assert text.startswith("## ⛔ qinglang: INCOMPLETE, 1,466 findings\n")
    assert "| 🔴 **ANN-12** Refutation label missing | under | 1,451 | 0 | 18 | 1,276,225 |" in text
    assert "1 more control has neither findings nor anything undetermined." in text


def test_nothing_from_outside_is_obeyed(hostile: RunReport, rendered: Rendered) -> None:
    """Markup, formulas, workflow commands and control characters stay text in every format."""
    assert len(_sarif(rendered(hostile, "sarif"))["results"]) == len(HOSTILE)
    root = fromstring(rendered(hostile, "junit"))
    assert root.find(".//x") is None
    lines = rendered(hostile, "github").split("\n")
    assert not [line for line in lines if line.startswith("::warning::y")]
    text = rendered(hostile, "markdown")
    assert "<img" not in text.replace("\\<img", "")
    assert "\\[x\\]\\(javascript:y\\)" in text
    page = rendered(hostile, "html")
    assert "<script" not in page
    assert "<img" not in page
    book = _workbook(hostile)
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    quoted = [cell for cell in cells if str(cell.value).startswith(("=", "@"))]
    assert quoted
    assert all(cell.quotePrefix for cell in quoted)


@pytest.mark.parametrize(
    ("module", "form", "pointer"),
    [
        (sarif_module, "sarif", "All findings: -o csv:findings.csv"),
        (oscal_module, "oscal", "All findings: -o csv:findings.csv"),
        (junit_module, "junit", "All findings: -o csv:findings.csv"),
    ],
)
def test_large_results_are_bounded(  # noqa: PLR0913, PLR0917 (a case and four fixtures)
    many_things: ManyThings,
    rendered: Rendered,
    monkeypatch: pytest.MonkeyPatch,
    module: Any,
    form: str,
    pointer: str,
) -> None:
    """Beyond the limit some of every control are shown, and where the rest is."""
    whole = len(rendered(many_things("en"), form))
    monkeypatch.setattr(module, "MOST", 30)
    text = rendered(many_things("en"), form)
    assert len(text) < whole
    assert "more findings are not shown." in text
    assert pointer in text


def test_a_large_workbook_is_bounded(
    many_things: ManyThings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet of the run says what the sheet of findings leaves out."""
    monkeypatch.setattr(xlsx_module, "MOST", 30)
    book = _workbook(many_things("en"))
    assert book["Findings"].max_row == 31
    told = [row[1] for row in book["Run"].iter_rows(values_only=True)]
    assert "1,436 more findings are not shown. All findings: -o csv:findings.csv" in told
