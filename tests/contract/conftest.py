"""A small contract with every kind of column, and snapshots of it that are loaded and validated."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.bundle import Contract
from evaluator.contract import validate
from evaluator.model import TableSummary
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.warehouse import Warehouse, identifier

AS_OF = 1_700_000_000
MANIFEST: Mapping[str, object] = {
    "snapshot_id": "s",
    "platform_id": "p",
    "as_of": AS_OF,
    "window_from": 0,
    "window_to": AS_OF,
    "coverage": "full",
    "contract_version": 1,
}


def _column(kind: str, type_: str, **rules: Any) -> dict[str, Any]:
    meta = {"kind": kind, "description": kind, **rules.pop("meta", {})}
    return {"type": type_, "meta": meta, **rules}


THINGS: Mapping[str, Any] = {
    "version": 1,
    "tables": {
        "things": {
            "key": "thing_id",
            "holds": "state",
            "description": "Things.",
            "columns": {
                "thing_id": _column("identifier", "identifier", required=True),
                "owner_id": _column("identifier", "identifier", meta={"references": "owners"}),
                "note": _column("text", "text"),
                "kind": _column("enumeration", "string", required=True, allowed=["open", "shut"]),
                "at": _column("time", "time", required=True),
                "due": _column("time", "time", meta={"ahead": True}),
                "shut_at": _column("time", "time", meta={"required_if": {"kind": "shut"}}),
                "size": _column("number", "integer", min=1, max=100),
                "balance": _column("number", "integer"),
                "seen": _column("flag", "boolean"),
                "tags": _column("list", "list", allowed=["a", "b", "c"]),
            },
        },
        "owners": {
            "key": "owner_id",
            "holds": "state",
            "description": "Owners.",
            "columns": {"owner_id": _column("identifier", "identifier", required=True)},
        },
    },
    "subjects": {
        "owner": {
            "table": "owners",
            "children": {"things": {"table": "things", "column": "owner_id", "match": "owner_id"}},
        }
    },
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a snapshot; rows in the order of their keys or places."""

    summaries: Mapping[str, TableSummary]
    warnings: tuple[str, ...]
    clean: Mapping[str, list[dict[str, Any]]]
    quarantined: Mapping[str, list[dict[str, Any]]]

    def faults(self, table: str = "things") -> list[tuple[str, int, str, str, str]]:
        """File, row, column, rule and value of every fault."""
        return [
            (row["_file"], row["_row"], fault["column"], fault["rule"], fault["value"])
            for row in self.quarantined[table]
            for fault in row["_faults"]
        ]


def page_of_texts(column: str, *, damaged: bool) -> bytes:
    """Things with many texts in one column, of which a page may be damaged."""
    texts = [f"t{number}" for number in range(1000)]
    columns: dict[str, list[object]] = {"thing_id": [*texts], "kind": ["open"] * 1000}
    columns = {column: [*texts]} | columns | {"at": [1] * 1000}
    content = io.BytesIO()
    pq.write_table(
        pa.table(columns), content, compression="zstd", use_dictionary=False, write_statistics=False
    )
    written = content.getvalue()
    at = written.index(b"\x28\xb5\x2f\xfd") + 8  # a page of zstd
    return written[:at] + b"\xff" * 200 + written[at + 200 :] if damaged else written


WriteFiles = Callable[..., Path]
Check = Callable[..., Outcome]


@pytest.fixture(scope="session")
def things() -> Contract:
    """Two tables: things of owners, with a column of every kind."""
    return Contract.from_json(THINGS)


@pytest.fixture(scope="session")
def write_files(tmp_path_factory: pytest.TempPathFactory) -> WriteFiles:
    """Writes a snapshot folder of files with the given bytes or text."""

    def write(files: Mapping[str, str | bytes], **manifest: object) -> Path:
        folder = tmp_path_factory.mktemp("snapshot")
        (folder / "snapshot.json").write_text(json.dumps({**MANIFEST, **manifest}))
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture(scope="session")
def warehouse() -> Iterator[Warehouse]:
    """An open session for tests that remove what they make."""
    with Warehouse(Settings(threads=1)) as session:
        yield session


@pytest.fixture(scope="session")
def check(things: Contract) -> Check:
    """Loads and validates a snapshot folder, and reads out what became of it."""

    def run(folder: Path, contract: Contract = things) -> Outcome:
        snapshot = open_snapshot(folder, contract.tables)
        with Warehouse(Settings(threads=1), reads=[folder]) as warehouse:
            sources = {table: open_table(warehouse, snapshot, table) for table in snapshot.tables}
            validated = validate(warehouse, contract, snapshot.manifest, sources)
            clean, quarantined = {}, {}
            for table in snapshot.tables:
                name, key = identifier(table), identifier(contract.tables[table].key)
                clean[table] = _rows(warehouse, f"FROM clean.{name} ORDER BY {key}")
                quarantined[table] = _rows(
                    warehouse, f"FROM quarantined.{name} ORDER BY _file, _row"
                )
        return Outcome(validated.tables, validated.warnings, clean, quarantined)

    return run


def _rows(warehouse: Warehouse, query: str) -> list[dict[str, Any]]:
    return [row for batch in warehouse.batches(query) for row in batch.to_pylist()]
