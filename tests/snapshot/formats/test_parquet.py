"""Parquet: columns by place, rows by number, and files that claim too much."""

from __future__ import annotations

import errno
import gzip
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.errors import SnapshotError
from evaluator.snapshot.formats import parquet
from tests.snapshot.conftest import Load


def _bytes(table: pa.Table, **options: Any) -> bytes:
    content = io.BytesIO()
    pq.write_table(table, content, **options)
    return content.getvalue()


def _error(load: Load, ending: str, content: bytes) -> SnapshotError:
    with pytest.raises(SnapshotError) as raised:
        load(ending, content)
    assert raised.value.offender == f"load snapshot: file.{ending}"
    return raised.value


@pytest.mark.parametrize("ending", ["parquet", "parquet.gz"])
def test_rows_are_numbered_across_row_groups(load: Load, ending: str) -> None:
    """Row numbers count from 1 through the whole file; columns keep their types."""
    content = _bytes(pa.table({"a": list(range(10)), "b": ["x"] * 10}), row_group_size=3)
    loaded = load(ending, gzip.compress(content) if ending.endswith("gz") else content)
    assert (loaded.form, loaded.columns) == ("native", {"a": "BIGINT", "b": "VARCHAR"})
    assert loaded.rows == [(number + 1, number, "x") for number in range(10)]


def test_columns_of_other_names(load: Load) -> None:
    """A column that no contract can have is named, and not read, though another is like it."""
    names = ["A", "a", "_row", "a b", "清"]
    table = pa.table([[number] for number in range(5)], names=names)
    loaded = load("parquet", _bytes(table))
    assert list(loaded.columns) == ["a", "A", "_row", "a b", "清"]
    assert loaded.rows == [(1, 1)]


def test_no_columns_of_the_contract(load: Load) -> None:
    """A file of nothing but unknown columns still has its rows."""
    assert load("parquet", _bytes(pa.table({"X": [1, 2]}))).rows == [(1,), (2,)]


def test_a_column_twice(load: Load) -> None:
    """Two columns of one name cannot be told apart."""
    content = _bytes(pa.table([[1], [2]], names=["a", "a"]))
    assert _error(load, "parquet", content).rule == "column given twice: a"


def test_a_column_with_a_taken_name(load: Load) -> None:
    """The one name that the reader needs for itself is told."""
    content = _bytes(pa.table({"file_row_number": [1]}))
    assert _error(load, "parquet", content).rule == (
        "has a column file_row_number, which stands for row numbers here"
    )


@pytest.mark.parametrize("cut", [0, 3, 100, -1, -20])
def test_truncated_files(load: Load, cut: int) -> None:
    """A file without its end is no Parquet file."""
    content = _bytes(pa.table({"a": list(range(1000))}))[:cut]
    error = _error(load, "parquet", content)
    assert error.rule == "is no Parquet file, or a truncated one"
    assert error.remedy == "Export the file again, as UTF-8 and complete."


def test_readers_that_differ(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """What pyarrow reads and DuckDB does not is an error of the file as well."""
    monkeypatch.setattr(parquet, "_columns", lambda *_: ["a", "b"])
    content = _bytes(pa.table({"a": [1]}))[:-1]
    assert _error(load, "parquet", content).rule == "is no Parquet file that can be read"


def test_files_that_claim_too_much(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal values take no room, so that a small file can hold more rows than a disk."""
    content = _bytes(pa.table({"a": pa.array([1] * 1_000_000, pa.int8())}), compression="zstd")
    assert len(load("parquet", content).rows) == 1_000_000
    monkeypatch.setattr(parquet, "SMALL", 1000)
    monkeypatch.setattr(parquet, "MOST_EXPANSION", 10)
    assert _error(load, "parquet", content).rule == "becomes more than 10 times as large unpacked"


def test_a_full_disk(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unpacking needs room; other faults of the disk are not taken for a lack of it."""
    content = gzip.compress(_bytes(pa.table({"a": [1]})))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", _failing(errno.ENOSPC))
        with pytest.raises(SnapshotError, match=r"has no space left. Set TMPDIR to a larger disk"):
            load("parquet.gz", content)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", _failing(errno.EIO))
        with pytest.raises(OSError, match="failed"):
            load("parquet.gz", content)


def _failing(number: int) -> Any:
    real = Path.open

    def fail(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if path.suffix == ".parquet":
            raise OSError(number, "failed")
        return real(path, mode, *rest, **options)

    return fail
