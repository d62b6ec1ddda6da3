"""What every source format does, and the laws that it keeps."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from evaluator.errors import SnapshotError
from evaluator.model import RawTable, SourceFile
from evaluator.warehouse import Warehouse

__all__ = ["LONGEST_RECORD", "LONGEST_VALUE", "Format", "column_names", "damaged", "unreadable"]

#: Bytes of the longest record of a text file; a longer one is taken for damage.
LONGEST_RECORD = 32 << 20
#: Code points that a value keeps in the warehouse; no value of the contract is so long.
LONGEST_VALUE = 4096
#: Every column of every contract has such a name; the session keeps the others for itself.
COLUMN_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Format(Protocol):
    """Turns one file into one relation.

    Laws: no row is lost, none is made up; ``_row`` says where a record stands in the file, from 1
    (NDJSON: its line; CSV: its number among the records after the header, blank lines left out;
    Parquet: its number through all row groups); no value is changed, but for what lies beyond
    LONGEST_VALUE; what cannot be decoded as a whole is a SnapshotError that names the file and
    shows no value of it.
    """

    def opened(
        self, warehouse: Warehouse, source: SourceFile, path: Path, relation: str
    ) -> AbstractContextManager[RawTable]:
        """``relation`` (a name with its schema) of the file at ``path``, for a ``with`` block.

        Raises:
            SnapshotError: if the file cannot be decoded.
        """
        ...


def unreadable(source: SourceFile, error: OSError) -> SnapshotError:
    """The error for a file that the system does not give out."""
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    return SnapshotError(
        f"load snapshot: {source.path}",
        f"cannot be read: {reason}",
        "Give the reader access, and change nothing while it reads.",
    )


def damaged(source: SourceFile, reason: str) -> SnapshotError:
    """The error for a file that cannot be decoded."""
    return SnapshotError(
        f"load snapshot: {source.path}", reason, "Export the file again, as UTF-8 and complete."
    )


def column_names(source: SourceFile, columns: Sequence[str]) -> list[str | None]:
    """The columns' names, in order; None for one that can belong to no contract.

    Raises:
        SnapshotError: if a name is there twice.
    """
    names = [name if COLUMN_NAME.fullmatch(name) else None for name in columns]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise SnapshotError(
            f"load snapshot: {source.path}",
            f"column given twice: {', '.join(twice)}",
            "Leave one of them out.",
        )
    return names
