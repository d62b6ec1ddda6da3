"""What was taken out can be seen: the first rows, what cannot be placed, and a file of all."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq

from evaluator.bundle import Contract
from evaluator.contract import validate, write_quarantine
from evaluator.contract.quarantine import FIRST
from evaluator.model import Fault, QuarantinedRow
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.warehouse import Warehouse
from tests.contract.conftest import Check, WriteFiles

RULE = "must be one of open, shut"


def _lines(kinds: list[str]) -> str:
    rows = [{"thing_id": f"t{n}", "kind": kind, "at": 1} for n, kind in enumerate(kinds)]
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_the_first_rows(write_files: WriteFiles, check: Check) -> None:
    """A summary shows the first rows by file and row."""
    files = {
        "things/b.ndjson": _lines(["open"] * 100 + ["x"] * 20),
        "things/a.csv": "thing_id,kind,at\na,open,1\nb,y,1\n",
    }
    summary = check(write_files(files)).summaries["things"]
    assert len(summary.first) == FIRST
    assert summary.first[0] == QuarantinedRow(
        "things", "things/a.csv", 2, "b", (Fault("kind", RULE, "y"),)
    )
    assert [row.row for row in summary.first[1:]] == list(range(101, 110))


def test_rows_without_a_place(write_files: WriteFiles, check: Check) -> None:
    """A row whose link cannot be read is counted; one whose link is null hangs on nothing."""
    lines = [
        '{"thing_id":"a","kind":"open","at":1,"owner_id":"x\\t"}',
        '{"thing_id":"b","kind":"ajar","at":1,"owner_id":"x"}',
        '{"thing_id":"c","kind":"ajar","at":1}',
        "{",
    ]
    summary = check(write_files({"things.ndjson": "\n".join(lines)})).summaries["things"]
    assert summary.quarantined == 4
    assert dict(summary.unplaced) == {"owner_id": 2}
    assert summary.unplaced_rows == 2


def test_a_table_that_hangs_on_nothing(write_files: WriteFiles, check: Check) -> None:
    """A broken row of such a table leaves no place empty."""
    summary = check(write_files({"owners.ndjson": "{"})).summaries["owners"]
    assert (summary.quarantined, dict(summary.unplaced), summary.unplaced_rows) == (1, {}, 0)


def test_the_file(things: Contract, write_files: WriteFiles, tmp_path: Path) -> None:
    """All quarantined rows go into a Parquet file, also by a relative or odd path."""
    folder = write_files({"things.ndjson": _lines(["x", "open"] + ["y" * 300] * 20)})
    target = tmp_path / "it's [here]"
    target.mkdir()
    (tmp_path / "link").symlink_to(target)
    snapshot = open_snapshot(folder, things.tables)
    with Warehouse(Settings(threads=1), reads=[folder], writes=[target]) as warehouse:
        sources = {"things": open_table(warehouse, snapshot, "things")}
        validate(warehouse, things, snapshot.manifest, sources)
        write_quarantine(warehouse, "things", tmp_path / "link" / "things.parquet")
    rows = pq.read_table(target / "things.parquet").to_pylist()
    assert [(row["file"], row["row"], row["key"]) for row in rows] == [
        ("things.ndjson", row, f"t{row - 1}") for row in (1, *range(3, 23))
    ]
    assert rows[1]["faults"] == [{"column": "kind", "rule": RULE, "value": "y" * 200}]
