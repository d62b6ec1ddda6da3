"""The folder of a generated snapshot: it appears at once, and never takes anybody's files away.

A snapshot is written beside its place and renamed when it is complete. What it replaces may only
be an older generated snapshot, file for file as it was written.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from evaluator.errors import QinglangError, SnapshotError, UsageError
from evaluator.snapshot.manifest import MANIFEST, read_manifest

__all__ = ["GENERATOR", "fresh_file", "fresh_folder", "hash_file"]

#: How the text ``generator`` of every generated snapshot begins.
GENERATOR = "qinglang generator 1"


def hash_file(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def fresh_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of ``folder`` if all goes well.

    Raises:
        UsageError: if something else stands in its place.
        SnapshotError: if it cannot be written.
    """
    _generated_files(folder)
    partial = _beside(folder, "partial")
    try:
        partial.mkdir(parents=True)
        try:
            yield partial
            _replace(folder, partial)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise _unwritable(f"generate snapshot {folder}", error) from error


@contextmanager
def fresh_file(path: Path | None, folder: Path) -> Iterator[BinaryIO | None]:
    """A file to write into that takes its place if all goes well; None where none is asked for.

    Raises:
        UsageError: if it would lie in ``folder``, which is for the snapshot alone.
        SnapshotError: if it cannot be written.
    """
    if path is None:
        yield None
        return
    if path.resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            f"file {path}", f"lies in the snapshot {folder}", "Put it beside the snapshot."
        )
    partial = _beside(path, "partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("xb") as file:
                yield file
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(f"generate {path}", error) from error


def _unwritable(offender: str, error: OSError) -> SnapshotError:
    return SnapshotError(
        offender,
        f"cannot be written: {error.strerror or error}",
        "Make room, or choose a place that you may write to.",
    )


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}-{secrets.token_hex(4)}")


def _replace(folder: Path, partial: Path) -> None:
    files = _generated_files(folder)
    if not folder.exists():
        partial.rename(folder)
        return
    older = _beside(folder, "older")
    folder.rename(older)
    partial.rename(folder)
    for file in files:
        (older / file).unlink()
    for inner in {(older / file).parent for file in files} - {older}:
        inner.rmdir()
    older.rmdir()


def _generated_files(folder: Path) -> list[str]:
    """Files of the older generated snapshot in a folder; none where there is nothing."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise _occupied(folder, "is no folder")
    found = sorted(folder.rglob("*")) if folder.exists() else []
    if not found:
        return []
    digests = _declared(folder)
    inner = {(folder / path).parent for path in digests}
    for entry in found:
        path = entry.relative_to(folder).as_posix()
        if entry.is_symlink() or (entry.is_dir() and entry not in inner):
            raise _occupied(folder, f"holds {path}, which was not generated")
        if entry.is_file() and path != MANIFEST and digests.get(path) != hash_file(entry):
            raise _occupied(folder, f"holds {path}, which was not generated or has been changed")
    return [entry.relative_to(folder).as_posix() for entry in found if entry.is_file()]


def _declared(folder: Path) -> Mapping[str, str]:
    if not (folder / MANIFEST).is_file():
        raise _occupied(folder, f"holds files and no {MANIFEST}")
    try:
        manifest = read_manifest((folder / MANIFEST).read_bytes())
    except QinglangError as error:
        raise _occupied(folder, f"holds a {MANIFEST} that was not generated") from error
    if not (manifest.generator or "").startswith(GENERATOR):
        raise _occupied(folder, "holds a snapshot that was not generated")
    return manifest.file_digests


def _occupied(folder: Path, rule: str) -> UsageError:
    return UsageError(
        f"folder {folder}", rule, "Choose another folder, or remove this one yourself."
    )
