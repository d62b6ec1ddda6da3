"""Nothing of a framework is unaccounted for without being named."""

from __future__ import annotations

import dataclasses

from evaluator.bundle import Bundle, clause_covers, coverage_gaps
from evaluator.bundle.framework import NotCheckable

TEXT = {"en": "x", "zh": "x"}


def test_shipped(shipped: Bundle) -> None:
    """Every clause of the framework that ships has a control, and there is no gap."""
    assert coverage_gaps(shipped.framework, shipped.controls) == []
    covers = clause_covers(shipped.framework, shipped.controls)
    assert [cover.clause for cover in covers] == list(shipped.framework.clauses)
    assert all(cover.controls for cover in covers)
    assert {control.code for cover in covers for control in cover.controls} == set(shipped.controls)


def test_clause_without_control(shipped: Bundle) -> None:
    """A clause without its only control is named, also where a part of it cannot be checked."""
    controls = {code: each for code, each in shipped.controls.items() if code != "GOV-15"}
    assert coverage_gaps(shipped.framework, controls) == [
        "clause 3.1 s2 has no control, and is not declared wholly not checkable"
    ]


def test_wholly_not_checkable(shipped: Bundle) -> None:
    """A clause of which nothing can be checked needs no control, and must not have one."""
    whole = NotCheckable(("3.1 s2",), "whole", TEXT, TEXT)
    framework = dataclasses.replace(shipped.framework, not_checkable=(whole,))
    controls = {code: each for code, each in shipped.controls.items() if code != "GOV-15"}
    assert coverage_gaps(framework, controls) == []
    assert coverage_gaps(framework, shipped.controls) == [
        "clause 3.1 s2 is declared wholly not checkable, but is checked by GOV-15"
    ]


def test_control_without_clause_or_basis(shipped: Bundle) -> None:
    """A control that answers for nothing, rests on nothing, or names a strange clause is named."""
    odd = dataclasses.replace(shipped.controls["ANN-01"], code="ODD-01", clauses=(), basis=())
    lost = dataclasses.replace(shipped.controls["ANN-01"], code="ODD-02", clauses=("9 s9",))
    assert coverage_gaps(
        shipped.framework, dict(shipped.controls) | {"ODD-01": odd, "ODD-02": lost}
    ) == [
        "control ODD-01 names no clause",
        "control ODD-01 names no basis",
        "control ODD-02 names clause 9 s9, which qinglang-2025 does not have",
    ]
