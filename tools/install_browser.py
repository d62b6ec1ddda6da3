# ruff: noqa: INP001 (a script that is run by its path, not a module of a package)
"""Installs Chromium and a Chinese font, in which tests open the HTML report.

On Debian and its relatives both come from the distribution. Elsewhere, and where they cannot be
had, it says what is missing, and the tests that need a browser skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_PACKAGES = ("chromium", "fonts-noto-cjk", "fontconfig")


def _missing() -> list[str]:
    missing = [] if shutil.which("chromium") else ["chromium"]
    listing = shutil.which("fc-list")
    fonts = (
        subprocess.run(  # noqa: S603 (a program of the system, no input)
            [listing, ":lang=zh"], capture_output=True, encoding="utf-8", check=False
        ).stdout
        if listing
        else ""
    )
    return missing if fonts.strip() else [*missing, "a Chinese font"]


def main() -> int:
    """Install what is missing, or say what still is."""
    if not _missing():
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        sys.stderr.write(
            f"tests of the HTML report skip: {', '.join(_missing())} is missing; "
            f"as root on Debian: apt-get install {' '.join(_PACKAGES)}\n"
        )
        return 0
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        [apt, "update", "-qq"],
        [apt, "install", "-y", "-qq", "--no-install-recommends", *_PACKAGES],
    ):
        done = subprocess.run(  # noqa: S603 (fixed arguments)
            command, env=quiet, stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            break
    if _missing():
        sys.stderr.write(
            f"tests of the HTML report skip: {', '.join(_missing())} could not be installed\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
