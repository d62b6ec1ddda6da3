"""Command lines that documentation and configuration hold, run as they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Runs a line in a folder, with this program and OPA on PATH, as after an installation."""
    local = REPOSITORY / ".tools" / "bin"
    path = os.pathsep.join([str(Path(sys.executable).parent), str(local), os.environ["PATH"]])
    base = {**os.environ, "PATH": path, "PYTHONPATH": str(REPOSITORY)}
    base["QINGLANG_CACHE_DIR"] = str(tmp_path / "cache")

    def run(
        line: str, folder: Path = tmp_path, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        # The way in which a workflow runs the lines of a step.
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line],
            cwd=folder,
            env=base | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
