"""``qinglang policy show CODE --plan``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.broken_plan import bundle_with_broken_plan
from tests.conftest import Run


def test_side_by_side(qinglang: Run) -> None:
    """Rego, logical form and SQL stand in three columns of one page."""
    ended = qinglang("policy", "show", "MON-01", "--plan")
    assert ended.code == 0
    assert "MON-01  Earning while muted: exact" in ended.out
    (heading,) = (line for line in ended.out.splitlines() if "Logical form" in line)
    assert [part.strip() for part in heading.strip("┃").split("┃")] == [
        "Rego",
        "Logical form",
        "SQL",
    ]
    for part in ("package qinglang.monetisation", "some r1 of sanctions", "list_filter"):
        assert part in ended.out
    assert "METADATA" not in ended.out


@pytest.mark.parametrize("code", ["ANN-15", "CER-04", "CER-06", "GOV-14", "LAD-06", "LAD-09"])
def test_as_json(code: str, qinglang: Run) -> None:
    """A control has its Rego, and of each predicate the form and the SQL."""
    shown = json.loads(qinglang("policy", "show", code, "--plan", "-o", "json").out)
    assert shown["code"] == code
    assert shown["exact"] is True
    assert any("violations" in text for text in shown["rego"].values())
    assert {"violations", "applies"} <= shown["predicates"].keys()
    for predicate in shown["predicates"].values():
        assert predicate["logic"]
        assert predicate["sql"]
        assert predicate["reasons"] == []


def test_a_plan_that_cannot_be_used(qinglang: Run, tmp_path: Path) -> None:
    """The reason stands in place of the predicates."""

    def unproved(plan: dict[str, Any]) -> None:
        plan["proof"] = {"documents": 0, "faults": []}

    folder = bundle_with_broken_plan(tmp_path / "broken", unproved)
    ended = qinglang("policy", "show", "ANN-01", "--plan", "--bundle", folder)
    assert ended.code == 0
    assert "ANN-01 is asked about every subject: its predicates are not proved" in ended.out
