"""Hands a stream of Arrow batches to the warehouse, and keeps the errors of our own."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa

from evaluator.errors import SnapshotError
from evaluator.warehouse import Warehouse

__all__ = ["load_batches"]


def load_batches(
    warehouse: Warehouse, relation: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> None:
    """Make a table of batches.

    Raises:
        SnapshotError: the one that ``batches`` raised; DuckDB would show only its text.
    """
    raised: list[SnapshotError] = []

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except SnapshotError as error:
            raised.append(error)
            raise

    try:
        warehouse.create(relation, pa.RecordBatchReader.from_batches(schema, watched()))
    except duckdb.Error:
        if raised:
            raise raised[0] from None
        raise
