"""The first half of the way: load, validate, prepare; or a prepared snapshot from the cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evaluator.bundle import Bundle
from evaluator.contract import Validated, validate, write_quarantine
from evaluator.model import Prepared, Snapshot
from evaluator.pipeline.observing import Observer
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table, verify_unchanged
from evaluator.subjects import PreparedCache, prepare_subjects
from evaluator.warehouse import Warehouse

__all__ = ["kept_snapshot", "prepared_snapshot", "validated_snapshot"]


@contextmanager
def validated_snapshot(
    folder: Path, bundle: Bundle, settings: Settings, observer: Observer
) -> Iterator[tuple[Warehouse, Snapshot, Validated]]:
    """Load and validate a snapshot; its tables are in the warehouse while the context is open.

    Raises:
        SnapshotError: if the snapshot cannot be read as a whole.
    """
    snapshot = _opened(folder, bundle, observer)
    with _validated(snapshot, bundle, settings, observer) as (warehouse, validated):
        yield warehouse, snapshot, validated


@contextmanager
def prepared_snapshot(
    folder: Path, bundle: Bundle, settings: Settings, observer: Observer
) -> Iterator[Prepared]:
    """Load, validate and prepare a snapshot, or take it from the cache.

    The prepared tables are there for as long as the context is open.

    Raises:
        SnapshotError: if the snapshot cannot be read as a whole.
    """
    snapshot = _opened(folder, bundle, observer)
    cache = PreparedCache(settings.cache_dir, settings.cache_limit)
    with cache.entry(snapshot.digest, bundle.files["meta/contract.json"]) as entry:
        if entry.prepared is not None:
            yield entry.prepared
            return
        with _validated(snapshot, bundle, settings, observer, [entry.folder]) as session:
            warehouse, validated = session
            quarantine = entry.folder / "quarantine"
            quarantine.mkdir()
            for table, summary in validated.tables.items():
                if summary.quarantined:
                    write_quarantine(warehouse, table, quarantine / f"{table}.parquet")
            observer.stage("Preparing subjects", len(bundle.contract.subjects))
            subjects = prepare_subjects(
                warehouse,
                bundle.contract,
                entry.folder,
                manifest=snapshot.manifest,
                done=lambda _: observer.advance(1),
            )
        warnings = (*snapshot.warnings, *validated.warnings)
        yield entry.keep(snapshot.manifest, validated.tables, subjects, warnings)


@contextmanager
def kept_snapshot(
    snapshot_digest: str, bundle: Bundle, settings: Settings
) -> Iterator[Prepared | None]:
    """A prepared snapshot that is in the cache, for as long as the context is open; else None."""
    cache = PreparedCache(settings.cache_dir, settings.cache_limit)
    with cache.entry(snapshot_digest, bundle.files["meta/contract.json"]) as entry:
        yield entry.prepared


def _opened(folder: Path, bundle: Bundle, observer: Observer) -> Snapshot:
    observer.stage("Hashing files")
    return open_snapshot(folder, bundle.contract.tables)


@contextmanager
def _validated(
    snapshot: Snapshot,
    bundle: Bundle,
    settings: Settings,
    observer: Observer,
    writes: Sequence[Path] = (),
) -> Iterator[tuple[Warehouse, Validated]]:
    with Warehouse(settings, reads=[snapshot.folder], writes=writes) as warehouse:
        observer.stage("Validating tables", len(snapshot.tables))
        sources = {table: open_table(warehouse, snapshot, table) for table in snapshot.tables}
        validated = validate(
            warehouse,
            bundle.contract,
            snapshot.manifest,
            sources,
            done=lambda _: observer.advance(1),
        )
        verify_unchanged(snapshot)
        yield warehouse, validated
