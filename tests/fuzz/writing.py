"""Writes tables in the many ways that mean the same: formats, types, zones, quotes, compression."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from evaluator.bundle import Column, Kind, Table
from tests.fuzz.logical import INTEGER_IDS, LogicalSnapshot, rows_of

__all__ = ["COMPRESSIONS", "FORMATS", "compressed", "table_bytes", "write_snapshot_as"]

FORMATS = ("parquet", "ndjson", "csv")
#: Ending of the name -> codec.
COMPRESSIONS = ("", ".gz", ".zst")
INTEGERS: Mapping[pa.DataType, tuple[int, int]] = {
    pa.int16(): (-(2**15), 2**15 - 1),
    pa.int32(): (-(2**31), 2**31 - 1),
    pa.uint32(): (0, 2**32 - 1),
    pa.int64(): (-(2**63), 2**63 - 1),
    pa.uint64(): (0, 2**64 - 1),
}
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
ZONES = ("UTC", "+08:00", "-03:30", "Asia/Shanghai")


def write_snapshot_as(
    snapshot: LogicalSnapshot, folder: Path, *, parts: Mapping[str, Sequence[str]]
) -> Path:
    """Write a snapshot into a new folder.

    Args:
        snapshot: what it says.
        folder: its place.
        parts: table -> endings of its files ("csv.gz"); one is a single file, more are parts.
    """
    folder.mkdir(parents=True)
    (folder / "snapshot.json").write_text(json.dumps(snapshot.manifest))
    for name, endings in parts.items():
        content, table = snapshot.tables[name], snapshot.contract.tables[name]
        if len(endings) > 1:
            (folder / name).mkdir()
        for number, ending in enumerate(endings):
            # Rows that lie side by side come into different parts.
            share = content.take(pa.array(range(number, len(content), len(endings)), pa.int64()))
            random = Random(f"{name}/{number}/{ending}")  # noqa: S311 (a variety, no secret)
            form, _, packed = ending.partition(".")
            path = folder / name / f"{number}.{ending}" if len(endings) > 1 else None
            data = table_bytes(table, share, form, random)
            (path or folder / f"{name}.{ending}").write_bytes(
                compressed(data, f".{packed}" if packed else "", random)
            )
    return folder


def compressed(content: bytes, ending: str, random: Random) -> bytes:
    """Content in one member or frame, or in two, as tools for large files write it."""
    middle = random.choice([0, len(content) // 2])
    halves = [content[:middle], content[middle:]] if middle else [content]
    if ending == ".gz":
        return b"".join(gzip.compress(half, mtime=0) for half in halves)
    if ending == ".zst":
        return b"".join(pa.Codec("zstd").compress(half, asbytes=True) for half in halves)
    return content


def table_bytes(table: Table, rows: pa.Table, form: str, random: Random) -> bytes:
    """Rows of one table in a format, before compression; how exactly, chance decides."""
    if form == "parquet":
        return _parquet(table, rows, random)
    return (_ndjson if form == "ndjson" else _csv)(table, rows_of(rows), random)


# --- Parquet ------------------------------------------------------------------------------------


def _parquet(table: Table, rows: pa.Table, random: Random) -> bytes:
    columns = {}
    for column in random.sample(list(table.columns.values()), len(table.columns)):
        cells = rows[column.name].combine_chunks()
        if cells.null_count == len(cells) and not column.required:
            written = _nothing(cells, random)
        else:
            written = _typed(cells, column, random)
        if written is not None:
            columns[column.name] = written
    content = io.BytesIO()
    pq.write_table(
        pa.table(columns),
        content,
        row_group_size=random.choice([50, 10_000]),
        compression=random.choice(["none", "snappy", "zstd", "gzip"]),
        use_dictionary=random.choice([True, False]),
        data_page_version=random.choice(["1.0", "2.0"]),
    )
    return content.getvalue()


def _nothing(cells: pa.Array, random: Random) -> pa.Array | None:
    """A column that is null throughout: without a type, of any type, or left out."""
    return random.choice([pa.nulls(len(cells)), pa.nulls(len(cells), pa.float64()), cells, None])


def _typed(cells: pa.Array, column: Column, random: Random) -> pa.Array:
    if column.kind is Kind.TIME and random.random() < 0.7:
        unit = random.choice(list(PER_SECOND))
        type_ = pa.timestamp(unit, random.choice(ZONES))
        # A fraction is dropped when the time is read.
        count = PER_SECOND[unit]
        later = [random.choice([0, count - 1]) for _ in cells]
        pairs = zip(cells.to_pylist(), later, strict=True)
        stamps = [None if cell is None else cell * count + more for cell, more in pairs]
        return pa.array(stamps, pa.int64()).cast(type_)
    if column.kind in (Kind.TIME, Kind.NUMBER):
        return _integers(cells.to_pylist(), random)
    if column.name in INTEGER_IDS and random.random() < 0.7:
        return _integers(
            [None if cell is None else int(cell) for cell in cells.to_pylist()], random
        )
    if column.kind is Kind.LIST:
        item = random.choice([pa.string(), pa.large_string()])
        return cells.cast(random.choice([pa.list_(item), pa.large_list(item)]))
    if column.kind is Kind.FLAG:
        return cells
    texts = [pa.string(), pa.large_string(), pa.dictionary(pa.int16(), pa.string())]
    return cells.cast(random.choice(texts))


def _integers(values: list[int | None], random: Random) -> pa.Array:
    known = [value for value in values if value is not None] or [0]
    fitting = [
        type_
        for type_, (least, most) in INTEGERS.items()
        if least <= min(known) and max(known) <= most
    ]
    return pa.array(values, random.choice(fitting))


# --- text ---------------------------------------------------------------------------------------


def _moment(seconds: int, random: Random) -> str:
    """RFC 3339 with some offset, sometimes with a fraction, which is dropped."""
    minutes = random.choice([0, 0, 480, -210, 14 * 60, -12 * 60])
    local = datetime(1970, 1, 1) + timedelta(seconds=seconds, minutes=minutes)  # noqa: DTZ001
    clock = local.isoformat(random.choice("TTt"))
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    if not minutes:
        zone = random.choice(["Z", "z", zone, "-00:00"])
    return clock + random.choice(["", ".5", ".000", ".999999999999"]) + zone


def _ndjson(table: Table, rows: Sequence[Mapping[str, Any]], random: Random) -> bytes:
    ending = random.choice(["\n", "\r\n", "\n\n"])
    ascii_only = random.choice([True, False])
    separators = random.choice([(",", ":"), (", ", ": "), (" ,\t", " :  ")])
    lines = []
    for row in rows:
        cells = {}
        for column in random.sample(list(table.columns.values()), len(table.columns)):
            cell = row[column.name]
            if cell is None:
                nothing = ["", None] if column.kind in (Kind.IDENTIFIER, Kind.TEXT) else [None]
                if random.random() < 0.3:
                    cells[column.name] = random.choice(nothing)
                continue
            if column.kind is Kind.TIME and random.random() < 0.6:
                cell = _moment(cell, random)
            elif column.name in INTEGER_IDS and random.random() < 0.6:
                cell = int(cell)
            cells[column.name] = cell
        lines.append(json.dumps(cells, ensure_ascii=ascii_only, separators=separators))
    text = random.choice(["", "\ufeff"]) + ending.join(lines) + random.choice(["", ending])
    return text.encode()


def _csv(table: Table, rows: Sequence[Mapping[str, Any]], random: Random) -> bytes:
    names = [
        column.name
        for column in random.sample(list(table.columns.values()), len(table.columns))
        if column.required
        or any(row[column.name] is not None for row in rows)
        or random.random() < 0.5
    ]
    text = io.StringIO()
    text.write(random.choice(["", "\ufeff"]))
    writer = csv.writer(
        text,
        quoting=random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        lineterminator=random.choice(["\n", "\r\n"]),
    )
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name], table.columns[name], random) for name in names])
    return text.getvalue().encode()


def _cell(cell: Any, column: Column, random: Random) -> str:
    if cell is None:
        return ""
    if column.kind is Kind.LIST:
        return json.dumps(cell)
    if column.kind is Kind.FLAG:
        return "true" if cell else "false"
    if column.kind is Kind.TIME and random.random() < 0.6:
        return _moment(cell, random)
    return str(cell)
