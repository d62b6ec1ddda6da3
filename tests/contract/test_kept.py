"""The kept rows of a table come in the contract's types, whatever they were read from."""

from __future__ import annotations

import pyarrow as pa

from evaluator.bundle import Contract
from evaluator.contract import validate
from evaluator.contract.kept import kept_rows, kept_schema
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.warehouse import Warehouse
from tests.contract.conftest import WriteFiles


def test_types_and_order(things: Contract, write_files: WriteFiles) -> None:
    """Rows lie in the order of the bytes of their keys; quarantined and repeated ones are out."""
    rows = [
        "thing_id,kind,at,seen,tags,size",
        'é,open,1970-01-01T00:00:07.9Z,true,"[""b"",""a""]",',
        "z,open,2,,,5",
        "z,open,2,,,5",
        "Z,open,2,,[],5",
        "bad,ajar,2,,,5",
    ]
    folder = write_files({"things.csv": "\n".join(rows), "owners.csv": "owner_id\n"})
    snapshot = open_snapshot(folder, things.tables)
    with Warehouse(Settings(threads=2), reads=[folder]) as warehouse:
        sources = {name: open_table(warehouse, snapshot, name) for name in snapshot.tables}
        validate(warehouse, things, snapshot.manifest, sources)
        schema = kept_schema(things.tables["things"])
        batches = list(kept_rows(warehouse, things.tables["things"]))
        assert list(kept_rows(warehouse, things.tables["owners"])) == []
    assert all(batch.schema.equals(schema) for batch in batches)
    table = pa.Table.from_batches(batches)
    assert table.column("thing_id").to_pylist() == ["Z", "z", "é"]
    assert table.column("at").to_pylist() == [2, 2, 7]
    assert table.column("seen").to_pylist() == [None, None, True]
    assert table.column("tags").to_pylist() == [[], None, ["b", "a"]]
    assert table.column("note").null_count == 3
    assert {name: str(schema.field(name).type) for name in ("note", "at", "seen", "tags")} == {
        "note": "string",
        "at": "int64",
        "seen": "bool",
        "tags": "list<item: string>",
    }
