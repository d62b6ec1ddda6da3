"""Any snapshot as Parquet: loaded and validated as for an evaluation, then written again."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluator.bundle import Bundle
from evaluator.contract import Validated, write_quarantine
from evaluator.contract.kept import kept_rows, kept_schema
from evaluator.errors import QinglangError, SnapshotError, UsageError
from evaluator.model import TableSummary
from evaluator.pipeline.observing import Observer
from evaluator.pipeline.preparing import validated_snapshot
from evaluator.settings import Settings
from evaluator.snapshot.writing import TableRows, check_target, write_snapshot
from evaluator.warehouse import Warehouse

__all__ = ["Conversion", "convert_snapshot"]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of a snapshot that was converted."""

    #: Table -> what became of its rows; the kept ones were written.
    tables: Mapping[str, TableSummary]
    warnings: tuple[str, ...]

    @property
    def quarantined(self) -> int:
        """Rows that are not in the converted snapshot."""
        return sum(summary.quarantined for summary in self.tables.values())


def convert_snapshot(  # noqa: PLR0913, PLR0917 (from where, to where, how, who is told)
    folder: Path,
    target: Path,
    bundle: Bundle,
    settings: Settings,
    observer: Observer,
    quarantine: Path | None = None,
) -> Conversion:
    """Write a snapshot's kept rows to ``target``, as Parquet with the contract's own types.

    Args:
        folder: the snapshot, in any formats.
        target: the folder to make.
        bundle: its contract decides.
        settings: limits.
        observer: is told how far it has come.
        quarantine: folder for rows that are faulty; without one they are an error.

    Raises:
        UsageError: if the target exists, or one of the folders lies in another.
        SnapshotError: if the snapshot cannot be read as a whole, has faulty rows that have no
            place to go, or cannot be written.
        QinglangError: if the quarantine cannot be written.
    """
    check_target(target)
    _check_apart(folder, target, quarantine)
    with validated_snapshot(folder, bundle, settings, observer) as (warehouse, loaded, validated):
        conversion = Conversion(validated.tables, (*loaded.warnings, *validated.warnings))
        if conversion.quarantined:
            _put_aside(warehouse, folder, validated, quarantine)
        observer.stage("Writing tables", len(validated.tables))
        tables = {name: bundle.contract.tables[name] for name in loaded.tables}
        write_snapshot(
            target,
            loaded.manifest,
            {
                name: TableRows(kept_schema(table), kept_rows(warehouse, table))
                for name, table in tables.items()
            },
            done=lambda _: observer.advance(1),
        )
    return conversion


def _check_apart(folder: Path, target: Path, quarantine: Path | None) -> None:
    places = [("target", target, "snapshot", folder)]
    if quarantine is not None:
        places += [("quarantine", quarantine, "snapshot", folder)]
        places += [("quarantine", quarantine, "target", target)]
    for what, path, other, outer in places:
        if path.resolve().is_relative_to(outer.resolve()):
            raise UsageError(
                f"{what} {path}", f"lies in the {other} {outer}", "Name a folder outside of it."
            )


def _put_aside(
    warehouse: Warehouse, snapshot: Path, validated: Validated, quarantine: Path | None
) -> None:
    """Write all quarantined rows, one Parquet file a table."""
    counts = {
        table: summary.quarantined
        for table, summary in validated.tables.items()
        if summary.quarantined
    }
    if quarantine is None:
        listed = ", ".join(f"{table} {count:,}" for table, count in counts.items())
        raise SnapshotError(
            f"snapshot {snapshot}",
            f"has faulty rows, which would be lost: {listed}",
            f"See them with `qinglang snapshot check {snapshot}`, or name a folder for them with "
            "--quarantine.",
        )
    try:
        quarantine.mkdir(parents=True, exist_ok=True)
        for table in counts:
            source = warehouse.folder / f"{table}.parquet"
            write_quarantine(warehouse, table, source)
            part = quarantine / f".{table}.parquet.part"
            shutil.move(source, part)
            part.replace(quarantine / f"{table}.parquet")
    except OSError as error:
        raise QinglangError(
            f"quarantine {quarantine}",
            f"cannot be written ({error.strerror})",
            "Name another folder with --quarantine.",
        ) from error
