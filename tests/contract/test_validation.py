"""The way of a whole snapshot through validation."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.bundle import Contract, load_bundle
from evaluator.contract import linking_columns, validate
from evaluator.errors import SnapshotError
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.warehouse import Warehouse
from tests.contract.conftest import Check, Outcome, WriteFiles

ROWS: list[dict[str, Any]] = [
    {
        "thing_id": f"t{number}",
        "owner_id": None if number % 5 == 0 else f"o{number % 7}",
        "note": "清朗 " * (number % 4) or None,
        "kind": "shut" if number % 3 == 0 else "open",
        "at": number * 1000 - 50_000,
        "due": None,
        "shut_at": number if number % 3 == 0 else None,
        "size": number % 100 + 1,
        "balance": -number,
        "seen": [None, True, False][number % 3],
        "tags": [None, [], ["a"], ["c", "b"]][number % 4],
    }
    for number in range(200)
]
TYPES = {"due": pa.timestamp("us", tz="UTC"), "tags": pa.list_(pa.string())}


def _ndjson(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    for row in rows:
        cells = {name: "" if value is None else value for name, value in row.items()}
        cells["seen"] = str(cells["seen"]).lower()
        cells["tags"] = "" if row["tags"] is None else json.dumps(row["tags"])
        writer.writerow(cells)
    return text.getvalue().encode()


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    columns = {name: pa.array([row[name] for row in rows], TYPES.get(name)) for name in rows[0]}
    times = pa.array([row["at"] * 1_000_000 for row in rows], pa.int64())
    columns["at"] = times.cast(pa.timestamp("us", tz="UTC"))
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content, row_group_size=64)
    return content.getvalue()


def _zstd(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(content)
    return bytes(sink.getvalue())


WRITERS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "csv": _csv, "ndjson": _ndjson, "parquet": _parquet,
}  # fmt: skip
COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda content: content, ".gz": gzip.compress, ".zst": _zstd,
}  # fmt: skip
ENDINGS = [f"{format_}{compression}" for format_ in WRITERS for compression in COMPRESSIONS]


def _write(ending: str, rows: list[dict[str, Any]]) -> bytes:
    format_, dot, compression = ending.partition(".")
    return COMPRESSIONS[dot + compression](WRITERS[format_](rows))


@pytest.fixture(scope="module")
def expected(write_files: WriteFiles, check: Check) -> Outcome:
    """What the rows come to as plain NDJSON."""
    return check(write_files({"things.ndjson": _ndjson(ROWS)}))


def test_the_rows_themselves(expected: Outcome) -> None:
    """Sound rows come out as they went in."""
    assert expected.clean["things"] == sorted(ROWS, key=lambda row: row["thing_id"])


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_gives_the_same_rows(
    ending: str, expected: Outcome, write_files: WriteFiles, check: Check
) -> None:
    """The same rows come out of every format and compression."""
    outcome = check(write_files({f"things.{ending}": _write(ending, ROWS)}))
    assert outcome.clean == expected.clean


def test_parts_in_any_mix(expected: Outcome, write_files: WriteFiles, check: Check) -> None:
    """The same rows come out of twenty parts in all formats."""
    files = {
        f"things/part-{number}.{ENDINGS[number % 9]}": _write(
            ENDINGS[number % 9], ROWS[number * 10 :][:10]
        )
        for number in range(20)
    }
    outcome = check(write_files(files))
    assert outcome.clean == expected.clean
    assert outcome.warnings == ()


SOUND = {ending: _write(ending, ROWS) for ending in ENDINGS}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(ENDINGS),
    st.randoms(use_true_random=False),
    st.sampled_from(["change", "cut", "remove", "insert"]),
)
def test_damage_is_an_error_or_a_quarantine(
    write_files: WriteFiles, check: Check, ending: str, draw: random.Random, how: str
) -> None:
    """Whatever happens to the bytes of a file, it is told, and no row is lost or made up."""
    content = bytearray(SOUND[ending])
    place = draw.randrange(len(content))
    if ending == "parquet" and draw.random() < 0.5:
        place = len(content) - 1 - draw.randrange(1500)  # where the schema stands
    if how == "change":
        content[place] ^= draw.randrange(1, 256)
    elif how == "cut":
        del content[place:]
    elif how == "remove":
        del content[place : place + draw.randrange(1, 9)]
    else:
        content[place:place] = draw.randbytes(draw.randrange(1, 9))
    folder = write_files({f"things.{ending}": bytes(content)})
    try:
        summary = check(folder).summaries["things"]
    except SnapshotError as error:
        told = str(error)
    else:
        told = f"things: {summary.read - summary.kept - summary.quarantined - summary.repeated}"
        assert told == "things: 0"
    assert "things" in told
    assert "清朗" not in told


def test_declared_rows(write_files: WriteFiles, check: Check) -> None:
    """Every row counts, bad and repeated ones too; another number stops the run."""
    text = "thing_id,kind,at\na,open,1\na,open,1\nb,ajar,1\nc,1\n"
    folder = write_files({"things.csv": text}, tables={"things": {"rows": 4}})
    assert check(folder).summaries["things"].read == 4
    with pytest.raises(SnapshotError) as raised:
        check(write_files({"things.csv": text}, tables={"things": {"rows": 3}}))
    assert str(raised.value) == (
        "validate snapshot: table things: has 4 rows, and snapshot.json declares 3. "
        "Export the snapshot again."
    )


def test_lost_rows_are_an_error_of_the_program(
    write_files: WriteFiles, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program counts for itself, and does not go on with rows missing."""
    monkeypatch.setattr("evaluator.contract.validation.settle_repeats", lambda *_: 1)
    with pytest.raises(SnapshotError, match="1 rows were read; 1 kept, 0 quarantined, 1 repeated"):
        check(write_files({"owners.csv": "owner_id\na\n"}))


def test_empty_tables_are_there(write_files: WriteFiles, check: Check) -> None:
    """An empty file or folder is a table without rows; no file is no table."""
    outcome = check(write_files({"things/note.txt": "", "owners.ndjson": ""}))
    assert {name: summary.read for name, summary in outcome.summaries.items()} == {
        "owners": 0, "things": 0,
    }  # fmt: skip
    assert check(write_files({})).summaries == {}


def test_each_table_is_reported(things: Contract, write_files: WriteFiles) -> None:
    """Whoever waits is told of every table that is done."""
    folder = write_files({"things.ndjson": "", "owners.ndjson": ""})
    snapshot = open_snapshot(folder, things.tables)
    told: list[str] = []
    with Warehouse(Settings(threads=1), reads=[folder]) as warehouse:
        sources = {table: open_table(warehouse, snapshot, table) for table in snapshot.tables}
        validate(warehouse, things, snapshot.manifest, sources, done=told.append)
    assert told == ["owners", "things"]


def test_links_of_the_contract() -> None:
    """Rows hang on subjects by the columns of children and of what is counted."""
    contract = load_bundle().contract
    assert linking_columns(contract, "adjudications") == {"account_id", "post_id"}
    assert linking_columns(contract, "notices") == {"account_id", "adjudication_id"}
    assert linking_columns(contract, "accounts") == frozenset()
    assert "post_id" not in linking_columns(contract, "posts")
