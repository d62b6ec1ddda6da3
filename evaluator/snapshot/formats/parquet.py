"""Parquet: read in place, by DuckDB's own reader; a compressed file is unpacked first."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from evaluator.errors import SnapshotError
from evaluator.model import RawTable, SourceFile
from evaluator.snapshot.formats.base import column_names, damaged, unreadable
from evaluator.snapshot.formats.stream import MOST_EXPANSION, SMALL, decompressed
from evaluator.warehouse import Warehouse

__all__ = ["ParquetFormat"]

CHUNK = 4 << 20
#: DuckDB gives the number of a row under this name; a file with such a column cannot be read.
ROW_NUMBER = "file_row_number"


class ParquetFormat:
    """Shows a file's own columns with their physical types; row numbers count all row groups."""

    @contextmanager
    def opened(
        self, warehouse: Warehouse, source: SourceFile, path: Path, relation: str
    ) -> Iterator[RawTable]:
        """Make a view of the file; see Format."""
        if source.compression == "none":
            yield _view(warehouse, source, path, relation)
            warehouse.drop(relation, view=True)
            return
        plain = warehouse.folder / f"{source.sha256}.parquet"
        try:
            _unpack(source, path, plain)
            yield _view(warehouse, source, plain, relation)
            warehouse.drop(relation, view=True)
        finally:
            plain.unlink(missing_ok=True)


def _view(warehouse: Warehouse, source: SourceFile, path: Path, relation: str) -> RawTable:
    columns = _columns(source, path)
    if ROW_NUMBER in columns:
        raise damaged(source, f"has a column {ROW_NUMBER}, which stands for row numbers here")
    names = column_names(source, columns)
    try:
        types = warehouse.parquet(relation, path, names)
    except duckdb.Error as error:
        raise damaged(source, "is no Parquet file that can be read") from error
    unread = {column: "" for column in columns if column not in types}
    return RawTable(source, relation, "native", types | unread)


def _columns(source: SourceFile, path: Path) -> list[str]:
    """Names of the columns, after a look at how much the file claims to hold.

    The name is decoded by pyarrow, which is strict about UTF-8.
    """
    try:
        metadata = pq.read_metadata(path)
        columns: list[str] = metadata.schema.to_arrow_schema().names
        sizes = [
            metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups)
        ]
    except FileNotFoundError as error:
        raise unreadable(source, error) from error
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise damaged(source, "is no Parquet file, or a truncated one") from error
    # Columns of equal values take hardly any room, so that the rows alone can be too many.
    if max(metadata.num_rows, *sizes, sum(sizes)) > max(
        SMALL, path.stat().st_size * MOST_EXPANSION
    ):
        raise damaged(source, f"becomes more than {MOST_EXPANSION} times as large unpacked")
    return columns


def _unpack(source: SourceFile, path: Path, target: Path) -> None:
    try:
        with decompressed(source, path) as stream, target.open("wb") as file:
            while chunk := stream.take(CHUNK):
                file.write(chunk)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise SnapshotError(
            str(target.parent), "has no space left", "Set TMPDIR to a larger disk."
        ) from error
