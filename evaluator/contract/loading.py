"""One file into the tables of the warehouse: clean rows by SQL, suspicious ones by Cerberus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from evaluator.bundle import Table
from evaluator.contract.damage import told_of_file
from evaluator.contract.examiner import Examined, Examiner
from evaluator.contract.forms import FORMS
from evaluator.contract.predicate import certainly_clean
from evaluator.contract.values import show
from evaluator.model import RawTable
from evaluator.warehouse import Warehouse, identifier

__all__ = ["MOST_UNKNOWN", "Loader"]

#: Suspicious rows that are in memory at once.
AT_ONCE = 1024
#: Unknown columns of a table that are told by name.
MOST_UNKNOWN = 20
FAULT_TYPE = pa.list_(
    pa.struct([("column", pa.string()), ("rule", pa.string()), ("value", pa.string())])
)
ARROW_TYPES: Mapping[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR[]": pa.list_(pa.string()),
}


class Loader:
    """Fills ``clean.<table>`` and ``quarantined.<table>`` from raw relations.

    While it works the clean table has four more columns: the file, the row in it, whether the row
    is still suspicious, and its unknown keys; ``finish`` removes them.
    """

    def __init__(self, warehouse: Warehouse, table: Table, as_of: int) -> None:
        self._warehouse = warehouse
        self._table = table
        self._as_of = as_of
        #: Unknown column -> the first file that has it; at most MOST_UNKNOWN and one.
        self.unknown: dict[str, str] = {}
        self.clean = f"clean.{identifier(table.name)}"
        self.quarantined = f"quarantined.{identifier(table.name)}"
        typed = ", ".join(
            f"{identifier(name)} {column.kind.sql_type}" for name, column in table.columns.items()
        )
        warehouse.run(
            f"CREATE TABLE {self.clean} (_file VARCHAR, _row BIGINT, _suspicious BOOLEAN, "
            f"_unknown VARCHAR[], {typed})"
        )
        warehouse.run(
            f"CREATE TABLE {self.quarantined} (_file VARCHAR, _row BIGINT, _key VARCHAR, "
            '_unreadable VARCHAR[], _faults STRUCT("column" VARCHAR, rule VARCHAR, '
            f"value VARCHAR)[], {typed})"
        )
        self._types = {
            name: ARROW_TYPES[column.kind.sql_type] for name, column in table.columns.items()
        }

    def add(self, raw: RawTable, types: Mapping[str, str]) -> int:
        """Take in one file and return the number of its rows.

        Raises:
            SnapshotError: if the file turns out to be damaged.
        """
        with told_of_file(raw):
            return self._add(raw, types)

    def _add(self, raw: RawTable, types: Mapping[str, str]) -> int:
        form = FORMS[raw.form](self._table, types)
        names = [identifier(name) for name in self._table.columns]
        cells = [form.cell(column).value for column in self._table.columns.values()]
        values = ", ".join(f"{cell} AS {name}" for cell, name in zip(cells, names, strict=True))
        # What is suspicious may be of any size, and is read again anyway.
        kept = ", ".join(f"CASE WHEN NOT _suspicious THEN {name} END" for name in names)
        ((rows,),) = self._warehouse.run(
            f"INSERT INTO {self.clean} SELECT ?, _row, _suspicious, _unknown, {kept} FROM ("  # noqa: S608 (names are quoted)
            f"SELECT _row, NOT ({certainly_clean(self._table, form, self._as_of)}) AS _suspicious, "
            f"{form.unknown()} AS _unknown, {values} FROM {form.source(raw.relation)})",
            [raw.source.path],
        )
        if raw.form == "json":
            self._note_unknown_keys(raw.source.path)
        waiting = f"FROM {self.clean} WHERE _suspicious"
        if self._warehouse.value(f"SELECT count(*) {waiting}"):
            examiner = Examiner(self._table, self._as_of, raw.form)
            query = f"{form.raw(raw.relation)} WHERE _row IN (SELECT _row {waiting})"
            for batch in self._warehouse.batches(query, rows=AT_ONCE):
                self._examine(raw.source.path, examiner, batch)
            self._warehouse.run(f"DELETE {waiting}")
        return int(rows)

    def note_unknown(self, file: str, names: Iterable[str]) -> None:
        """Keep the names of unknown columns, as long as they are few."""
        for name in names:
            if len(self.unknown) <= MOST_UNKNOWN:
                self.unknown.setdefault(name, file)

    def _note_unknown_keys(self, file: str) -> None:
        found = self._warehouse.run(
            f"SELECT DISTINCT unnest(_unknown) AS name FROM {self.clean} "  # noqa: S608 (quoted)
            f"WHERE _unknown IS NOT NULL AND _file = ? ORDER BY name LIMIT {MOST_UNKNOWN + 1}",
            [file],
        )
        self.note_unknown(file, [show(name) for (name,) in found])

    def _examine(self, file: str, examiner: Examiner, batch: pa.RecordBatch) -> None:
        good: list[tuple[int, Examined]] = []
        bad: list[tuple[int, Examined]] = []
        for row in batch.to_pylist():
            examined = examiner.examine(row)
            self.note_unknown(file, examined.unknown)
            (bad if examined.faults else good).append((row["_row"], examined))
        if good:
            extra = {"_suspicious": pa.array([False] * len(good))}
            self._warehouse.append(self.clean, self._batch(file, good, extra))
        if bad:
            faults = [
                [
                    {"column": fault.column, "rule": fault.rule, "value": fault.value}
                    for fault in examined.faults
                ]
                for _, examined in bad
            ]
            extra = {
                "_key": pa.array([examined.key for _, examined in bad], pa.string()),
                "_unreadable": pa.array(
                    [examined.unreadable for _, examined in bad], pa.list_(pa.string())
                ),
                "_faults": pa.array(faults, FAULT_TYPE),
            }
            self._warehouse.append(self.quarantined, self._batch(file, bad, extra))

    def _batch(
        self, file: str, rows: Sequence[tuple[int, Examined]], extra: Mapping[str, pa.Array]
    ) -> pa.RecordBatch:
        columns: dict[str, Any] = {
            "_file": pa.array([file] * len(rows)),
            "_row": pa.array([row for row, _ in rows], pa.int64()),
            **extra,
        }
        for name, type_ in self._types.items():
            cells = [examined.values.get(name) for _, examined in rows]
            columns[name] = pa.array(cells, type_)
        return pa.record_batch(columns)

    def finish(self) -> None:
        """Leave nothing but the contract's columns in the clean table."""
        for column in ("_file", "_row", "_suspicious", "_unknown"):
            self._warehouse.run(f"ALTER TABLE {self.clean} DROP COLUMN {column}")
