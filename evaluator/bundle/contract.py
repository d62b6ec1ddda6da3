"""The snapshot contract as typed values: tables with their columns, and subject documents.

The source is ``policies/contract/``: one YAML file a table, whose ``columns`` are a Cerberus
schema, one in ``derived/`` for what the evaluator counts, and ``subjects.yaml``. A bundle carries
the same as JSON in ``meta/contract.json``:
``{"version": 1, "tables": {name: table}, "derived": {name: …}, "subjects": {name: subject}}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from evaluator.errors import BundleError

__all__ = [
    "Child",
    "Column",
    "Contract",
    "Derived",
    "Kind",
    "Parent",
    "Shown",
    "SubjectKind",
    "Table",
    "WholeTable",
]


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
class WholeTable:
    """An array in a document that holds all rows of ``table``: the platform has such."""

    name: str
    table: str


class Shown(StrEnum):
    """How a document shows derived rows."""

    #: The root itself; there is one, from snapshot.json.
    ROOT = "root"
    #: An object, absent where the subject has no row.
    OBJECT = "object"
    #: An array, ordered by the key.
    ARRAY = "array"


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows that the evaluator counts from tables; a branch of the same name shows them.

    A document shows ``columns`` and no others: not the column that rows are linked by.
    """

    name: str
    shown_as: Shown
    #: Column that orders the rows of an array, or is a root's own key; an object has none.
    key: str | None
    #: Root column whose value the rows are counted by; None where all rows are the subject's.
    link: str | None
    #: Table whose rows are counted: a quarantined one touches the subject. None for a root.
    counts: str | None
    #: Every table that must be there to count, ``counts`` among them; sorted.
    reads: tuple[str, ...]
    description: str
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One kind of subject document."""

    name: str
    #: Table of the root; the name of a derived one for the platform, which has no table.
    table: str
    #: Root column with the subject's own time, where it has one.
    time: str | None
    parents: tuple[Parent, ...]
    children: tuple[Child, ...]
    whole: tuple[WholeTable, ...] = ()
    derived: tuple[Derived, ...] = ()

    @property
    def root(self) -> Derived | None:
        """The derived root, of a subject that has no table of its own."""
        return next((each for each in self.derived if each.shown_as is Shown.ROOT), None)

    def branch_tables(self) -> dict[str, str]:
        """Branch -> the table whose rows it shows or counts; a derived root has none."""
        branches = {} if self.root else {self.name: self.table}
        branches |= {parent.name: parent.table for parent in self.parents}
        branches |= {child.name: child.table for child in self.children}
        branches |= {each.name: each.table for each in self.whole}
        return branches | {each.name: each.counts for each in self.derived if each.counts}

    def branch_needs(self) -> dict[str, tuple[str, ...]]:
        """Branch -> the tables that must be there to show it, sorted; root included."""
        needs = {branch: (table,) for branch, table in self.branch_tables().items()}
        return needs | {each.name: each.reads for each in self.derived}

    def arrays(self) -> frozenset[str]:
        """Branches that are arrays; all others are objects."""
        return frozenset(
            [child.name for child in self.children]
            + [each.name for each in self.whole]
            + [each.name for each in self.derived if each.shown_as is Shown.ARRAY]
        )


@dataclass(frozen=True, slots=True)
class Contract:
    """All tables, what is counted from them, and subject kinds."""

    version: int
    tables: Mapping[str, Table]
    subjects: Mapping[str, SubjectKind]
    derived: Mapping[str, Derived] = field(default_factory=dict)

    def branch_columns(self, subject: SubjectKind) -> dict[str, Mapping[str, Column]]:
        """Branch of a subject's document -> the columns that it shows, root included."""
        shown = {
            branch: self.tables[table].columns for branch, table in subject.branch_tables().items()
        }
        return shown | {each.name: each.columns for each in subject.derived}

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> Contract:
        """Read ``meta/contract.json``.

        Raises:
            BundleError: if a part is missing or refers to something that does not exist.
        """
        try:
            tables = {name: _table(name, body) for name, body in source["tables"].items()}
            derived = {
                name: _derived(name, body) for name, body in source.get("derived", {}).items()
            }
            subjects = {
                name: _subject(name, body, derived) for name, body in source["subjects"].items()
            }
            version = int(source["version"])
        except (KeyError, TypeError, ValueError) as error:
            raise BundleError(
                "meta/contract.json", f"is not a contract: {error!r}", "Build the bundle again."
            ) from error
        for subject in subjects.values():
            for branch, needed in subject.branch_needs().items():
                for table in needed:
                    if table not in tables:
                        raise BundleError(
                            f"subjects.yaml: {subject.name}.{branch}",
                            f"there is no table {table!r}",
                        )
        return cls(version, tables, subjects, derived)


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


def _derived(name: str, body: Mapping[str, Any]) -> Derived:
    return Derived(
        name=name,
        shown_as=Shown(body["shown_as"]),
        key=body.get("key"),
        link=body.get("link"),
        counts=body.get("counts"),
        reads=tuple(sorted(body["reads"])),
        description=body["description"],
        columns={column: _column(column, rules) for column, rules in body["columns"].items()},
    )


def _subject(name: str, body: Mapping[str, Any], derived: Mapping[str, Derived]) -> SubjectKind:
    parents = tuple(
        Parent(branch, spec["table"], spec["of"], spec["via"])
        for branch, spec in body.get("parents", {}).items()
    )
    arrays = body.get("children", {})
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
        for branch, spec in arrays.items()
        if "column" in spec
    )
    whole = tuple(
        WholeTable(branch, spec["table"]) for branch, spec in arrays.items() if "column" not in spec
    )
    counted = tuple(derived[each] for each in body.get("derived", []))
    table = body.get("table", name)
    return SubjectKind(name, table, body.get("time"), parents, children, whole, counted)
