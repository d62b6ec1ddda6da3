"""Policies as they were at a git revision, so that what is released is what was committed."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evaluator.errors import ToolError, UsageError

__all__ = ["PoliciesAt", "policies_at"]

_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class PoliciesAt:
    """Policies as a commit has them, in a folder that lives as long as the context."""

    folder: Path
    #: Forty hexadecimal digits, or sixty-four.
    commit: str


@contextmanager
def policies_at(policies: Path, revision: str) -> Iterator[PoliciesAt]:
    """Write the policies of a revision into a folder of its own; the work tree is not touched.

    Args:
        policies: the folder in a work tree; it need not exist there any longer.
        revision: anything that git resolves to a commit: a branch, a tag, ``HEAD~1``.

    Raises:
        UsageError: if the folder lies in no repository, or there is no such revision, or the
            revision has no such folder.
        ToolError: if git is missing or failed.
    """
    root = _nearest(policies)
    top = _git(root, "rev-parse", "--show-toplevel")
    if top is None:
        raise UsageError(
            f"policies {policies}",
            "lie in no git repository, so that they have no revisions",
            "Name a folder of a clone.",
        )
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit is None:
        raise UsageError(
            f"git revision {revision}",
            f"does not exist in {top.decode().strip()}",
            "Name a branch, tag or commit; a shallow clone may have to be deepened first.",
        )
    named = commit.decode().strip()
    inside = policies.absolute().resolve().relative_to(Path(top.decode().strip()).resolve())
    archive = _git(Path(top.decode().strip()), "archive", "--format=tar", named, inside.as_posix())
    if archive is None:
        raise UsageError(
            f"git revision {revision}",
            f"has no folder {inside.as_posix()}",
            "Name the folder that the policies were in.",
        )
    with tempfile.TemporaryDirectory(prefix="qinglang-revision-") as scratch:
        _unpack(archive, Path(scratch), revision)
        yield PoliciesAt(Path(scratch) / inside, named)


def _unpack(archive: bytes, folder: Path, revision: str) -> None:
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as members:
            # No link that leaves the folder, no device, no owner: what a repository holds is data.
            members.extractall(folder, filter="data")
    except tarfile.FilterError as error:
        raise UsageError(
            f"git revision {revision}",
            f"has a link that leads out of the policies ({error})",
            "Put the file itself in the place of the link.",
        ) from error


def _nearest(path: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    absolute = path.absolute()
    return next(each for each in (absolute, *absolute.parents) if each.is_dir())


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says; None where it says no."""
    try:
        done = subprocess.run(  # noqa: S603 (no shell; a revision cannot be read as an option)
            ["git", "-C", str(folder), *arguments],  # noqa: S607 (whichever git the user has)
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"git {arguments[0]}", f"took longer than {_SECONDS} seconds") from error
    except OSError as error:
        raise ToolError(
            "git", f"cannot be run ({error.strerror})", "Install git, or name folders or bundles."
        ) from error
    return done.stdout if done.returncode == 0 else None
