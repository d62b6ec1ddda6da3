"""The hooks and the action that others put into their CI: valid, and their command lines run."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.authoring.check.conftest import WHOLE
from tests.authoring.conftest import FILES
from tests.conftest import REPOSITORY

Shell = Callable[..., subprocess.CompletedProcess[str]]

HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
RULES = "policies/qinglang/size/too_long/too_long.rego"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Somebody's repository with small policies that pass."""
    folder = tmp_path / "project"
    for name, text in {**FILES, **WHOLE}.items():
        path = folder / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _line(name: str) -> str:
    """The command line of a hook, as pre-commit starts it but for the names of files."""
    hook = next(each for each in HOOKS if each["id"] == name)
    return shlex.join([*shlex.split(hook["entry"]), *hook.get("args", [])])


def test_hooks_have_what_is_needed() -> None:
    """Each hook has the keys that pre-commit asks for, and a pattern that meets what it is for."""
    assert [hook["id"] for hook in HOOKS] == ["policy-check", "policy-format", "bundle-build"]
    for hook in HOOKS:
        assert set(hook) >= {"id", "name", "entry", "language", "files"}
        assert hook["language"] in {"python", "system"}
        assert re.search(hook["files"], RULES)


@pytest.mark.opa
def test_hooks_run(shell: Shell, project: Path) -> None:
    """Policies are checked, formatted and built by the command lines as they stand."""
    rules = project / RULES
    formatted = rules.read_text(encoding="utf-8")
    rules.write_text(formatted.replace("\tnot input", "  not input"), encoding="utf-8")
    done = shell(_line("policy-check"), project)
    assert done.returncode == 1, done.stderr
    assert f"{RULES}:34: format: is not formatted" in done.stdout
    done = shell(f"{_line('policy-format')} {RULES}", project)
    assert done.returncode == 0, done.stderr
    assert rules.read_text(encoding="utf-8") == formatted
    done = shell(_line("policy-check"), project)
    assert done.returncode == 0, done.stdout + done.stderr
    done = shell(_line("bundle-build"), project)
    assert done.returncode == 0, done.stderr
    assert (project / "bundle" / "policy.wasm").is_file()


def _environment(step: Mapping[str, Any], **given: str) -> dict[str, str]:
    """Variables of a step, with the inputs as a workflow fills them in."""
    inputs = {name: str(body["default"]) for name, body in ACTION["inputs"].items()} | given
    found = {}
    for name, text in step.get("env", {}).items():
        named = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)
        assert named, "a variable is one input, so that no input is ever read as a script"
        found[name] = inputs[named[1]]
    return {"GITHUB_ACTION_PATH": str(REPOSITORY), **found}


def _step(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(step for step in ACTION["runs"]["steps"] if step["name"] == name)
    return found


def test_action_is_one() -> None:
    """It is composite; each step names its shell; each input is described, and is used."""
    assert set(ACTION) == {"name", "description", "inputs", "runs"}
    assert ACTION["runs"]["using"] == "composite"
    steps = ACTION["runs"]["steps"]
    run = [step for step in steps if "run" in step]
    assert all(set(step) <= {"name", "if", "shell", "env", "run"} for step in run)
    assert {step["shell"] for step in run} == {"bash"}
    (upload,) = [step for step in steps if "uses" in step]
    assert upload["with"]["sarif_file"] == "${{ inputs.sarif }}"
    assert all(body["description"] for body in ACTION["inputs"].values())
    used = [text for step in steps for text in step.get("env", {}).values()]
    assert set(used) == {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}


@pytest.mark.opa
@pytest.mark.heavy
def test_action_installs(shell: Shell, tmp_path: Path) -> None:
    """The program is installed from the action's own folder; OPA is found where there is one."""
    package, tool, *_ = ACTION["runs"]["steps"]
    # What pip would fetch is there already: the build backend, and all that is depended on.
    offline = {
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_TARGET": str(tmp_path / "installed"),
    }
    done = shell(package["run"], **_environment(package), **offline)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "installed/evaluator/authoring/new_control/control.rego.in").is_file()
    done = shell(tool["run"], **_environment(tool))
    assert done.returncode == 0, done.stderr


@pytest.mark.opa
def test_action_checks(shell: Shell, project: Path) -> None:
    """With no input it checks the folder `policies`; with all of them it passes them on."""
    check = _step("Check the policies")
    done = shell(check["run"], project, **_environment(check))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing to correct" in done.stdout
    given = {"bundle": "no bundle", "coverage": "101%"}
    done = shell(check["run"], project, **_environment(check, **given))
    assert (done.returncode, done.stdout) == (2, "")
    given = {"bundle": "no, bundle", "coverage": "100%"}
    done = shell(check["run"], project, **_environment(check, **given))
    assert done.returncode == 1
    assert done.stdout.startswith(
        "::error file=no%2C bundle,title=qinglang policy check%3A bundle::"
    )
