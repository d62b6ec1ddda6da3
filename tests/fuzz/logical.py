"""One snapshot as plain tables: what its files are to say, in whatever format they are written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evaluator.bundle import Column, Contract, Kind
from evaluator.synthetic import Blueprint, generate_snapshot
from tests.conftest import AS_OF

__all__ = ["INTEGER_IDS", "LogicalSnapshot", "generate_logical", "rows_of"]

#: Id columns whose values are integers as decimal text, and the least of them. The second kind
#: lies beyond what a signed integer of 64 bits holds.
INTEGER_IDS: Mapping[str, int] = {"annotation_id": 1, "rendering_id": 2**63 + 5}
#: Columns that are null throughout, one of every kind.
NOTHING = {
    ("operators", "mcn_id"),
    ("sanctions", "rule_clause"),
    ("accounts", "name_changed_at"),
    ("annotations", "outcome_given"),
    ("certifications", "method"),
    ("renderings", "first_visible_ms"),
    ("certifications", "consent_scope"),
}
TYPES: Mapping[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class LogicalSnapshot:
    """The tables as they must stand in ``clean`` after validation, in the order of their keys."""

    #: snapshot.json without ``tables``.
    manifest: Mapping[str, Any]
    tables: Mapping[str, pa.Table]
    contract: Contract


def generate_logical(contract: Contract, scratch: Path, *, posts: int) -> LogicalSnapshot:
    """A generated snapshot whose ids are hard to write: Unicode, quotes, commas, and integers."""
    folder = scratch / "generated"
    generate_snapshot(Blueprint(posts, 5, AS_OF, violation_rate=0.03, null_rate=0.03), folder)
    manifest = json.loads((folder / "snapshot.json").read_text())
    del manifest["tables"]
    numbers: dict[str, str] = {}
    tables = {}
    for name, table in contract.tables.items():
        stored = pq.read_table(folder / f"{name}.parquet")
        columns = {}
        for column in table.columns.values():
            cells = _plain(stored[column.name], column)
            if (name, column.name) in NOTHING:
                cells = [None] * len(cells)
            elif column.kind is Kind.IDENTIFIER:
                cells = [_renamed(cell, column.name, numbers) for cell in cells]
            columns[column.name] = pa.array(cells, TYPES[column.kind.sql_type])
        tables[name] = pa.table(columns).sort_by(table.key)
    return LogicalSnapshot(manifest, tables, contract)


def _plain(cells: pa.ChunkedArray, column: Column) -> list[Any]:
    if pa.types.is_timestamp(cells.type):
        cells = pc.cast(pc.cast(cells, pa.timestamp("s", "UTC")), pa.int64())
    values: list[Any] = cells.to_pylist()
    assert column.kind is not Kind.TIME or all(v is None or isinstance(v, int) for v in values)
    return values


def _renamed(cell: str | None, column: str, numbers: dict[str, str]) -> str | None:
    """Another id for an id, the same wherever it stands."""
    if cell is None:
        return None
    if column in INTEGER_IDS:
        return numbers.setdefault(cell, str(INTEGER_IDS[column] + len(numbers)))
    return f"清,\"{cell}' e\u0301\U0001f600"


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """The rows as mappings of Python's own values."""
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
