"""What the action and the templates do with a change of policies, on a stored snapshot."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.authoring.check.conftest import WHOLE
from tests.authoring.conftest import FILES
from tests.conftest import REPOSITORY, WriteSnapshot
from tests.installation.test_ci_files import _environment, _step

pytestmark = [pytest.mark.heavy, pytest.mark.opa]

Shell = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLES = REPOSITORY / "examples" / "ci"


@pytest.fixture
def change(shell: Shell, tmp_path: Path, write_snapshot: WriteSnapshot) -> Path:
    """A repository whose last commit makes posts of 11 and 12 characters too long; a snapshot."""
    folder = tmp_path / "project"
    for name, text in {**FILES, **WHOLE}.items():
        path = folder / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    framework = folder / "policies" / "frameworks" / "small.yaml"
    whole = framework.read_text()
    framework.write_text(whole.replace("value: 10", "value: 12"))
    commit = "git add . && git -c user.name=a -c user.email=a@example.org commit -qm change"
    done = shell(f"git init -q && {commit}", folder)
    assert done.returncode == 0, done.stderr
    framework.write_text(whole)
    shell(commit, folder)
    posts = [{"post_id": f"p{number}", "length": number, "topic": "news"} for number in range(13)]
    write_snapshot({"posts": posts}, "stored")
    return folder


def _run(shell: Shell, step: dict[str, Any], folder: Path, **given: str) -> Any:
    scratch = {"RUNNER_TEMP": str(folder.parent)}
    scratch["GITHUB_STEP_SUMMARY"] = str(folder.parent / "summary.md")
    return shell(step["run"], folder, **_environment(step, **given), **scratch)


def test_the_action_tells_the_impact(shell: Shell, change: Path) -> None:
    """It fails where more findings are added than allowed, and passes where they are allowed."""
    step = _step("Tell what the change does")
    stored = {"snapshots": f"{change.parent}/stored\n"}
    done = _run(shell, step, change, **stored, **{"fail-on-added": "2"})
    assert done.returncode == 1, done.stderr
    assert "2 findings added" in done.stdout
    assert (change.parent / "summary.md").read_text() == done.stdout
    done = _run(shell, step, change, **stored, **{"fail-on-added": "3", "max-change": "100%"})
    assert done.returncode == 0, done.stderr
    done = _run(shell, step, change, **stored, before="nothing")
    assert done.returncode == 2


def test_the_action_writes_sarif(shell: Shell, change: Path) -> None:
    """The findings of the first snapshot, at the policies of the repository."""
    step = _step("Find what the policies find")
    done = _run(shell, step, change, snapshots=f"{change.parent}/stored", sarif="findings.sarif")
    assert done.returncode == 0, done.stdout + done.stderr
    (run,) = json.loads((change / "findings.sarif").read_text())["runs"]
    assert len(run["results"]) == 2
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (change / place).is_file()
    assert "::notice file=policies/" in done.stdout


def test_the_template_for_gitlab(shell: Shell, change: Path) -> None:
    """Its jobs' lines run as they stand, fail where they must, and leave what they promise."""
    jobs = yaml.safe_load((EXAMPLES / "gitlab.yml").read_text(encoding="utf-8"))
    variables = jobs["variables"] | {"SNAPSHOT": str(change.parent / "stored")}
    base = shell("git rev-parse HEAD~1", change).stdout.strip()
    variables["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = base

    def run(job: str) -> subprocess.CompletedProcess[str]:
        return shell("\n".join(jobs[job]["script"]), change, **variables)

    assert run("policy-check").returncode == 0
    done = run("policy-impact")
    assert done.returncode == 1, done.stderr
    for path in jobs["policy-impact"]["artifacts"]["paths"]:
        assert (change / path).read_text().startswith("## ❌")
    done = run("policy-findings")
    assert done.returncode == 0, done.stderr
    report = change / jobs["policy-findings"]["artifacts"]["reports"]["junit"]
    assert ET.parse(report).getroot().tag == "testsuites"  # noqa: S314 (our own)
    assert (change / "findings.html").is_file()


def test_the_hooks_of_the_example(shell: Shell, change: Path) -> None:
    """The lines of the example for pre-commit run, as pre-commit would start them."""
    (repository,) = yaml.safe_load((EXAMPLES / "pre-commit.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        files = "" if hook.get("pass_filenames") is False else "policies/qinglang/*/*/*.rego"
        done = shell(f"{shlex.join(shlex.split(hook['entry']))} {files}", change)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_workflow_of_the_example() -> None:
    """It gives the action inputs that the action has."""
    workflow = yaml.safe_load((EXAMPLES / "github.yml").read_text(encoding="utf-8"))
    *_, action = workflow["jobs"]["policies"]["steps"]
    inputs = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))["inputs"]
    assert set(action["with"]) <= set(inputs)
    assert workflow["permissions"]["security-events"] == "write"
