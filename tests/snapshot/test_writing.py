"""Snapshots are written whole or not at all, and the same rows give the same bytes."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.errors import SnapshotError, UsageError
from evaluator.model import SnapshotManifest
from evaluator.snapshot import open_snapshot
from evaluator.snapshot.writing import GROUP_ROWS, TableRows, write_snapshot

SCHEMA = pa.schema([("post_id", pa.string())])
MANIFEST = SnapshotManifest("s", "p", 2, 0, 2, "sample", sampling_ppm=5)


def _posts(count: int, at_once: int) -> TableRows:
    ids = pa.array([f"{number:08}" for number in range(count)])
    batches = [
        pa.record_batch([ids.slice(start, at_once)], schema=SCHEMA)
        for start in range(0, count, at_once)
    ]
    return TableRows(SCHEMA, batches)


def test_batches_do_not_show(tmp_path: Path) -> None:
    """Row groups have one size, whatever the batches."""
    count = 2 * GROUP_ROWS + 5
    written = []
    for at_once in (7_001, 50_000, 200_000):
        target = tmp_path / str(at_once)
        write_snapshot(target, MANIFEST, {"posts": _posts(count, at_once)})
        written.append((target / "posts.parquet").read_bytes())
        metadata = pq.read_metadata(target / "posts.parquet")
        groups = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        assert groups == [GROUP_ROWS, GROUP_ROWS, 5]
    assert written[0] == written[1] == written[2]


def test_a_large_table_is_a_folder_of_parts(tmp_path: Path) -> None:
    """Parts are begun by size, and hold the rows in their order; they can be read again."""
    target = tmp_path / "target"
    told: list[str] = []
    tables = {"posts": _posts(3 * GROUP_ROWS, 10_000), "accounts": _posts(0, 1)}
    write_snapshot(target, MANIFEST, tables, part_bytes=100, done=told.append)
    assert told == ["posts", "accounts"]
    parts = sorted((target / "posts").iterdir())
    assert [part.name for part in parts] == [f"part-{number:05}.parquet" for number in range(3)]
    ids = [name for part in parts for name in pq.read_table(part).column("post_id").to_pylist()]
    assert ids == [f"{number:08}" for number in range(3 * GROUP_ROWS)]
    snapshot = open_snapshot(target, ["posts", "accounts"])
    assert snapshot.manifest.document() == MANIFEST.document()
    assert snapshot.manifest.table_rows == {"posts": 3 * GROUP_ROWS, "accounts": 0}
    assert snapshot.manifest.file_digests == {file.path: file.sha256 for file in snapshot.files}
    assert pq.read_schema(target / "accounts.parquet").names == ["post_id"]


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    """A target that exists is refused, even where it is an empty folder or a link to nothing."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    for name in ("folder", "link"):
        with pytest.raises(UsageError) as caught:
            write_snapshot(tmp_path / name, MANIFEST, {})
        assert str(caught.value) == (
            f"target {tmp_path / name}: exists already. Name a folder that does not exist."
        )


def test_a_target_that_appears_meanwhile(tmp_path: Path) -> None:
    """Another program's folder is not replaced either."""
    target = tmp_path / "target"

    def batches() -> Iterator[pa.RecordBatch]:
        target.mkdir()
        yield from _posts(3, 3).batches

    with pytest.raises(UsageError, match="exists already"):
        write_snapshot(target, MANIFEST, {"posts": TableRows(SCHEMA, batches())})
    assert list(tmp_path.rglob("*")) == [target]


def test_an_interrupted_snapshot_leaves_nothing(tmp_path: Path) -> None:
    """Where rows end with an error, no part of the folder stays."""

    def batches() -> Iterator[pa.RecordBatch]:
        yield from _posts(3, 3).batches
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_snapshot(tmp_path / "target", MANIFEST, {"posts": TableRows(SCHEMA, batches())})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """A file that cannot grow stops the conversion; nothing is left, and the place is named."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    rows = _posts(GROUP_ROWS, GROUP_ROWS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(SnapshotError) as caught:
            write_snapshot(tmp_path / "target", MANIFEST, {"posts": rows})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert str(caught.value) == (
        f"snapshot {tmp_path / 'target'}: cannot be written: File too large. "
        "Make room, or choose a place that you may write to."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_place_without_a_folder(tmp_path: Path) -> None:
    """A file where a folder should be is told."""
    (tmp_path / "file").write_text(json.dumps({}))
    with pytest.raises(SnapshotError, match="cannot be written: Not a directory"):
        write_snapshot(tmp_path / "file" / "target", MANIFEST, {})
