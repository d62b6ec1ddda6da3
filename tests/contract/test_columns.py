"""Physical types: which are right, and what a wrong one is called."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.errors import SnapshotError
from tests.contract.conftest import Check, WriteFiles


def _parquet(**columns: pa.Array) -> bytes:
    made = {
        "thing_id": pa.array(["t"]),
        "kind": pa.array(["open"]),
        "at": pa.array([1]),
        **columns,
    }
    content = io.BytesIO()
    pq.write_table(pa.table({name: array for name, array in made.items() if array}), content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("column", "array", "rule"),
    [
        ("note", pa.array([1]), "is BIGINT, and must hold text"),
        ("note", pa.array([b"x"]), "is BLOB, and must hold text"),
        ("owner_id", pa.array([1.0]), "is DOUBLE, and must hold text or integers"),
        ("owner_id", pa.array([True]), "is BOOLEAN, and must hold text or integers"),
        ("kind", pa.array([1]), "is BIGINT, and must hold text"),
        ("size", pa.array([1.0]), "is DOUBLE, and must hold integers"),
        ("size", pa.array(["1"]), "is VARCHAR, and must hold integers"),
        ("size", pa.array([True]), "is BOOLEAN, and must hold integers"),
        ("seen", pa.array([1]), "is BIGINT, and must hold booleans"),
        ("tags", pa.array(["a"]), "is VARCHAR, and must hold lists of text"),
        ("tags", pa.array([[1]]), "is BIGINT[], and must hold lists of text"),
        ("tags", pa.array([{"a": 1}]), "is STRUCT(a BIGINT), and must hold lists of text"),
        ("at", pa.array(["1"]), "is VARCHAR, and must hold timestamps with a zone or integers"),
        ("at", pa.array([1], pa.date32()), "is DATE, and must hold timestamps with a zone or"),
        *(
            ("at", pa.array([1], pa.timestamp(unit)), "has timestamps without a zone")
            for unit in ("s", "ms", "us", "ns")
        ),
    ],
    ids=lambda value: str(getattr(value, "type", value))[:30],
)
def test_a_wrong_type_stops_the_run(
    column: str, array: pa.Array, rule: str, write_files: WriteFiles, check: Check
) -> None:
    """A column of another type than the contract's is one fault of the table."""
    folder = write_files({"things.parquet": _parquet(**{column: array})})
    with pytest.raises(SnapshotError) as raised:
        check(folder)
    assert raised.value.offender == "validate snapshot: table things"
    assert raised.value.rule.startswith(f"things.parquet: column {column} {rule}")
    assert raised.value.remedy == "Correct the export."


@pytest.mark.parametrize(
    "type_",
    [pa.null(), pa.float64(), pa.string(), pa.timestamp("us"), pa.list_(pa.int8())],
    ids=str,
)
def test_a_column_of_nulls_has_no_type(
    type_: pa.DataType, write_files: WriteFiles, check: Check
) -> None:
    """Where nothing stands, nothing is wrong, whatever the writer called it."""
    nulls = {name: pa.array([None], type_) for name in ("note", "due", "size", "seen", "tags")}
    outcome = check(write_files({"things.parquet": _parquet(**nulls)}))
    (row,) = outcome.clean["things"]
    assert [row[name] for name in nulls] == [None] * 5


def test_no_rows_are_right_in_any_type(write_files: WriteFiles, check: Check) -> None:
    """An empty Parquet file says that there are none; its columns must be there all the same."""
    content = io.BytesIO()
    empty = {name: pa.array([], pa.float64()) for name in ("thing_id", "kind", "at")}
    pq.write_table(pa.table(empty), content)
    outcome = check(write_files({"things.parquet": content.getvalue()}))
    assert outcome.clean["things"] == []


def test_missing_columns(write_files: WriteFiles, check: Check) -> None:
    """A required column that is missing stops the run; in NDJSON each row lacks it."""
    files = {
        "things/1.parquet": _parquet(kind=None),
        "things/2.csv": "thing_id,kind\nt,open\n",
        "owners.csv": "other\nx\n",
    }
    with pytest.raises(SnapshotError) as raised:
        check(write_files(files))
    assert raised.value.offender == "validate snapshot: table owners, things"
    assert raised.value.rule == (
        "owners.csv: required column owner_id is missing; "
        "things/1.parquet: required column kind is missing; "
        "things/2.csv: required column at is missing"
    )
    outcome = check(write_files({"things.ndjson": '{"thing_id":"a"}\n{"thing_id":"b"}'}))
    assert [fault[1:4] for fault in outcome.faults()] == [
        (row, column, "is required") for row in (1, 2) for column in ("at", "kind")
    ]


def test_each_unknown_column_is_one_warning(write_files: WriteFiles, check: Check) -> None:
    """Unknown columns are not read, and told once a table, with the first file that has them."""
    files = {
        "things/1.parquet": _parquet(extra=pa.array([1.5]), Note=pa.array(["x"])),
        "things/2.csv": "thing_id,kind,at,extra,odd name\nt2,open,1,x,y\n",
        "things/3.ndjson": (
            '{"thing_id":"t3","kind":"open","at":1,"extra":1,"key":null}\n'
            '{"thing_id":"t4","kind":"open","at":1,"nested":{"a":1}}\n'
            '{"thing_id":"t5","kind":"ajar","at":1,"wrong":1}\n'
        ),
    }
    outcome = check(write_files(files))
    assert outcome.summaries["things"].kept == 4
    assert sorted(outcome.warnings) == [
        f"things/{file}: unknown column {name!r} of table things was not read"
        for file, name in [
            *(("1.parquet", "Note"), ("1.parquet", "extra"), ("2.csv", "odd name")),
            *(("3.ndjson", "key"), ("3.ndjson", "nested"), ("3.ndjson", "wrong")),
        ]
    ]


@pytest.mark.parametrize("value", ["1", "{}"])
def test_unknown_columns_without_end(value: str, write_files: WriteFiles, check: Check) -> None:
    """Of very many unknown columns only the first are named."""
    lines = [
        f'{{"thing_id":"t{number}","kind":"open","at":1,"x{number:02}":{value}}}'
        for number in range(50)
    ]
    warnings = check(write_files({"things.ndjson": "\n".join(lines)})).warnings
    assert len(warnings) == 21
    assert warnings[0] == "things.ndjson: unknown column 'x00' of table things was not read"
    assert warnings[-1] == "table things has more unknown columns than these 20"
