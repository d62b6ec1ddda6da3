"""The snapshot contract as typed values: tables with their columns, and subject documents.

The source is ``policies/contract/``: one YAML file a table, whose ``columns`` are a Cerberus
schema, and ``subjects.yaml``. A bundle carries the same as JSON in ``meta/contract.json``:
``{"version": 1, "tables": {name: table}, "subjects": {name: subject}}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evaluator.errors import BundleError

__all__ = ["Child", "Column", "Contract", "Kind", "Parent", "SubjectKind", "Table"]


class Kind(StrEnum):
    """What a column holds; decides how it is read and what null means in it."""

    IDENTIFIER = "identifier"
    TEXT = "text"
    TIME = "time"
    FLAG = "flag"
    ENUMERATION = "enumeration"
    NUMBER = "number"
    LIST = "list"

    @property
    def sql_type(self) -> str:
        """Type of a clean column in the warehouse."""
        if self in (Kind.TIME, Kind.NUMBER):
            return "BIGINT"
        if self is Kind.FLAG:
            return "BOOLEAN"
        return "VARCHAR[]" if self is Kind.LIST else "VARCHAR"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind, and the Cerberus rules that a value of it keeps."""

    name: str
    kind: Kind
    required: bool
    #: Table whose key this column holds, if any.
    references: str | None
    #: A time that may lie after as_of.
    ahead: bool
    description: str
    #: The Cerberus rules of the column as written, ``meta`` included.
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the contract."""

    name: str
    key: str
    #: ``events``: rows of the window; ``state``: rows in force at any time in the window.
    holds: str
    description: str
    columns: Mapping[str, Column]

    @property
    def schema(self) -> dict[str, Any]:
        """The Cerberus schema of a row without nulls."""
        return {name: dict(column.rules) for name, column in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Parent:
    """An object in a document: the row of ``table`` whose key the ``via`` column holds."""

    name: str
    table: str
    #: Branch that holds the foreign key: the root's name, or another parent's.
    of: str
    via: str


@dataclass(frozen=True, slots=True)
class Child:
    """An array in a document: the rows of ``table`` whose ``column`` equals root ``match``."""

    name: str
    table: str
    column: str
    match: str
    #: For ``prior_`` arrays: the child's time that must lie before the root's ``before`` time.
    time: str | None = None
    before: str | None = None
    #: For ``prior_`` arrays: child column that must not equal the root's key (its own left out).
    other_than: str | None = None


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One kind of subject document."""

    name: str
    table: str
    #: Root column with the subject's own time, where it has one.
    time: str | None
    parents: tuple[Parent, ...]
    children: tuple[Child, ...]

    def branch_tables(self) -> dict[str, str]:
        """Branch -> the table that it shows, root included."""
        branches = {self.name: self.table}
        branches |= {parent.name: parent.table for parent in self.parents}
        return branches | {child.name: child.table for child in self.children}


@dataclass(frozen=True, slots=True)
class Contract:
    """All tables and subject kinds."""

    version: int
    tables: Mapping[str, Table]
    subjects: Mapping[str, SubjectKind]

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> Contract:
        """Read ``meta/contract.json``.

        Raises:
            BundleError: if a part is missing or refers to something that does not exist.
        """
        try:
            tables = {name: _table(name, body) for name, body in source["tables"].items()}
            subjects = {name: _subject(name, body) for name, body in source["subjects"].items()}
            version = int(source["version"])
        except (KeyError, TypeError, ValueError) as error:
            raise BundleError(
                "meta/contract.json", f"is not a contract: {error!r}", "Build the bundle again."
            ) from error
        for subject in subjects.values():
            for branch, table in subject.branch_tables().items():
                if table not in tables:
                    raise BundleError(
                        f"subjects.yaml: {subject.name}.{branch}", f"there is no table {table!r}"
                    )
        return cls(version, tables, subjects)


def _table(name: str, body: Mapping[str, Any]) -> Table:
    columns = {column: _column(column, rules) for column, rules in body["columns"].items()}
    if body["key"] not in columns:
        raise KeyError(f"{name}.{body['key']}")
    return Table(name, body["key"], body["holds"], body["description"], columns)


def _column(name: str, rules: Mapping[str, Any]) -> Column:
    meta = rules["meta"]
    return Column(
        name=name,
        kind=Kind(meta["kind"]),
        required=bool(rules.get("required", False)),
        references=meta.get("references"),
        ahead=bool(meta.get("ahead", False)),
        description=meta["description"],
        rules=rules,
    )


def _subject(name: str, body: Mapping[str, Any]) -> SubjectKind:
    parents = tuple(
        Parent(branch, spec["table"], spec["of"], spec["via"])
        for branch, spec in body.get("parents", {}).items()
    )
    children = tuple(
        Child(
            branch,
            spec["table"],
            spec["column"],
            spec["match"],
            spec.get("time"),
            spec.get("before"),
            spec.get("other_than"),
        )
        for branch, spec in body.get("children", {}).items()
    )
    return SubjectKind(name, body["table"], body.get("time"), parents, children)
