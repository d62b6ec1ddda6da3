"""NDJSON: a line is looked into only if it is a flat object of plain JSON.

DuckDB's JSON functions forgive much (NaN, commas at the end, repeated keys) and stop the query at
what they do not forgive. A pattern therefore decides first; every other line goes to Python.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.bundle import Column, Kind, Table
from evaluator.contract.forms.base import Cell, exact_integer, list_of_names, moment
from evaluator.warehouse import literal

__all__ = ["JsonForm"]

SPACE = r"[ \t\r\n]*"
#: No escaped control characters and no halves of surrogate pairs: Python looks at those.
ESCAPED = (
    r'\\["\\/bfnrt]|\\u(?:0(?:[1-9a-fA-F][0-9a-fA-F]{2}|0[2-9a-fA-F][0-9a-fA-F])'
    r"|[1-9a-cA-CeEfF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})"
)
STRING = rf'"(?:[^"\\\x00-\x1f]|{ESCAPED})*"'
NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
SCALAR = f"(?:{STRING}|{NUMBER}|true|false|null)"
LIST = rf"\[{SPACE}(?:{SCALAR}(?:{SPACE},{SPACE}{SCALAR})*)?{SPACE}\]"
PAIR = f"{STRING}{SPACE}:{SPACE}(?:{SCALAR}|{LIST})"
FLAT = rf"{SPACE}\{{{SPACE}(?:{PAIR}(?:{SPACE},{SPACE}{PAIR})*)?{SPACE}\}}{SPACE}"

INTEGERS = "('UBIGINT', 'BIGINT')"


class JsonForm:
    """Reads flat objects; a key that is not there is null."""

    def __init__(self, table: Table, types: Mapping[str, str]) -> None:
        _ = types  # a line has no columns
        self._places = {name: place + 1 for place, name in enumerate(table.columns)}

    def source(self, relation: str) -> str:
        """Lines with the JSON types and texts of the contract's keys, each parsed once."""
        paths = "[" + ", ".join(literal(f"$.{name}") for name in self._places) + "]"
        return (
            "(SELECT _row, flat, "  # noqa: S608 (names are quoted)
            f"CASE WHEN flat THEN json_type(_line, {paths}) END AS types, "
            f"CASE WHEN flat THEN json_extract_string(_line, {paths}) END AS texts, "
            "CASE WHEN flat THEN json_keys(_line) END AS names "
            f"FROM (SELECT *, regexp_full_match(_line, {literal(FLAT)}) AS flat FROM {relation}))"
        )

    def sound(self) -> str:
        """A flat object whose keys differ."""
        return "(flat AND len(names) = len(list_distinct(names)))"

    def unknown(self) -> str:
        """Keys of a flat object; those of other lines are told by the reader in Python."""
        known = "[" + ", ".join(literal(name) for name in self._places) + "]"
        return (
            f"CASE WHEN NOT list_has_all({known}, names) "
            f"THEN list_filter(names, lambda name: NOT list_contains({known}, name)) END"
        )

    def cell(self, column: Column) -> Cell:
        """Read by kind and JSON type."""
        place = self._places[column.name]
        form, text = f"types[{place}]", f"texts[{place}]"
        absent = f"({form} IS NULL OR {form} = 'NULL')"
        if column.kind in (Kind.IDENTIFIER, Kind.TEXT):
            absent = f"({absent} OR ({form} = 'VARCHAR' AND {text} = ''))"
            types = "('VARCHAR', 'UBIGINT', 'BIGINT')"
            if column.kind is Kind.TEXT:
                types = "('VARCHAR')"
            value = f"CASE WHEN {form} IN {types} THEN NULLIF({text}, '') END"
            return Cell(absent, f"({value})", f"{form} IN {types}")
        value = {
            Kind.TIME: f"CASE WHEN {form} IN {INTEGERS} THEN {exact_integer(text)} "
            f"WHEN {form} = 'VARCHAR' THEN {moment(text)} END",
            Kind.NUMBER: f"CASE WHEN {form} IN {INTEGERS} THEN {exact_integer(text)} END",
            Kind.FLAG: f"CASE WHEN {form} = 'BOOLEAN' THEN {text} = 'true' END",
            Kind.ENUMERATION: f"CASE WHEN {form} = 'VARCHAR' THEN {text} END",
            Kind.LIST: f"CASE WHEN {form} = 'ARRAY' THEN {list_of_names(text)} END",
        }[column.kind]
        return Cell(absent, f"({value})", f"({value}) IS NOT NULL")

    def raw(self, relation: str) -> str:
        """The lines as they stand."""
        return f"SELECT _row, _line FROM {relation}"  # noqa: S608 (names are quoted)
