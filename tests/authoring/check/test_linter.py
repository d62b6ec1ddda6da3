"""Regal runs where it is installed; what it finds is told like everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring.check.base import Problem, State
from evaluator.authoring.check.linter import check_with_regal
from evaluator.errors import ToolError

Install = Callable[[str], None]

FOUND = {
    "violations": [
        {
            "title": "prefer-some-in-iteration",
            "description": "Prefer `some .. in` for iteration",
            "category": "style",
            "level": "error",
            "location": {"file": "policies/a.rego", "row": 7, "col": 2, "text": "x"},
        }
    ],
    "summary": {"num_violations": 1},
}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a program of the linter's name, with this script, on PATH; nothing else is there."""

    def put(script: str) -> None:
        path = tmp_path / "regal"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path))
    return put


def test_absent(install: Install) -> None:
    """That it is not installed is said, and is no problem."""
    assert install
    step = check_with_regal(Path("policies"))
    assert (step.state, step.problems) == (State.SKIPPED, ())
    assert step.note.startswith("Regal is not installed")


def test_violations(install: Install) -> None:
    """Each violation has its place, category and rule."""
    install(f"echo '{json.dumps(FOUND)}'\nexit 3")
    (problem,) = check_with_regal(Path("policies")).problems
    assert problem == Problem(
        "policies/a.rego",
        7,
        "regal",
        "style/prefer-some-in-iteration: Prefer `some .. in` for iteration",
        "Correct it, or ignore the rule in .regal/config.yaml.",
    )


def test_nothing(install: Install) -> None:
    """It is asked for JSON about the policies folder, and may find nothing."""
    install('test "$*" = "lint --format json policies" && echo \'{"violations": []}\'')
    assert check_with_regal(Path("policies")).state is State.PASSED


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo bad config >&2; exit 1", "bad config"),
        ("exit 1", "failed without a word"),
        ("echo no json", "no json"),
    ],
)
def test_failure(install: Install, script: str, told: str) -> None:
    """A linter that fails is never taken for one that found nothing."""
    install(script)
    with pytest.raises(ToolError) as caught:
        check_with_regal(Path("policies"))
    assert (caught.value.offender, caught.value.rule) == ("regal", told)


def test_no_program(install: Install, tmp_path: Path) -> None:
    """A file that the system cannot run is told by its path."""
    install("")
    (tmp_path / "regal").write_bytes(b"#!/no/such/shell\n")
    with pytest.raises(ToolError, match="cannot be run"):
        check_with_regal(Path("policies"))
