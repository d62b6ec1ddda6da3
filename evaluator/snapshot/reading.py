"""Opens a snapshot: its manifest, its files with their digests, and their state while read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.errors import SnapshotError
from evaluator.model import (
    RawTable,
    Snapshot,
    SnapshotManifest,
    SourceFile,
    digest_of_files,
)
from evaluator.snapshot.files import Found, find_files, leads_out
from evaluator.snapshot.formats import FORMATS
from evaluator.snapshot.manifest import MANIFEST, read_manifest
from evaluator.warehouse import Warehouse, identifier

__all__ = ["open_snapshot", "open_table", "verify_unchanged"]

CHUNK = 4 << 20


@dataclass(frozen=True, slots=True)
class _Signature:
    """What the file system says of a file; it changes whenever the bytes do."""

    size: int
    modified: int
    changed: int
    inode: int


@dataclass(frozen=True, slots=True)
class _SignedSnapshot(Snapshot):
    """A snapshot that remembers in what state its files were hashed."""

    signatures: Mapping[str, _Signature] = field(default_factory=dict)


def open_snapshot(folder: Path, known_tables: Collection[str]) -> Snapshot:
    """Read the manifest, find the files of known tables, and hash them.

    Raises:
        SnapshotError: if the folder is no snapshot, or is not what its manifest says.
    """
    _check_folder(folder)
    # Hashed as read, so that the digest is of what was understood.
    signatures = {MANIFEST: _signature(folder, MANIFEST)}
    content = _content(folder)
    manifest = read_manifest(content)
    found, present, warnings = find_files(folder, known_tables)
    files: list[SourceFile] = []
    for file in found:
        signatures[file.path] = _signature(folder, file.path)
        digest = _digest(folder, file.path)
        size = signatures[file.path].size
        files.append(SourceFile(file.table, file.path, file.format, file.compression, size, digest))
    digests = {file.path: file.sha256 for file in files}
    _compare_declared(manifest, found, digests, present, known_tables)
    warnings += [
        f"{MANIFEST} declares {table}, which is no table of the contract"
        for table in manifest.table_rows
        if table not in known_tables
    ]
    digests[MANIFEST] = hashlib.sha256(content).hexdigest()
    return _SignedSnapshot(
        folder=folder,
        manifest=manifest,
        digest=digest_of_files(digests),
        files=tuple(files),
        tables=tuple(sorted(present)),
        warnings=tuple(warnings),
        signatures=signatures,
    )


def verify_unchanged(snapshot: Snapshot) -> None:
    """Check that no file has changed since it was hashed; to be called when all were read.

    Raises:
        SnapshotError: naming each file that changed.
    """
    assert isinstance(snapshot, _SignedSnapshot), "open_snapshot makes snapshots"
    changed = [
        path
        for path, signature in snapshot.signatures.items()
        if _signature(snapshot.folder, path) != signature
    ]
    if changed:
        raise SnapshotError(
            f"load snapshot: {', '.join(changed)}",
            "changed while the snapshot was read",
            "Wait until the export is complete.",
        )


def open_table(warehouse: Warehouse, snapshot: Snapshot, table: str) -> Iterator[RawTable]:
    """Each file of a table as a raw relation; a relation is gone when the next one is asked for.

    Raises:
        SnapshotError: if a file cannot be decoded.
    """
    for number, source in enumerate(file for file in snapshot.files if file.table == table):
        relation = f"raw.{identifier(f'{table}_{number}')}"
        with FORMATS[source.format].opened(
            warehouse, source, snapshot.folder / source.path, relation
        ) as raw:
            yield raw


def _check_folder(folder: Path) -> None:
    offender = f"snapshot {folder}"
    try:
        if not folder.is_dir():
            rule = "is not a folder" if folder.exists() else "there is no such folder"
            raise SnapshotError(offender, rule, "Give the folder that holds snapshot.json.")
        if not (folder / MANIFEST).is_file():
            raise SnapshotError(offender, f"holds no {MANIFEST}", "Give the folder that holds it.")
    except OSError as error:
        raise SnapshotError(
            offender, f"cannot be opened: {error.strerror}", "Give the reader access."
        ) from error
    if leads_out(folder / MANIFEST, folder):
        raise SnapshotError(
            offender, f"{MANIFEST} is a link that leads out of the snapshot", "Put the file there."
        )


def _content(folder: Path) -> bytes:
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise _unreadable(MANIFEST, error) from error


def _signature(folder: Path, path: str) -> _Signature:
    try:
        state = os.stat(folder / path)  # noqa: PTH116 (a name that is gone is an error here)
    except OSError as error:
        raise _unreadable(path, error) from error
    return _Signature(state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def _digest(folder: Path, path: str) -> str:
    whole = hashlib.sha256()
    try:
        with (folder / path).open("rb") as file:
            while chunk := file.read(CHUNK):
                whole.update(chunk)
    except OSError as error:
        raise _unreadable(path, error) from error
    return whole.hexdigest()


def _unreadable(path: str, error: OSError) -> SnapshotError:
    return SnapshotError(
        f"load snapshot: {path}", f"cannot be read: {error.strerror}", "Give the reader access."
    )


def _compare_declared(
    manifest: SnapshotManifest,
    found: list[Found],
    digests: Mapping[str, str],
    present: Collection[str],
    known_tables: Collection[str],
) -> None:
    declared = {
        path: digest
        for path, digest in manifest.file_digests.items()
        if path.replace(".", "/").split("/")[0] in known_tables
    }
    listed = {path.replace(".", "/").split("/")[0] for path in declared}
    faults = [f"{path} is missing" for path in declared if path not in digests]
    faults += [
        f"{path} has another SHA-256 than {MANIFEST} says"
        for path, digest in declared.items()
        if digests.get(path, digest) != digest
    ]
    faults += [
        f"{file.path} is not named in {MANIFEST}"
        for file in found
        if file.table in listed and file.path not in declared
    ]
    faults += [
        f"table {table} is declared and is not there"
        for table in manifest.table_rows
        if table in known_tables and table not in present
    ]
    if faults:
        raise SnapshotError("snapshot files", "; ".join(faults), "Export the snapshot again.")
