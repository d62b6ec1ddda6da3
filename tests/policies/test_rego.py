"""The Rego of this repository is formatted, strict, small, tested and covered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.check.layout import layout_problems

_LONGEST = 60


@pytest.mark.opa
def test_rego_is_formatted(policies: Path, opa: Opa) -> None:
    """`opa fmt` would change no file."""
    assert opa.run("fmt", "-l", str(policies)) == ""


@pytest.mark.opa
def test_rego_is_strict(policies: Path, opa: Opa) -> None:
    """`opa check --strict` finds nothing."""
    assert opa.run("check", "--strict", "-b", str(policies)) == ""


@pytest.mark.opa
def test_every_line_is_covered(policies: Path, opa: Opa) -> None:
    """The Rego tests pass, and reach each line of each control and shared rule."""
    report = json.loads(opa.run("test", str(policies / "qinglang"), "--coverage", "-f", "json"))
    files = {
        Path(name).as_posix(): result
        for name, result in report["files"].items()
        if not name.endswith("_test.rego")
    }
    modules = [path for path in policies.rglob("*.rego") if not path.stem.endswith("_test")]
    assert {name.rpartition("/")[2] for name in files} == {path.name for path in modules}
    assert {
        name: file["not_covered"] for name, file in files.items() if "not_covered" in file
    } == {}


@pytest.mark.opa
def test_what_is_generated_is_formatted(policies: Path, opa: Opa) -> None:
    """The generated judge rules of the bundle that ships are `opa fmt` clean as well."""
    bundled = policies.parent / "evaluator" / "bundled"
    assert list((bundled / "qinglang" / "judge").glob("*.rego"))
    assert opa.run("fmt", "-l", str(bundled)) == ""


def test_folders_are_complete(policies: Path) -> None:
    """A control has rules, tests and examples; a shared topic has rules and tests; nothing else."""
    assert list(layout_problems(policies)) == []


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
