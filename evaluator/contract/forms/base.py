"""What a form tells about a raw relation, as SQL expressions.

Law: where ``readable`` holds, ``value`` is what the strict reader in Python would give. It may
fail to hold for a sound cell (the row then meets Cerberus), never hold for a faulty one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from evaluator.bundle import Column
from evaluator.bundle.moments import TIME_PATTERN
from evaluator.warehouse import literal

__all__ = ["Cell", "Form", "exact_integer", "list_of_names", "moment"]

NAME = '"[A-Za-z0-9_]+"'
#: A JSON list of plain names, of which the elements can be cut out by pattern.
NAMES = rf"[ \t]*\[[ \t]*(?:{NAME}(?:[ \t]*,[ \t]*{NAME})*)?[ \t]*\][ \t]*"


@dataclass(frozen=True, slots=True)
class Cell:
    """SQL for one column: is it null, what is its value, and is that all that the cell says."""

    absent: str
    value: str
    readable: str


class Form(Protocol):
    """SQL over one raw relation."""

    def source(self, relation: str) -> str:
        """FROM clause that gives ``_row`` and what the cells refer to."""
        ...

    def sound(self) -> str:
        """Condition for a row that is a record at all."""
        ...

    def unknown(self) -> str:
        """VARCHAR[] of the row's own keys that the contract does not have, or null."""
        ...

    def cell(self, column: Column) -> Cell:
        """The expressions for one column of the contract."""
        ...

    def raw(self, relation: str) -> str:
        """Query for ``_row`` and what the reader in Python needs, to which a WHERE is added."""
        ...


def exact_integer(text: str) -> str:
    """BIGINT of a text that is an integer as JSON writes it, null otherwise."""
    number = f"TRY_CAST({text} AS BIGINT)"
    return f"CASE WHEN CAST({number} AS VARCHAR) = {text} THEN {number} END"


def moment(text: str) -> str:
    """Epoch seconds of an RFC 3339 text, null otherwise; as evaluator.bundle.moments has it."""
    wall = f"TRY_CAST(left({text}, 10) || ' ' || substr({text}, 12, 8) AS TIMESTAMP)"
    sign = f"CASE WHEN left(right({text}, 6), 1) = '-' THEN -1 ELSE 1 END"
    hours = f"TRY_CAST(left(right({text}, 5), 2) AS BIGINT)"
    minutes = f"TRY_CAST(right({text}, 2) AS BIGINT)"
    offset = (
        f"CASE WHEN right({text}, 1) IN ('Z', 'z') THEN 0 "
        f"ELSE {sign} * ({hours} * 3600 + {minutes} * 60) END"
    )
    return (
        f"CASE WHEN regexp_full_match({text}, {literal(TIME_PATTERN)}) "
        f"AND left({text}, 4) <> '0000' THEN epoch_us({wall}) // 1000000 - {offset} END"
    )


def list_of_names(text: str) -> str:
    """VARCHAR[] of a JSON list of plain names, null otherwise."""
    return (
        f"CASE WHEN regexp_full_match({text}, {literal(NAMES)}) "
        f"THEN regexp_extract_all({text}, '[A-Za-z0-9_]+') END"
    )
