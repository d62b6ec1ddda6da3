"""The predicate in SQL and Cerberus on every row find the same rows good, with the same values."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.bundle import Contract, Table
from evaluator.contract.columns import checked_columns
from evaluator.contract.examiner import Examiner
from evaluator.contract.forms import FORMS
from evaluator.contract.loading import Loader
from evaluator.model import RawTable, SourceFile
from evaluator.settings import Settings
from evaluator.snapshot.formats import FORMATS
from evaluator.warehouse import Warehouse
from tests.contract.conftest import AS_OF, Check, WriteFiles

FEW = settings(max_examples=30, deadline=None)

Agree = Callable[[str, bytes], int]
Types = Mapping[str, str]
Compared = tuple[dict[int, Any], dict[int, Any]]

#: Values of any kind as JSON; most of them are wrong in most columns.
JSON_VALUES = [
    "null", '""', '"x"', '"t1"', '"open"', '"shut"', '"a"', '" "', '"true"', '"1"', '"清朗"',
    '"\\u6e05"', '"a\\tb"', '"\\u0000"', '"\\u007f"', '"\\u009f"', '"\\u00a0"', '"\\ud800"',
    '"\\ud83d\\ude00"', '"😀"', '"\\/"', '"' + "x" * 128 + '"', '"' + "x" * 129 + '"',
    '"' + "😀" * 128 + '"', '"' + "e\u0301" * 65 + '"', '"' + "x" * 5000 + '"', "true", "false",
    "0", "-0", "1", "-1", "7", "100", "101", "3.0", "1e3", "0.5", "-0.0", "1700000000",
    "1700000001", "9007199254740991", "9007199254740992", "-9007199254740991",
    "-9007199254740992", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "-9223372036854775809", "1" * 40, "1" * 129, "1" * 500, "1e400",
    "NaN", "Infinity", "-Infinity", "+3", "01", "[]", '["a"]', '["a", "b"]', '["a","a"]', '["d"]',
    '["a",null]', "[null]", "[1]", '[["a"]]', '[{"a":1}]', "{}", '{"a": 1}', '["\\u0061"]',
    '[ "a" ,\t"b" ]', '["a" "b"]', '"2023-01-01T00:00:00Z"', '"2023-01-01t00:00:00z"',
    '"2023-01-01T00:00:00.999999999+08:00"', '"1969-12-31T23:59:59.5Z"',
    '"0001-01-01T00:00:00+23:59"', '"0000-01-01T00:00:00Z"', '"9999-12-31T23:59:59-23:59"',
    '"2023-02-29T00:00:00Z"', '"2024-02-29T00:00:00Z"', '"1900-02-29T00:00:00Z"',
    '"2023-01-01T00:00:00"', '"2023-01-01 00:00:00Z"', '"2023-01-01T24:00:00Z"',
    '"2023-01-01T23:59:60Z"', '"2023-01-01T00:00:00-00:00"', '"2023-01-01T00:00:00+24:00"',
    '"2023-01-01T00:00:00+0800"', '"2023-13-01T00:00:00Z"', '"2023-01-01T00:00:00.Z"',
    '"2023-01-01T00:00:00,5Z"', '"2023-01-01"', '"٢٠٢٣-01-01T00:00:00Z"',
    '"2023-01-01T00:00:00Z\\n"',
]  # fmt: skip
#: The same as cells of CSV, and what only CSV can say.
CELLS = [
    *(json.loads(text) if text[0] == '"' else text for text in JSON_VALUES if "ud8" not in text),
    "TRUE", "True", "t", "yes", " 1", "1 ", "-", "--1", "0x1", "1_000", "1,000", '["a"', "a\nb",
    "a\r\nb", 'a"b',
]  # fmt: skip
SOUND = {"thing_id": '"t"', "kind": '"open"', "at": "5"}


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the file that is compared."""
    return tmp_path_factory.mktemp("compared")


