"""``qinglang runs verify``: a recorded run is derived again."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.heavy


@pytest.fixture
def recorded(qinglang: Run, small_snapshot: Path, tmp_path: Path) -> tuple[Run, str, Path]:
    """A run of some controls with a parameter of its own, its id, and its snapshot."""
    folder = tmp_path / "snapshot"
    shutil.copytree(small_snapshot, folder)
    ended = qinglang(
        *("evaluate", folder, "--only", "ANN-01", "--only", "ANN-09", "--series", "s"),
        *("--param", "label_grace_hours=25", "--fail-on", "never"),
    )
    assert ended.code == 0
    listed = qinglang("runs", "list", "-o", "csv").out.splitlines()
    return qinglang, listed[1].split(",")[0], folder


def test_verified(recorded: tuple[Run, str, Path], tmp_path: Path) -> None:
    """The same digests again, also where the snapshot has moved; nothing is recorded."""
    qinglang, run_id, folder = recorded
    ended = qinglang("runs", "verify", run_id[:10])
    assert (ended.code, ended.out) == (*(0, f"run {run_id}: both digests are what was recorded\n"),)
    moved = folder.rename(tmp_path / "moved")
    ended = qinglang("runs", "verify", run_id)
    assert ended.code == 3
    assert "is not there any more" in ended.err
    assert "--snapshot" in ended.err
    assert qinglang("runs", "verify", run_id, "--snapshot", moved).code == 0
    assert len(qinglang("runs", "list", "-o", "csv").out.splitlines()) == 2


def test_changed_store(recorded: tuple[Run, str, Path]) -> None:
    """A digest that somebody changed is told, with both values."""
    qinglang, run_id, _ = recorded
    for which in ("outcomes", "findings"):
        store = sqlite3.connect("qinglang.db")
        with store:
            store.execute(f"UPDATE run SET {which}_digest = 'f00'")  # noqa: S608 (our own words)
        store.close()
        ended = qinglang("runs", "verify", run_id)
        assert ended.code == 3
        assert f"gives another {which} digest than was recorded" in ended.err
        assert "not f00" in ended.err


def test_other_inputs(recorded: tuple[Run, str, Path]) -> None:
    """Another snapshot or bundle is told as such, and not as a fault of the run."""
    qinglang, run_id, folder = recorded
    store = sqlite3.connect("qinglang.db")
    with store:
        store.execute("UPDATE run SET bundle_digest = 'f00'")
    store.close()
    ended = qinglang("runs", "verify", run_id)
    assert ended.code == 3
    assert "bundle that ships: is another one than the run was judged by" in ended.err
    manifest = folder / "snapshot.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"generator": "', '"generator": "another '), encoding="utf-8")
    ended = qinglang("runs", "verify", run_id)
    assert ended.code == 3
    assert "is another one than the run was about" in ended.err
