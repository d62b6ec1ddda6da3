"""Writes a snapshot folder: Parquet tables from streams of rows, then snapshot.json about them.

The same rows give the same bytes, however they come in batches. What is held in memory is one row
group. The folder appears at once, when it is complete.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from evaluator.errors import SnapshotError, UsageError
from evaluator.model import SnapshotManifest
from evaluator.snapshot.manifest import MANIFEST

__all__ = ["PART_BYTES", "TableRows", "check_target", "write_snapshot"]

#: Rows of a row group.
GROUP_ROWS = 65_536
#: A table goes on in another part once a file has become so large.
PART_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table, which are asked for once, when its turn comes."""

    schema: pa.Schema
    batches: Iterable[pa.RecordBatch]


def check_target(target: Path) -> None:
    """See that a snapshot may be written to a place.

    Raises:
        UsageError: if something is there already.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(f"target {target}", "exists already", "Name a folder that does not exist.")


def write_snapshot(
    target: Path,
    manifest: SnapshotManifest,
    tables: Mapping[str, TableRows],
    *,
    part_bytes: int = PART_BYTES,
    done: Callable[[str], None] | None = None,
) -> None:
    """Write a snapshot, with the number of rows and the digest of every file in snapshot.json.

    Args:
        target: the folder to make; it is written beside its place and then renamed.
        manifest: what holds for the whole; its row counts and digests are not looked at.
        tables: table -> its rows. A table is one file, or a folder of parts where it is large.
        part_bytes: size of a file from which on another part is begun.
        done: is told the name of each table when it is written.

    Raises:
        UsageError: if the target exists.
        SnapshotError: if it cannot be written.
    """
    with _new_folder(target) as folder:
        described = {}
        for table, rows in tables.items():
            described[table] = _write_table(folder, table, rows, part_bytes)
            if done is not None:
                done(table)
        content = manifest.document() | {"tables": described}
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        (folder / MANIFEST).write_bytes(orjson.dumps(content, option=options))


@contextmanager
def _new_folder(target: Path) -> Iterator[Path]:
    """A folder to write into that becomes ``target`` if all goes well."""
    check_target(target)
    partial = target.with_name(f".{target.name}.partial-{secrets.token_hex(4)}")
    try:
        partial.mkdir(parents=True)
        try:
            yield partial
            check_target(target)
            partial.rename(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise SnapshotError(
            f"snapshot {target}",
            f"cannot be written: {error.strerror or error}",
            "Make room, or choose a place that you may write to.",
        ) from error


def _write_table(folder: Path, table: str, rows: TableRows, part_bytes: int) -> dict[str, object]:
    """Write the files of one table; gives what snapshot.json says of it."""
    parts = folder / table
    parts.mkdir()
    groups = _groups(rows)
    group: pa.Table | None = next(groups)
    files: list[Path] = []
    count = 0
    while group is not None:
        path = parts / f"part-{len(files):05}.parquet"
        with (
            path.open("xb") as file,
            pq.ParquetWriter(file, rows.schema, compression="zstd") as writer,
        ):
            while group is not None and file.tell() < part_bytes:
                writer.write_table(group, row_group_size=GROUP_ROWS)
                count += group.num_rows
                group = next(groups, None)
        files.append(path)
    if len(files) == 1:
        files = [files[0].rename(folder / f"{table}.parquet")]
        parts.rmdir()
    digests = {path.relative_to(folder).as_posix(): _digest(path) for path in files}
    return {"rows": count, "files": digests}


def _groups(rows: TableRows) -> Iterator[pa.Table]:
    """The rows in row groups of one size, whatever the batches are; the last may be smaller."""
    held = rows.schema.empty_table()
    for batch in rows.batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        # A full group is kept back until more follow, so that the last one is never empty.
        while held.num_rows > GROUP_ROWS:
            yield held.slice(0, GROUP_ROWS).combine_chunks()
            held = held.slice(GROUP_ROWS)
    yield held.combine_chunks()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
