"""Regal, a linter for Rego: it runs where it is installed, and is no part of this program."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from evaluator.authoring.check.base import Problem, Step, skipped, step
from evaluator.errors import ToolError

__all__ = ["check_with_regal"]

#: Regal ends with 3 where it found violations, and with 2 where only warnings.
_FOUND = (0, 2, 3)
_TIMEOUT_SECONDS = 300


def check_with_regal(policies: Path) -> Step:
    """Everything that Regal finds, by the configuration ``.regal/config.yaml`` above the policies.

    Raises:
        ToolError: with Regal's own message, if it fails.
    """
    regal = shutil.which("regal")
    if regal is None:
        return skipped("regal", "Regal is not installed; it would be run if it were on PATH")
    try:
        done = subprocess.run(  # noqa: S603 (found on PATH, our arguments, no shell)
            [regal, "lint", "--format", "json", policies.as_posix()],
            capture_output=True,
            encoding="utf-8",
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolError("regal", f"took longer than {_TIMEOUT_SECONDS} seconds") from error
    except OSError as error:
        raise ToolError(regal, f"cannot be run ({error.strerror})") from error
    try:
        violations = json.loads(done.stdout)["violations"] if done.returncode in _FOUND else None
    except (json.JSONDecodeError, KeyError, TypeError):
        violations = None
    if violations is None:
        raise ToolError("regal", (done.stderr or done.stdout).strip() or "failed without a word")
    problems = [
        Problem(
            Path(found["location"]["file"]).as_posix(),
            found["location"]["row"],
            "regal",
            f"{found['category']}/{found['title']}: {found['description']}",
            "Correct it, or ignore the rule in .regal/config.yaml.",
        )
        for found in violations
    ]
    return step("regal", problems, "Regal finds nothing")
