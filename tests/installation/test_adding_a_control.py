"""docs/adding-a-control.md is followed, and nothing else: a control is there in the end."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

Shell = Callable[..., subprocess.CompletedProcess[str]]

PAGE = (REPOSITORY / "docs" / "adding-a-control.md").read_text(encoding="utf-8")
_BLOCK = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.DOTALL | re.MULTILINE
)


@pytest.mark.heavy
@pytest.mark.opa
def test_the_page_works(shell: Shell, tmp_path: Path) -> None:
    """Each command exits with 0, each file is written where it says, and the control reports."""
    shutil.copytree(REPOSITORY / "policies", tmp_path / "policies")
    commands = 0
    for block in _BLOCK.finditer(PAGE):
        if block["title"]:
            path = tmp_path / block["title"]
            assert path.is_file(), "only files that a command has written are changed"
            path.write_text(block["body"], encoding="utf-8")
        elif block["kind"] == "console":
            for line in block["body"].splitlines():
                assert line.startswith("$ ")
                done = shell(line.removeprefix("$ "))
                assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
                commands += 1
    assert commands == 6
    assert "ANN-90 annotation.prompt_skipped" in (tmp_path / "policies/codes.txt").read_text()
    report = json.loads((tmp_path / "demo/report.json").read_text(encoding="utf-8"))
    outcomes = report["controls"]["ANN-90"]["outcomes"]
    assert sum(outcomes.values()) == 300
    assert all(outcomes[outcome] for outcome in ("violation", "undetermined", "pass"))
    assert "not offered the label options" in report["findings"][0]["message"]


def test_what_is_done_once() -> None:
    """The targets of make that the page names exist, and so do the files that it names."""
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", PAGE.replace("make and git", "")))
    assert named == {"readme", "test", "tools"}
    assert named <= targets
    paths = set(re.findall(r"`((?:policies|tests|docs)/[\w./-]+|[\w.-]+\.ya?ml)`", PAGE))
    assert len(paths) > 5
    assert {path for path in paths if not (REPOSITORY / path).exists()} == set()
