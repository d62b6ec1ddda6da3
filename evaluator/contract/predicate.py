"""The rules of a table as SQL: which rows are certainly clean.

The predicate may call a clean row suspicious, never a faulty one clean. A rule that is not known
here makes every row with that column suspicious.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evaluator.bundle import Column, Kind, Table
from evaluator.contract.forms import Cell, Form
from evaluator.contract.validator import LONGEST_TEXT, row_schema
from evaluator.warehouse import literal

__all__ = ["certainly_clean"]


def certainly_clean(table: Table, form: Form, as_of: int) -> str:
    """SQL condition over ``form.source``; never null."""
    schema = row_schema(table, as_of)
    cells = {name: form.cell(column) for name, column in table.columns.items()}
    texts = [
        cells[name].value
        for name, column in table.columns.items()
        if column.kind in (Kind.IDENTIFIER, Kind.TEXT)
    ]
    conditions = [
        form.sound(),
        # One search over all texts of the row; a blank keeps them apart.
        f"NOT regexp_matches(concat_ws(' ', {', '.join(texts)}), '\\p{{Cc}}')",
    ]
    conditions += [
        _column(column, cells[name], schema[name]) for name, column in table.columns.items()
    ]
    for name, rules in schema.items():
        for value, demanded in rules.get("demands", {}).items():
            conditions += [
                f"({cells[name].value} IS DISTINCT FROM {literal(value)} "
                f"OR NOT {cells[other].absent})"
                for other in demanded
            ]
    return " AND ".join(f"coalesce({condition}, FALSE)" for condition in conditions)


def _column(column: Column, cell: Cell, rules: dict[str, Any]) -> str:
    conditions = [cell.readable]
    for rule, constraint in rules.items():
        conditions += _rule(rule, constraint, column.kind, cell.value)
    empty = "FALSE" if column.required else "TRUE"
    return f"CASE WHEN {cell.absent} THEN {empty} ELSE {' AND '.join(conditions)} END"


def _rule(rule: str, constraint: Any, kind: Kind, value: str) -> Sequence[str]:  # noqa: ANN401
    if rule in ("type", "required", "demands"):  # looked at elsewhere
        return ()
    if rule == "printable":
        condition = f"length({value}) <= {LONGEST_TEXT}"
    elif rule == "distinct":
        # Nulls do not count as distinct elements: a list with one is suspicious.
        condition = f"len({value}) = len(list_distinct({value}))"
    elif rule == "allowed":
        allowed = ", ".join(literal(item) for item in constraint)
        condition = f"{value} IN ({allowed})"
        if kind is Kind.LIST:
            condition = f"list_has_all([{allowed}], {value})"
    elif rule in ("min", "max", "latest"):
        condition = f"{value} {'>=' if rule == 'min' else '<='} {literal(constraint)}"
    else:
        condition = "FALSE"
    return (condition,)
