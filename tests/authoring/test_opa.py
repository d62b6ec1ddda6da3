"""OPA is found in a fixed order and in the right version; its failures are told in its words."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from evaluator.authoring import find_opa
from evaluator.authoring.opa import OPA_VERSION, Opa
from evaluator.errors import ToolError


def _executable(path: Path, version: str = OPA_VERSION) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'Version: {version}'\necho 'Go Version: go1'\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No OPA is to be found, except those that a test puts there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPA", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}{os.pathsep}/bin")


def test_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The argument, then $OPA, then .tools/bin, then PATH."""
    on_path = _executable(tmp_path / "path" / "opa")
    assert find_opa() == Opa(on_path)
    local = _executable(tmp_path / ".tools" / "bin" / "opa")
    assert find_opa() == Opa(local)
    named = _executable(tmp_path / "named")
    monkeypatch.setenv("OPA", str(named))
    assert find_opa() == Opa(named)
    given = _executable(tmp_path / "given")
    assert find_opa(given) == Opa(given)


def test_relative_paths(tmp_path: Path) -> None:
    """An executable is named from where the program was called, wherever OPA then runs."""
    executable = _executable(tmp_path / "here" / "opa")
    opa = find_opa(Path("here") / "opa")
    assert opa == Opa(executable)
    assert OPA_VERSION in opa.run("version", folder=tmp_path / "here")


def test_wrong_version_that_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was named is used or refused, never replaced by another."""
    _executable(tmp_path / ".tools" / "bin" / "opa")
    old = _executable(tmp_path / "old", "1.0.0")
    monkeypatch.setenv("OPA", str(old))
    with pytest.raises(ToolError) as caught:
        find_opa()
    assert str(caught.value).startswith(f"{old}: is OPA 1.0.0, {OPA_VERSION} is needed. Run")


def test_wrong_version_that_was_found(tmp_path: Path) -> None:
    """One that merely lies there is passed over, and told if there is no other."""
    _executable(tmp_path / ".tools" / "bin" / "opa", "1.0.0")
    with pytest.raises(ToolError, match=r"was not found \(.*/\.tools/bin/opa is 1\.0\.0\)"):
        find_opa()
    right = _executable(tmp_path / "path" / "opa")
    assert find_opa() == Opa(right)


def test_none() -> None:
    """Without any OPA the error says how to get it."""
    with pytest.raises(ToolError, match=rf"OPA {OPA_VERSION}: was not found\. Run `make tools`"):
        find_opa()


def test_failure(tmp_path: Path) -> None:
    """The message of a failure is OPA's own."""
    path = tmp_path / "opa"
    path.write_text("#!/bin/sh\necho '1 error occurred' >&2\nexit 2\n")
    path.chmod(0o755)
    with pytest.raises(ToolError, match="opa check: 1 error occurred"):
        Opa(path).run("check", "--strict")


def test_cannot_be_run(tmp_path: Path) -> None:
    """A path that is no executable is named."""
    with pytest.raises(ToolError, match=r"missing: cannot be run \(No such file or directory\)"):
        Opa(tmp_path / "missing").run("version")


def test_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An OPA that hangs is stopped and told."""

    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("opa", 300)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(ToolError, match="opa build: took longer than 300 seconds"):
        Opa(tmp_path / "opa").run("build")


def test_json(tmp_path: Path) -> None:
    """What OPA prints as JSON is read."""
    path = tmp_path / "opa"
    path.write_text("#!/bin/sh\necho '{\"x\": [1]}'\n")
    path.chmod(0o755)
    assert Opa(path).ask("eval", "x") == {"x": [1]}


@pytest.mark.parametrize("script", ["echo crashed >&2", "echo '{}' >&2", "echo '[1]' >&2"])
def test_check_that_says_nothing_of_the_policies(tmp_path: Path, script: str) -> None:
    """A check that fails without an error of the policies is a failure, and never a clean one."""
    executable = tmp_path / "opa"
    executable.write_text(f"#!/bin/sh\n{script}\nexit 1\n")
    executable.chmod(0o755)
    with pytest.raises(ToolError) as caught:
        Opa(executable).complaints("policies")
    assert caught.value.offender == "opa check"
    assert caught.value.rule
