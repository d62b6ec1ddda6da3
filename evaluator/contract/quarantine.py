"""What was taken out of a table: the first rows for the report, all of them for a file."""

from __future__ import annotations

from pathlib import Path

from evaluator.model import Fault, QuarantinedRow
from evaluator.warehouse import Warehouse, identifier, literal

__all__ = ["FIRST", "first_rows", "unplaced_rows", "write_quarantine"]

#: Rows of a table that a report shows.
FIRST = 10


def first_rows(warehouse: Warehouse, table: str) -> tuple[QuarantinedRow, ...]:
    """The first quarantined rows of a table, by file and row."""
    rows = warehouse.run(
        f"SELECT _file, _row, _key, _faults FROM quarantined.{identifier(table)} "  # noqa: S608
        f"ORDER BY _file, _row LIMIT {FIRST}"
    )
    return tuple(
        QuarantinedRow(
            table,
            file,
            row,
            key,
            tuple(Fault(fault["column"], fault["rule"], fault["value"]) for fault in faults),
        )
        for file, row, key, faults in rows
    )


def unplaced_rows(warehouse: Warehouse, table: str, links: list[str]) -> tuple[dict[str, int], int]:
    """Rows by linking column that cannot be read, and rows with at least one such column."""
    if not links:
        return {}, 0
    source = f"FROM quarantined.{identifier(table)}"
    counts = [f"count(*) FILTER (list_contains(_unreadable, {literal(link)}))" for link in links]
    listed = "[" + ", ".join(literal(link) for link in links) + "]"
    counts.append(f"count(*) FILTER (list_has_any(_unreadable, {listed}))")
    (row,) = warehouse.run(f"SELECT {', '.join(counts)} {source}")
    *each, any_of_them = row
    return dict(zip(links, each, strict=True)), any_of_them


def write_quarantine(warehouse: Warehouse, table: str, path: Path) -> None:
    """Write all quarantined rows of a table to a Parquet file, by file and row.

    Columns: file, row, key, faults (list of column, rule, value; values cut at 200 characters).

    Args:
        warehouse: the session in which the table was validated.
        table: its name.
        path: the file to write, in a folder that the warehouse may write.
    """
    warehouse.run(
        "COPY (SELECT _file AS file, _row AS row, _key AS key, _faults AS faults "  # noqa: S608
        f"FROM quarantined.{identifier(table)} ORDER BY file, row) "
        f"TO {literal(str(path.resolve()))} (FORMAT parquet, COMPRESSION zstd)"
    )
