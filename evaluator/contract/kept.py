"""The rows that validation kept, as a stream in the contract's columns and order."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from evaluator.bundle import Table
from evaluator.contract.loading import ARROW_TYPES
from evaluator.warehouse import Warehouse, identifier

__all__ = ["kept_rows", "kept_schema"]

#: Rows of a batch, about.
AT_ONCE = 65_536


def kept_schema(table: Table) -> pa.Schema:
    """The columns of a table's kept rows: text, 64-bit integers, booleans, lists of text."""
    return pa.schema(
        [(name, ARROW_TYPES[column.kind.sql_type]) for name, column in table.columns.items()]
    )


def kept_rows(warehouse: Warehouse, table: Table) -> Iterator[pa.RecordBatch]:
    """The kept rows of a validated table, in the order of the UTF-8 bytes of their keys.

    Raises:
        SnapshotError: if memory or disk do not suffice.
    """
    schema = kept_schema(table)
    columns = ", ".join(identifier(name) for name in schema.names)
    query = (
        f"SELECT {columns} FROM clean.{identifier(table.name)} "  # noqa: S608 (names are quoted)
        f"ORDER BY {identifier(table.key)}"
    )
    for batch in warehouse.batches(query, rows=AT_ONCE):
        yield batch.cast(schema)
