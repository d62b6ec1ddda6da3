"""Small sound snapshots, as cells that are still to be written: what mutations start from."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from evaluator.bundle import Column, Contract, Kind, Table, load_bundle
from tests.conftest import AS_OF

__all__ = [
    "MANIFEST",
    "Draft",
    "contract",
    "csv_text",
    "json_cell",
    "json_line",
    "packed",
    "parquet_bytes",
    "parquet_columns",
    "sound_rows",
    "table_bytes",
    "text_cell",
]

MANIFEST: Mapping[str, Any] = {
    "snapshot_id": "s",
    "platform_id": "p",
    "as_of": AS_OF,
    "window_from": AS_OF - 62 * 86_400,
    "window_to": AS_OF,
    "coverage": "full",
    "contract_version": 1,
}
TYPES: Mapping[Kind, pa.DataType] = {
    Kind.IDENTIFIER: pa.string(),
    Kind.TEXT: pa.string(),
    Kind.TIME: pa.timestamp("ms", "UTC"),
    Kind.FLAG: pa.bool_(),
    Kind.ENUMERATION: pa.string(),
    Kind.NUMBER: pa.int64(),
    Kind.LIST: pa.list_(pa.string()),
}

Row = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """A mutated snapshot: the bytes of its files, and of which of them nothing is known."""

    files: dict[str, bytes] = field(default_factory=dict)
    manifest: bytes = json.dumps(MANIFEST).encode()
    #: Folders without files.
    empty: list[str] = field(default_factory=list)
    #: Files whose damage no independent reader can judge; their rows are only counted.
    opaque: set[str] = field(default_factory=set)
    #: Compressed files of which the end is missing.
    truncated: set[str] = field(default_factory=set)


@cache
def contract() -> Contract:
    """The contract of the bundle that ships."""
    return load_bundle().contract


def sound_rows(table: Table, count: int) -> list[Row]:
    """Rows without a fault, each with its own key; every nullable cell is null in some row."""
    return [
        {
            column.name: _sound(table, column, number)
            for column in table.columns.values()
            if column.required or "required_if" in column.rules["meta"] or number % 3
        }
        for number in range(count)
    ]


def _sound(table: Table, column: Column, number: int) -> Any:
    allowed = column.rules.get("allowed", [])
    if column.kind is Kind.IDENTIFIER:
        return f"{table.name}-{number}" if column.name == table.key else f"清{number % 2}"
    if column.kind is Kind.TEXT:
        return f"text {number}"
    if column.kind is Kind.TIME:
        return AS_OF - 5_000 * (number + 1)
    if column.kind in (Kind.ENUMERATION, Kind.LIST):
        return allowed[:number] if column.kind is Kind.LIST else allowed[number % len(allowed)]
    return number % 2 == 0 if column.kind is Kind.FLAG else column.rules.get("min", 0) + number


def json_cell(value: Any) -> str:
    """A value as JSON writes it."""
    return json.dumps(value, ensure_ascii=False)


def json_line(pairs: Sequence[tuple[str, str]]) -> str:
    """A line of keys and values that are JSON already."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"


def text_cell(value: Any) -> str:
    """A value as CSV has it."""
    return value if isinstance(value, str) else "" if value is None else json_cell(value)


def csv_text(records: Sequence[Sequence[str]]) -> str:
    """Records of cells, the header among them."""
    return "".join(",".join(map(_csv_cell, record)) + "\n" for record in records)


def _csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(',"\r\n') else text


def parquet_bytes(columns: Mapping[str, pa.Array]) -> bytes:
    """A Parquet file, of more than one row group where there are some rows."""
    content = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), content, row_group_size=3)
    return content.getvalue()


def parquet_columns(table: Table, rows: Sequence[Row]) -> dict[str, pa.Array]:
    """Sound rows as columns of their usual types."""
    columns = {}
    for column in table.columns.values():
        cells = [row.get(column.name) for row in rows]
        if column.kind is Kind.TIME:
            cells = [None if cell is None else cell * 1_000 for cell in cells]
        columns[column.name] = pa.array(cells, TYPES[column.kind])
    return columns


def table_bytes(table: Table, rows: Sequence[Row], form: str) -> bytes:
    """Sound rows in a format."""
    if form == "parquet":
        return parquet_bytes(parquet_columns(table, rows))
    if form == "ndjson":
        lines = (
            json_line([(json_cell(key), json_cell(value)) for key, value in row.items()])
            for row in rows
        )
        return "".join(f"{line}\n" for line in lines).encode()
    names = list(table.columns)
    cells = [[text_cell(row.get(name)) for name in names] for row in rows]
    return csv_text([names, *cells]).encode()


def packed(content: bytes, ending: str) -> bytes:
    """Content compressed as the last part of a name asks for."""
    if ending.endswith(".gz"):
        return gzip.compress(content, 1, mtime=0)
    if ending.endswith(".zst"):
        return pa.Codec("zstd").compress(content, asbytes=True)  # type: ignore[no-any-return]
    return content
