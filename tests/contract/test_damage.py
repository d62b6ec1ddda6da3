"""Errors of DuckDB that are the file's, and those that are not."""

from __future__ import annotations

import duckdb
import pytest

from evaluator.contract.damage import told_of_file
from evaluator.errors import SnapshotError
from evaluator.model import RawTable, SourceFile
from tests.contract.conftest import Check, WriteFiles, page_of_texts

SOURCE = SourceFile("things", "things.parquet", "parquet", "none", 1, "0")


def test_values_are_not_told() -> None:
    """The file is named; what DuckDB says of its content is left out."""
    raw = RawTable(SOURCE, "raw.x", "native", {})
    with pytest.raises(SnapshotError) as raised, told_of_file(raw):
        raise duckdb.ConversionException("Could not convert 'secret'")
    assert str(raised.value) == (
        "load snapshot: things.parquet: is damaged: some of its values cannot be decoded. "
        "Export the file again, as UTF-8 and complete."
    )


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ("native", duckdb.BinderException),
        ("native", duckdb.CatalogException),
        ("native", duckdb.ParserException),
        ("text", duckdb.ConversionException),
    ],
)
def test_errors_of_the_program_stay(form: str, error: type[duckdb.Error]) -> None:
    """Where the query is wrong, or no file is read any more, no file is blamed."""
    with pytest.raises(error), told_of_file(RawTable(SOURCE, "raw.x", form, {})):
        raise error("wrong")


def test_damage_in_a_column_of_another_type(write_files: WriteFiles, check: Check) -> None:
    """Also where values are only counted."""
    with pytest.raises(SnapshotError, match="some of its values cannot be decoded"):
        check(write_files({"things.parquet": page_of_texts("size", damaged=True)}))
