"""Opening a snapshot: what it is, what its files are, and whether they stay so."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.errors import SnapshotError
from evaluator.model import SourceFile
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table, verify_unchanged
from evaluator.warehouse import Warehouse
from tests.snapshot.conftest import TABLES, Locked, WriteFiles

ODD = [
    "a*b",
    "a?b",
    "[ab]",
    "a]b",
    "it's",
    'say "x"',
    "a b",
    "清朗",
    "{a,b}",
    "a\\b",
    "%41",
    "#a",
    "~",
]


def _sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _error(folder: Path) -> SnapshotError:
    with pytest.raises(SnapshotError) as raised:
        open_snapshot(folder, TABLES)
    return raised.value


def test_files_and_digest(write_files: WriteFiles) -> None:
    """The digest is over all files of the tables and snapshot.json, by their relative paths."""
    folder = write_files({"posts/1.csv": "a", "accounts.ndjson": "", "note.txt": "x"})
    snapshot = open_snapshot(folder, TABLES)
    assert snapshot.files == (
        SourceFile("accounts", "accounts.ndjson", "ndjson", "none", 0, _sha("")),
        SourceFile("posts", "posts/1.csv", "csv", "none", 1, _sha("a")),
    )
    assert snapshot.tables == ("accounts", "posts")
    assert snapshot.warnings == ("note.txt is no table of the contract; it was not read",)
    files = {
        "accounts.ndjson": _sha(""),
        "posts/1.csv": _sha("a"),
        "snapshot.json": _sha((folder / "snapshot.json").read_text()),
    }
    whole = json.dumps(files, sort_keys=True, separators=(",", ":"))
    assert snapshot.digest == _sha(whole)


def test_what_is_no_snapshot(tmp_path: Path) -> None:
    """A folder that is none, or has no manifest, is told as such."""
    assert str(_error(tmp_path / "no")) == (
        f"snapshot {tmp_path / 'no'}: there is no such folder. "
        "Give the folder that holds snapshot.json."
    )
    (tmp_path / "file").touch()
    assert _error(tmp_path / "file").rule == "is not a folder"
    assert _error(tmp_path).rule == "holds no snapshot.json"
    (tmp_path / "snapshot.json").mkdir()
    assert _error(tmp_path).rule == "holds no snapshot.json"
    assert _error(tmp_path / ("x" * 300)).rule == "cannot be opened: File name too long"


def test_a_manifest_from_elsewhere(write_files: WriteFiles, tmp_path: Path) -> None:
    """snapshot.json itself is no link to the outside."""
    folder = write_files({})
    (folder / "snapshot.json").rename(tmp_path / "elsewhere.json")
    (folder / "snapshot.json").symlink_to(tmp_path / "elsewhere.json")
    assert _error(folder).rule == "snapshot.json is a link that leads out of the snapshot"


@pytest.mark.parametrize("locked", ["snapshot.json", "posts.csv"])
def test_files_without_access(write_files: WriteFiles, without_rights: Locked, locked: str) -> None:
    """A file that may not be read is named with its reason."""
    folder = write_files({"posts.csv": "a"})
    with without_rights(folder / locked):
        assert str(_error(folder)) == (
            f"load snapshot: {locked}: cannot be read: Permission denied. Give the reader access."
        )


def test_a_folder_without_access(write_files: WriteFiles, without_rights: Locked) -> None:
    """A folder that may not be entered is told as such."""
    folder = write_files({})
    with without_rights(folder):
        assert _error(folder).rule == "cannot be opened: Permission denied"


def test_declared_digests(write_files: WriteFiles) -> None:
    """Digests are checked where they are given; all differences are told at once."""
    files = {"posts/1.csv": "a", "posts/2.csv": "b", "accounts.csv": "c"}
    declared = {"posts": {"files": {"posts/1.csv": _sha("a"), "posts/2.csv": _sha("b")}}}
    folder = write_files(files, tables=declared | {"accounts": {"rows": 3}})
    assert len(open_snapshot(folder, TABLES).files) == 3
    declared = {
        "posts": {"files": {"posts/1.csv": _sha("x"), "posts/3.csv": _sha("b")}},
        "notices": {"rows": 1, "files": {"notices.csv": _sha("b")}},
    }
    folder = write_files(files, "second", tables=declared)
    assert str(_error(folder)) == (
        "snapshot files: posts/3.csv is missing; posts/1.csv has another SHA-256 than "
        "snapshot.json says; posts/2.csv is not named in snapshot.json. Export the snapshot again."
    )


def test_declared_tables(write_files: WriteFiles) -> None:
    """A table that is declared must be there; one that no contract knows is a warning."""
    folder = write_files({}, tables={"posts": {"rows": 0}})
    assert _error(folder).rule == "table posts is declared and is not there"
    folder = write_files({}, "second", tables={"notices": {"rows": 0}})
    assert open_snapshot(folder, TABLES).warnings == (
        "snapshot.json declares notices, which is no table of the contract",
    )


@pytest.mark.parametrize("name", ["posts.csv", "snapshot.json"])
@pytest.mark.parametrize("how", ["append", "replace", "touch", "remove"])
def test_files_that_change(write_files: WriteFiles, name: str, how: str) -> None:
    """A file that is no longer what was hashed fails the run."""
    folder = write_files({"posts.csv": "a", "accounts.csv": "b"})
    snapshot = open_snapshot(folder, TABLES)
    verify_unchanged(snapshot)
    path = folder / name
    content = path.read_bytes()
    if how == "append":
        path.write_bytes(content + b" ")
    elif how == "replace":
        (folder / "new").write_bytes(content)
        (folder / "new").replace(path)
    elif how == "touch":
        os.utime(path, ns=(0, 0))
    else:
        path.unlink()
    with pytest.raises(SnapshotError) as raised:
        verify_unchanged(snapshot)
    assert raised.value.offender == f"load snapshot: {name}"
    reason = "cannot be read: No such file or directory"
    assert raised.value.rule == (
        reason if how == "remove" else "changed while the snapshot was read"
    )


@pytest.mark.parametrize("name", ["posts.csv", "posts.ndjson", "posts.parquet", "posts.csv.gz"])
def test_files_that_vanish(write_files: WriteFiles, name: str) -> None:
    """A file that is gone when its turn comes is an error that names it."""
    folder = write_files({name: "a"})
    snapshot = open_snapshot(folder, TABLES)
    (folder / name).unlink()
    with (
        Warehouse(Settings(threads=1), reads=[folder]) as warehouse,
        pytest.raises(SnapshotError) as raised,
    ):
        next(open_table(warehouse, snapshot, "posts"))
    assert str(raised.value) == (
        f"load snapshot: {name}: cannot be read: No such file or directory. "
        "Give the reader access, and change nothing while it reads."
    )


@pytest.mark.parametrize("name", ODD)
def test_odd_names(write_files: WriteFiles, name: str) -> None:
    """Folders and parts are found whatever their names are, and no neighbours with them."""
    parts = {f"posts/{name}.csv": "x\n1\n", f"posts/{name}.ndjson": "{}\n"}
    folder = write_files(parts, name)
    pq.write_table(pa.table({"x": ["2"]}), folder / "posts" / f"{name}.parquet")
    pq.write_table(pa.table({"x": ["3"]}), folder / "posts" / "b.parquet")
    _check_rows(folder, [4, 1, 1, 1, 1])


def test_a_folder_behind_a_link(
    write_files: WriteFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot is read through a link to its folder, by a relative path, and links inside."""
    folder = write_files({})
    (folder / "posts").mkdir()
    pq.write_table(pa.table({"x": ["2"]}), folder / "posts" / "1.parquet")
    (folder / "posts" / "2.parquet").symlink_to("1.parquet")
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    _check_rows(Path("link"), [2, 1, 1])


def _check_rows(folder: Path, counts: list[int]) -> None:
    snapshot = open_snapshot(folder, TABLES)
    with Warehouse(Settings(threads=1), reads=[folder]) as warehouse:
        rows = [
            warehouse.value(f"SELECT count(*) FROM {raw.relation}")  # noqa: S608
            for raw in open_table(warehouse, snapshot, "posts")
        ]
        left = warehouse.value("SELECT count(*) FROM information_schema.tables")
    assert [len(rows), *rows] == counts
    assert left == 0
