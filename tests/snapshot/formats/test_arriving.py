"""Batches on their way into the warehouse."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from evaluator.errors import SnapshotError
from evaluator.settings import Settings
from evaluator.snapshot.formats.arriving import load_batches
from evaluator.warehouse import Warehouse

BATCH = pa.record_batch({"a": [1, 2]})


def test_all_batches_arrive() -> None:
    """A table has the rows of all batches, also where there is none."""
    with Warehouse(Settings(threads=1)) as warehouse:
        load_batches(warehouse, "raw.none", BATCH.schema, iter(()))
        load_batches(warehouse, "raw.two", BATCH.schema, iter((BATCH, BATCH)))
        assert warehouse.run("FROM raw.none") == []
        assert warehouse.run("FROM raw.two ORDER BY a") == [(1,), (1,), (2,), (2,)]


def test_an_error_of_the_batches_stays_itself() -> None:
    """The error that a reader raises comes out as it was raised, and leaves no table."""
    error = SnapshotError("file", "is damaged")

    def batches() -> Iterator[pa.RecordBatch]:
        yield BATCH
        raise error

    with Warehouse(Settings(threads=1)) as warehouse:
        with pytest.raises(SnapshotError) as raised:
            load_batches(warehouse, "raw.t", BATCH.schema, batches())
        assert raised.value is error
        load_batches(warehouse, "raw.t", BATCH.schema, iter(()))
        with pytest.raises(duckdb.CatalogException, match="already exists"):
            load_batches(warehouse, "raw.t", BATCH.schema, iter(()))
