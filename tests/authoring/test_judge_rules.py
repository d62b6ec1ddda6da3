"""The generated judge rule asks each control of a subject kind, in a fixed order and form."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.judge_rules import judge_module


def test_controls_come_sorted() -> None:
    """The order of the packages does not show."""
    packages = {"B-1": "qinglang.b.one", "A-1": "qinglang.a.one"}
    module = judge_module("post", packages)
    assert module == judge_module("post", dict(sorted(packages.items())))
    assert module.index('_post["A-1"]') < module.index('_post["B-1"]')
    assert "data.qinglang.b.one.undetermined" in module


@pytest.mark.opa
def test_it_is_formatted(tmp_path: Path, opa: Opa) -> None:
    """`opa fmt` and `opa check --strict` find nothing to say."""
    path = tmp_path / "post.rego"
    path.write_text(judge_module("post", {"ANN-01": "qinglang.annotation.source_missing"}))
    assert opa.run("fmt", "-l", str(path)) == ""
    assert opa.run("check", "--strict", str(path)) == ""
