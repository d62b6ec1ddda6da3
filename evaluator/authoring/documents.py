"""Documents written by hand: times become epoch seconds, names and values are checked.

An example with a misspelt column would pass for the wrong reason; so a document may hold only the
branches and columns of the contract, with values that these allow. Columns may be left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evaluator.authoring.yaml_source import YamlSource
from evaluator.bundle.contract import Column, Contract, Kind, SubjectKind
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
    branches = contract.branch_columns(subject)
    parents = {parent.name for parent in subject.parents}
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
        elif branch not in branches:
            raise ConfigurationError(
                source.place(here),
                f"{branch}: a document of {subject.name} has no such branch",
                f"It has {', '.join(branches)}.",
            )
        elif branch in subject.arrays():
            rows = value if isinstance(value, list) else [value]
            document[branch] = [
                _row(source, (*here, index), row, branch, branches[branch])
                for index, row in enumerate(rows)
            ]
        else:
            document[branch] = _row(source, here, value, branch, branches[branch])
    return document


def _row(
    source: YamlSource,
    place: tuple[str | int, ...],
    row: object,
    branch: str,
    columns: Mapping[str, Column],
) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise ConfigurationError(source.place(place), f"{branch}: a row is a mapping")
    cells = {}
    for name, given in row.items():
        here = source.place((*place, name))
        column = columns.get(name)
        if column is None:
            raise ConfigurationError(
                here, f"{branch}: has no column {name}", f"It has {', '.join(columns)}."
            )
        cells[name] = moment(given) if column.kind is Kind.TIME else given
        if not _allowed(column, cells[name]):
            raise ConfigurationError(
                here,
                f"{branch}.{name}: {given!r} is not allowed",
                "Leave the key out where the value is null.",
            )
    return cells


def _allowed(column: Column, value: object) -> bool:
    if column.kind in (Kind.TIME, Kind.NUMBER):
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        rules = column.rules
        return rules.get("min", value) <= value <= rules.get("max", value)  # type: ignore[no-any-return]
    if column.kind is Kind.FLAG:
        return isinstance(value, bool)
    if column.kind is Kind.LIST:
        return isinstance(value, list) and {*value} <= {*column.rules["allowed"]}
    if column.kind is Kind.ENUMERATION:
        return value in column.rules["allowed"]
    return isinstance(value, str)
