"""Finds the files of a snapshot by their names, and refuses what could be read two ways."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from evaluator.errors import SnapshotError
from evaluator.snapshot.manifest import MANIFEST

__all__ = ["Found", "find_files", "leads_out"]

FORMAT_ENDINGS = ("parquet", "ndjson", "csv")
COMPRESSIONS: Mapping[str, Literal["gzip", "zstd"]] = {"gz": "gzip", "zst": "zstd"}


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a table, not yet read; ``path`` is relative to the snapshot, with slashes."""

    table: str
    path: str
    format: Literal["parquet", "ndjson", "csv"]
    compression: Literal["none", "gzip", "zstd"]


def find_files(
    folder: Path, known_tables: Collection[str]
) -> tuple[list[Found], set[str], list[str]]:
    """The files by path, the tables that are there (also without files), and warnings.

    Raises:
        SnapshotError: for a table that is given twice, folders inside a table's folder, and links
            that lead out of the snapshot; all such faults at once.
    """
    search = _Search(folder, known_tables)
    try:
        search.look()
    except OSError as error:
        raise SnapshotError(
            f"snapshot {folder}", f"cannot be listed: {error.strerror}", "Give the reader access."
        ) from error
    faults = search.faults + [
        f"table {table} is given twice: {', '.join(names)}"
        for table, names in search.places.items()
        if len(names) > 1
    ]
    if faults:
        raise SnapshotError(
            f"snapshot {folder}",
            "; ".join(faults),
            "Keep one file or one folder of files a table, all inside the snapshot.",
        )
    found = sorted(search.found, key=lambda file: file.path.encode())
    return found, set(search.places), search.warnings


class _Search:
    """What is found in one snapshot folder."""

    def __init__(self, folder: Path, known_tables: Collection[str]) -> None:
        self._folder = folder
        self._known = known_tables
        self.found: list[Found] = []
        #: Table -> names of the files and folders that are it; more than one is a fault.
        self.places: dict[str, list[str]] = {}
        self.warnings: list[str] = []
        self.faults: list[str] = []

    def look(self) -> None:
        """Go through the folder and the tables' own folders."""
        for entry in _entries(self._folder):
            if entry.name == MANIFEST:
                continue
            file = _file(entry.name)
            if leads_out(entry, self._folder):
                self.faults.append(f"{entry.name} is a link that leads out of the snapshot")
            elif entry.is_dir() and entry.name in self._known:
                self.places.setdefault(entry.name, []).append(f"{entry.name}/")
                self._look_at_parts(entry)
            elif entry.is_file() and file and file[0] in self._known:
                self.places.setdefault(file[0], []).append(entry.name)
                self.found.append(Found(file[0], entry.name, file[1], file[2]))
            else:
                self.warnings.append(f"{entry.name} is no table of the contract; it was not read")

    def _look_at_parts(self, parts: Path) -> None:
        for entry in _entries(parts):
            name = f"{parts.name}/{entry.name}"
            if leads_out(entry, self._folder):
                self.faults.append(f"{name} is a link that leads out of the snapshot")
            elif entry.is_dir():
                self.faults.append(f"{name} is a folder, and parts of a table lie side by side")
            elif entry.is_file() and (file := _file(entry.name)):
                self.found.append(Found(parts.name, name, file[1], file[2]))
            else:
                self.warnings.append(f"{name} is no part of a table; it was not read")


def leads_out(entry: Path, folder: Path) -> bool:
    """Whether an entry of a folder is a link to something outside of it, or to nothing."""
    if not entry.is_symlink():
        return False
    try:
        return not entry.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # RuntimeError: links in a circle
        return True


def _entries(folder: Path) -> list[Path]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    for entry in entries:
        try:
            entry.name.encode()
        except UnicodeEncodeError as error:
            raise SnapshotError(
                ascii(str(entry)), "has a name that is not UTF-8", "Rename the file."
            ) from error
    return entries


def _file(
    name: str,
) -> tuple[str, Literal["parquet", "ndjson", "csv"], Literal["none", "gzip", "zstd"]] | None:
    stem, dot, ending = name.rpartition(".")
    compression: Literal["none", "gzip", "zstd"] = "none"
    if ending in COMPRESSIONS:
        compression = COMPRESSIONS[ending]
        stem, dot, ending = stem.rpartition(".")
    if not stem or not dot or ending not in FORMAT_ENDINGS:
        return None
    return stem, cast("Literal['parquet', 'ndjson', 'csv']", ending), compression
