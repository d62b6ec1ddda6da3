# ruff: noqa: INP001 (a script that is run by its path, not a module of a package)
"""Puts the real output of `qinglang demo` into README.md, between its two marks."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"(<!-- demo -->\n.*?```text\n)(.*?)(```\n.*?<!-- /demo -->)", re.DOTALL)


def main() -> int:
    """Run the demo in an empty folder and write what it shows."""
    command = Path(sys.executable).with_name("qinglang")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603 (our own command)
            [command, "demo"], cwd=folder, capture_output=True, encoding="utf-8", check=True
        )
    text = README.read_text(encoding="utf-8")
    shown = "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"
    changed, count = BLOCK.subn(lambda found: found[1] + shown + found[3], text)
    if count != 1:
        sys.stderr.write("README.md has no place for the demo's output\n")
        return 1
    README.write_text(changed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
