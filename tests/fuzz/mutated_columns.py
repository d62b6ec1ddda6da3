"""Snapshots with wrong columns in Parquet: right types with wrong values, and wrong types."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import strategies as st

from evaluator.bundle import Column, Kind
from tests.fuzz.nonsense import TEXTS
from tests.fuzz.placing import placed, tables
from tests.fuzz.sound import Draft, parquet_bytes, parquet_columns, sound_rows

__all__ = ["parquet_columns_changed"]

MOST_ROWS = 8
#: One column in so many has a type that no column of its kind may have.
WRONG_TYPE = 12
Strategy = st.SearchStrategy[Any]

_instants = st.sampled_from(
    [0, -1, 1, -62_135_596_800, 253_402_300_799, 1_758_643_200, 1_758_643_201, 9_000_000_000]
)
_near_bounds = st.sampled_from([-(2**63), -(2**53), -(2**53) + 1, 2**53, 2**53 - 1, 2**63 - 1])
_items = st.none() | st.sampled_from(["field", "face", "identity", "x", ""])


def _arrays(count: int, values: Strategy, *types: pa.DataType) -> Strategy:
    cells = st.lists(st.none() | values, min_size=count, max_size=count)
    return st.builds(pa.array, cells, st.sampled_from(types))


@cache
def _integers(count: int) -> Strategy:
    return st.one_of(
        _arrays(count, st.integers(0, 127), pa.int8(), pa.uint16(), pa.int32()),
        _arrays(count, st.integers(0, 2**63 - 1), pa.int64(), pa.uint64()),
        _arrays(count, _near_bounds, pa.int64()),
    )


@cache
def _times(count: int) -> Strategy:
    return st.one_of(
        _arrays(count, _instants.map(lambda at: at * 1_000 + 999), pa.timestamp("ms", "UTC")),
        _arrays(count, _instants.map(lambda at: at * 10**6 - 1), pa.timestamp("us", "+08:00")),
        # The least and the largest stand for no time at all.
        _arrays(count, st.integers(-(2**63) + 2, 2**63 - 2), pa.timestamp("ns", "UTC")),
        _integers(count),
    )


def _texts(count: int, values: Strategy) -> Strategy:
    dictionary = pa.dictionary(pa.int8(), pa.string())
    return _arrays(count, values, pa.string(), pa.large_string(), dictionary)


def _usual(column: Column, count: int) -> Strategy:
    """Columns of a type that is right for the kind."""
    any_text = _texts(count, st.sampled_from(TEXTS) | st.text(max_size=3))
    allowed = st.sampled_from(column.rules.get("allowed", [""]))
    lists = st.lists(_items, max_size=3)
    return {
        Kind.IDENTIFIER: any_text | _integers(count),
        Kind.TEXT: any_text,
        Kind.ENUMERATION: _texts(count, allowed | allowed | st.sampled_from(TEXTS)),
        Kind.TIME: _times(count),
        Kind.NUMBER: _integers(count),
        Kind.FLAG: _arrays(count, st.booleans(), pa.bool_()),
        Kind.LIST: _arrays(count, lists, pa.list_(pa.string()), pa.large_list(pa.string())),
    }[column.kind]


@cache
def _others(count: int) -> Strategy:
    """Columns that hold something else, or nothing."""
    number, unzoned = st.integers(0, 9), [pa.timestamp(unit) for unit in ("ms", "us", "ns")]
    return st.one_of(
        _arrays(count, st.floats(), pa.float64()),
        _arrays(count, number, pa.decimal128(10, 0), pa.date32(), pa.time64("us"), *unzoned),
        _arrays(count, st.binary(max_size=4), pa.binary()),
        _arrays(count, st.lists(number, max_size=2), pa.list_(pa.int64())),
        _arrays(count, st.fixed_dictionaries({"a": number}), pa.struct([("a", pa.int64())])),
        _arrays(count, st.just([]), pa.list_(pa.null())),
        _texts(count, st.sampled_from(TEXTS)),
        _integers(count),
        st.just(pa.nulls(count)),
    )


@st.composite
def parquet_columns_changed(draw: st.DrawFn) -> Draft:
    """Files with some columns that are not as they should be."""
    table = draw(tables)
    count = draw(st.integers(1, MOST_ROWS))
    columns = parquet_columns(table, sound_rows(table, count))
    for _ in range(draw(st.integers(1, 4))):
        column = table.columns[draw(st.sampled_from(list(columns)))]
        wrong = draw(st.integers(1, WRONG_TYPE)) == WRONG_TYPE
        changed = draw(_others(count) if wrong else _usual(column, count))
        # Where the types allow for it most cells stay, so that there are clean rows too.
        if changed.type == columns[column.name].type and draw(st.integers(0, 3)):
            kept = draw(st.lists(st.booleans(), min_size=count, max_size=count))
            changed = pc.if_else(pa.array(kept), columns[column.name], changed)
        columns[column.name] = changed
    return placed(draw, table, parquet_bytes(columns), "parquet")
