"""Compares a built bundle with the policies that it should have been built from."""

from __future__ import annotations

from pathlib import Path

from evaluator.authoring.build import bundle_contents
from evaluator.authoring.opa import Opa
from evaluator.bundle.reader import bundle_files

__all__ = ["bundle_drift"]


def bundle_drift(policies: Path, bundled: Path, opa: Opa) -> list[str]:
    """What differs, one line a file; empty where the bundle is up to date."""
    fresh = bundle_contents(policies, opa)
    committed = bundle_files(bundled)
    lines = []
    for name in sorted(fresh.keys() | committed.keys()):
        if name not in committed:
            lines.append(f"{name}: is missing from the bundle")
        elif name not in fresh:
            lines.append(f"{name}: is no longer built")
        elif fresh[name] != committed[name]:
            lines.append(f"{name}: differs from what the policies give")
    return lines
