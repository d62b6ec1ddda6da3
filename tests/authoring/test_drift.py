"""A bundle that is not what its policies give is told, file by file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring import Opa, build_bundle, bundle_drift

pytestmark = pytest.mark.opa


def test_drift(
    policies: Path, tmp_path: Path, opa: Opa, change: Callable[[str, str, str], None]
) -> None:
    """Files that differ, are missing, or are there no longer; nothing where nothing changed."""
    bundled = tmp_path / "bundle"
    build_bundle(policies, bundled, opa)
    assert bundle_drift(policies, bundled, opa) == []
    change("qinglang/size/too_long/too_long.rego", "A post is too long.", "It is too long.")
    (bundled / "data.json").unlink()
    (bundled / "more.json").write_text("{}")
    drift = bundle_drift(policies, bundled, opa)
    assert "data.json: is missing from the bundle" in drift
    assert "more.json: is no longer built" in drift
    assert "qinglang/size/too_long/too_long.rego: differs from what the policies give" in drift
    assert "policy.wasm: differs from what the policies give" not in drift