@pytest.fixture(scope="session")
def agree(things: Contract, scratch: Path) -> Iterator[Agree]:
    """Compares both ways for the bytes of a file, and says how many rows it has."""
    table = things.tables["things"]
    numbers = itertools.count()
    with Warehouse(Settings(threads=1), reads=[scratch]) as warehouse:

        def compare(format_: str, content: bytes) -> int:
            path = scratch / f"f.{format_}"
            path.write_bytes(content)
            source = SourceFile("things", path.name, format_, "none", len(content), "0")
            relation = f"raw.f{next(numbers)}"
            with FORMATS[format_].opened(warehouse, source, path, relation) as raw:
                types, _, _ = checked_columns(warehouse, table, raw)
                expected = _examined(warehouse, table, raw, types)
                loader = Loader(warehouse, table, AS_OF)
                try:
                    rows = loader.add(raw, types)
                    found = _loaded(warehouse, table, loader)
                finally:
                    warehouse.drop(loader.clean)
                    warehouse.drop(loader.quarantined)
            assert found == expected
            return rows

        yield compare


def _examined(warehouse: Warehouse, table: Table, raw: RawTable, types: Types) -> Compared:
    """What Cerberus makes of every row: values of the good ones, faults of the bad ones."""
    examiner = Examiner(table, AS_OF, raw.form)
    good, bad = {}, {}
    for row in _rows(warehouse, FORMS[raw.form](table, types).raw(raw.relation)):
        examined = examiner.examine(row)
        if examined.faults:
            faults = [(fault.column, fault.rule, fault.value) for fault in examined.faults]
            bad[row["_row"]] = (examined.key, list(examined.unreadable), faults)
        else:
            good[row["_row"]] = {name: examined.values.get(name) for name in table.columns}
    return good, bad


def _loaded(warehouse: Warehouse, table: Table, loader: Loader) -> Compared:
    """The same of what the loader put into the tables."""
    good = {
        row["_row"]: {name: row[name] for name in table.columns}
        for row in _rows(warehouse, f"FROM {loader.clean}")
    }
    bad = {}
    for row in _rows(warehouse, f"FROM {loader.quarantined}"):
        faults = [(fault["column"], fault["rule"], fault["value"]) for fault in row["_faults"]]
        bad[row["_row"]] = (row["_key"], row["_unreadable"], faults)
    return good, bad


def _rows(warehouse: Warehouse, query: str) -> list[dict[str, Any]]:
    return [row for batch in warehouse.batches(query) for row in batch.to_pylist()]


NAMES = [
    *("thing_id", "owner_id", "note", "kind", "at", "due", "shut_at", "size", "balance", "seen"),
    "tags",
]


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line of NDJSON with some wrong cells, and perhaps a wrong sign somewhere."""
    cells = dict(SOUND)
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from([*NAMES, "other", "note", "thing\\u005fid"]))
        text = st.text(max_size=6).map(lambda text: json.dumps(text, ensure_ascii=False))
        number = st.integers().map(str)
        cells[name] = draw(st.one_of(st.sampled_from(JSON_VALUES), text, number))
    pairs = [f'"{name}":{value}' for name, value in cells.items()]
    if draw(st.integers(0, 9)) == 0:
        pairs.append(draw(st.sampled_from(pairs)))
    line = "{" + draw(st.sampled_from([",", ", ", " ,\t"])).join(draw(st.permutations(pairs))) + "}"
    if draw(st.integers(0, 5)) == 0:
        place = draw(st.integers(0, len(line)))
        sign = draw(st.sampled_from([*'{}[]",:\\ \t-+.0n', "", "\r", "//", "\u2028", "\ufeff"]))
        line = line[:place] + sign + line[place + draw(st.integers(0, 1)) :]
    return line.replace("\n", "")


@FEW
@given(st.lists(lines(), min_size=1, max_size=30))
def test_ndjson(agree: Agree, rows: list[str]) -> None:
    """Lines: whatever is written in them."""
    assert agree("ndjson", "\n".join(rows).encode()) == sum(
        bool(row.strip(" \t\r")) for row in rows
    )


@st.composite
def records(draw: st.DrawFn) -> list[str]:
    """A CSV record with some wrong cells, and perhaps too many or too few of them."""
    cells = {name: json.loads(text) for name, text in SOUND.items()} | {"at": "5"}
    for _ in range(draw(st.integers(0, 3))):
        text = st.text(st.characters(codec="utf-8"), max_size=6)
        cells[draw(st.sampled_from(NAMES))] = draw(st.one_of(st.sampled_from(CELLS), text))
    record = [str(cells.get(name, "")) for name in NAMES]
    return record[: draw(st.sampled_from([11] * 9 + [1, 10]))] + draw(
        st.sampled_from([[]] * 9 + [["more"]])
    )


@FEW
@given(st.lists(records(), min_size=1, max_size=30))
def test_csv(agree: Agree, rows: list[list[str]]) -> None:
    """Records: whatever is written in their cells."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([NAMES, *rows])
    assert agree("csv", text.getvalue().encode()) == len(rows)


