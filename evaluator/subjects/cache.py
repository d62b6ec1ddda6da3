"""Prepared snapshots that are kept while they are useful, in a folder with a size limit.

::

    <folder>/<key>/prepared.json     written last: without it the entry does not exist
    <folder>/<key>/subjects/…, quarantine/…
    <folder>/locks/<key>.use         shared by all who read or prepare it, exclusive to remove it
    <folder>/locks/<key>.prepare     exclusive while it is prepared

Locks go with their process. What a process that died has left is removed by the next one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, ReadWriteLock, Timeout

from evaluator.errors import ConfigurationError
from evaluator.model import Prepared, SnapshotManifest, TableSummary, canonical_json
from evaluator.subjects.record import LAYOUT, RECORD, read_record, write_record

__all__ = ["CacheEntry", "PreparedCache"]

_KEY = re.compile(r"[0-9a-f]{64}")
_NEVER = -1.0


class CacheEntry:
    """The place of one prepared snapshot, while it is used.

    Attributes:
        folder: where it is, or where it must be prepared.
        prepared: the prepared snapshot; None while there is none.
    """

    def __init__(self, folder: Path, snapshot_digest: str, contract_digest: str) -> None:
        self.folder = folder
        self.prepared: Prepared | None = None
        self._sources = {"snapshot": snapshot_digest, "contract": contract_digest}
        self._preparing: FileLock | None = None

    def keep(
        self,
        manifest: SnapshotManifest,
        summaries: Mapping[str, TableSummary],
        subjects: Mapping[str, int],
        warnings: Sequence[str],
    ) -> Prepared:
        """Make what was prepared in ``folder`` the entry, for this process and all others.

        Args:
            manifest: of the snapshot.
            summaries: table -> what became of its rows.
            subjects: kind -> number of subjects.
            warnings: what was found strange.

        Raises:
            ConfigurationError: if the folder cannot be written.
        """
        prepared = Prepared(
            folder=self.folder,
            digest=self.folder.name,
            manifest=manifest,
            snapshot_digest=self._sources["snapshot"],
            tables=dict(summaries),
            subjects=dict(subjects),
            warnings=tuple(warnings),
        )
        with _writing(self.folder.parent):
            write_record(prepared, self._sources)
        self.prepared = prepared
        self._release()
        return prepared

    def _open(self, preparing: FileLock) -> None:
        """Find the entry; if there is none, hold the lock until there is."""
        self.prepared = read_record(self.folder, self._sources)
        if self.prepared is None:
            preparing.acquire()
            self._preparing = preparing
            # Another process may have prepared it while this one waited.
            self.prepared = read_record(self.folder, self._sources)
        if self.prepared is None:
            _remove(self.folder)
            self.folder.mkdir()
        else:
            self._release()
            os.utime(self.folder / RECORD)

    def _close(self) -> None:
        """Leave nothing half-made behind."""
        if self.prepared is None:
            _remove(self.folder)
        self._release()

    def _release(self) -> None:
        if self._preparing is not None:
            self._preparing.release()
            self._preparing = None


class PreparedCache:
    """Keeps prepared snapshots by the digests of what they were made from.

    Args:
        folder: where; made if it is not there.
        limit: bytes; when an entry is no longer used, the least recently used ones beyond it are
            removed, but none that a process still uses.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder.absolute()
        self._locks = self._folder / "locks"
        self._limit = limit

    @contextmanager
    def entry(self, snapshot_digest: str, contract_digest: str) -> Iterator[CacheEntry]:
        """The entry of a snapshot, for the time of a ``with`` block.

        Waits while another process prepares the same. Where there is none, the caller prepares
        one in its folder and calls ``keep``; without that the folder is removed at the end.

        Raises:
            ConfigurationError: if the cache folder cannot be written.
        """
        parts = {"layout": LAYOUT, "snapshot": snapshot_digest, "contract": contract_digest}
        key = hashlib.sha256(canonical_json(parts)).hexdigest()
        entry = CacheEntry(self._folder / key, snapshot_digest, contract_digest)
        with _writing(self._folder):
            self._locks.mkdir(parents=True, exist_ok=True)
            # Before SQLite, on which the lock is built and whose errors say less.
            (self._locks / f"{key}.use").touch()
            preparing = FileLock(self._locks / f"{key}.prepare", is_singleton=False)
            use = self._use(key)
        with use.read_lock():
            try:
                with _writing(self._folder):
                    entry._open(preparing)  # noqa: SLF001 (the two are one thing)
                yield entry
            finally:
                entry._close()  # noqa: SLF001 (the two are one thing)
        with _writing(self._folder):
            self._evict()

    def _use(self, key: str) -> ReadWriteLock:
        return ReadWriteLock(self._locks / f"{key}.use", is_singleton=False)

    def _evict(self) -> None:
        """Remove the longest unused entries beyond the limit, and what dead processes left."""
        found = [
            (_last_use(folder), folder, _size(folder))
            for folder in self._folder.iterdir()
            # The folder may be a wrong one: nothing else in it is touched.
            if _KEY.fullmatch(folder.name)
        ]
        total = sum(size for _, _, size in found)
        for last_use, folder, size in sorted(found):
            if last_use != _NEVER and total <= self._limit:
                return
            try:
                with self._use(folder.name).write_lock(blocking=False):
                    _remove(folder)
            except Timeout:
                continue
            total -= size


def _last_use(folder: Path) -> float:
    """When an entry was last used; before all others one that was never finished."""
    try:
        return (folder / RECORD).stat().st_mtime
    except FileNotFoundError:
        return _NEVER


def _size(folder: Path) -> int:
    """Bytes of an entry, which another process may be removing."""
    with suppress(FileNotFoundError):
        return sum(path.stat().st_size for path in folder.rglob("*") if not path.is_dir())
    return 0


def _remove(folder: Path) -> None:
    """Remove an entry; its record first, so that half of it is none."""
    (folder / RECORD).unlink(missing_ok=True)
    if folder.exists():
        shutil.rmtree(folder)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationError(
            f"cache folder {folder}",
            f"cannot be written ({error.strerror})",
            "Make room, or name another folder with --cache-dir.",
        ) from error
