"""Turns an example's document into rows of a snapshot, from which the evaluator makes it again.

An example names what its control looks at. What else the contract requires is filled in; rows that
are not there, and ids by which rows hang together, follow from the subject's kind.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cerberus import Validator

from evaluator.bundle import Column, Contract, Kind, SubjectKind
from evaluator.contract.validator import row_validator
from tests.pipeline.example_derived import LeftOutError, counted_rows

__all__ = ["FILLINGS", "Builder", "Built"]

Row = dict[str, Any]
DAY = 86_400

#: Ways to fill in what is required; which of them changes nothing depends on the control.
FILLINGS = range(4)
#: Usual values of enumerations and flags, which are tried first.
_USUAL: Mapping[str, Any] = {
    "account_class": "personal",
    "status": "active",
    "media_kind": "text",
    "origin": "own",
    "verdict": "violation",
    "final": True,
    "in_content": True,
    "trigger": "periodic",
}


@dataclass(frozen=True)
class Built:
    """An example in a snapshot."""

    subject_id: str
    #: Table -> rows.
    rows: Mapping[str, list[Row]]
    #: The document that the rows should give, with everything filled in.
    document: Row


class Builder:
    """Makes rows of examples' documents."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._validators: dict[tuple[str, int], Validator] = {}

    def build(
        self,
        document: Mapping[str, Any],
        subject: SubjectKind,
        snapshot: Mapping[str, Any],
        prefix: str,
        filling: int,
    ) -> Built:
        """Rows of one document.

        Args:
            document: as the example gives it.
            subject: its kind.
            snapshot: as_of and window.
            prefix: stands before each id, so that examples do not meet.
            filling: one of :data:`FILLINGS`.

        Raises:
            LeftOutError: with the rule by which there are no such rows.
        """
        contract = self._contract
        making = _Making(copy.deepcopy(dict(document)), subject, contract, snapshot, filling)
        rows = making.rows()
        placed: dict[str, dict[str, Row]] = {}
        for table, row in rows:
            key = contract.tables[table].key
            prefixed = _prefixed(row, contract.tables[table].columns, prefix)
            if placed.setdefault(table, {}).setdefault(prefixed[key], prefixed) != prefixed:
                raise LeftOutError("two branches tell of one row differently")
            if not self._accepts(table, prefixed, snapshot["as_of"]):
                raise LeftOutError("a row is one that the contract refuses")
        whole: Row = {}
        columns = contract.branch_columns(subject)
        for branch, value in making.document.items():
            if branch == "unknown":
                whole[branch] = value
            elif isinstance(value, list):
                whole[branch] = [_prefixed(row, columns[branch], prefix) for row in value]
            else:
                whole[branch] = _prefixed(value, columns[branch], prefix)
        root = snapshot["platform_id"]
        if not subject.root:
            root = whole[subject.name][contract.tables[subject.table].key]
        return Built(root, {table: list(held.values()) for table, held in placed.items()}, whole)

    def _accepts(self, table: str, row: Row, as_of: int) -> bool:
        """Whether the contract accepts a row; rows that it refuses would be quarantined."""
        if (table, as_of) not in self._validators:
            held = self._contract.tables[table]
            self._validators[table, as_of] = row_validator(held, as_of)
        accepted: bool = self._validators[table, as_of].validate(row, normalize=False)
        return accepted


def _prefixed(row: Row, columns: Mapping[str, Column], prefix: str) -> Row:
    return {
        name: prefix + value
        if columns[name].kind is Kind.IDENTIFIER and name != "platform_id"
        else value
        for name, value in row.items()
    }


