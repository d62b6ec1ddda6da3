"""What is said of a Parquet file that turns out to be damaged while DuckDB reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from evaluator.errors import SnapshotError
from evaluator.model import RawTable

__all__ = ["told_of_file"]

#: What DuckDB says where the query is at fault, and not the file.
OF_THE_PROGRAM = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


@contextmanager
def told_of_file(raw: RawTable) -> Iterator[None]:
    """Turn DuckDB's errors into ones that name the file.

    DuckDB's own words are left out, because they may hold paths and values of rows.

    Raises:
        SnapshotError: if the file cannot be decoded.
    """
    try:
        yield
    except duckdb.Error as error:
        # Only Parquet is read while it is validated.
        if raw.form != "native" or isinstance(error, OF_THE_PROGRAM):
            raise
        reason = "is damaged: some of its values cannot be decoded"
        if "Invalid string encoding" in str(error):
            reason = "is not UTF-8"
        raise SnapshotError(
            f"load snapshot: {raw.source.path}",
            reason,
            "Export the file again, as UTF-8 and complete.",
        ) from None
