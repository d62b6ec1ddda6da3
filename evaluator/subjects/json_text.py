"""SQL that writes JSON text of documents: one string a subject, nulls left out.

DuckDB's own ``to_json`` of a struct writes nulls, which Rego takes as present; taking them out in
Python costs more than judging. ``concat`` leaves out null arguments, and ``||`` makes a key with
its value null where the value is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from evaluator.bundle import Column, Kind
from evaluator.warehouse import identifier, literal

__all__ = ["document_text"]

#: Texts that stand for themselves between quotes.
_PLAIN = re.compile(r"[A-Za-z0-9_]+")


def document_text(branches: Mapping[str, Mapping[str, Column]], arrays: Collection[str]) -> str:
    """SQL expression for the document of a row of a prepared table.

    Args:
        branches: branches of the document in order, the root first -> their columns.
        arrays: which of them are arrays; all others are objects.
    """
    members = []
    for name, columns in branches.items():
        branch = identifier(name)
        if name in arrays:
            rows = f"list_transform({branch}, lambda one: {_object(columns, 'one')})"
            value = f"'[' || array_to_string({rows}, ',') || ']'"
        else:
            # A struct that is null has null fields; its text would be '{}'.
            value = f"CASE WHEN {branch} IS NOT NULL THEN {_object(columns, branch)} END"
        members.append(f"{literal(f',{_quoted(name)}:')} || {value}")
    unknown = "CASE WHEN len(unknown) > 0 THEN ',\"unknown\":' || to_json(unknown)::VARCHAR END"
    # The root is always there, so that a document begins with a comma to take off.
    return f"'{{' || substr(concat({', '.join([*members, unknown])}), 2) || '}}'"


def _object(columns: Mapping[str, Column], row: str) -> str:
    first, *others = sorted(columns.values(), key=lambda column: not column.required)
    members = [_member(first, row, "{" if first.required else ",")]
    members += [_member(column, row, ",") for column in others]
    if first.required:
        return f"concat({', '.join(members)}, '}}')"
    return f"'{{' || substr(concat({', '.join(members)}), 2) || '}}'"


def _member(column: Column, row: str, before: str) -> str:
    key = literal(f"{before}{_quoted(column.name)}:")
    return f"{key} || {_value(column, f'{row}.{identifier(column.name)}')}"


def _value(column: Column, cell: str) -> str:
    if column.kind in (Kind.TIME, Kind.NUMBER, Kind.FLAG):
        return f"{cell}::VARCHAR"
    allowed = column.rules.get("allowed")
    if column.kind is Kind.ENUMERATION and allowed and all(map(_PLAIN.fullmatch, allowed)):
        return f"'\"' || {cell} || '\"'"
    return f"to_json({cell})::VARCHAR"


def _quoted(name: str) -> str:
    """A name of the contract, which has no sign to escape, as JSON string."""
    return f'"{name}"'
