"""What must become of a snapshot's rows, read off the bytes of its files by the strict readers."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from evaluator.bundle import Contract, Kind, Table
from evaluator.errors import SnapshotError
from evaluator.snapshot.manifest import read_manifest
from tests.fuzz.sound import Draft
from tests.fuzz.strict_cells import Row, csv_row, json_row, native_row
from tests.fuzz.strict_csv import NeverClosedError, UnspecifiedError, read_csv

__all__ = ["Expectation", "Expected", "expect_snapshot"]

NAME = re.compile(r"([^.]+)\.(parquet|ndjson|csv)(\.gz|\.zst)?")
COLUMN = re.compile(r"[a-z][a-z0-9_]*")
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}

Place = tuple[str, int]


class StopsError(Exception):
    """The snapshot cannot be read as a whole."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must become of the rows of one table."""

    read: int
    repeated: int
    #: Clean rows by key.
    clean: Mapping[str, Mapping[str, Any]]
    #: File and row -> key and unreadable columns.
    quarantined: Mapping[Place, tuple[str | None, frozenset[str]]]


#: Table -> what must become of it; None where that is not known.
Expectation = Mapping[str, Expected | None]


def expect_snapshot(draft: Draft, contract: Contract) -> Expectation | None:
    """What must become of a snapshot's tables; None where it must be refused as a whole.

    snapshot.json is read by the program's own reader, which has no second opinion here.
    """
    try:
        manifest = read_manifest(draft.manifest)
        found = _places([*draft.files, *(f"{name}/" for name in draft.empty)], contract.tables)
        expected = {
            name: _expect_if_known(draft, paths, contract.tables[name], manifest.as_of)
            for name, paths in found.items()
        }
    except (SnapshotError, StopsError):
        return None
    declared = {
        path: digest
        for path, digest in manifest.file_digests.items()
        if path.replace(".", "/").partition("/")[0] in contract.tables
    }
    hashes = {path: hashlib.sha256(draft.files.get(path, b"")).hexdigest() for path in declared}
    if draft.truncated or hashes != declared:
        return None
    for name, rows in manifest.table_rows.items():
        if name in contract.tables and name not in found:
            return None
        table = expected.get(name)
        if table is not None and table.read != rows:
            return None
    return expected


def _expect_if_known(
    draft: Draft, paths: Sequence[str], table: Table, as_of: int
) -> Expected | None:
    try:
        files = {path: draft.files[path] for path in paths}
        return None if draft.opaque & set(paths) else _expect_table(table, files, as_of)
    except UnspecifiedError:
        return None


def _places(files: Collection[str], tables: Collection[str]) -> dict[str, list[str]]:
    """Table -> its files.

    Raises:
        StopsError: if a table is given twice, or a folder lies in that of a table.
    """
    homes: dict[str, set[str]] = {}
    found: dict[str, list[str]] = {}
    for path in sorted(files):
        folder, slash, name = path.rpartition("/")
        parts = NAME.fullmatch(name)
        table = folder if slash else parts.group(1) if parts else ""
        if folder.partition("/")[0] in tables and "/" in folder:
            raise StopsError
        if table not in tables:
            continue
        homes.setdefault(table, set()).add(folder if slash else path)
        if parts:
            found.setdefault(table, []).append(path)
    if any(len(home) > 1 for home in homes.values()):
        raise StopsError
    return {table: found.get(table, []) for table in homes}


def _expect_table(table: Table, files: Mapping[str, bytes], as_of: int) -> Expected:
    """What must become of the rows in these files of a table.

    Raises:
        StopsError: if the files cannot be read as a whole.
        UnspecifiedError: where the contract does not say what a file means.
    """
    rows: dict[Place, Row] = {}
    for path, content in files.items():
        _, form, packed = NAME.fullmatch(path.rpartition("/")[2]).groups()  # type: ignore[union-attr]
        plain = _unpacked(content, packed)
        reader = {"ndjson": _ndjson, "csv": _csv, "parquet": _parquet}[form]
        rows |= {(path, number): row for number, row in reader(table, plain, as_of)}
    return _settled(table, rows)


