"""Every kind of bad cell in every format, with the words for it; and the sound ones beside them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.bundle import Contract
from tests.contract.conftest import AS_OF, Check, Outcome, WriteFiles

#: The cell is absent in this format, or cannot be written in it.
NONE = object()
ID = "must be an id: text, or an integer in Parquet and JSON"
TEXT = "must be text"
TIME = "must be a time: RFC 3339 with an offset, or whole epoch seconds"
INTEGER = "must be an integer"
FLAG = "must be true or false"
LIST = "must be a list"
KIND = "must be one of open, shut"
TAGS = "must be one of a, b, c"
LONG = "must have at most 128 characters"
CONTROL = "must not hold control characters"
REPEATED = "must not repeat an element"
LATE = "must not lie after as_of"
LARGEST = 2**53 - 1
US, NS = pa.timestamp("us", tz="UTC"), pa.timestamp("ns", tz="UTC")

#: What Parquet has a type of its own for.
NOT_PARQUET = {"parquet": NONE}


@dataclass(frozen=True, slots=True)
class Case:
    """One cell, as each format writes it, and the rules that it breaks (none: it is sound)."""

    column: str
    rules: tuple[str, ...]
    #: JSON text.
    json: Any = NONE
    #: Text of the cell.
    csv: Any = NONE
    #: A value and its Arrow type.
    parquet: Any = NONE
    #: How the quarantine shows it, where not as it is written.
    shown: Any = NONE
    #: The value of a sound cell.
    value: Any = None


def _text(text: str) -> dict[str, Any]:
    return {"json": json.dumps(text), "csv": text, "parquet": (text, pa.string()), "shown": text}


def _whole(number: int) -> dict[str, Any]:
    return {"json": str(number), "csv": str(number), "parquet": (number, pa.int64())}


def _tags(tags: list[str | None]) -> dict[str, Any]:
    text = json.dumps(tags)
    return {"json": text, "csv": text, "parquet": (tags, pa.list_(pa.string()))}


CASES: Mapping[str, Case] = {
    # --- identifiers and texts
    "id is missing": Case("thing_id", ("is required",), "null", "", (None, pa.string()), ""),
    "id is empty": Case("thing_id", ("is required",), **_text("")),
    "id is too long": Case("owner_id", (LONG,), **_text("x" * 129)),
    "id of 128": Case("owner_id", (), **_text("😀" * 128), value="😀" * 128),
    "id with a tab": Case("owner_id", (CONTROL,), **_text("a\tb")),
    "id with NUL": Case("owner_id", (CONTROL,), **_text("a\0b")),
    "id with C1": Case("owner_id", (CONTROL,), **_text("a\x85b")),
    "id with DEL": Case("owner_id", (CONTROL,), **_text("a\x7fb")),
    "id with half a pair": Case("owner_id", (CONTROL,), '"a\\ud800"', shown="a\\ud800"),
    "id with a whole pair": Case("owner_id", (), '"\\ud83d\\ude00"', value="😀"),
    "id is an integer": Case("owner_id", (), "-12", "-12", (-12, pa.int64()), value="-12"),
    "id is unsigned": Case("owner_id", (), parquet=(2**64 - 1, pa.uint64()), value=str(2**64 - 1)),
    "id is a large integer": Case("owner_id", (), "1" * 40, value="1" * 40),
    "id has a fraction": Case("owner_id", (ID,), "1.0", shown="1.0"),
    "id is a flag": Case("owner_id", (ID,), "true", shown="true"),
    "id is a list": Case("owner_id", (ID,), '["a"]', shown='["a"]'),
    "empty id": Case("owner_id", (), '""', "", ("", pa.string())),
    "text is a number": Case("note", (TEXT,), "1", shown="1"),
    "empty text": Case("note", (), '""', "", ("", pa.string())),
    "text is an object": Case("note", (TEXT,), '{"a":1}', shown='{"a": 1}'),
    "text is huge": Case("note", (LONG,), **_text("x" * 10_000_000) | {"shown": "x" * 200}),
    "text with a quote": Case("note", (), **_text('say "x", y'), value='say "x", y'),
    # --- enumerations
    "enumeration is missing": Case("kind", ("is required",), "null", "", (None, pa.string()), ""),
    "enumeration is unknown": Case("kind", (KIND,), **_text("ajar")),
    "enumeration is empty": Case("kind", (KIND,), '""', NONE, ("", pa.string()), ""),
    "enumeration with a blank": Case("kind", (KIND,), **_text("open ")),
    "enumeration is a number": Case("kind", (TEXT,), "1", shown="1"),
    "enumeration in a dictionary": Case(
        "kind", (), parquet=("open", pa.dictionary(pa.int8(), pa.string())), value="open"
    ),
    # --- times
    "time is missing": Case("at", ("is required",), "null", "", (None, US), ""),
    "time in seconds": Case("at", (), **_whole(-1), value=-1),
    "time is at as_of": Case("at", (), **_whole(AS_OF), value=AS_OF),
    "time is after as_of": Case("at", (LATE,), **_whole(AS_OF + 1), shown=str(AS_OF + 1)),
    "time lies ahead": Case("due", (), **_whole(AS_OF + 1), value=AS_OF + 1),
    "time is too large": Case(
        "due", (f"must be at most {LARGEST}",), **_whole(2**53), shown=str(2**53)
    ),
    "time with an offset": Case(
        "at", (), '"1970-01-01T08:00:01+08:00"', "1970-01-01T08:00:01+08:00", value=1
    ),
    "time is floored": Case(
        "at", (), '"1969-12-31T23:59:59.5Z"', "1969-12-31T23:59:59.5Z", (-500_000, US), value=-1
    ),
    "nanoseconds are floored": Case("at", (), parquet=(-1, NS), value=-1),
    "fraction at as_of": Case(
        "at", (), '"2023-11-14T22:13:20.999Z"', parquet=(AS_OF * 10**6 + 999_999, US), value=AS_OF
    ),
    "time in the year 1": Case(
        "at", (), '"0001-01-01T00:00:00Z"', "0001-01-01T00:00:00Z", (-62_135_596_800 * 10**6, US),
        value=-62_135_596_800,
    ),
    "time in the year 9999": Case(
        "due", (), '"9999-12-31T23:59:59Z"', "9999-12-31T23:59:59Z", (253_402_300_799 * 10**6, US),
        value=253_402_300_799,
    ),
    "time in the year 0": Case("at", (TIME,), **_text("0000-01-01T00:00:00Z") | NOT_PARQUET),
    "time is infinite": Case("due", (TIME,), parquet=(2**63 - 1, US), shown="infinity"),
    "time is minus infinite": Case("due", (TIME,), parquet=(1 - 2**63, NS), shown="-infinity"),
    "time without a zone": Case("at", (TIME,), **_text("2023-01-01T00:00:00") | NOT_PARQUET),
    "time is a date": Case("at", (TIME,), **_text("2023-01-01") | NOT_PARQUET),
    "time is no date": Case("at", (TIME,), **_text("2023-02-30T00:00:00Z") | NOT_PARQUET),
    "time in a leap second": Case("at", (TIME,), **_text("2016-12-31T23:59:60Z") | NOT_PARQUET),
    "time in a string": Case("at", (TIME,), '"5"', shown="5"),
    "time is empty": Case("due", (TIME,), '""', shown=""),
    "time has a fraction": Case("at", (TIME,), "1.5", "1.5", shown="1.5"),
    "time is a flag": Case("at", (TIME,), "true", "true", shown="true"),
    "time is demanded": Case("shut_at", ("is required with kind shut",), shown=""),
    # --- numbers
    "number is at its bounds": Case("size", (), **_whole(100), value=100),
    "number is too large": Case("size", ("must be at most 100",), **_whole(101), shown="101"),
    "number is too small": Case("size", ("must be at least 1",), **_whole(0), shown="0"),
    "number at 2^53": Case(
        "balance", (f"must be at most {LARGEST}",), **_whole(2**53), shown=str(2**53)
    ),
    "number at -2^53": Case(
        "balance", (f"must be at least {-LARGEST}",), **_whole(-(2**53)), shown=str(-(2**53))
    ),
    "number below 2^53": Case("balance", (), **_whole(-LARGEST), value=-LARGEST),
    "number of 64 bits": Case(
        "balance", (f"must be at most {LARGEST}",), str(2**64 - 1), str(2**64 - 1),
        (2**64 - 1, pa.uint64()), str(2**64 - 1),
    ),
    "number of 1,000 digits": Case("balance", (INTEGER,), "9" * 1000, "9" * 1000, shown="9" * 200),
    "number with a fraction": Case("size", (INTEGER,), "3.0", "3.0", shown="3.0"),
    "number with an exponent": Case("size", (INTEGER,), "1e1", "1e1", shown="1e1"),
    "number without end": Case("size", (INTEGER,), "1e400", "1e400", shown="1e400"),
    "number with a plus": Case("size", (INTEGER,), csv="+3", shown="+3"),
    "number with zeros": Case("size", (INTEGER,), csv="03", shown="03"),
    "number with a blank": Case("size", (INTEGER,), csv=" 3", shown=" 3"),
    "number is NaN": Case("size", ("is no JSON number",), "NaN", shown="NaN"),
    "number is NaN in CSV": Case("size", (INTEGER,), csv="NaN", shown="NaN"),
    "number is -Infinity": Case("size", ("is no JSON number",), "-Infinity", shown="-Infinity"),
    "number in a string": Case("size", (INTEGER,), '"3"', shown="3"),
    "number is true": Case("size", (INTEGER,), "true", "true", shown="true"),
    "number is a list": Case("size", (INTEGER,), "[3]", "[3]", shown="[3]"),
    "number is null": Case("size", (), "null", "", (None, pa.int8())),
    "number is -0": Case("balance", (), "-0", "-0", value=0),
    # --- flags
    "flag is true": Case("seen", (), "true", "true", (True, pa.bool_()), value=True),
    "flag is false": Case("seen", (), "false", "false", (False, pa.bool_()), value=False),
    "flag is null": Case("seen", (), "null", "", (None, pa.bool_())),
    "flag is 1": Case("seen", (FLAG,), "1", "1", shown="1"),
    "flag in a string": Case("seen", (FLAG,), '"true"', shown="true"),
    "flag in capitals": Case("seen", (FLAG,), csv="True"),
    "flag is empty": Case("seen", (FLAG,), '""', shown=""),
    # --- lists
    "list is empty": Case("tags", (), **_tags([]), value=[]),
    "list keeps its order": Case("tags", (), **_tags(["c", "a"]), value=["c", "a"]),
    "list is null": Case("tags", (), "null", "", (None, pa.list_(pa.string()))),
    "list with an unknown element": Case("tags", (TAGS,), **_tags(["a", "d"]), shown='["a", "d"]'),
    "list with null": Case("tags", (TAGS,), **_tags(["a", None]), shown='["a", null]'),
    "list with a twice": Case("tags", (REPEATED,), **_tags(["a", "a"]), shown='["a", "a"]'),
    "list in a list": Case("tags", (TAGS,), '[["a"]]', '[["a"]]', shown='[["a"]]'),
    "list is a word": Case("tags", (LIST,), '"a"', "a", shown="a"),
    "list is an object": Case("tags", (LIST,), '{"a": 1}', '{"a": 1}'),
    "list is the word null": Case("tags", (LIST,), csv="null", shown="null"),
    "list is not closed": Case("tags", (LIST,), csv='["a"', shown='["a"'),
    "list is of nothing": Case("tags", (), parquet=([], pa.list_(pa.null())), value=[]),
}  # fmt: skip


NAMES = {"json": "things/json.ndjson", "csv": "things/csv.csv"}
CHOSEN = [
    (name, format_)
    for format_ in ("json", "csv", "parquet")
    for name, case in CASES.items()
    if getattr(case, format_) is not NONE or case.column == "shut_at"
]


def _row(name: str, format_: str) -> dict[str, Any]:
    """A row without faults, but that a shut thing needs ``shut_at``; its key tells which."""
    kind = "shut" if CASES[name].column == "shut_at" else "open"
    return {"thing_id": f"t{CHOSEN.index((name, format_))}", "kind": kind, "at": 5}


def _json(name: str) -> str:
    cells = {column: json.dumps(value) for column, value in _row(name, "json").items()}
    if CASES[name].json is not NONE:
        cells[CASES[name].column] = CASES[name].json
    return "{" + ", ".join(f'"{column}": {text}' for column, text in cells.items()) + "}\n"


def _csv(name: str) -> dict[str, Any]:
    cells = _row(name, "csv")
    if CASES[name].csv is not NONE:
        cells[CASES[name].column] = CASES[name].csv
    return cells


def _parquet(name: str) -> bytes:
    columns = {column: pa.array([value]) for column, value in _row(name, "parquet").items()}
    if CASES[name].parquet is not NONE:
        value, type_ = CASES[name].parquet
        array = pa.array([value], pa.int64() if pa.types.is_timestamp(type_) else type_)
        columns[CASES[name].column] = array.cast(type_)
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


@pytest.fixture(scope="module")
def outcome(things: Contract, write_files: WriteFiles, check: Check) -> Outcome:
    """All cells in one snapshot: each in a row of its own, in Parquet in a file of its own."""
    chosen = {format_: [name for name, of in CHOSEN if of == format_] for _, format_ in CHOSEN}
    text = io.StringIO()
    writer = csv.DictWriter(text, things.tables["things"].columns)
    writer.writeheader()
    writer.writerows(_csv(name) for name in chosen["csv"])
    files: dict[str, str | bytes] = {
        "things/json.ndjson": "".join(map(_json, chosen["json"])),
        "things/csv.csv": text.getvalue(),
    }
    files |= {f"things/{name}.parquet": _parquet(name) for name in chosen["parquet"]}
    return check(write_files(files))


@pytest.mark.parametrize(("name", "format_"), CHOSEN, ids=lambda text: text)
def test_cell(name: str, format_: str, outcome: Outcome) -> None:
    """A cell gives the faults that it should, or the value that it stands for."""
    case = CASES[name]
    place = 1 + [each for each, of in CHOSEN if of == format_].index(name)
    file, row = (f"things/{name}.parquet", 1) if format_ == "parquet" else (NAMES[format_], place)
    faults = [fault[2:] for fault in outcome.faults() if fault[:2] == (file, row)]
    written = getattr(case, format_)
    shown = written if case.shown is NONE else case.shown
    assert faults == [(case.column, rule, shown) for rule in case.rules]
    if not case.rules:
        key = _row(name, format_)["thing_id"]
        (found,) = [row for row in outcome.clean["things"] if row["thing_id"] == key]
        assert found[case.column] == case.value


def test_nothing_is_lost(outcome: Outcome) -> None:
    """Each row is either clean or in quarantine."""
    summary = outcome.summaries["things"]
    assert summary.read == len(CHOSEN)
    assert summary.read == summary.kept + summary.quarantined


def test_all_faults_of_a_row_are_told(write_files: WriteFiles, check: Check) -> None:
    """A row shows every fault, and keeps what can be read of it."""
    line = '{"thing_id":"t","owner_id":7,"kind":"ajar","at":"x","size":true,"tags":["d","d"]}'
    outcome = check(write_files({"things.ndjson": line}))
    (row,) = outcome.quarantined["things"]
    assert [(fault["column"], fault["rule"]) for fault in row["_faults"]] == [
        *(("at", TIME), ("kind", KIND), ("size", INTEGER)),
        *(("tags", TAGS), ("tags", REPEATED)),
    ]
    assert row["_unreadable"] == ["kind", "at", "size", "tags"]
    assert (row["_key"], row["thing_id"], row["owner_id"], row["at"]) == ("t", "t", "7", None)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("{", "is no JSON (Expecting property name enclosed in double quotes)"),
        ('{"thing_id": "t"} x', "is no JSON (Extra data)"),
        ("[1]", "must be a JSON object"),
        ("null", "must be a JSON object"),
        ("[" * 70 + "]" * 70, "is nested too deeply"),
        ("[" * 100_000, "is nested too deeply"),
        ("\ufeff{}", "is no JSON (Expecting value)"),
    ],
)
def test_a_line_that_is_no_record(
    line: str, rule: str, write_files: WriteFiles, check: Check
) -> None:
    """Such a line is one fault of the whole row, of which nothing can be read."""
    sound = '{"thing_id":"s","kind":"open","at":1}'
    outcome = check(write_files({"things.ndjson": f"{sound}\n\n{line}\n"}))
    assert outcome.faults() == [("things.ndjson", 3, "", rule, line[:200])]
    (row,) = outcome.quarantined["things"]
    assert row["_key"] is None
    assert "owner_id" in row["_unreadable"]
    assert len(row["_unreadable"]) == 11


def test_a_record_with_other_cells_than_the_header(write_files: WriteFiles, check: Check) -> None:
    """Too many or too few cells are one fault of the whole record; blank lines are none."""
    text = "thing_id,kind,at\nt1,open,1\n\nt2,open\nt3,open,1,1\nt4,open,1\n"
    outcome = check(write_files({"things.csv": text}))
    rule = "must have as many cells as the header"
    assert outcome.faults() == [
        ("things.csv", 2, "", rule, "t2,open"),
        ("things.csv", 3, "", rule, "t3,open,1,1"),
    ]


def test_a_repeated_key_is_a_fault(write_files: WriteFiles, check: Check) -> None:
    """A key that is given twice has no value, wherever it stands and however it is written."""
    lines = [
        '{"thing_id":"t1","kind":"open","at":1,"at":1}',
        '{"thing_id":"t2","kind":"open","at":1,"note":"a","n\\u006fte":"b"}',
        '{"thing_id":"t3","kind":"open","at":1,"other":1,"other":2}',
        '{"thing_id":"t4","kind":"open","at":1,"other":{"a":1,"a":1}}',
    ]
    outcome = check(write_files({"things.ndjson": "\n".join(lines)}))
    rule = "must not be given twice in one object"
    assert outcome.faults() == [
        ("things.ndjson", 1, "at", rule, "[1, 1]"),
        ("things.ndjson", 2, "note", rule, '["a", "b"]'),
        ("things.ndjson", 3, "other", rule, "[1, 2]"),
        ("things.ndjson", 4, "other", rule, '{"a": [1, 1]}'),
    ]
