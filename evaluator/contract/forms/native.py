"""Parquet: columns with physical types of their own."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.bundle import Column, Kind, Table
from evaluator.contract.forms.base import Cell
from evaluator.warehouse import identifier

__all__ = ["INTEGERS", "NOTHING", "ZONED", "NativeForm"]

INTEGERS = frozenset(
    sign + name
    for sign in ("", "U")
    for name in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
)
#: Zoned timestamp -> its unit and how many of it make a second; DuckDB reads the rest as these.
ZONED: Mapping[str, tuple[str, int]] = {
    "TIMESTAMP WITH TIME ZONE": ("us", 10**6),
    "TIMESTAMPTZ_NS": ("ns", 10**9),
}
#: Type of a column that holds nothing but null.
NOTHING = '"NULL"'
#: Longest text that the reader in Python gets, and most elements of a list. No value of the
#: contract is so long; what is cut stays a fault.
CUT = 4096
MOST_ELEMENTS = 64


class NativeForm:
    """Reads what Parquet gives; a column that is not there, or empty, is null."""

    def __init__(self, table: Table, types: Mapping[str, str]) -> None:
        self._table = table
        self._types = types

    def source(self, relation: str) -> str:
        """The relation itself."""
        return relation

    def sound(self) -> str:
        """Every row of a Parquet file is a record."""
        return "TRUE"

    def unknown(self) -> str:
        """A row has no keys of its own; the schema tells of unknown columns."""
        return "CAST(NULL AS VARCHAR[])"

    def cell(self, column: Column) -> Cell:
        """Cast by kind and physical type."""
        kind, physical = self._type(column)
        name = identifier(column.name)
        if physical == NOTHING:
            return Cell("TRUE", f"CAST(NULL AS {kind.sql_type})", "TRUE")
        absent = f"{name} IS NULL"
        if kind in (Kind.IDENTIFIER, Kind.TEXT):
            text = f"CAST({name} AS VARCHAR)"
            return Cell(f"({absent} OR {text} = '')", f"NULLIF({text}, '')", "TRUE")
        if kind in (Kind.TIME, Kind.NUMBER):
            value = f"TRY_CAST({name} AS BIGINT)"
            if physical in ZONED:
                unit, count = ZONED[physical]
                since = f"epoch_{unit}({name})"
                # Rounded down, where SQL's division rounds towards zero.
                value = f"{since} // {count} - CASE WHEN {since} % {count} < 0 THEN 1 ELSE 0 END"
            return Cell(absent, f"({value})", f"({value}) IS NOT NULL")
        return Cell(absent, f"CAST({name} AS {kind.sql_type})", "TRUE")

    def raw(self, relation: str) -> str:
        """Texts, flags and lists as they are; integers and times with the text they show."""
        columns = ["_row"]
        for column in self._table.columns.values():
            _, physical = self._type(column)
            name = identifier(column.name)
            if physical in ZONED:
                unit = ZONED[physical][0]
                columns.append(_parts(name, unit, f"epoch_{unit}({name})"))
            elif physical in INTEGERS:
                columns.append(_parts(name, "", "CAST(NULL AS BIGINT)"))
            elif physical == "VARCHAR":
                columns.append(f"left({name}, {CUT}) AS {name}")
            elif physical == "VARCHAR[]":
                cut = f"list_transform({name}[:{MOST_ELEMENTS}], lambda item: left(item, {CUT}))"
                columns.append(f"{cut} AS {name}")
            elif physical != NOTHING:
                columns.append(name)
        return f"SELECT {', '.join(columns)} FROM {relation}"  # noqa: S608 (names are quoted)

    def _type(self, column: Column) -> tuple[Kind, str]:
        return column.kind, self._types.get(column.name, NOTHING)


def _parts(name: str, unit: str, count: str) -> str:
    return f"{{'unit': '{unit}', 'count': {count}, 'text': CAST({name} AS VARCHAR)}} AS {name}"
