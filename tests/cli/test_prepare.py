"""``qinglang snapshot prepare``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from evaluator.cli.boundary import run_guarded
from evaluator.cli.prepare import prepare
from tests.conftest import AS_OF, Ended, WriteSnapshot

Run = Callable[..., Ended]

ACCOUNTS = [
    {"account_id": name, "account_class": "personal", "status": status, "created_at": AS_OF - 9}
    for name, status in (("a1", "active"), ("a2", "muted"), ("a3", "asleep"))
]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command in this process, with a cache of its own."""
    app = typer.Typer(rich_markup_mode=None)
    app.command()(prepare)

    def run_it(*arguments: object) -> Ended:
        options = ["--cache-dir", tmp_path / "cache", "--no-progress"]
        code = run_guarded(lambda: app([*map(str, arguments), *map(str, options)]))
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    return run_it


@pytest.fixture
def folder(write_snapshot: WriteSnapshot) -> Path:
    """A snapshot of two accounts."""
    return write_snapshot({"accounts": ACCOUNTS[:2], "operators": []})


def test_the_second_time_nothing_is_left_to_do(run: Run, folder: Path, tmp_path: Path) -> None:
    """It says where the prepared snapshot is, what it holds, and whether it was there."""
    first = run(folder, "-o", "json")
    assert (first.code, first.err) == (0, "prepared\n")
    shown = json.loads(first.out)
    assert shown["already_prepared"] is False
    assert shown["subjects"] == {"account": 2, "platform": 1}
    assert list(shown["stages"]) == ["Hashing files", "Validating tables", "Preparing subjects"]
    place = Path(shown["folder"])
    assert place.parent == tmp_path / "cache"
    assert shown["bytes"] == sum(path.stat().st_size for path in place.rglob("*.*"))
    second = run(folder, "-o", "json")
    assert (second.code, second.err) == (0, "already prepared\n")
    again = json.loads(second.out)
    assert again["already_prepared"] is True
    assert list(again["stages"]) == ["Hashing files"]
    same = ("snapshot_id", "snapshot_digest", "folder", "bytes", "subjects")
    assert {name: again[name] for name in same} == {name: shown[name] for name in same}


def test_on_a_console(run: Run, folder: Path) -> None:
    """The same is shown for reading."""
    ended = run(folder)
    assert ended.code == 0
    labels = [line.split()[0] for line in ended.out.splitlines() if not line.startswith(" ")]
    assert labels == ["folder", "size", "took", "subjects"]
    assert "account: 2" in ended.out
    assert "MiB" in ended.out


def test_bad_rows_are_told(run: Run, write_snapshot: WriteSnapshot) -> None:
    """A snapshot with faulty rows can be prepared, and nobody takes it for a clean one."""
    folder = write_snapshot({"accounts": ACCOUNTS})
    (folder / "notes.txt").touch()
    ended = run(folder)
    assert ended.code == 0
    assert ended.err == (
        "warning: notes.txt is no table of the contract; it was not read\n"
        "warning: 1 rows are quarantined; `qinglang snapshot check` shows why\n"
        "prepared\n"
    )


def test_a_cache_that_is_too_small(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cache does not keep was prepared for nothing, and that is an error."""
    monkeypatch.setenv("QINGLANG_CACHE_LIMIT", "1KiB")
    ended = run(folder)
    assert (ended.code, ended.out) == (2, "")
    assert "error: cache_limit 1.0KiB: is too small to keep this prepared snapshot" in ended.err
    assert "Raise cache_limit" in ended.err


def test_what_cannot_be_read(run: Run, tmp_path: Path) -> None:
    """A snapshot that is none exits with 3, an unknown format with 2."""
    assert run(tmp_path / "no").code == 3
    assert run(tmp_path / "no", "-o", "csv").code == 2
