"""Rows of one key: kept once where all are equal, all of them out where they are not."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.bundle import Contract
from evaluator.contract.loading import Loader
from evaluator.contract.repeats import DIFFERS, FAULTY, settle_repeats
from evaluator.model import RawTable, SourceFile
from evaluator.warehouse import Warehouse
from tests.contract.conftest import AS_OF, Check, WriteFiles

ROW = {"thing_id": "t", "kind": "open", "at": 5, "tags": ["a", "b"], "owner_id": "7"}


def _line(**changes: Any) -> str:
    return json.dumps(ROW | changes) + "\n"


def _parquet(**changes: Any) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table({name: [value] for name, value in (ROW | changes).items()}), content)
    return content.getvalue()


def test_equal_rows_are_kept_once(write_files: WriteFiles, check: Check) -> None:
    """Rows are compared as read, across files and formats, without their unknown columns."""
    files = {
        "things/1.ndjson": _line() + _line(at="1970-01-01T00:00:05.9Z", other=1),
        "things/2.csv": 'thing_id,kind,at,tags,owner_id\nt,open,5,"[""a"",""b""]",7\n',
        "things/3.parquet": _parquet(owner_id=7),
    }
    outcome = check(write_files(files))
    summary = outcome.summaries["things"]
    assert (summary.read, summary.kept, summary.quarantined, summary.repeated) == (4, 1, 0, 3)
    assert outcome.clean["things"][0]["owner_id"] == "7"


@pytest.mark.parametrize(
    "changes",
    [{"kind": "shut", "shut_at": 1}, {"note": "x"}, {"tags": ["b", "a"]}, {"tags": []}, {"at": 6}],
    ids=str,
)
def test_rows_that_differ_go_out(
    changes: dict[str, Any], write_files: WriteFiles, check: Check
) -> None:
    """If one row of a key differs, all rows of that key are quarantined, and nothing else."""
    files = {
        "things/1.ndjson": _line() + _line() + _line(thing_id="u"),
        "things/2.ndjson": _line(**changes),
    }
    outcome = check(write_files(files))
    assert outcome.faults() == [
        ("things/1.ndjson", 1, "thing_id", DIFFERS, "t"),
        ("things/1.ndjson", 2, "thing_id", DIFFERS, "t"),
        ("things/2.ndjson", 1, "thing_id", DIFFERS, "t"),
    ]
    assert [row["thing_id"] for row in outcome.clean["things"]] == ["u"]
    first = outcome.quarantined["things"][0]
    assert (first["_key"], first["_unreadable"], first["owner_id"], first["at"]) == (
        "t",
        [],
        "7",
        5,
    )


def test_a_faulty_row_takes_its_twins_along(write_files: WriteFiles, check: Check) -> None:
    """If one row of a key is faulty, all rows of that key are quarantined."""
    files = {
        "things/1.ndjson": _line() + _line() + _line(thing_id="u"),
        "things/2.csv": "thing_id,kind,at\nt,ajar,5\nv,ajar,5\nv,ajar,6\n",
    }
    outcome = check(write_files(files))
    words = "must be one of open, shut"
    assert outcome.faults() == [
        ("things/1.ndjson", 1, "thing_id", FAULTY, "t"),
        ("things/1.ndjson", 2, "thing_id", FAULTY, "t"),
        ("things/2.csv", 1, "kind", words, "ajar"),
        ("things/2.csv", 2, "kind", words, "ajar"),
        ("things/2.csv", 3, "kind", words, "ajar"),
    ]
    assert outcome.summaries["things"].repeated == 0


def test_faulty_keys_are_no_twins(write_files: WriteFiles, check: Check) -> None:
    """Keys that cannot be read are not compared with anything."""
    lines = _line(thing_id="") + _line(thing_id="") + _line(thing_id="x" * 129) + _line() + "{"
    summary = check(write_files({"things.ndjson": lines})).summaries["things"]
    assert (summary.kept, summary.quarantined, summary.repeated) == (1, 4, 0)


def test_equal_hashes_are_no_equal_rows(
    things: Contract, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were all hashes the same, single keys would stay, and rows would be compared as they are."""
    run = warehouse.run
    monkeypatch.setattr(
        warehouse, "run", lambda query, *rest: run(query.replace(" hash(", " length('' || "), *rest)
    )
    table = things.tables["things"]
    warehouse.run(
        "CREATE TABLE raw.lines AS SELECT * FROM (VALUES "
        '(1, \'{"thing_id":"a","kind":"open","at":1}\'), '
        '(2, \'{"thing_id":"b","kind":"open","at":1}\'), '
        '(3, \'{"thing_id":"c","kind":"open","at":1}\'), '
        '(4, \'{"thing_id":"c","kind":"open","at":2}\')) AS lines(_row, _line)'
    )
    source = SourceFile("things", "things.ndjson", "ndjson", "none", 1, "0")
    loader = Loader(warehouse, table, AS_OF)
    loader.add(RawTable(source, "raw.lines", "json", {}), {})
    assert settle_repeats(warehouse, table, loader) == 0
    kept = warehouse.run(f"SELECT thing_id FROM {loader.clean} ORDER BY 1")  # noqa: S608
    for relation in (loader.clean, loader.quarantined, "raw.lines"):
        warehouse.drop(relation)
    assert kept == [("a",), ("b",)]


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from([1, 1, 2, "wrong"])),
        min_size=1,
        max_size=12,
    )
)
def test_the_law(write_files: WriteFiles, check: Check, rows: list[tuple[str, int | str]]) -> None:
    """A key is kept if all its rows are sound and equal, and no row is lost."""
    lines = [_line(thing_id=key, at=at) for key, at in rows]
    outcome = check(write_files({"things.ndjson": "".join(lines)}))
    kept, repeated = [], 0
    for key in sorted({key for key, _ in rows}):
        times = [at for name, at in rows if name == key]
        if len(set(times)) == 1 and times[0] != "wrong":
            kept.append(key)
            repeated += len(times) - 1
    summary = outcome.summaries["things"]
    assert [row["thing_id"] for row in outcome.clean["things"]] == kept
    assert summary.repeated == repeated
    assert summary.quarantined == len(rows) - repeated - len(kept)
