"""What validation left behind, counted: faults by their kind, times and nulls by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.bundle import Kind, Table
from evaluator.warehouse import Warehouse, identifier

__all__ = ["EXAMPLES", "FaultGroup", "FaultyCell", "TableProfile", "fault_groups", "profile_table"]

#: Cells that stand for a group of faults.
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class FaultyCell:
    """One faulty cell, as the quarantine shows it; ``key`` is None where it cannot be read."""

    file: str
    row: int
    key: str | None
    value: str


@dataclass(frozen=True, slots=True)
class FaultGroup:
    """All faults of one table that have the same column and rule."""

    table: str
    #: Empty where the whole row is at fault.
    column: str
    rule: str
    count: int
    #: The first ones, by file and row.
    examples: tuple[FaultyCell, ...]


@dataclass(frozen=True, slots=True)
class TableProfile:
    """What the clean rows of one table hold."""

    rows: int
    #: Time column -> its first and last time (epoch seconds), None where it has none.
    times: Mapping[str, tuple[int, int] | None]
    #: Column -> rows in which it is null.
    nulls: Mapping[str, int]


def fault_groups(warehouse: Warehouse, table: str) -> tuple[FaultGroup, ...]:
    """The faults of a table's quarantined rows, the most frequent first."""
    groups = warehouse.run(
        'SELECT fault."column", fault.rule, count(*) AS count, '  # noqa: S608 (name is quoted)
        "min({'file': _file, 'row': _row, 'key': _key, 'value': fault.value}, "
        f"{EXAMPLES}) FROM (SELECT _file, _row, _key, unnest(_faults) AS fault "
        f"FROM quarantined.{identifier(table)}) GROUP BY ALL "
        'ORDER BY count DESC, fault."column", fault.rule'
    )
    return tuple(
        FaultGroup(table, column, rule, count, tuple(FaultyCell(**cell) for cell in cells))
        for column, rule, count, cells in groups
    )


def profile_table(warehouse: Warehouse, table: Table) -> TableProfile:
    """Count a table's clean rows: nulls of every column, first and last of every time."""
    times = [name for name, column in table.columns.items() if column.kind is Kind.TIME]
    counts = ["count(*)", *(f"count({identifier(name)})" for name in table.columns)]
    for name in times:
        counts += [f"min({identifier(name)})", f"max({identifier(name)})"]
    (row,) = warehouse.run(f"SELECT {', '.join(counts)} FROM clean.{identifier(table.name)}")  # noqa: S608
    rows, filled, bounds = row[0], row[1 : 1 + len(table.columns)], row[1 + len(table.columns) :]
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    return TableProfile(
        rows=rows,
        times={
            name: None if first is None else (first, last)
            for name, (first, last) in zip(times, pairs, strict=True)
        },
        nulls={name: rows - count for name, count in zip(table.columns, filled, strict=True)},
    )
