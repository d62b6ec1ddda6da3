"""Clean and quarantined rows written by hand, prepared by the contract that ships."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest

from evaluator.bundle import Contract, Kind, Table, load_bundle
from evaluator.model import Candidate, Prepared, SnapshotManifest
from evaluator.settings import Settings
from evaluator.subjects import Documents, prepare_subjects
from evaluator.warehouse import Warehouse, identifier

MANIFEST = SnapshotManifest(
    snapshot_id="s",
    platform_id='plat"form',
    as_of=100,
    window_from=10,
    window_to=90,
    coverage="full",
)
ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
}
QUARANTINE = {
    "_file": pa.string(),
    "_row": pa.int64(),
    "_key": pa.string(),
    "_unreadable": pa.list_(pa.string()),
    "_faults": pa.list_(
        pa.struct([("column", pa.string()), ("rule", pa.string()), ("value", pa.string())])
    ),
}
Row = Mapping[str, Any]


class World:
    """The tables of one snapshot, and what becomes of them."""

    def __init__(self, warehouse: Warehouse, contract: Contract, folder: Path) -> None:
        self.warehouse = warehouse
        self.contract = contract
        self.folder = folder

    def have(self, table: str, *rows: Row, bad: Sequence[Row] = ()) -> None:
        """Make a table; required cells that a row leaves out get some value.

        A bad row may have ``_unreadable``: its columns that have a fault, and no value.
        """
        schema = self.contract.tables[table]
        self._create(f"clean.{identifier(table)}", schema, [_filled(schema, row) for row in rows])
        self._create(
            f"quarantined.{identifier(table)}", schema, [_bad(schema, row) for row in bad], bad=True
        )

    def _create(
        self, relation: str, table: Table, rows: Sequence[Row], *, bad: bool = False
    ) -> None:
        types = {name: ARROW[column.kind.sql_type] for name, column in table.columns.items()}
        if bad:
            types = QUARANTINE | types
        cells = {
            name: pa.array([row.get(name) for row in rows], kind) for name, kind in types.items()
        }
        batch = pa.record_batch(cells)
        reader = pa.RecordBatchReader.from_batches(batch.schema, [batch])
        self.warehouse.create(relation, reader)

    def prepare(self, *subjects: str, manifest: SnapshotManifest = MANIFEST) -> Prepared:
        """Prepare these kinds, or all."""
        counts = prepare_subjects(
            self.warehouse, self.contract, self.folder, subjects or None, manifest=manifest
        )
        return Prepared(self.folder, "d", manifest, "s", {}, counts)

    def candidates(self, prepared: Prepared, subject: str, *branches: str) -> dict[str, Candidate]:
        """Subjects by id, with these branches of their documents, or all."""
        kind = self.contract.subjects[subject]
        wanted = branches or tuple(self.contract.branch_columns(kind))
        stream = Documents(self.warehouse, prepared, self.contract).stream(subject, wanted)
        found = list(stream)
        assert len({candidate.subject_id for candidate in found}) == len(found)
        return {candidate.subject_id: candidate for candidate in found}

    def one(self, subject: str, *branches: str) -> tuple[dict[str, Any], frozenset[str]]:
        """Prepare a kind that has one subject: its document, and its tainted branches."""
        (candidate,) = self.candidates(self.prepare(subject), subject, *branches).values()
        return self.read(candidate), candidate.tainted

    def read(self, candidate: Candidate) -> dict[str, Any]:
        """The document of a subject."""
        return dict(orjson.loads(candidate.document))

    def clear(self) -> None:
        """Remove all tables."""
        for (name,) in self.warehouse.run(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'clean'"
        ):
            self.warehouse.drop(f"clean.{identifier(name)}")
            self.warehouse.drop(f"quarantined.{identifier(name)}")


def _filled(table: Table, row: Row) -> dict[str, Any]:
    missing = {
        name: _some(column.kind, column.rules)
        for name, column in table.columns.items()
        if column.required and name not in row
    }
    return missing | dict(row)


def _some(kind: Kind, rules: Row) -> object:
    if kind in (Kind.TIME, Kind.NUMBER):
        return 50
    if kind is Kind.FLAG:
        return True
    if kind is Kind.LIST:
        return []
    return rules["allowed"][0] if kind is Kind.ENUMERATION else "some"


def _bad(table: Table, row: Row) -> dict[str, Any]:
    return {"_unreadable": [], "_key": row.get(table.key), "_file": "f", "_row": 1, **row}


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The contract that ships."""
    return load_bundle().contract


@pytest.fixture
def make_world(contract: Contract, tmp_path: Path) -> Iterator[Callable[[Settings], World]]:
    """Makes a world whose warehouse has certain limits."""
    with ExitStack() as opened:

        def make(settings: Settings) -> World:
            warehouse = opened.enter_context(Warehouse(settings, writes=[tmp_path]))
            return World(warehouse, contract, tmp_path)

        yield make


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse for all tests that clear it."""
    with Warehouse(Settings(threads=1), writes=[tmp_path_factory.getbasetemp()]) as warehouse:
        yield warehouse


@pytest.fixture
def world(shared: Warehouse, contract: Contract, tmp_path: Path) -> Iterator[World]:
    """A world without tables."""
    world = World(shared, contract, tmp_path)
    yield world
    world.clear()
