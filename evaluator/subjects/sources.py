"""Where the rows of a branch come from: the relations that validation left, and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.bundle import Contract, Table
from evaluator.warehouse import Warehouse, identifier, literal

__all__ = ["Source", "contract_sources", "no_rows", "ordered_rows"]


@dataclass(frozen=True, slots=True)
class Source:
    """The rows that a branch of a document may show.

    Attributes:
        key: column that identifies a row, among those that an array holds at least.
        columns: column that documents show -> SQL type; the key first, where it is one of them.
        relation: the rows, as SQL that may stand after FROM; no rows where they are not present.
        present: whether the snapshot has what is needed.
        quarantine: bad rows, laid out as in docs/architecture.md; None where there are none.
    """

    key: str
    columns: Mapping[str, str]
    relation: str
    present: bool
    quarantine: str | None

    @property
    def type(self) -> str:
        """SQL type of one row."""
        fields = ", ".join(f"{identifier(name)} {kind}" for name, kind in self.columns.items())
        return f"STRUCT({fields})"

    def row(self, alias: str) -> str:
        """SQL that makes a struct of the row that ``alias`` (quoted) stands for."""
        cells = (f"{literal(name)}: {alias}.{identifier(name)}" for name in self.columns)
        return "{" + ", ".join(cells) + "}"


def ordered_rows(source: Source, alias: str) -> str:
    """SQL aggregate: the rows in the order of the UTF-8 bytes of their keys.

    The key is the first field, and unique, so that structs are ordered by it alone; DuckDB
    compares VARCHAR by bytes. (``list(… ORDER BY key)`` takes four times as long.)
    """
    return f"list_sort(list({source.row(alias)}))"


def no_rows(columns: Mapping[str, str]) -> str:
    """SQL that may stand after FROM: a relation of these columns without rows."""
    cells = ", ".join(f"NULL::{kind} AS {identifier(name)}" for name, kind in columns.items())
    return f"(SELECT {cells} WHERE FALSE)"


def contract_sources(warehouse: Warehouse, contract: Contract) -> dict[str, Source]:
    """Table -> its source, for every table of the contract, present in the snapshot or not."""
    present = {
        name
        for (name,) in warehouse.run(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'clean'"
        )
    }
    return {
        name: _source(warehouse, table, present=name in present)
        for name, table in contract.tables.items()
    }


def _source(warehouse: Warehouse, table: Table, *, present: bool) -> Source:
    columns = {table.key: table.columns[table.key].kind.sql_type}
    columns |= {name: column.kind.sql_type for name, column in table.columns.items()}
    if not present:
        return Source(table.key, columns, no_rows(columns), present=False, quarantine=None)
    quarantine = f"quarantined.{identifier(table.name)}"
    bad = warehouse.value(f"SELECT EXISTS (SELECT 1 FROM {quarantine})")  # noqa: S608 (quoted)
    relation = f"clean.{identifier(table.name)}"
    return Source(
        table.key, columns, relation, present=True, quarantine=quarantine if bad else None
    )
