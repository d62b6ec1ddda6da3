"""``qinglang bundle``: build, sign, verify, inspect and compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.bundle import load_bundle
from evaluator.bundle.archive import read_archive
from tests.bundle.signing import make_key, write_pair
from tests.conftest import REPOSITORY, Run


def test_inspect_shows_the_bundle_that_ships(qinglang: Run) -> None:
    """Without a folder it is the one that the program uses."""
    shown = json.loads(qinglang("bundle", "inspect", "-o", "json").out)
    bundle = load_bundle()
    assert shown["digest"] == bundle.digest
    assert shown["revision"] == bundle.revision
    assert [control["code"] for control in shown["controls"]] == list(bundle.controls)
    assert bundle.digest in qinglang("bundle", "inspect").out


def test_inspect_refuses_what_is_no_bundle(qinglang: Run, tmp_path: Path) -> None:
    """A folder without a manifest is named."""
    ended = qinglang("bundle", "inspect", tmp_path)
    assert ended.code == 3
    assert ".manifest: is missing" in ended.err


@pytest.mark.opa
def test_build(qinglang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is built from the policies is what ships."""
    opa = REPOSITORY / ".tools" / "bin" / "opa"
    if opa.exists():
        monkeypatch.setenv("OPA", str(opa))
    ended = qinglang("bundle", "build", REPOSITORY / "policies", "--output", tmp_path / "built")
    assert ended.code == 0, ended.err
    assert load_bundle(tmp_path / "built").digest == load_bundle().digest


def test_build_without_opa(qinglang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no OPA, how to get it is said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("OPA", raising=False)
    ended = qinglang("bundle", "build", REPOSITORY / "policies", "--output", tmp_path / "built")
    assert ended.code == 3
    assert "was not found" in ended.err
    assert "make tools" in ended.err
    assert not (tmp_path / "built").exists()


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A pair of keys called `policies`, in `private` and `public`."""
    write_pair(tmp_path / "keys", "policies", make_key("ES256"))
    return tmp_path / "keys"


def test_sign_and_verify(qinglang: Run, tmp_path: Path, keys: Path) -> None:
    """What is signed is verified, and inspected with who signed it; an altered byte is refused."""
    signed = tmp_path / "policies.tar.gz"
    key = keys / "private" / "policies.pem"
    ended = qinglang("bundle", "sign", load_bundle().folder, "--key", key, "--output", signed)
    assert (ended.code, ended.err) == (0, f"signed {signed}: ES256, key policies\n")
    ended = qinglang("bundle", "verify", signed, "--trusted-keys", keys / "public", "-o", "json")
    assert ended.code == 0
    assert json.loads(ended.out)["signature"] == {"key": "policies", "algorithm": "ES256"}
    shown = json.loads(qinglang("bundle", "inspect", signed, "-o", "json").out)
    assert (shown["digest"], shown["signature"]) == (load_bundle().digest, None)
    folder = tmp_path / "folder"
    for name, body in read_archive(signed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body.replace(b"qinglang-2025", b"qinglang-2026"))
    ended = qinglang("bundle", "verify", folder, "--trusted-keys", keys / "public")
    assert ended.code == 3
    assert "was altered after it was signed" in ended.err


def test_verify_wants_a_key(qinglang: Run) -> None:
    """An unsigned bundle, and nobody to trust: each is told."""
    ended = qinglang("bundle", "verify", load_bundle().folder)
    assert ended.code == 3
    assert "is not signed, and only signed bundles are used" in ended.err


def test_only_signed_bundles_where_that_is_set(
    qinglang: Run,
    tmp_path: Path,
    keys: Path,
    small_snapshot: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With require_signed an unsigned bundle is refused before the snapshot is looked at."""
    monkeypatch.setenv("QINGLANG_REQUIRE_SIGNED", "true")
    monkeypatch.setenv("QINGLANG_TRUSTED_KEYS", str(keys / "public"))
    ended = qinglang("evaluate", tmp_path / "no snapshot", "--only", "ANN-01")
    assert ended.code == 3
    assert "is not signed" in ended.err
    signed = tmp_path / "policies.tar.gz"
    key = keys / "private" / "policies.pem"
    qinglang("bundle", "sign", load_bundle().folder, "--key", key, "--output", signed)
    ended = qinglang(
        "evaluate", small_snapshot, "--bundle", signed, "--only", "GOV-01", "--fail-on", "never"
    )
    assert ended.code == 0, ended.err


def test_diff(qinglang: Run) -> None:
    """A bundle does not differ from itself; what differs is told by its name."""
    shipped = load_bundle().folder
    ended = qinglang("bundle", "diff", shipped, shipped)
    assert (ended.code, ended.out, ended.err) == (0, "", "nothing differs\n")
    ended = qinglang("bundle", "diff", shipped, shipped, "-o", "json")
    assert set(json.loads(ended.out)) >= {"controls", "rules", "parameters", "clauses", "contract"}


@pytest.mark.opa
def test_build_of_a_revision(
    qinglang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision that does not exist is refused before anything is built."""
    monkeypatch.setenv("OPA", str(REPOSITORY / ".tools" / "bin" / "opa"))
    output = tmp_path / "built.tar.gz"
    ended = qinglang("bundle", "build", tmp_path, "--output", output, "--revision", "main")
    assert ended.code == 2
    assert "lie in no git repository" in ended.err
    assert not output.exists()
