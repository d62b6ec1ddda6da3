"""CSV: every cell is text, an empty one null."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.bundle import Column, Kind, Table
from evaluator.contract.forms.base import Cell, exact_integer, list_of_names, moment
from evaluator.warehouse import identifier

__all__ = ["TextForm"]


class TextForm:
    """Reads texts; a column that is not there is null."""

    def __init__(self, table: Table, types: Mapping[str, str]) -> None:
        self._names = [name for name in table.columns if name in types]

    def source(self, relation: str) -> str:
        """The relation itself."""
        return relation

    def sound(self) -> str:
        """A record with as many cells as the header."""
        return "_broken IS NULL"

    def unknown(self) -> str:
        """A row has no keys of its own; the header tells of unknown columns."""
        return "CAST(NULL AS VARCHAR[])"

    def cell(self, column: Column) -> Cell:
        """Read the text by kind."""
        if column.name not in self._names:
            return Cell("TRUE", f"CAST(NULL AS {column.kind.sql_type})", "TRUE")
        text = identifier(column.name)
        absent = f"({text} IS NULL OR {text} = '')"
        if column.kind in (Kind.TIME, Kind.NUMBER):
            value = f"({exact_integer(text)})"
            if column.kind is Kind.TIME:
                value = f"coalesce({value}, {moment(text)})"
            return Cell(absent, value, f"{value} IS NOT NULL")
        if column.kind is Kind.FLAG:
            value = f"(CASE {text} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END)"
            return Cell(absent, value, f"{value} IS NOT NULL")
        if column.kind is Kind.LIST:
            value = f"({list_of_names(text)})"
            return Cell(absent, value, f"{value} IS NOT NULL")
        return Cell(absent, f"NULLIF({text}, '')", "TRUE")

    def raw(self, relation: str) -> str:
        """The cells as they stand."""
        names = ["_row", "_broken", *(identifier(name) for name in self._names)]
        return f"SELECT {', '.join(names)} FROM {relation}"  # noqa: S608 (names are quoted)
