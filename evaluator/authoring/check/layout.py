"""Where files lie: a control has rules, tests and examples, a shared topic rules and tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evaluator.authoring.check.base import Problem
from evaluator.authoring.examples import EXAMPLES
from evaluator.authoring.modules import ROOT

__all__ = ["layout_problems"]

#: Parts of the path of a control's folder below the root: family and name.
_DEPTH = 2
_SHARED = "lib"


def layout_problems(policies: Path) -> Iterator[Problem]:
    """Folders that lack a file or hold one too many, and Rego that is in no such folder."""
    root = policies / ROOT
    folders = {path.parent for path in root.rglob("*") if path.is_file()}
    for folder in sorted(folders):
        parts = folder.relative_to(root).parts
        name = folder.as_posix()
        if len(parts) != _DEPTH:
            yield Problem(
                name,
                None,
                "layout",
                f"holds files, but is no folder of the form {ROOT}/<family>/<control>",
                "Move them into the folder of their control or shared topic.",
            )
            continue
        expected = {f"{folder.name}.rego", f"{folder.name}_test.rego"}
        if parts[0] != _SHARED:
            expected.add(EXAMPLES)
        present = {path.name for path in folder.iterdir()}
        for missing in sorted(expected - present):
            kind = "shared topic" if parts[0] == _SHARED else "control"
            yield Problem(
                name, None, "layout", f"has no {missing}", f"Each {kind} has one: write it."
            )
        for extra in sorted(present - expected):
            yield Problem(
                f"{name}/{extra}",
                None,
                "layout",
                f"does not belong into the folder of {'.'.join(parts)}",
                f"It holds {', '.join(sorted(expected))} and nothing else.",
            )
