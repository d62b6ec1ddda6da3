# ruff: noqa: INP001 (a script that is run by its path, not a module of a package)
"""Builds Conftest from its Go module into .tools/bin, for the test of the bundle as a gate.

It takes minutes the first time and nothing but a test needs it; so where it cannot be built, that
is said, and the test skips.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

MODULE = "github.com/open-policy-agent/conftest@v0.71.1"
TARGET = Path(__file__).resolve().parent.parent / ".tools" / "bin" / "conftest"


def main() -> int:
    """Build it unless it is there."""
    go = shutil.which("go")
    if shutil.which("conftest") or TARGET.is_file():
        return 0
    if go is None:
        sys.stderr.write("the test with Conftest skips: there is no go on PATH to build it with\n")
        return 0
    setting = {**os.environ, "GOBIN": str(TARGET.parent), "GOFLAGS": "-modcacherw"}
    command = [go, "install", "-trimpath", "-ldflags=-s -w", MODULE]
    done = subprocess.run(command, env=setting, check=False)  # noqa: S603 (fixed arguments)
    if done.returncode:
        sys.stderr.write("the test with Conftest skips: it could not be built\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
