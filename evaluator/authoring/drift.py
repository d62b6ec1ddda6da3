"""Compares a built bundle with the policies that it should have been built from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from evaluator.authoring.build import bundle_contents
from evaluator.authoring.opa import Opa
from evaluator.bundle.reader import bundle_files

__all__ = ["bundle_drift", "differing_files"]


def bundle_drift(policies: Path, bundled: Path, opa: Opa) -> list[str]:
    """What differs, one line a file; empty where the bundle is up to date."""
    fresh = bundle_contents(policies, opa)
    return [f"{name}: {how}" for name, how in differing_files(fresh, bundle_files(bundled)).items()]


def differing_files(fresh: Mapping[str, bytes], committed: Mapping[str, bytes]) -> dict[str, str]:
    """Relative path -> how the file differs, of all that do; sorted.

    Args:
        fresh: what the policies give.
        committed: what the bundle holds.
    """
    differing = {}
    for name in sorted(fresh.keys() | committed.keys()):
        if name not in committed:
            differing[name] = "is missing from the bundle"
        elif name not in fresh:
            differing[name] = "is no longer built"
        elif fresh[name] != committed[name]:
            differing[name] = "differs from what the policies give"
    return differing
