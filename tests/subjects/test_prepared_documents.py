"""Prepare and documents give what the contract says, put together row by row in Python."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.bundle import Child, Column, Contract, Kind, SubjectKind
from evaluator.subjects import arrays, preparing

IDS = ["a", "B", 'q"\\', "é", "\uffee", "\U0001f600", "清"]
Row = dict[str, Any]


class Snapshot:
    """Random tables: some absent, some empty, with clean and quarantined rows."""

    def __init__(self, contract: Contract, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 (a test)
        self.clean: dict[str, list[Row]] = {}
        self.bad: dict[str, list[Row]] = {}
        for name, table in contract.tables.items():
            if self._chance.random() < 0.1:
                continue
            keys = self._chance.sample(IDS, self._chance.randint(0, len(IDS)))
            self.clean[name] = [self._row(table.columns, {table.key: key}) for key in keys]
            left = [key for key in IDS if key not in keys]
            count = self._chance.choice([0, 0, 1, 2]) if left else 0
            self.bad[name] = [
                self._bad(table.columns, table.key, self._chance.choice(left)) for _ in range(count)
            ]

    def _row(self, columns: Mapping[str, Column], given: Row) -> Row:
        row = {}
        for name, column in columns.items():
            null = not column.required and self._chance.random() < 0.3
            row[name] = None if null else given.get(name, self._cell(column))
        return row

    def _cell(self, column: Column) -> object:
        if column.kind in (Kind.TIME, Kind.NUMBER):
            return self._chance.choice([5, 10, 50, 51, 90, 95])
        if column.kind is Kind.FLAG:
            return self._chance.random() < 0.5
        if column.kind is Kind.LIST:
            return self._chance.sample(column.rules["allowed"], 2)
        return self._chance.choice(column.rules.get("allowed", IDS))

    def _bad(self, columns: Mapping[str, Column], key: str, value: str) -> Row:
        row = self._row(columns, {key: value})
        unreadable = [name for name in columns if self._chance.random() < 0.2]
        row |= dict.fromkeys(unreadable)
        return {**row, "_key": row[key], "_unreadable": unreadable}


class ByHand:
    """Documents of one subject kind, as subjects.yaml describes them."""

    def __init__(self, contract: Contract, subject: SubjectKind, snapshot: Snapshot) -> None:
        self._contract = contract
        self._subject = subject
        self._clean = snapshot.clean
        self._bad = snapshot.bad

    def documents(self) -> dict[str, tuple[Row, set[str], int | None]]:
        """Id -> document without derived branches, tainted branches, time."""
        key = self._contract.tables[self._subject.table].key
        return {row[key]: self._document(row, key) for row in self._clean[self._subject.table]}

    def _document(self, root: Row, key: str) -> tuple[Row, set[str], int | None]:
        rows: dict[str, Any] = {self._subject.name: root}
        tainted: set[str] = set()
        unknown = []
        for parent in self._subject.parents:
            holder = rows.get(parent.of)
            given = holder and holder[parent.via]
            if given is None or parent.table not in self._clean:
                continue
            parent_key = self._contract.tables[parent.table].key
            found = [row for row in self._clean[parent.table] if row[parent_key] == given]
            if found:
                rows[parent.name] = found[0]
            else:
                unknown.append(parent.name)
            if any(row["_key"] == given for row in self._bad[parent.table]):
                tainted.add(parent.name)
        for child in self._subject.children:
            order = self._contract.tables[child.table].key
            held = self._rows(child, root, key)
            rows[child.name] = sorted(held, key=lambda row, order=order: row[order].encode())
            if any(self._touches(row, child, root, key) for row in self._bad.get(child.table, [])):
                tainted.add(child.name)
        document: Row = {name: _stripped(value) for name, value in rows.items()}
        if unknown:
            document["unknown"] = unknown
        return document, tainted, root[self._subject.time] if self._subject.time else None

    def _rows(self, child: Child, root: Row, key: str) -> Sequence[Row]:
        held: list[Row] = []
        for row in self._clean.get(child.table, []):
            if row[child.column] is None or row[child.column] != root[child.match]:
                continue
            if child.time and child.before and not row[child.time] < root[child.before]:
                continue
            if child.other_than and row[child.other_than] == root[key]:
                continue
            held.append(row)
        return held

    def _touches(self, row: Row, child: Child, root: Row, key: str) -> bool:
        if row[child.column] is None or row[child.column] != root[child.match]:
            return False
        timed = child.time and child.before and child.time not in row["_unreadable"]
        if timed and row[child.time] >= root[child.before]:
            return False
        if child.other_than and child.other_than not in row["_unreadable"]:
            return bool(row[child.other_than] != root[key])
        return True


def _stripped(value: Any) -> Any:
    if isinstance(value, list):
        return [_stripped(row) for row in value]
    return {name: cell for name, cell in value.items() if cell is not None}


@pytest.fixture
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several parts, and subjects with long arrays, also where there are few rows."""
    monkeypatch.setattr(preparing, "PART_ROWS", 15)
    monkeypatch.setattr(preparing, "LONG_PART_ROWS", 8)
    monkeypatch.setattr(preparing, "LONG_ARRAY", 2)
    monkeypatch.setattr(arrays, "ROWS_AT_ONCE", 6)


@pytest.mark.usefixtures("_small_parts")
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_all_documents_are_what_the_contract_says(
    world: Any, tmp_path_factory: Any, seed: int
) -> None:
    """Of every kind with a table, over tables of all sorts."""
    snapshot = Snapshot(world.contract, seed)
    world.clear()
    world.folder = tmp_path_factory.mktemp("random")
    for name, rows in snapshot.clean.items():
        world.have(name, *rows, bad=snapshot.bad[name])
    prepared = world.prepare()
    for name, subject in world.contract.subjects.items():
        if subject.root is not None or subject.table not in snapshot.clean:
            continue
        expected = ByHand(world.contract, subject, snapshot).documents()
        derived = {each.name for each in subject.derived}
        wanted = subject.branch_tables().keys() - derived
        found = world.candidates(prepared, name, *wanted)
        assert prepared.subjects[name] == len(expected)
        actual = {
            key: (world.read(each), set(each.tainted - derived), each.subject_time)
            for key, each in found.items()
        }
        assert actual == expected