def _settled(table: Table, rows: Mapping[Place, Row]) -> Expected:
    keys: dict[Place, Any] = {place: row.values.get(table.key) for place, row in rows.items()}
    versions: dict[Any, list[Any]] = {}
    faulty = {keys[place] for place, row in rows.items() if row.faulty}
    for place, row in rows.items():
        if not row.faulty and row.complete(table) not in versions.setdefault(keys[place], []):
            versions[keys[place]].append(row.complete(table))
    out = {key for key, found in versions.items() if len(found) > 1 or key in faulty}
    sound = [place for place, row in rows.items() if not row.faulty and keys[place] not in out]
    times = Counter(keys[place] for place in sound)
    quarantined = {
        place: (keys[place], row.unreadable)
        for place, row in rows.items()
        if row.faulty or keys[place] in out
    }
    clean = {key: versions[key][0] for key in times}
    return Expected(len(rows), len(sound) - len(times), clean, quarantined)


def _unpacked(content: bytes, packed: str | None) -> bytes:
    if packed and not content:
        raise StopsError
    try:
        if packed == ".gz":
            return _members(content)
        if packed == ".zst":
            return pa.CompressedInputStream(pa.BufferReader(content), "zstd").read()  # type: ignore[no-any-return]
    except (OSError, zlib.error) as error:
        raise StopsError from error
    return content


def _members(content: bytes) -> bytes:
    """What the members of a gzip file hold; nothing may stand behind the last one."""
    plain = b""
    while content:
        member = zlib.decompressobj(wbits=31)
        plain += member.decompress(content)
        if not member.eof:
            raise StopsError
        content = member.unused_data
    return plain


def _text(content: bytes) -> str:
    try:
        return content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise StopsError from error


def _ndjson(table: Table, content: bytes, as_of: int) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(_text(content).split("\n"), 1):
        if line.strip(" \t\r"):
            yield number, json_row(table, line, as_of)


def _csv(table: Table, content: bytes, as_of: int) -> Iterator[tuple[int, Row]]:
    try:
        header, *records = read_csv(_text(content)) or [[]]
    except NeverClosedError as error:
        raise StopsError from error
    _check_header(table, header)
    for number, record in enumerate(records, 1):
        yield number, csv_row(table, header, record, as_of)


def _check_header(table: Table, header: list[str]) -> None:
    names = [name for name in header if COLUMN.fullmatch(name)]
    required = {name for name, column in table.columns.items() if column.required}
    if not header or len(set(names)) < len(names) or not required <= set(names):
        raise StopsError


def _parquet(table: Table, content: bytes, as_of: int) -> Iterator[tuple[int, Row]]:
    try:
        stored = pq.ParquetFile(io.BytesIO(content)).read()
    except (pa.ArrowException, OSError) as error:
        raise StopsError from error
    _check_header(table, stored.column_names)
    known = {
        name: _plain(stored[name], table.columns[name].kind)
        for name in stored.column_names
        if name in table.columns
    }
    for place in range(len(stored)):
        cells = {name: values[place] for name, values in known.items()}
        yield place + 1, native_row(table, cells, as_of)


def _plain(cells: pa.ChunkedArray, kind: Kind) -> list[Any]:
    """Python values of a column, times as epoch seconds.

    Raises:
        StopsError: if a column of its type cannot hold such values.
    """
    type_ = cells.type.value_type if pa.types.is_dictionary(cells.type) else cells.type
    if cells.null_count == len(cells):
        return [None] * len(cells)
    texts = pa.types.is_string(type_) or pa.types.is_large_string(type_)
    numbers = pa.types.is_integer(type_)
    zoned = pa.types.is_timestamp(type_) and type_.tz is not None
    right = {
        Kind.IDENTIFIER: texts or numbers,
        Kind.TEXT: texts,
        Kind.ENUMERATION: texts,
        Kind.TIME: zoned or numbers,
        Kind.NUMBER: numbers,
        Kind.FLAG: pa.types.is_boolean(type_),
        Kind.LIST: (pa.types.is_list(type_) or pa.types.is_large_list(type_))
        and (pa.types.is_string(type_.value_type) or pa.types.is_null(type_.value_type)),
    }
    if not right[kind]:
        raise StopsError
    if zoned:
        units = pc.cast(cells, pa.int64()).to_pylist()
        return [None if count is None else count // PER_SECOND[type_.unit] for count in units]
    try:
        values: list[Any] = cells.to_pylist()
    except UnicodeDecodeError as error:
        raise StopsError from error
    return values
