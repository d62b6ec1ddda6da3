"""One row before Cerberus: its values, or every fault of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.bundle import Table
from evaluator.contract.validator import row_validator
from evaluator.contract.values import Reading, read_json, read_native, read_text, show
from evaluator.model import Fault

__all__ = ["Examined", "Examiner"]

READERS: Mapping[str, Callable[[Table, Mapping[str, Any]], Reading]] = {
    "native": read_native,
    "text": read_text,
    "json": read_json,
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of a row; without faults it is clean."""

    #: Readable columns that are not null.
    values: Mapping[str, Any]
    faults: tuple[Fault, ...]
    #: Columns with a fault, in the contract's order.
    unreadable: tuple[str, ...]
    key: str | None
    #: Keys of the row that the contract does not have.
    unknown: tuple[str, ...] = ()


class Examiner:
    """Examines rows of one table in one form ("native", "text", "json")."""

    def __init__(self, table: Table, as_of: int, form: str) -> None:
        self._table = table
        self._read = READERS[form]
        self._validator = row_validator(table, as_of)

    def examine(self, row: Mapping[str, Any]) -> Examined:
        """Read and check one raw row."""
        reading = self._read(self._table, row)
        if reading.broken:
            return Examined({}, tuple(reading.faults), tuple(self._table.columns), None)
        faults = list(reading.faults)
        named = {fault.column for fault in faults}
        self._validator.validate(reading.values, normalize=False)
        for column, rule in self._validator.errors:
            if column not in named:
                raw = reading.raw.get(column)
                faults.append(Fault(column, rule, "" if raw is None else show(raw)))
        wrong = {fault.column for fault in faults}
        values = {name: value for name, value in reading.values.items() if name not in wrong}
        return Examined(
            values,
            tuple(faults),
            tuple(name for name in self._table.columns if name in wrong),
            values.get(self._table.key),
            tuple(reading.unknown),
        )
