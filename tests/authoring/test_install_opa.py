"""OPA is taken from where it is, if it fits, else built; a broken build leaves nothing."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from evaluator.authoring.opa import OPA_VERSION

OPA = "#!/bin/sh\necho 'Version: {version}'\n"
#: A go that "installs" by writing the executable that it is told to.
GO = """#!/bin/sh
test "$1" = install || exit 0
mkdir -p "$GOBIN"
printf '#!/bin/sh\\necho "Version: %s"\\n' {version} > "$GOBIN/opa"
chmod +x "$GOBIN/opa"
{then}
"""


@pytest.fixture
def installer(repository: Path) -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location(
        "install_opa", repository / "tools" / "install_opa.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where OPA is to be."""
    return tmp_path / "tools" / "opa"


def _script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def _opa(path: Path, version: str = OPA_VERSION) -> Path:
    return _script(path, OPA.format(version=version))


def _go(folder: Path, version: str = OPA_VERSION, then: str = "") -> dict[str, str]:
    _script(folder / "go", GO.format(version=version, then=then))
    return {"PATH": f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin"}


def test_versions_agree(installer: ModuleType) -> None:
    """The version that is installed is the one that builds bundles."""
    assert installer.VERSION == OPA_VERSION
    assert installer.MODULE.endswith(f"@v{OPA_VERSION}")


def test_named(installer: ModuleType, target: Path, tmp_path: Path) -> None:
    """$OPA is taken before all else."""
    named = _opa(tmp_path / "named")
    told = installer.install(target, {"OPA": str(named), "PATH": ""})
    assert told == f"copied OPA {OPA_VERSION} from {named} to {target}"
    assert target.read_bytes() == named.read_bytes()
    assert [path.name for path in target.parent.iterdir()] == ["opa"]


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (OPA.format(version="1.0.0"), "which is 1.0.0"),
        ("#!/bin/sh\nexit 1\n", "which is no OPA that can be run"),
        ("#!/bin/sh\n", "which is no OPA that can be run"),
        ("no program", "which is no OPA that can be run"),
    ],
)
def test_named_and_wrong(
    installer: ModuleType, target: Path, tmp_path: Path, script: str, told: str
) -> None:
    """What $OPA names is used or refused, never replaced."""
    named = _script(tmp_path / "named", script)
    with pytest.raises(installer.InstallError, match=told):
        installer.install(target, {"OPA": str(named), "PATH": ""})
    with pytest.raises(installer.InstallError, match="which is not there"):
        installer.install(target, {"OPA": str(tmp_path / "none"), "PATH": ""})
    assert not target.exists()


def test_on_path(installer: ModuleType, target: Path, tmp_path: Path) -> None:
    """One on PATH is copied if it fits."""
    _opa(tmp_path / "path" / "opa")
    told = installer.install(target, {"PATH": str(tmp_path / "path")})
    assert told.startswith(f"copied OPA {OPA_VERSION}")
    again = installer.install(target, {"PATH": str(target.parent)})
    assert again == f"OPA {OPA_VERSION} is at {target}"


def test_already_there(installer: ModuleType, target: Path, tmp_path: Path) -> None:
    """An earlier run's is kept, whatever older one lies on PATH."""
    _opa(target)
    _opa(tmp_path / "path" / "opa", "1.0.0")
    told = installer.install(target, {"PATH": str(tmp_path / "path")})
    assert told == f"OPA {OPA_VERSION} is at {target}"


def test_built(installer: ModuleType, target: Path, tmp_path: Path) -> None:
    """Else it is built, beside the target and then moved; an old one is replaced."""
    _opa(target, "1.0.0")
    environment = _go(tmp_path / "go")
    assert installer.install(target, environment) == f"built OPA {OPA_VERSION} at {target}"
    assert installer.version_of(target) == OPA_VERSION
    assert [path.name for path in target.parent.iterdir()] == ["opa"]


@pytest.mark.parametrize(
    ("version", "then", "told"),
    [
        (OPA_VERSION, "echo no network >&2; exit 1", "failed:\nno network"),
        ("1.0.0", "", "the build gave 1.0.0"),
        (OPA_VERSION, 'rm "$GOBIN/opa"', "the build gave not there"),
    ],
)
def test_failed_build(  # noqa: PLR0913, PLR0917 (how it fails, and what is told)
    installer: ModuleType, target: Path, tmp_path: Path, version: str, then: str, told: str
) -> None:
    """A build that fails is told with Go's words and leaves nothing."""
    with pytest.raises(installer.InstallError, match=told):
        installer.install(target, _go(tmp_path / "go", version, then))
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("toolchain", [True, False])
def test_go_from_a_package(
    installer: ModuleType,
    target: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    toolchain: bool,
) -> None:
    """Without a go on PATH the toolchain's own is taken, not the script of the same name."""
    go = _script(tmp_path / "go", GO.format(version=OPA_VERSION, then=""))
    lines = ['for folder; do test "$last" = --target && break; last=$folder; done']
    for place, text in (("bin", "#!/bin/sh\nexit 1\n"), ("go/bin", go.read_text())):
        if place == "bin" or toolchain:
            copy = _script(tmp_path / place.replace("/", "-"), text)
            lines.append(f'mkdir -p "$folder/{place}" && cp {copy} "$folder/{place}/go"')
    uv = _script(tmp_path / "uv-folder" / "uv", "\n".join(["#!/bin/sh", *lines, ""]))
    monkeypatch.setattr(installer.sys, "executable", str(uv.parent / "python"))
    environment = {"PATH": f"/bin{os.pathsep}/usr/bin"}
    if toolchain:
        assert installer.install(target, environment).startswith("built OPA")
    else:
        with pytest.raises(installer.InstallError, match="brought no go command that runs"):
            installer.install(target, environment)


def test_no_go_to_be_had(
    installer: ModuleType, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what is missing and how to get it."""
    python = _script(tmp_path / "python", "#!/bin/sh\necho 'no such package' >&2\nexit 1\n")
    monkeypatch.setattr(installer.sys, "executable", str(python))
    with pytest.raises(installer.InstallError) as caught:
        installer.install(target, {"PATH": "/nowhere"})
    assert "no such package" in str(caught.value)
    assert f"Install Go 1.26 or newer, or download OPA {OPA_VERSION}" in str(caught.value)


def test_slow(installer: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A program that hangs is stopped; as an OPA it is none."""

    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("opa", 60)

    monkeypatch.setattr(installer.subprocess, "run", hang)
    assert installer.version_of(_opa(tmp_path / "opa")) == "no OPA that can be run"


def test_exit_codes(
    installer: ModuleType,
    target: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """0 and one line where OPA is there; 1 and the reason on standard error where it is not."""
    monkeypatch.setattr(installer, "TARGET", target)
    monkeypatch.setenv("OPA", str(_opa(tmp_path / "named")))
    assert installer.main() == 0
    assert capsys.readouterr().out.startswith(f"copied OPA {OPA_VERSION}")
    monkeypatch.setenv("OPA", str(tmp_path / "none"))
    assert installer.main() == 1
    assert f"OPA {OPA_VERSION} is not installed: $OPA names" in capsys.readouterr().err