TEXTS = st.one_of(
    st.sampled_from(
        [json.loads(text) for text in JSON_VALUES if text[0] == '"' and "ud8" not in text]
    ),
    st.text(st.characters(codec="utf-8"), max_size=6),
)
INTEGERS = [pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64()]
STAMPS = [pa.timestamp(unit, tz=zone) for unit in ("ms", "us", "ns") for zone in ("UTC", "+08:00")]
LISTS = st.lists(st.one_of(st.sampled_from(["a", "b", "c", "d"]), st.none()), max_size=4)


@st.composite
def columns(draw: st.DrawFn) -> pa.Table:
    """A Parquet table: each column of one of the types that it may have."""
    rows = draw(st.integers(1, 12))
    made = {}
    for name in NAMES:
        if name not in SOUND and draw(st.booleans()):
            continue
        type_ = draw(st.sampled_from(_types(name)))
        made[name] = draw(st.lists(_cells(name, type_), min_size=rows, max_size=rows)), type_
    return pa.table({name: pa.array(cells, type_) for name, (cells, type_) in made.items()})


def _types(name: str) -> list[pa.DataType]:
    if name in {"thing_id", "owner_id"}:
        return [pa.string(), pa.large_string(), *INTEGERS, pa.uint64()]
    if name in {"note", "kind"}:
        return [pa.string(), pa.dictionary(pa.int32(), pa.string())]
    if name in {"at", "due", "shut_at"}:
        return [*INTEGERS, pa.uint64(), *STAMPS]
    if name == "seen":
        return [pa.bool_(), pa.null()]
    if name == "tags":
        return [pa.list_(pa.string()), pa.large_list(pa.string()), pa.null()]
    return [*INTEGERS, pa.uint64(), pa.null()]


def _cells(name: str, type_: pa.DataType) -> st.SearchStrategy[Any]:
    if pa.types.is_null(type_):
        return st.none()
    if pa.types.is_integer(type_):
        bits = type_.bit_width
        signed = pa.types.is_signed_integer(type_)
        least, most = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        cells: st.SearchStrategy[Any] = st.integers(least, most)
    elif pa.types.is_timestamp(type_):
        # DuckDB itself refuses milliseconds that are no microseconds.
        most = 2**63 - 1 if type_.unit != "ms" else 2**63 // 1000
        cells = st.one_of(
            st.integers(-most, most), st.integers(-9, 9), st.sampled_from([-most, most])
        )
    elif pa.types.is_boolean(type_):
        cells = st.booleans()
    elif name == "tags":
        cells = LISTS
    elif name == "kind":
        cells = st.one_of(st.sampled_from(["open", "shut"]), TEXTS)
    else:
        cells = TEXTS
    return st.one_of(cells, cells, cells, st.none())


@FEW
@given(columns())
def test_parquet(agree: Agree, table: pa.Table) -> None:
    """Columns: whatever their type holds."""
    content = io.BytesIO()
    pq.write_table(table, content)
    assert agree("parquet", content.getvalue()) == table.num_rows


def test_a_rule_without_sql_is_left_to_cerberus(
    things: Contract, write_files: WriteFiles, check: Check
) -> None:
    """Rows that have a column with a rule that only Cerberus knows are looked at one by one."""
    table = things.tables["things"]
    note = table.columns["note"]
    note = replace(note, rules={**note.rules, "regex": "x+"})
    table = replace(table, columns={**table.columns, "note": note})
    contract = replace(things, tables={**things.tables, "things": table})
    row = '{"thing_id":"%s","kind":"open","at":1%s}\n'
    lines = row % ("t1", ',"note":"xx"') + row % ("t2", ',"note":"y"') + row % ("t3", "")
    outcome = check(write_files({"things.ndjson": lines}), contract)
    assert [row["thing_id"] for row in outcome.clean["things"]] == ["t1", "t3"]
    assert outcome.faults() == [("things.ndjson", 2, "note", "breaks the rule regex: x+", "y")]
