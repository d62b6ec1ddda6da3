"""The Rego of this repository is formatted, strict, small, tested and covered."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.check import check_policies
from evaluator.authoring.check.base import State
from evaluator.bundle import load_bundle

_LONGEST = 60


@pytest.mark.heavy
@pytest.mark.opa
def test_a_check_finds_nothing(policies: Path, opa: Opa) -> None:
    """The policies pass their own check, each line is covered, and the bundle is up to date."""
    bundled = policies.parent / "evaluator" / "bundled"
    found = check_policies(policies, opa, bundle=bundled, base=load_bundle(), least=Fraction(100))
    assert found.problems == ()
    skipped = {step.name for step in found.steps if step.state is State.SKIPPED}
    assert skipped <= {"regal"}


@pytest.mark.opa
def test_what_is_generated_is_formatted(policies: Path, opa: Opa) -> None:
    """The generated judge rules of the bundle that ships are `opa fmt` clean as well."""
    bundled = policies.parent / "evaluator" / "bundled"
    assert list((bundled / "qinglang" / "judge").glob("*.rego"))
    assert opa.run("fmt", "-l", str(bundled)) == ""


def test_controls_are_small(policies: Path) -> None:
    """A control is at most 60 lines of Rego; METADATA and comments are none."""
    for path in (policies / "qinglang").rglob("*.rego"):
        if not path.stem.endswith("_test") and path.parent.parent.name != "lib":
            lines = path.read_text(encoding="utf-8").splitlines()
            assert sum(not line.startswith("#") for line in lines) <= _LONGEST, path


def test_no_rule_can_surprise(policies: Path) -> None:
    """Policies read no clock, no network, nothing random, and no position in a document."""
    for path in (policies / "qinglang").rglob("*.rego"):
        lines = path.read_text(encoding="utf-8").splitlines()
        text = "\n".join(line for line in lines if not line.startswith("#"))
        for forbidden in ("time.", "http.", "rand.", "opa.runtime", "walk(", "input.documents"):
            assert forbidden not in text, path