class _Making:
    """Completes one document, and takes it apart into rows."""

    def __init__(
        self,
        document: Row,
        subject: SubjectKind,
        contract: Contract,
        snapshot: Mapping[str, Any],
        filling: int,
    ) -> None:
        self.document = document
        self._subject = subject
        self._contract = contract
        self._snapshot = snapshot
        self._filling = filling
        self._root: Row = document.setdefault(subject.name, {})

    def rows(self) -> list[tuple[str, Row]]:
        """(table, row) of all branches; the document is complete afterwards."""
        subject, document = self._subject, self.document
        if subject.root:
            self._root["platform_id"] = self._snapshot["platform_id"]
        else:
            self._name_links()
            self._fill(self._root, subject.table, subject.name)
            self._add_parents()
        for child in subject.children:
            for index, row in enumerate(document.setdefault(child.name, [])):
                if row.setdefault(child.column, self._root[child.match]) != self._root[child.match]:
                    raise LeftOutError("ids do not fit together")
                before = None if child.before is None else self._root[child.before]
                if child.time is not None and before is not None:
                    row.setdefault(child.time, before - DAY)
                self._fill(row, child.table, f"{child.name}-{index:02}")
                if (
                    child.time is not None
                    and child.other_than is not None
                    and (
                        row[child.time] >= before
                        or row.get(child.other_than) == self._root[child.other_than]
                    )
                ):
                    raise LeftOutError("a prior row is none")
        for whole in subject.whole:
            for index, row in enumerate(document.setdefault(whole.name, [])):
                self._fill(row, whole.table, f"{whole.name}-{index:02}")
        derived = {each.name for each in subject.derived}
        counted = counted_rows(document, subject.name, self._snapshot)
        return counted + [
            (table, row)
            for branch, table in subject.branch_tables().items()
            if branch in document and branch not in derived
            for row in (
                document[branch] if isinstance(document[branch], list) else [document[branch]]
            )
        ]

    def _name_links(self) -> None:
        """Ids of the root by which branches that the document has hang on it."""
        for parent in self._subject.parents:
            row = self.document.get(parent.name)
            if parent.of == self._subject.name and row is not None:
                key = self._contract.tables[parent.table].key
                self._root.setdefault(parent.via, row.get(key, parent.name))
        for child in self._subject.children:
            if self.document.get(child.name):
                self._root.setdefault(child.match, f"its-{child.match}")

    def _add_parents(self) -> None:
        unknown = self.document.get("unknown", ())
        for parent in self._subject.parents:
            holder, row = self.document.get(parent.of), self.document.get(parent.name)
            key = self._contract.tables[parent.table].key
            if parent.name in unknown and holder is not None and row is None:
                holder.setdefault(parent.via, f"no-{parent.name}")
                continue
            if holder is None:
                if row is not None or parent.name in unknown:
                    raise LeftOutError("a parent has nothing that it is the parent of")
                continue
            if row is None and parent.via not in holder:
                continue
            row = self.document.setdefault(parent.name, {})
            name = holder.setdefault(parent.via, row.get(key, parent.name))
            if row.setdefault(key, name) != name:
                raise LeftOutError("ids do not fit together")
            self._fill(row, parent.table, parent.name)

    def _fill(self, row: Row, table: str, name: str) -> None:
        held = self._contract.tables[table]
        for column in held.columns.values():
            if column.required and column.name not in row:
                row[column.name] = name if column.name == held.key else self._value(column)

    def _value(self, column: Column) -> Any:
        if column.kind is Kind.IDENTIFIER:
            return self._root.get(column.name, f"its-{column.name}")
        if column.kind is Kind.TIME:
            moment: int = self._snapshot["as_of"]
            days = (40, 200, 0, 5)[self._filling]
            return moment + DAY if column.ahead else moment - days * DAY
        if column.kind is Kind.NUMBER:
            return column.rules.get("min", 0)
        if column.kind is Kind.TEXT:
            return "text"
        allowed = [True, False] if column.kind is Kind.FLAG else list(column.rules["allowed"])
        usual = _USUAL.get(column.name, allowed[0])
        return [usual, *(each for each in allowed if each != usual)][self._filling % len(allowed)]
