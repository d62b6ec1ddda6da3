"""The wheel: what users install has everything that it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this repository."""
    folder = tmp_path_factory.mktemp("dist")
    _succeed([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], REPOSITORY)
    (built,) = folder.glob("*.whl")
    return built


def _succeed(command: list[str | Path], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_wheel_holds_the_bundle_and_the_migrations(wheel: Path) -> None:
    """Policies, the compiled module and the store's migrations come with the program."""
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = REPOSITORY / "evaluator" / "bundled"
    bundled = {
        path.relative_to(REPOSITORY).as_posix() for path in shipped.rglob("*") if path.is_file()
    }
    assert "evaluator/bundled/policy.wasm" in bundled
    assert bundled <= names
    assert any(name.startswith("evaluator/findings/migrations/versions/") for name in names)
    assert not any(name.startswith(("tests/", "policies/")) for name in names)


def test_demo_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    """Installed into an empty environment, outside the repository and without OPA, it works."""
    environment = tmp_path / "environment"
    uv = Path(sys.executable).with_name("uv")
    _succeed([uv, "venv", "--quiet", "--python", sys.executable, environment], tmp_path)
    lock = REPOSITORY / "requirements" / "dev.lock"
    python = environment / "bin" / "python"
    install = [uv, "pip", "install", "--quiet", "--python", python]
    _succeed([*install, "--constraint", lock, wheel], tmp_path)
    shown = _succeed(
        [environment / "bin" / "qinglang", "demo"], tmp_path, PATH=os.defpath, PYTHONPATH=""
    )
    assert "exit code 0" in shown
    assert (tmp_path / "demo" / "report.json").is_file()
    assert (tmp_path / "demo" / "qinglang.db").is_file()
