"""``qinglang bundle``: build and inspect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.bundle import load_bundle
from tests.conftest import REPOSITORY, Run


def test_inspect_shows_the_bundle_that_ships(qinglang: Run) -> None:
    """Without a folder it is the one that the program uses."""
    shown = json.loads(qinglang("bundle", "inspect", "-o", "json").out)
    bundle = load_bundle()
    assert shown["digest"] == bundle.digest
    assert shown["revision"] == bundle.revision
    assert [control["code"] for control in shown["controls"]] == list(bundle.controls)
    assert bundle.digest in qinglang("bundle", "inspect").out


def test_inspect_refuses_what_is_no_bundle(qinglang: Run, tmp_path: Path) -> None:
    """A folder without a manifest is named."""
    ended = qinglang("bundle", "inspect", tmp_path)
    assert ended.code == 3
    assert ".manifest: is missing" in ended.err


@pytest.mark.opa
def test_build(qinglang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built from the policies is what ships."""
    opa = REPOSITORY / ".tools" / "bin" / "opa"
    if opa.exists():
        monkeypatch.setenv("OPA", str(opa))
    ended = qinglang("bundle", "build", REPOSITORY / "policies", "--output", tmp_path / "built")
    assert ended.code == 0, ended.err
    assert load_bundle(tmp_path / "built").digest == load_bundle().digest


def test_build_without_opa(qinglang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no OPA, how to get it is said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("OPA", raising=False)
    ended = qinglang("bundle", "build", REPOSITORY / "policies", "--output", tmp_path / "built")
    assert ended.code == 3
    assert "was not found" in ended.err
    assert "make tools" in ended.err
    assert not (tmp_path / "built").exists()
