"""Faults of a whole table: columns that are missing or of a wrong physical type."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.bundle import Kind, Table
from evaluator.contract.damage import told_of_file
from evaluator.contract.forms.native import INTEGERS, NOTHING, ZONED
from evaluator.contract.values import show
from evaluator.model import RawTable
from evaluator.warehouse import Warehouse, identifier

__all__ = ["checked_columns"]

ALLOWED: Mapping[Kind, frozenset[str]] = {
    Kind.IDENTIFIER: INTEGERS | {"VARCHAR"},
    Kind.TEXT: frozenset({"VARCHAR"}),
    Kind.ENUMERATION: frozenset({"VARCHAR"}),
    Kind.TIME: INTEGERS | set(ZONED),
    Kind.NUMBER: INTEGERS,
    Kind.FLAG: frozenset({"BOOLEAN"}),
    Kind.LIST: frozenset({"VARCHAR[]", f"{NOTHING}[]"}),
}
UNZONED = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
WORDS: Mapping[Kind, str] = {
    Kind.IDENTIFIER: "text or integers",
    Kind.TEXT: "text",
    Kind.ENUMERATION: "text",
    Kind.TIME: "timestamps with a zone or integers",
    Kind.NUMBER: "integers",
    Kind.FLAG: "booleans",
    Kind.LIST: "lists of text",
}


def checked_columns(
    warehouse: Warehouse, table: Table, raw: RawTable
) -> tuple[dict[str, str], list[str], list[str]]:
    """Physical types of the contract's columns, faults of the table, and unknown columns.

    A column that holds only nulls is taken for one without a type, whatever it calls itself.
    """
    if raw.form == "json":
        return {}, [], []
    types = {name: type_ for name, type_ in raw.columns.items() if name in table.columns}
    faults = [
        f"{raw.source.path}: required column {name} is missing"
        for name, column in table.columns.items()
        if column.required and name not in types
    ]
    if raw.form == "native":
        for name, type_ in types.items():
            kind = table.columns[name].kind
            if type_ in ALLOWED[kind] or type_ == NOTHING:
                continue
            if _only_nulls(warehouse, raw, name):
                types[name] = NOTHING
            elif kind is Kind.TIME and type_ in UNZONED:
                faults.append(f"{raw.source.path}: column {name} has timestamps without a zone")
            else:
                words = f"is {show(type_)}, and must hold {WORDS[kind]}"
                faults.append(f"{raw.source.path}: column {name} {words}")
    return types, faults, [name for name in raw.columns if name not in table.columns]


def _only_nulls(warehouse: Warehouse, raw: RawTable, column: str) -> bool:
    query = f"SELECT count({identifier(column)}) FROM {raw.relation}"  # noqa: S608 (quoted)
    with told_of_file(raw):
        return bool(warehouse.value(query) == 0)
