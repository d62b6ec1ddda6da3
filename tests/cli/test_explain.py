"""``qinglang explain``: one subject, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def finding(qinglang: Run, small_snapshot: Path) -> dict[str, Any]:
    """A finding of ANN-09 in the small snapshot."""
    ended = qinglang("evaluate", small_snapshot, "--only", "ANN-09", "-o", "json")
    found: dict[str, Any] = json.loads(ended.out)["findings"][0]
    return found


def test_finding_is_explained(qinglang: Run, small_snapshot: Path, finding: dict[str, Any]) -> None:
    """A finding comes out again, with document, parameters and clauses."""
    ended = qinglang("explain", small_snapshot, "ANN-09", finding["subject"], "-o", "json")
    assert ended.code == 0
    told = json.loads(ended.out)
    assert told["outcome"] == "violation"
    assert told["findings"][0]["facts"] == finding["facts"]
    assert told["findings"][0]["message"] == finding["message"]
    assert told["document"]["post"]["post_id"] == finding["subject"]
    assert set(told["clauses"]) == {"3.2 s1", "2.2 s1"}
    assert told["parameters"]["label_grace_hours"] == 24


def test_parameter_decides(qinglang: Run, small_snapshot: Path, finding: dict[str, Any]) -> None:
    """With another parameter the same subject may be another case."""
    later = ["--param", "labelling_from=9000000000"]
    ended = qinglang("explain", small_snapshot, "ANN-09", finding["subject"], *later, "-o", "json")
    assert json.loads(ended.out)["outcome"] == "not_applicable"


def test_console(qinglang: Run, small_snapshot: Path, finding: dict[str, Any]) -> None:
    """People read the same."""
    shown = qinglang("explain", small_snapshot, "ANN-09", finding["subject"]).out
    assert "violation" in shown
    assert finding["subject"] in shown.replace("\n", "").replace(" ", "")


def test_unknown_subject(qinglang: Run, small_snapshot: Path) -> None:
    """A subject that is not there is named, with the kind that is asked for."""
    ended = qinglang("explain", small_snapshot, "ANN-09", "nobody")
    assert ended.code == 2
    assert "post nobody: is not in the snapshot" in ended.err
