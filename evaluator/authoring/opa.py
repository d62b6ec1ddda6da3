"""The OPA executable: where it is, and how it is asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluator.errors import ToolError

__all__ = ["OPA_VERSION", "Complaint", "Opa", "find_opa"]

#: The version whose compiler builds the bundle; another one may build other bytes.
OPA_VERSION = "1.22.2"

_TIMEOUT_SECONDS = 300
_GET_IT = "Run `make tools`, or point the environment variable OPA to an executable."


@dataclass(frozen=True, slots=True)
class Complaint:
    """What OPA finds wrong with a policy, and where."""

    #: As OPA was told to read it; empty where it names none.
    file: str
    #: 0 where OPA names none.
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Opa:
    """An OPA executable of the right version."""

    path: Path

    def run(
        self, *arguments: str, folder: Path | None = None, accepted: Collection[int] = (0,)
    ) -> str:
        """Run OPA and give its standard output.

        Args:
            arguments: command and options.
            folder: where it runs; None: in the folder of this process.
            accepted: exit codes that are no failure of OPA itself.

        Raises:
            ToolError: with OPA's own message, if it fails or takes longer than five minutes.
        """
        done = self._run(arguments, folder)
        if done.returncode not in accepted:
            message = (done.stderr or done.stdout).strip()
            raise ToolError(f"opa {arguments[0]}", message, "Correct the policies.")
        return done.stdout

    def complaints(self, *arguments: str, folder: Path | None = None) -> list[Complaint]:
        """Run ``opa check`` with these arguments and give everything that it finds.

        Raises:
            ToolError: if it fails without saying what is wrong with the policies.
        """
        done = self._run(("check", "--strict", "-m", "1000", "-f", "json", *arguments), folder)
        if done.returncode == 0:
            return []
        try:
            errors = json.loads(done.stderr)["errors"]
        except (json.JSONDecodeError, KeyError, TypeError):
            errors = []
        if not errors:
            raise ToolError("opa check", (done.stderr or done.stdout).strip())
        return [_complaint(error) for error in errors]

    def _run(
        self, arguments: Sequence[str], folder: Path | None
    ) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(  # noqa: S603 (our executable, our arguments, no shell)
                [str(self.path), *arguments],
                cwd=folder,
                capture_output=True,
                encoding="utf-8",
                timeout=_TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ToolError(
                f"opa {arguments[0]}", f"took longer than {_TIMEOUT_SECONDS} seconds"
            ) from error
        except OSError as error:
            raise ToolError(str(self.path), f"cannot be run ({error.strerror})", _GET_IT) from error

    def ask(self, *arguments: str, folder: Path | None = None) -> Any:  # noqa: ANN401 (JSON)
        """Run OPA and read its standard output as JSON."""
        return json.loads(self.run(*arguments, folder=folder))


def _complaint(error: Mapping[str, Any]) -> Complaint:
    location = error.get("location") or {}
    known = (error.get("details") or {}).get("oneOf")
    told = f"{error['code']}: {error['message']}" if error.get("code") else str(error["message"])
    if known:
        told += f" (one of {' '.join(json.dumps(name) for name in known)})"
    return Complaint(str(location.get("file", "")), int(location.get("row", 0)), told)


def find_opa(given: Path | None = None) -> Opa:
    """OPA of the right version: as given, from ``$OPA``, ``.tools/bin``, or ``PATH``.

    Raises:
        ToolError: if there is none, or the one that was named is of another version.
    """
    found: list[str] = []
    for path, named in _places(given):
        version = _version(path)
        if version == OPA_VERSION:
            return Opa(path)
        if named:
            raise ToolError(str(path), f"is OPA {version}, {OPA_VERSION} is needed", _GET_IT)
        found.append(f"{path} is {version}")
    told = f" ({'; '.join(found)})" if found else ""
    raise ToolError(f"OPA {OPA_VERSION}", f"was not found{told}", _GET_IT)


def _places(given: Path | None) -> Iterator[tuple[Path, bool]]:
    # OPA runs in other folders too, where a relative path would lead elsewhere.
    for named in (given, os.environ.get("OPA")):
        if named:
            yield Path(shutil.which(named) or named).absolute(), True
    local = Path(".tools/bin/opa").absolute()
    if local.exists():
        yield local, False
    on_path = shutil.which("opa")
    if on_path:
        yield Path(on_path), False


def _version(path: Path) -> str:
    first_line = Opa(path).run("version").partition("\n")[0]
    return first_line.removeprefix("Version:").strip()
