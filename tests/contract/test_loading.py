"""Files that turn out to be damaged while they are read, and rows of any size."""

from __future__ import annotations

import io
import json

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.bundle import Contract
from evaluator.contract.loading import AT_ONCE, Loader
from evaluator.errors import SnapshotError
from evaluator.model import RawTable, SourceFile
from evaluator.warehouse import Warehouse
from tests.contract.conftest import AS_OF, Check, WriteFiles, page_of_texts


def _parquet(ids: pa.Array) -> bytes:
    rows = len(ids)
    content = io.BytesIO()
    pq.write_table(pa.table({"thing_id": ids, "kind": ["open"] * rows, "at": [1] * rows}), content)
    return content.getvalue()


def test_a_text_that_is_not_utf8(write_files: WriteFiles, check: Check) -> None:
    """A Parquet text that is not UTF-8 stops the run, and does not get into the message."""
    offsets, data = pa.py_buffer(b"\0\0\0\0\7\0\0\0"), pa.py_buffer(b"secret\xff")
    ids = pa.Array.from_buffers(pa.string(), 1, [None, offsets, data])
    with pytest.raises(SnapshotError) as raised:
        check(write_files({"things.parquet": _parquet(ids)}))
    assert raised.value.offender == "load snapshot: things.parquet"
    assert raised.value.rule == "is not UTF-8"


def test_a_damaged_page(write_files: WriteFiles, check: Check) -> None:
    """A page that cannot be decoded stops the run; the file is named, its values are not."""
    sound = write_files({"things.parquet": page_of_texts("note", damaged=False)})
    assert check(sound).summaries["things"].kept == 1000
    with pytest.raises(SnapshotError) as raised:
        check(write_files({"things.parquet": page_of_texts("note", damaged=True)}))
    assert raised.value.rule == "is damaged: some of its values cannot be decoded"
    assert raised.value.remedy == "Export the file again, as UTF-8 and complete."


def test_an_error_of_the_program_is_none_of_the_file(
    things: Contract, warehouse: Warehouse
) -> None:
    """Where the query itself is wrong, no file is blamed for it."""
    source = SourceFile("things", "things.parquet", "parquet", "none", 1, "0")
    loader = Loader(warehouse, things.tables["things"], AS_OF)
    for form in ("native", "text"):
        with pytest.raises(duckdb.CatalogException):
            loader.add(RawTable(source, "raw.nothing", form, {}), {})
    warehouse.drop(loader.clean)
    warehouse.drop(loader.quarantined)


def test_more_suspicious_rows_than_fit_at_once(write_files: WriteFiles, check: Check) -> None:
    """Rows go to Cerberus in portions; sound ones among them come back."""
    many = AT_ONCE * 2 + 5
    lines = [
        json.dumps({"thing_id": f"t{n}", "kind": "open", "at": 1 if n % 2 else -(2**60), "x": {}})
        for n in range(many)
    ]
    summary = check(write_files({"things.ndjson": "\n".join(lines)})).summaries["things"]
    assert (summary.read, summary.kept) == (many, many // 2)
    assert summary.first[0].row == 1


def test_long_values_are_cut_before_they_are_kept(write_files: WriteFiles, check: Check) -> None:
    """A value of megabytes is a fault that is shown cut, in Parquet as elsewhere."""
    content = _parquet(pa.array(["x" * 5_000_000, "t"]))
    outcome = check(write_files({"things.parquet": content}))
    assert outcome.faults() == [
        ("things.parquet", 1, "thing_id", "must have at most 128 characters", "x" * 200)
    ]
    assert [row["thing_id"] for row in outcome.clean["things"]] == ["t"]
