"""Documents written by hand: times become epoch seconds, names and values are checked.

An example with a misspelt column would pass for the wrong reason; so a document may hold only the
branches and columns of the contract, with values that these allow. Columns may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evaluator.authoring.yaml_source import YamlSource
from evaluator.bundle.contract import Column, Contract, Kind, SubjectKind, Table
from evaluator.errors import ConfigurationError

__all__ = ["moment", "read_document"]


def moment(value: object) -> object:
    """Epoch seconds of a time with an offset; everything else as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return int(value.timestamp())
    return value


def read_document(
    source: YamlSource,
    place: tuple[str | int, ...],
    body: Mapping[str, Any],
    subject: SubjectKind,
    contract: Contract,
) -> dict[str, Any]:
    """Read a document of one subject kind.

    Args:
        source: the file that it stands in.
        place: keys under which it stands there.
        body: its value.
        subject: its kind.
        contract: tables and columns.

    Raises:
        ConfigurationError: with file, line and rule.
    """
    tables = {branch: contract.tables[name] for branch, name in subject.branch_tables().items()}
    parents = {parent.name for parent in subject.parents}
    children = {child.name for child in subject.children}
    document: dict[str, Any] = {}
    for branch, value in body.items():
        here = (*place, branch)
        if branch == "unknown":
            if not isinstance(value, list) or not {*value} <= parents:
                raise ConfigurationError(
                    source.place(here),
                    "unknown: must list parents of the document",
                    f"They are {', '.join(sorted(parents))}.",
                )
            document[branch] = value
        elif branch not in tables:
            raise ConfigurationError(
                source.place(here),
                f"{branch}: a document of {subject.name} has no such branch",
                f"It has {', '.join(tables)}.",
            )
        elif branch in children:
            rows = value if isinstance(value, list) else [value]
            document[branch] = [
                _row(source, (*here, index), row, tables[branch]) for index, row in enumerate(rows)
            ]
        else:
            document[branch] = _row(source, here, value, tables[branch])
    return document


def _row(
    source: YamlSource, place: tuple[str | int, ...], row: object, table: Table
) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise ConfigurationError(source.place(place), f"{table.name}: a row is a mapping")
    cells = {}
    for name, given in row.items():
        here = source.place((*place, name))
        column = table.columns.get(name)
        if column is None:
            raise ConfigurationError(
                here, f"{table.name}: has no column {name}", f"It has {', '.join(table.columns)}."
            )
        cells[name] = moment(given) if column.kind is Kind.TIME else given
        if not _allowed(column, cells[name]):
            raise ConfigurationError(
                here,
                f"{table.name}.{name}: {given!r} is not allowed",
                "Leave the key out where the value is null.",
            )
    return cells


def _allowed(column: Column, value: object) -> bool:
    if column.kind in (Kind.TIME, Kind.NUMBER):
        return isinstance(value, int) and not isinstance(value, bool)
    if column.kind is Kind.FLAG:
        return isinstance(value, bool)
    if column.kind is Kind.LIST:
        return isinstance(value, list) and {*value} <= {*column.rules["allowed"]}
    if column.kind is Kind.ENUMERATION:
        return value in column.rules["allowed"]
    return isinstance(value, str)
