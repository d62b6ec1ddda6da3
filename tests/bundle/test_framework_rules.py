"""The rules of a framework that no schema can say are told by key and rule."""

from __future__ import annotations

from typing import Any

import pytest

from evaluator.bundle.framework_rules import framework_faults


def _told(**parameter: str) -> list[str]:
    body = {"type": "integer", "unit": "days", "basis": "house"} | parameter
    framework: dict[str, Any] = {"clauses": {}, "parameters": {body.pop("name", "longest"): body}}
    return [".".join(map(str, keys)) + f": {rule}" for keys, rule in framework_faults(framework)]


@pytest.mark.parametrize(
    "basis",
    [
        "house",
        "Notice of 2025-07-24, 2.3 s1",
        "GB 45438-2025, in force from 2025-09-01, as a whole",
        "Notice of 2025-07-24, 3.4 s2; class A: house",
        "Law, in force from 2021-11-01, art. 25 and 28; Notice of 2023-07-10, item 8",
    ],
)
def test_bases(basis: str) -> None:
    """A basis is the word house, or rules each with day and article."""
    assert _told(basis=basis) == []


@pytest.mark.parametrize(
    "basis", ["House", "Notice", "Notice of 2025-07-24", "GB 45438-2025", "GB 1; house: x", "; "]
)
def test_what_is_no_basis(basis: str) -> None:
    """A rule without its day or its article is no basis."""
    assert _told(basis=basis) == [
        (
            "parameters.longest.basis: must be house, or a rule with day and article: "
            "Notice of 2025-07-24, 2.3 s1"
        )
    ]


@pytest.mark.parametrize(
    ("parameter", "told"),
    [
        ({"name": "x_days", "unit": "days"}, None),
        ({"name": "x_days", "unit": "hours"}, "must be days"),
        ({"name": "x_hours", "unit": "days"}, "must be hours"),
        ({"name": "x_ms", "unit": "seconds"}, "must be milliseconds"),
        ({"name": "x_percent", "unit": "percent of posts"}, None),
        ({"name": "x_percent", "unit": "percent"}, "must be percent of …"),
        ({"name": "x_centi", "unit": "ratio"}, "must be contrast ratio"),
        ({"type": "time", "unit": "days"}, "must be epoch seconds"),
        ({"type": "time", "unit": "epoch seconds"}, None),
        ({"unit": "epoch seconds"}, "epoch seconds are of type time"),
    ],
)
def test_units(parameter: dict[str, str], told: str | None) -> None:
    """A name says the unit, and times alone are in epoch seconds."""
    name = parameter.get("name", "longest")
    assert _told(**parameter) == ([] if told is None else [f"parameters.{name}.unit: {told}"])


def test_clauses_of_what_cannot_be_checked() -> None:
    """What cannot be checked belongs to a clause that there is."""
    framework = {
        "clauses": {"1 s1": {}},
        "not_checkable": [{"clauses": ["1 s1", "1 s2"]}],
        "parameters": {},
    }
    assert list(framework_faults(framework)) == [
        (("not_checkable", 0, "clauses", 1), "1 s2 is no clause")
    ]
