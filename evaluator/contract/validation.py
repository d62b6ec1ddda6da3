"""Validate: raw relations become clean tables, a quarantine, and the counts of both."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from evaluator.bundle import Contract, Table
from evaluator.contract.columns import checked_columns
from evaluator.contract.loading import MOST_UNKNOWN, Loader
from evaluator.contract.quarantine import first_rows, unplaced_rows
from evaluator.contract.repeats import settle_repeats
from evaluator.contract.values import show
from evaluator.errors import SnapshotError
from evaluator.model import RawTable, SnapshotManifest, TableSummary
from evaluator.warehouse import Warehouse

__all__ = ["Validated", "linking_columns", "validate"]


@dataclass(frozen=True, slots=True)
class Validated:
    """What validation found; the rows themselves are in the warehouse."""

    tables: Mapping[str, TableSummary]
    warnings: tuple[str, ...]


def linking_columns(contract: Contract, table: str) -> frozenset[str]:
    """Columns by which rows of a table hang on subjects: as children, or counted for them."""
    columns = {
        child.column
        for subject in contract.subjects.values()
        for child in subject.children
        if child.table == table
    }
    columns |= {
        derived.link
        for derived in contract.derived.values()
        if derived.link is not None
        and table in derived.reads
        and derived.link in contract.tables[table].columns
    }
    # A row whose own key cannot be read counts as absent, not as unplaced.
    return frozenset(columns) - {contract.tables[table].key}


def validate(
    warehouse: Warehouse,
    contract: Contract,
    manifest: SnapshotManifest,
    sources: Mapping[str, Iterable[RawTable]],
    *,
    done: Callable[[str], None] | None = None,
) -> Validated:
    """Validate all tables that a snapshot has.

    Args:
        warehouse: gets ``clean.<table>`` and ``quarantined.<table>`` of each table.
        contract: the tables' columns and rules, and what hangs on what.
        manifest: as_of, and the row counts that the exporter declared.
        sources: table -> its files, each opened when its turn comes (a generator).
        done: is told the name of each table when it is done.

    Raises:
        SnapshotError: for faults of whole tables (all of them), and counts that do not agree.
    """
    summaries: dict[str, TableSummary] = {}
    warnings: list[str] = []
    faults: dict[str, list[str]] = {}
    for name, files in sources.items():
        loading = _load(warehouse, contract.tables[name], files, manifest.as_of, sound=not faults)
        if loading.faults:
            faults[name] = loading.faults
        if not faults:
            links = linking_columns(contract, name)
            summaries[name] = _settled(warehouse, contract.tables[name], loading, manifest, links)
            warnings += _warnings(name, loading.loader.unknown)
        if done is not None:
            done(name)
    if faults:
        raise SnapshotError(
            f"validate snapshot: table {', '.join(faults)}",
            "; ".join(fault for table in faults.values() for fault in table),
            "Correct the export.",
        )
    return Validated(summaries, tuple(warnings))


@dataclass(slots=True)
class _Loading:
    """What loading the files of one table gave."""

    loader: Loader
    read: int = 0
    #: Faults of the table as a whole.
    faults: list[str] = field(default_factory=list)


def _load(
    warehouse: Warehouse, table: Table, files: Iterable[RawTable], as_of: int, *, sound: bool
) -> _Loading:
    """Load the files of a table; where something is not ``sound``, only look at their columns."""
    loading = _Loading(Loader(warehouse, table, as_of))
    for file in files:
        types, faults, unknown = checked_columns(warehouse, table, file)
        loading.faults += faults
        loading.loader.note_unknown(file.source.path, [show(name) for name in unknown])
        if sound and not loading.faults:
            loading.read += loading.loader.add(file, types)
    return loading


def _settled(
    warehouse: Warehouse,
    table: Table,
    loading: _Loading,
    manifest: SnapshotManifest,
    links: Collection[str],
) -> TableSummary:
    offender = f"validate snapshot: table {table.name}"
    loader, read = loading.loader, loading.read
    declared = manifest.table_rows.get(table.name, read)
    if declared != read:
        raise SnapshotError(
            offender,
            f"has {read} rows, and snapshot.json declares {declared}",
            "Export the snapshot again.",
        )
    repeated = settle_repeats(warehouse, table, loader)
    loader.finish()
    kept = warehouse.value(f"SELECT count(*) FROM {loader.clean}")  # noqa: S608 (quoted)
    quarantined = warehouse.value(f"SELECT count(*) FROM {loader.quarantined}")  # noqa: S608
    if read != kept + quarantined + repeated:
        raise SnapshotError(
            offender,
            f"{read} rows were read; {kept} kept, {quarantined} quarantined, {repeated} repeated",
            "This is an error of the program; report it.",
        )
    unplaced, unplaced_any = unplaced_rows(warehouse, table.name, sorted(links))
    return TableSummary(
        table=table.name,
        read=read,
        kept=kept,
        quarantined=quarantined,
        repeated=repeated,
        unplaced=unplaced,
        unplaced_rows=unplaced_any,
        first=first_rows(warehouse, table.name),
    )


def _warnings(table: str, unknown: Mapping[str, str]) -> list[str]:
    """One warning for each unknown column of a table, as long as they are few."""
    warnings = [
        f"{file}: unknown column {name!r} of table {table} was not read"
        for name, file in list(unknown.items())[:MOST_UNKNOWN]
    ]
    if len(unknown) > MOST_UNKNOWN:
        warnings.append(f"table {table} has more unknown columns than these {MOST_UNKNOWN}")
    return warnings
