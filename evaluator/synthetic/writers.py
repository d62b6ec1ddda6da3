"""How tables become files: Parquet, NDJSON and CSV, byte for byte the same for the same rows.

Each form is streamed: what is held in memory is bounded, however long the table. Nothing that is
written depends on the clock. Some tables have their times as integers and others as zoned times,
since a snapshot may hold both.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from evaluator.synthetic.tables import TABLES, ColumnKind, Columns

__all__ = ["ENDINGS", "TableWriter", "open_writer"]

#: What a table file may end with.
ENDINGS = ("parquet", "ndjson.gz", "csv.zst", "ndjson", "csv")
#: Rows of a Parquet row group, and so what is held back of a table.
GROUP_ROWS = 65_536
CODECS: Mapping[str, str] = {"gz": "gzip", "zst": "zstd"}
#: Tables whose times are written with a zone; the others have integers.
ZONED = frozenset(list(TABLES)[1::2])
#: The platform's own zone: UTC+8.
ZONE = timezone(timedelta(hours=8))
TYPES: Mapping[ColumnKind, pa.DataType] = {
    "text": pa.string(),
    "time": pa.int64(),
    "flag": pa.bool_(),
    "number": pa.int64(),
    "list": pa.list_(pa.string()),
}


class TableWriter(Protocol):
    """One file of one table, while it is written."""

    def add(self, columns: Columns) -> None:
        """Append rows, given column by column; no columns for no rows."""

    def close(self) -> None:
        """Write what was held back, and end the file."""


def open_writer(path: Path, table: str) -> TableWriter:
    """A writer of the form that the file's ending, one of ``ENDINGS``, asks for."""
    _, _, ending = path.name.partition(".")
    form, _, compression = ending.partition(".")
    if form == "parquet":
        return _Parquet(path, table)
    encoder = _ndjson if form == "ndjson" else _csv
    return _Text(path, table, CODECS.get(compression), encoder, headed=form == "csv")


class _Parquet:
    """Row groups of 65,536 rows, whatever the size of the blocks that they come from."""

    def __init__(self, path: Path, table: str) -> None:
        types = dict(TYPES)
        if table in ZONED:
            types["time"] = pa.timestamp("s", tz="UTC")
        self._schema = pa.schema([(name, types[kind]) for name, kind in TABLES[table].items()])
        self._writer = pq.ParquetWriter(
            path, self._schema, compression="zstd", version="2.6", data_page_version="1.0"
        )
        self._held: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, columns: Columns) -> None:
        if not columns:
            return
        arrays = [
            pa.array(values, field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        self._held.append(pa.record_batch(arrays, schema=self._schema))
        self._rows += len(columns[0])
        if self._rows >= GROUP_ROWS:
            self._write()

    def _write(self) -> None:
        group = pa.Table.from_batches(self._held, self._schema)
        self._writer.write_table(group, row_group_size=GROUP_ROWS)
        self._held, self._rows = [], 0

    def close(self) -> None:
        if self._held:
            self._write()
        self._writer.close()


class _Text:
    """Lines of text, one or more a row, compressed or not."""

    def __init__(
        self,
        path: Path,
        table: str,
        codec: str | None,
        encode: Callable[[Sequence[str], Columns], bytes],
        *,
        headed: bool,
    ) -> None:
        self._file = pa.OSFile(str(path), "wb")
        self._stream = self._file if codec is None else pa.CompressedOutputStream(self._file, codec)
        self._kinds = TABLES[table]
        self._zoned = table in ZONED
        self._encode = encode
        if headed:
            self._stream.write((",".join(self._kinds) + "\n").encode())

    def add(self, columns: Columns) -> None:
        if columns:
            self._stream.write(self._encode(tuple(self._kinds), list(self._shown(columns))))

    def _shown(self, columns: Columns) -> Iterator[Sequence[Any]]:
        for values, kind in zip(columns, self._kinds.values(), strict=True):
            yield list(map(_moment, values)) if self._zoned and kind == "time" else values

    def close(self) -> None:
        self._stream.close()
        self._file.close()


def _moment(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, ZONE).isoformat()


def _ndjson(names: Sequence[str], columns: Columns) -> bytes:
    return b"".join(
        orjson.dumps(
            {name: value for name, value in zip(names, row, strict=True) if value is not None},
            option=orjson.OPT_APPEND_NEWLINE,
        )
        for row in zip(*columns, strict=True)
    )


def _csv(_names: Sequence[str], columns: Columns) -> bytes:
    text = io.StringIO()
    cells = [list(map(_cell, values)) for values in columns]
    csv.writer(text, lineterminator="\n").writerows(zip(*cells, strict=True))
    return text.getvalue().encode()


def _cell(value: str | int | Sequence[str] | None) -> str | int | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return orjson.dumps(value).decode()
    return value  # type: ignore[return-value]  # lists of a block are tuples
