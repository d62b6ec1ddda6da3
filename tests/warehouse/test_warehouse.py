"""The session reaches what it was given and nothing else, in bounded memory."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.errors import ConfigurationError, SnapshotError
from evaluator.settings import Settings
from evaluator.warehouse import Warehouse, glob_escape, identifier, literal

ODD_NAMES = [
    "plain",
    "a b",
    "a*b",
    "a?b",
    "[ab]",
    "a]b",
    "it's",
    'say "x"',
    "清朗",
    "a\\b",
    "{a,b}",
]
ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 1"


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_path_is_read_literally(tmp_path: Path, name: str) -> None:
    """A file is found whatever its name and its folder's are, and no neighbour with it."""
    folder = tmp_path / name
    folder.mkdir()
    pq.write_table(pa.table({"x": [1, 2]}), folder / f"{name}.parquet")
    pq.write_table(pa.table({"x": [3]}), folder / "b.parquet")
    with Warehouse(Settings(), reads=[tmp_path]) as warehouse:
        types = warehouse.parquet("raw.odd", folder / f"{name}.parquet", ["x"])
        assert types == {"x": "BIGINT"}
        assert warehouse.run("SELECT * FROM raw.odd ORDER BY _row") == [(1, 1), (2, 2)]


def test_unwanted_columns_are_left_out(tmp_path: Path) -> None:
    """Columns are taken by place, so that names which differ by case cannot mix."""
    pq.write_table(pa.table({"A": [1], "a": [2], "_row": [9]}), tmp_path / "t.parquet")
    with Warehouse(Settings(), reads=[tmp_path]) as warehouse:
        warehouse.parquet("raw.t", tmp_path / "t.parquet", [None, "a", None])
        assert warehouse.run("SELECT _row, a FROM raw.t") == [(1, 2)]


