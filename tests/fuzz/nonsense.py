"""Cells as they come out of broken exports: every kind that the contract names, and near misses."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from functools import cache

from hypothesis import strategies as st

from evaluator.bundle import Column, Kind
from tests.conftest import AS_OF
from tests.fuzz.sound import contract

__all__ = ["EVERY_CELL", "EVERY_JSON", "JSON_KEYS", "TEXTS", "json_cells", "text_cells"]

TIMES = [
    "2025-09-01T00:00:00Z",
    "2025-09-01t08:00:00.999z",
    "2025-09-23T23:59:59.999999999-00:00",
    "2025-09-24T00:00:00+08:00",
    "2025-09-24T00:00:01+08:00",
    "2025-09-01T00:00:00",
    "2025-09-01 00:00:00Z",
    "2025-09-01T00:00:00+0800",
    "2025-09-01T00:00:00+24:00",
    "2025-09-01T00:00:00-23:59",
    "2025-09-01T24:00:00Z",
    "2025-06-30T23:59:60Z",
    "2025-02-29T00:00:00Z",
    "2024-02-29T00:00:00Z",
    "1900-02-29T12:00:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "1969-12-31T23:59:59.5Z",
    "9999-12-31T23:59:59-23:59",
    "12025-09-01T00:00:00Z",
    "2025-9-1T00:00:00Z",
    "2025-09-01T00:00Z",
    "2025-09-01",
    "2025-09-01T00:00:00.Z",
    "2025-09-01T00:00:00,5Z",
    "2025-09-01T00:00:00Z ",
    "2025-09-01T00:00:00Z\n",
    "\uff12\uff10\uff12\uff15-09-01T00:00:00Z",
    "NaT",
]
NUMBERS = [
    *("0", "-0", "1", "-1", "7", "100", "99", "2100", "2101", "36500", "36501", "100000", "100001"),
    *("86400000", "86400001", str(AS_OF), str(AS_OF + 1), str(-AS_OF)),
    *(str(sign * (2**power + more)) for power in (31, 53, 63, 64) for sign in (1, -1)
      for more in (-1, 0, 1)),
    *("9" * 128, "9" * 129, "9" * 401, "9" * 5000),
]  # fmt: skip
NEAR_NUMBERS = ["3.0", "0.5", "-0.0", "1e3", "1E3", "1e400", "-1e400", "1e-400", "0e0", "1.0e1"]
NO_NUMBERS = [
    *("NaN", "Infinity", "-Infinity", "+3", "01", "-01", ".5", "5.", "1_000", "0x10", "--1", "1e"),
    *("-", "inf", "None", "True", "undefined", "'x'"),
]
TEXTS = [
    *("", " ", "x", "none", "valid", "revoked", "true", "false", "null", "NULL", "own", "清朗"),
    *(
        "VALID",
        "valid ",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "\x00",
        "a\x00b",
        "\x1e",
        "\x1f",
        "\x7f",
    ),
    *("\x85", "\x9f", "\xa0", "\u00ad", "\u2028", "\u202e", "\ufeff", "\ufffd", "\ufffe"),
    *("\U0001f600", "\U0010ffff", "e\u0301", 'a"b', '"', '""', "a,b", "a;b", "\\", "\\u0000", "'"),
    *("x" * 127, "x" * 128, "x" * 129, "\U0001f600" * 128, "\U0001f600" * 129, "e\u0301" * 65),
    *(
        "x" * 4095,
        "x" * 4096,
        "x" * 4097,
        "x" * 70_000,
        "x" * 300_000,
        "[]",
        '["field"]',
        "{}",
        "[null]",
    ),
]
LISTS = [
    *("[]", "[ ]", '["field"]', '[ "field" ,\t"identity" ]', '["field","field"]', '["field",null]'),
    *("[null]", '["FIELD"]', '["x"]', "[1]", "[true]", '[["field"]]', '[{"field":1}]', '[""]'),
    *('["field",]', '["field" "face"]', '["field"', "[,]", '["\\u0066ield"]', "['field']"),
    *('["field",NaN]', '[{"a":1,"a":2}]', '"field"', "{}", '{"a":1}', "null", "[" * 70 + "]" * 70),
    "[" * 2000 + "]" * 2000,
]
#: Values as JSON writes them, and texts that only look like values.
ESCAPED = [
    *('"\\ud800"', '"\\udc00x"', '"\\ud83d\\ude00"', '"\\ud800\\ud800"', '"\\u0000"', '"\\u007f"'),
    *('"\\u0085"', '"\\u00a0"', '"\\/"', '"\\x41"', '"\\u12"', '"a', 'a"', '"a""b"', '"\x01"'),
    *('"\\u0061pp"', '"v\\u0061lid"', '"\\u0032025-09-01T00:00:00Z"', "nul", "nullnull", ""),
    *("true", "false", "null", "TRUE", "truefalse", "/**/1", "1//x", '{"a":{"a":1}}'),
]

FLAGS = ["true", "false", "TRUE", "True", "t", "yes", "0", "1", " true", "null"]

_any_text = st.text(max_size=6)
_any_integer = st.integers(-(2**70), 2**70).map(str)
_any_moment = st.builds(
    "{:04d}-{:02d}-{:02d}{}{:02d}:{:02d}:{:02d}{}{}".format,
    st.sampled_from([0, 1, 1969, 1970, 2000, 2024, 2025, 9999]),
    st.integers(0, 13),
    st.integers(0, 32),
    st.sampled_from("Tt "),
    st.integers(0, 24),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from(["", ".0", ".9", "."]),
    st.sampled_from(["Z", "z", "+08:00", "-08:00", "+23:59", "-24:00", "+8:00", "", "+08:60"]),
)
_signs = st.text(st.sampled_from(string.printable), max_size=8)
_texts = st.one_of(st.sampled_from(TEXTS), st.sampled_from(TEXTS), _any_text)
_times = st.sampled_from(TIMES) | _any_moment
_numbers = st.sampled_from(NUMBERS) | st.sampled_from(NEAR_NUMBERS + NO_NUMBERS) | _any_integer


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _raw(text: str) -> str:
    """A text in quotes with nothing escaped: some signs must not stand so."""
    return f'"{text}"'


_json_texts = st.one_of(_texts.map(_quoted), _texts.map(_raw), st.sampled_from(ESCAPED))
_json_kinds: Mapping[Kind, st.SearchStrategy[str]] = {
    Kind.IDENTIFIER: _json_texts | _numbers,
    Kind.TEXT: _json_texts,
    Kind.TIME: _times.map(_quoted) | _numbers,
    Kind.NUMBER: _numbers,
    Kind.FLAG: st.sampled_from(FLAGS),
    Kind.LIST: st.sampled_from(LISTS),
}
_text_kinds: Mapping[Kind, st.SearchStrategy[str]] = {
    Kind.IDENTIFIER: _texts | _numbers,
    Kind.TEXT: _texts,
    Kind.TIME: _times | _numbers,
    Kind.NUMBER: _numbers,
    Kind.FLAG: st.sampled_from(FLAGS),
    Kind.LIST: st.sampled_from(LISTS),
}
#: All the values above, as JSON and as cells of CSV.
EVERY_JSON = sorted({
    *NUMBERS, *NEAR_NUMBERS, *NO_NUMBERS, *FLAGS, *LISTS, *ESCAPED,
    *map(_quoted, TEXTS + TIMES), *map(_raw, TEXTS + TIMES),
})  # fmt: skip
EVERY_CELL = sorted({*NUMBERS, *NEAR_NUMBERS, *NO_NUMBERS, *FLAGS, *LISTS, *TEXTS, *TIMES})
_any_json = st.one_of(*_json_kinds.values(), _signs)
_any_cell = st.one_of(*_text_kinds.values())


def _for(
    column: Column, kinds: Mapping[Kind, st.SearchStrategy[str]], others: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    """Mostly values that look like those of the column; for an enumeration, its own and others."""
    if column.kind is Kind.ENUMERATION:
        near = kinds[Kind.TEXT]
        if kinds is _json_kinds:
            return st.sampled_from(column.rules["allowed"]).map(_quoted) | near | others
        return st.sampled_from(column.rules["allowed"]) | near | others
    near = kinds[column.kind]
    return st.one_of(near, near, near, others)


@cache
def json_cells(table: str, column: str) -> st.SearchStrategy[str]:
    """What may stand where a line of NDJSON has the value of a column."""
    return _for(contract().tables[table].columns[column], _json_kinds, _any_json)


@cache
def text_cells(table: str, column: str) -> st.SearchStrategy[str]:
    """What may stand in a column's cell of CSV, before it is quoted."""
    return _for(contract().tables[table].columns[column], _text_kinds, _any_cell)


#: Keys that no table has.
JSON_KEYS = ['"other"', '""', '"\\ud800"', '"a.b"', '"$"', '"\\""', '"清"', '"_row"', "key", '"x']
