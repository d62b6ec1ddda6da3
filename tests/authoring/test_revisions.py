"""Policies of a git revision are those that were committed, whatever lies in the work tree."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring.revisions import policies_at
from evaluator.errors import ToolError, UsageError

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a fresh repository, which is made; its folder is `repository`."""
    folder = tmp_path / "repository"
    folder.mkdir()

    def run(*arguments: str) -> str:
        identity = ["-c", "user.name=author", "-c", "user.email=author@example.org"]
        command = ["git", *identity, *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    run("init", "--quiet", "--initial-branch", "main")
    return run


@pytest.fixture
def policies(git: Git, tmp_path: Path) -> Path:
    """Policies of two commits, the second not yet whole in the work tree."""
    folder = tmp_path / "repository" / "rules" / "policies"
    folder.mkdir(parents=True)
    for text in ("first", "second"):
        (folder / "a.txt").write_text(text)
        git("add", ".")
        git("commit", "--quiet", "-m", text)
    (folder / "a.txt").write_text("third, not committed")
    return folder


def test_a_revision_is_what_was_committed(policies: Path, git: Git) -> None:
    """Branches and relative names work; the folder is gone afterwards, the work tree untouched."""
    with policies_at(policies, "main") as second, policies_at(policies, "HEAD~1") as first:
        assert (second.folder / "a.txt").read_text() == "second"
        assert (first.folder / "a.txt").read_text() == "first"
        assert second.commit == git("rev-parse", "main")
    assert not second.folder.exists()
    assert (policies / "a.txt").read_text() == "third, not committed"


def test_a_folder_that_is_no_longer_there(policies: Path, git: Git) -> None:
    """A folder that was moved since is found where it was."""
    git("checkout", "--quiet", ".")
    git("mv", "rules", "moved")
    git("commit", "--quiet", "-m", "moved")
    with policies_at(policies, "HEAD~1") as before:
        assert (before.folder / "a.txt").read_text() == "second"
    with (
        pytest.raises(UsageError, match="has no folder rules/policies"),
        policies_at(policies, "HEAD"),
    ):
        pass


@pytest.mark.parametrize("revision", ["nothing", "--help", "0" * 40, "main:rules"])
def test_a_revision_that_does_not_exist(policies: Path, revision: str) -> None:
    """It is named; one that looks like an option is none."""
    with (
        pytest.raises(UsageError, match=f"git revision {revision}: does not exist in"),
        policies_at(policies, revision),
    ):
        pass


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that no repository holds, and a machine without git."""
    with pytest.raises(UsageError, match="lie in no git repository"), policies_at(tmp_path, "HEAD"):
        pass
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="git: cannot be run"), policies_at(tmp_path, "HEAD"):
        pass


def test_a_link_that_leads_out(policies: Path, git: Git) -> None:
    """Nothing outside of the policies is read or written through a link of a repository."""
    (policies / "link").symlink_to("/etc/hostname")
    git("add", ".")
    git("commit", "--quiet", "-m", "link")
    with (
        pytest.raises(UsageError, match="has a link that leads out"),
        policies_at(policies, "HEAD"),
    ):
        pass
