"""``qinglang framework`` as its user calls it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.bundle import load_bundle
from evaluator.findings import open_store
from tests.bundle.conftest import seal
from tests.conftest import Run
from tests.findings.conftest import record

__all__ = ["seal"]


def test_show(qinglang: Run) -> None:
    """Programs get every clause, what cannot be checked, and every parameter with its basis."""
    framework = load_bundle().framework
    ended = qinglang("framework", "show", "-o", "json")
    shown = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert shown["clauses"] == {name: text["en"] for name, text in framework.clauses.items()}
    assert len(shown["not_checkable"]) == len(framework.not_checkable)
    assert shown["window"] == {"from": 1753286400, "until": 1758643200}
    assert shown["parameters"]["campaign_start"]["value"] == 1753286400
    assert shown["parameters"]["action_days"] == {
        "type": "integer",
        "unit": "days",
        "value": 3,
        "basis": "house",
        "description": "Time within which anything is done about a verdict.",
    }


def test_show_in_chinese(qinglang: Run) -> None:
    """Readers get the texts in their language, and times with their offset."""
    ended = qinglang("framework", "show", "--lang", "zh")
    assert ended.code == 0
    assert "应标未标的内容不得进入推荐池。" in ended.out
    assert "from: 2025-07-24 00:00:00 +08:00" in ended.out


def test_coverage_of_a_report(qinglang: Run, small_snapshot: Path, tmp_path: Path) -> None:
    """Outcomes of a report and attestations of its snapshot stand beside their controls."""
    report = tmp_path / "run.json"
    run = qinglang("evaluate", small_snapshot, "--only", "GOV,ANN-01", "-o", f"json:{report}")
    assert run.code in {0, 1}
    counted = json.loads(report.read_text())["controls"]
    command = ["framework", "coverage", "--report", report, "--snapshot", small_snapshot]
    ended = qinglang(*command, "-o", "json")
    assert (ended.code, ended.err) == (0, "")
    shown = json.loads(ended.out)
    controls = {each["code"]: each for part in shown["clauses"] for each in part["controls"]}
    assert shown["run"]["complete"] is True
    assert controls["ANN-01"]["result"]["outcomes"] == counted["ANN-01"]["outcomes"]
    assert controls["ANN-02"]["result"]["outcome"] == "not_in_run"
    assert controls["GOV-01"]["attestation"]["age_days"] >= 0
    text = qinglang(*command, "--lang", "zh").out
    assert "声明角色" in text
    assert "无法检查" in text


def test_coverage_of_a_series(qinglang: Run) -> None:
    """The last run of a series is the one that is shown."""
    with open_store("sqlite:///qinglang.db") as store:
        for day, code in ((2, "ANN-02"), (1, "ANN-01")):
            store.record(record(day, (code,)), [], recorded_at=day)
    ended = qinglang("framework", "coverage", "--series", "s", "-o", "json")
    shown = json.loads(ended.out)
    run = {
        each["code"]: each["result"]["outcome"]
        for part in shown["clauses"]
        for each in part["controls"]
    }
    assert ended.code == 0
    assert {code for code, outcome in run.items() if outcome != "not_in_run"} == {"ANN-02"}
    same = qinglang("framework", "coverage", "--db", "sqlite:///qinglang.db", "-o", "json")
    assert json.loads(same.out)["run"] == shown["run"]


def test_bad_calls(qinglang: Run) -> None:
    """Two runs at once, a series without a run, and no database are told apart."""
    ended = qinglang("framework", "coverage", "--report", "x.json", "--series", "s")
    assert (ended.code, ended.out) == (2, "")
    assert "--report and --series: are both given" in ended.err
    ended = qinglang("framework", "coverage", "--report", "x.json")
    assert ended.code == 2
    assert "report x.json: cannot be read" in ended.err
    assert qinglang("framework", "coverage", "--series", "s").code == 3
    with open_store("sqlite:///qinglang.db"):
        pass
    ended = qinglang("framework", "coverage", "--series", "other")
    assert (ended.code, ended.out) == (2, "")
    assert "series other: has no run" in ended.err
    ended = qinglang("framework", "coverage", "--db", "sqlite:///qinglang.db")
    assert "the database: has no run" in ended.err


def test_gaps(qinglang: Run, tmp_path: Path, seal: Callable[[Path], None]) -> None:
    """A clause that nothing accounts for is named, and the exit code says so."""
    folder = tmp_path / "bundle"
    shutil.copytree(load_bundle().folder, folder)
    catalogue = folder / "meta" / "catalogue.json"
    entries = json.loads(catalogue.read_text())
    rest = [entry for entry in entries if entry["custom"]["code"] != "GOV-16"]
    catalogue.write_text(json.dumps(rest))
    codes = folder / "meta" / "codes.json"
    given = json.loads(codes.read_text())
    del given["GOV-16"]
    codes.write_text(json.dumps(given))
    seal(folder)
    ended = qinglang("framework", "coverage", "--bundle", folder, "-o", "json")
    assert ended.code == 1
    assert "not accounted for: clause closing s2 has no control" in ended.err
    assert len(json.loads(ended.out)["gaps"]) == 1


@pytest.mark.parametrize("command", ["show", "coverage"])
def test_formats(qinglang: Run, command: str) -> None:
    """A format that is none is refused."""
    ended = qinglang("framework", command, "-o", "csv")
    assert (ended.code, ended.out) == (2, "")
    assert "-o csv: is no format here" in ended.err
