"""``qinglang policy prove``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.broken_plan import bundle_with_broken_plan
from tests.conftest import Run


def test_predicates_that_ship(qinglang: Run) -> None:
    """They stand, and the sums are told."""
    ended = qinglang("policy", "prove", "ANN-01", "MON-01", "--documents", "200")
    assert ended.code == 0
    assert ended.out.splitlines()[-1].split()[:3] == ["all", "yes", "400"]


def test_mutants(qinglang: Run) -> None:
    """Survivors are listed; too many of them end with 1."""
    asked = ("policy", "prove", "ANN-01", "--documents", "30", "--mutants", "40", "-o", "json")
    ended = qinglang(*asked)
    (row,) = json.loads(ended.out)
    assert row["mutants"] == 40
    assert row["survived"] == len(row["survivors"])
    assert ended.code == int(row["percent"] > 5) == 1


def test_a_predicate_that_is_wrong(qinglang: Run, tmp_path: Path) -> None:
    """It ends with 1 and says which predicate, and how often."""

    def never(plan: dict[str, Any]) -> None:
        plan["violations"] = {"is": "anyof", "formulas": []}

    folder = bundle_with_broken_plan(tmp_path / "broken", never)
    ended = qinglang("policy", "prove", "ANN-01", "--bundle", folder, "-o", "json")
    assert ended.code == 1
    ((fault,),) = (row["faults"] for row in json.loads(ended.out))
    assert fault.startswith("violations: ")
    assert fault.endswith(" dropped, 0 kept too many")
