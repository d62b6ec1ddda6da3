"""The arrays of documents, made once for all subjects: rows by what they hang on, in key order.

DuckDB keeps lists that are being collected in memory and cannot spill them. So they are collected
for a part of the values at a time, and stored; joins over stored lists spill like all others.
"""

from __future__ import annotations

from evaluator.subjects.sources import Source, no_rows, ordered_rows
from evaluator.subjects.staging import Staging
from evaluator.warehouse import identifier

__all__ = ["Arrays"]

#: Rows that are collected into lists at once; about 100 MB in memory.
ROWS_AT_ONCE = 400_000


class Arrays:
    """Stored arrays by table and column, made when they are first asked for.

    Each is a relation of ``held_by`` (value of the column), ``rows`` (LIST(STRUCT) ordered by the
    UTF-8 bytes of the key) and ``size`` (how many); values that hold no row are not in it.
    """

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self._made: dict[tuple[str, str], str] = {}

    def relation(self, source: Source, column: str) -> str:
        """The stored arrays of a source by one of its columns."""
        place = source.relation, column
        if place not in self._made:
            self._made[place] = self._make(source, column)
        return self._made[place]

    def _make(self, source: Source, column: str) -> str:
        by = f"given.{identifier(column)}"
        rows = f"FROM {source.relation} AS given WHERE {by} IS NOT NULL"
        columns = {"held_by": "VARCHAR", "rows": f"{source.type}[]", "size": "BIGINT"}
        made = self._staging.store(f"FROM {no_rows(columns)}")
        warehouse = self._staging.warehouse
        parts = 1 + warehouse.value(f"SELECT count(*) {rows}") // ROWS_AT_ONCE
        for part in range(parts):
            warehouse.run(
                f"INSERT INTO {made} SELECT {by}, {ordered_rows(source, 'given')}, count(*) "
                f"{rows} AND hash({by}) % {parts} = {part} GROUP BY {by}"
            )
        return made
