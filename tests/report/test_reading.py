"""The outcomes of a JSON report come back as they were written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.errors import UsageError
from evaluator.report import FORMATS, ReportOptions, read_outcomes
from tests.report.conftest import MakeReport


def test_round_trip(make_report: MakeReport, tmp_path: Path) -> None:
    """Run and results are those of the report that was written."""
    report = make_report([])
    path = tmp_path / "run.json"
    with path.open("w", encoding="utf-8") as stream:
        FORMATS["json"].write(report, stream, ReportOptions())
    read = read_outcomes(path)
    run = report.run
    assert (read.run_id, read.platform_id, read.snapshot_id) == (
        run.run_id,
        run.platform_id,
        run.snapshot_id,
    )
    assert (read.as_of, read.complete) == (run.as_of, run.complete)
    assert {code: result.outcome_line() for code, result in read.results.items()} == {
        code: result.outcome_line() for code, (_, result) in report.controls.items()
    }


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", json.dumps({"run": {}, "controls": {}}), '{"run": 1, "controls": 2}']
)
def test_what_is_no_report(tmp_path: Path, text: str) -> None:
    """A file that is no report is refused, with the way to write one."""
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_outcomes(path)
    assert caught.value.rule == "is no JSON report of a run"
    assert caught.value.remedy.endswith("-o json:FILE`.")


def test_no_such_file(tmp_path: Path) -> None:
    """A file that cannot be read is named."""
    with pytest.raises(UsageError, match=r"gone\.json: cannot be read \(No such file"):
        read_outcomes(tmp_path / "gone.json")