def test_other_folders_are_out_of_reach(tmp_path: Path) -> None:
    """A query cannot read or write beside the folders that were passed in."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    pq.write_table(pa.table({"x": [1]}), outside / "t.parquet")
    with Warehouse(Settings(), writes=[inside]) as warehouse:
        warehouse.run(f"COPY (SELECT 1 AS x) TO {literal(str(inside / 'x.parquet'))}")
        with pytest.raises(duckdb.PermissionException):
            warehouse.parquet("raw.t", outside / "t.parquet", ["x"])
        with pytest.raises(duckdb.PermissionException):
            warehouse.run(f"COPY (SELECT 1) TO {literal(str(outside / 'x.parquet'))}")
    assert (inside / "x.parquet").exists()


def test_the_configuration_is_locked() -> None:
    """No statement can lift the limits again."""
    with (
        Warehouse(Settings()) as warehouse,
        pytest.raises(duckdb.InvalidInputException, match="locked"),
    ):
        warehouse.run("SET memory_limit = '100GiB'")


def test_the_folder_goes_away() -> None:
    """Nothing is left on disk, and a closed warehouse says that it is closed."""
    with Warehouse(Settings()) as warehouse:
        folder = warehouse.folder
        assert folder.is_dir()
    assert not folder.exists()
    with pytest.raises(RuntimeError, match="not open"):
        warehouse.run("SELECT 1")


def test_a_large_sort_spills() -> None:
    """More rows than fit into the memory limit are sorted on disk."""
    with Warehouse(Settings(memory="100MiB", threads=2)) as warehouse:
        warehouse.run(
            "CREATE TABLE staging.t AS SELECT md5(range::VARCHAR) AS x FROM range(3000000)"
        )
        warehouse.run("CREATE TABLE staging.s AS SELECT x FROM staging.t ORDER BY x")
        assert warehouse.value("SELECT count(*) FROM staging.s") == 3_000_000


def test_too_little_memory_is_named() -> None:
    """What cannot be spilled ends with an error that names the limit and the remedy."""
    with (
        Warehouse(Settings(memory="50MiB", threads=1)) as warehouse,
        pytest.raises(SnapshotError) as raised,
    ):
        warehouse.run("SELECT md5(string_agg(md5(range::VARCHAR), '')) FROM range(5000000)")
    assert raised.value.offender == "memory limit 50MiB"
    assert "--memory" in raised.value.remedy


def test_a_full_disk_is_named() -> None:
    """A full disk is told apart from other faults of reading and writing."""
    with Warehouse(Settings()) as warehouse:

        def fail(message: str, kind: type[duckdb.Error] = duckdb.IOException) -> None:
            raise kind(message)

        cursor = warehouse.cursor()
        with pytest.raises(SnapshotError) as raised:
            warehouse._wait(cursor, lambda: fail("write: No space left on device"))
        assert raised.value.offender == str(warehouse.folder)
        assert raised.value.rule == "no space is left on this disk"
        assert "TMPDIR" in raised.value.remedy
        message = 'Could not write file "cache/part-0.parquet": No space left on device'
        with pytest.raises(SnapshotError, match=r"^cache/part-0\.parquet: no space"):
            warehouse._wait(cursor, lambda: fail(message))
        message = (
            r'Async write: {"exception_message":"Could not write file \"a/b\": No space left"}'
        )
        with pytest.raises(SnapshotError, match=r"^a/b: no space"):
            warehouse._wait(cursor, lambda: fail(message))
        message = 'Failed to commit: Could not write file "a.wal": Disk quota exceeded'
        with pytest.raises(SnapshotError, match=r"^a\.wal: no space"):
            warehouse._wait(cursor, lambda: fail(message, duckdb.TransactionException))
        with pytest.raises(duckdb.IOException, match="something else"):
            warehouse._wait(cursor, lambda: fail("something else"))
        cursor.close()


def test_errors_in_the_middle_of_a_stream() -> None:
    """What goes wrong after the first batches is the same error as at once."""
    query = "SELECT CASE WHEN range = 99999 THEN error('later') ELSE range END FROM range(100000)"
    with Warehouse(Settings(threads=1)) as warehouse:
        with pytest.raises(duckdb.Error, match="later"):
            list(warehouse.batches(query, rows=100))
        assert warehouse.value("SELECT 1") == 1


@pytest.mark.parametrize("memory", ["much", "1 apple"])
def test_a_wrong_memory_limit_is_a_setting(memory: str) -> None:
    """A limit that DuckDB does not understand is an error of the configuration."""
    with pytest.raises(ConfigurationError, match="memory"), Warehouse(Settings(memory=memory)):
        pass


def test_interruption_ends_a_query() -> None:
    """Ctrl-C ends a running query at once, and the session can still be used."""
    with Warehouse(Settings(threads=1)) as warehouse:
        threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            warehouse.run(ENDLESS)
        assert warehouse.value("SELECT 1") == 1


def test_arrow_goes_in_and_out() -> None:
    """Rows of Arrow batches become a table, are added to by name and come back in batches."""
    first = pa.record_batch({"a": [1, 2], "b": ["x", None]})
    with Warehouse(Settings()) as warehouse:
        warehouse.create("raw.t", pa.RecordBatchReader.from_batches(first.schema, [first]))
        warehouse.append("raw.t", pa.record_batch({"a": [3]}))
        rows = [
            row
            for batch in warehouse.batches("FROM raw.t ORDER BY a", rows=2)
            for row in batch.to_pylist()
        ]
    assert rows == [{"a": 1, "b": "x"}, {"a": 2, "b": None}, {"a": 3, "b": None}]


def test_names_and_values_are_quoted() -> None:
    """Quotes in names and values stay part of them."""
    assert identifier('a"b') == '"a""b"'
    assert [literal("it's"), literal(3), literal(value=True), literal(value=False)] == [
        "'it''s'",
        "3",
        "TRUE",
        "FALSE",
    ]
    assert glob_escape("a*[?]") == "a[*][[][?]]"
