"""Cerberus for rows of the contract: its types and rules, and the words for what is wrong.

Cerberus is the truth about a row. It takes True for an integer and knows no identifiers, times or
conditions between columns; those are added here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cerberus import TypeDefinition, Validator
from cerberus.errors import BaseErrorHandler, ValidationError

from evaluator.bundle import Column, Kind, Table
from evaluator.bundle.moments import LARGEST

__all__ = ["LONGEST_TEXT", "row_schema", "row_validator"]

#: Code points of the longest id or text.
LONGEST_TEXT = 128
#: Category Cc, and halves of surrogate pairs, which are no UTF-8.
UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

TYPE_WORDS: Mapping[str, str] = {
    "boolean": "must be true or false",
    "identifier": "must be an id: text, or an integer in Parquet and JSON",
    "integer": "must be an integer",
    "list": "must be a list",
    "string": "must be text",
    "text": "must be text",
    "time": "must be a time: RFC 3339 with an offset, or whole epoch seconds",
}


class _FaultHandler(BaseErrorHandler):  # type: ignore[misc] # the package ships no types
    """Turns Cerberus' errors into (column, rule) pairs that hold no value."""

    def __call__(self, errors: Iterable[ValidationError]) -> list[tuple[str, str]]:
        """The pairs, in the order of columns and rules."""
        return sorted((str(error.field), _words(error)) for error in errors)


def _words(error: ValidationError) -> str:
    if error.rule is None:
        return str(error.info[0])
    if error.rule == "type":
        return TYPE_WORDS[error.constraint]
    if error.rule == "allowed":
        return f"must be one of {', '.join(error.constraint)}"
    if error.rule == "required":
        return "is required"
    return {
        "min": f"must be at least {error.constraint}",
        "max": f"must be at most {error.constraint}",
    }.get(error.rule, f"breaks the rule {error.rule}: {error.constraint}")


class _RowValidator(Validator):  # type: ignore[misc] # the package ships no types
    """Checks one row without nulls."""

    types_mapping = {  # noqa: RUF012 (Cerberus reads this attribute)
        "boolean": TypeDefinition("boolean", (bool,), ()),
        "identifier": TypeDefinition("identifier", (str,), ()),
        "integer": TypeDefinition("integer", (int,), (bool,)),
        "list": TypeDefinition("list", (list,), ()),
        "string": TypeDefinition("string", (str,), ()),
        "text": TypeDefinition("text", (str,), ()),
        "time": TypeDefinition("time", (int,), (bool,)),
    }

    def _validate_printable(self, printable: bool, field: str, value: str) -> None:
        """Text has 1 to 128 code points, none of them a control character.

        The rule's arguments are validated against this schema:
        {'type': 'boolean'}
        """
        if printable and len(value) > LONGEST_TEXT:
            self._error(field, f"must have at most {LONGEST_TEXT} characters")
        if printable and UNWANTED.search(value):
            self._error(field, "must not hold control characters")

    def _validate_latest(self, as_of: int, field: str, value: int) -> None:
        """A time does not lie after as_of.

        The rule's arguments are validated against this schema:
        {'type': 'integer'}
        """
        if value > as_of:
            self._error(field, "must not lie after as_of")

    def _validate_distinct(self, distinct: bool, field: str, value: Sequence[Any]) -> None:
        """A list repeats no element.

        The rule's arguments are validated against this schema:
        {'type': 'boolean'}
        """
        if distinct and any(item in value[:place] for place, item in enumerate(value)):
            self._error(field, "must not repeat an element")

    def _validate_demands(
        self, demands: Mapping[str, Sequence[str]], field: str, value: str
    ) -> None:
        """With a certain value of this column, other columns are required.

        The rule's arguments are validated against this schema:
        {'type': 'dict'}
        """
        for column in demands.get(value, ()):
            if column not in self.document:
                self._error(column, f"is required with {field} {value}")


def row_schema(table: Table, as_of: int) -> dict[str, dict[str, Any]]:
    """The Cerberus schema of a row: the table's own rules, and those of the contract's kinds."""
    schema = {name: _rules(column, as_of) for name, column in table.columns.items()}
    for name, column in table.columns.items():
        for other, value in column.rules["meta"].get("required_if", {}).items():
            demands = schema[other].setdefault("demands", {})
            demands.setdefault(value, []).append(name)
    return schema


def _rules(column: Column, as_of: int) -> dict[str, Any]:
    rules = {name: rule for name, rule in column.rules.items() if name != "meta"}
    if column.kind in (Kind.IDENTIFIER, Kind.TEXT):
        rules["printable"] = True
    elif column.kind in (Kind.TIME, Kind.NUMBER):
        rules.setdefault("min", -LARGEST)
        rules.setdefault("max", LARGEST)
        if column.kind is Kind.TIME and not column.ahead:
            rules["latest"] = as_of
    elif column.kind is Kind.LIST:
        rules["distinct"] = True
    return rules


def row_validator(table: Table, as_of: int) -> Validator:
    """A validator whose ``errors`` are (column, rule) pairs; to be used by one thread."""
    return _RowValidator(row_schema(table, as_of), error_handler=_FaultHandler)
