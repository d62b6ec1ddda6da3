"""What OPA itself says of the Rego: whether it is strict, and whether it is formatted."""

from __future__ import annotations

import difflib
from pathlib import Path

from evaluator.authoring.check.base import Problem, Step, step
from evaluator.authoring.opa import Opa

__all__ = ["check_format", "check_rego"]


def check_rego(policies: Path, opa: Opa) -> Step:
    """`opa check --strict`: everything that it finds, at once."""
    root = policies.as_posix()
    problems = []
    for found in opa.complaints("-b", ".", folder=policies):
        file = f"{root}/{found.file}" if found.file else root
        problems.append(
            Problem(file, found.line or None, "rego", found.message, "Correct the Rego.")
        )
    modules = sum(1 for _ in policies.rglob("*.rego"))
    return step("rego", problems, f"{modules:,} modules are strict")


def check_format(policies: Path, opa: Opa) -> Step:
    """`opa fmt`: each file that it would change, with the change. Asks for Rego that parses."""
    problems = []
    for name in opa.run("fmt", "-l", ".", folder=policies).splitlines():
        path = policies / name
        written = path.read_text(encoding="utf-8").splitlines()
        formatted = opa.run("fmt", name, folder=policies, accepted=(0,)).splitlines()
        diff = list(difflib.unified_diff(written, formatted, "written", "formatted", lineterm=""))
        problems.append(
            Problem(
                path.as_posix(),
                _first_difference(written, formatted),
                "format",
                "is not formatted as `opa fmt` does",
                f"Run `opa fmt -w {path.as_posix()}`.",
                "\n".join(diff),
            )
        )
    return step("format", problems, "every file is as `opa fmt` writes it")


def _first_difference(written: list[str], formatted: list[str]) -> int:
    """The first line that differs, counted from 1."""
    both = enumerate(zip(written, formatted, strict=False), start=1)
    shorter = min(len(written), len(formatted))
    return next((number for number, (old, new) in both if old != new), max(1, shorter))
