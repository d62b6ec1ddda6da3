"""Tables as files."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from evaluator.synthetic import writers
from evaluator.synthetic.writers import ENDINGS, open_writer

#: 2025-09-24T00:00+08:00
T = 1_758_643_200


def _write(path: Path, table: str, *parts: list[list[object]]) -> None:
    writer = open_writer(path, table)
    for part in parts:
        writer.add(part)
    writer.close()


OPERATORS = [["o1", "ö2"], ["person", "mcn"], [True, None], [False, None], [None, "o1"]]
NOTICES = [["n1"], ["a1"], [None], ["guidance"], [T], [None], [T + 1]]
CERTIFICATIONS = [
    ["c1", "c2", "c3"],
    ["a1", "a1", "a1"],
    ["law", "law", "law"],
    [None, "registry", "other"],
    ["valid", "valid", "valid"],
    [T, T, T],
    [None, T, T],
    [None, None, None],
    [("field", "identity"), (), None],
    [None, None, None],
]


def test_ndjson_leaves_nulls_out(tmp_path: Path) -> None:
    """A null is an absent key; text is UTF-8."""
    _write(tmp_path / "operators.ndjson", "operators", OPERATORS)
    assert (tmp_path / "operators.ndjson").read_text("utf-8").splitlines() == [
        '{"operator_id":"o1","kind":"person","licensed_news":true,"disclosed_matrix":false}',
        '{"operator_id":"ö2","kind":"mcn","mcn_id":"o1"}',
    ]


def test_csv_has_empty_cells_for_nulls_and_json_for_lists(tmp_path: Path) -> None:
    """Booleans are true and false, lists JSON arrays, nulls nothing."""
    _write(tmp_path / "operators.csv", "operators", OPERATORS)
    assert (tmp_path / "operators.csv").read_text("utf-8").splitlines() == [
        "operator_id,kind,licensed_news,disclosed_matrix,mcn_id",
        "o1,person,true,false,",
        "ö2,mcn,,,o1",
    ]
    _write(tmp_path / "certifications.csv", "certifications", CERTIFICATIONS)
    lines = (tmp_path / "certifications.csv").read_text("utf-8").splitlines()
    assert next(line.partition(",,")[2] for line in lines[1:]).endswith(
        ',"[""field"",""identity""]",'
    )
    assert lines[2].endswith(",[],")
    assert lines[3].endswith(",,")


def test_times_are_integers_or_zoned_by_table(tmp_path: Path) -> None:
    """Both ways to write a time occur, in text and in Parquet."""
    _write(tmp_path / "notices.ndjson", "notices", NOTICES)
    _write(tmp_path / "certifications.ndjson", "certifications", CERTIFICATIONS)
    assert f'"sent_at":{T}' in (tmp_path / "notices.ndjson").read_text()
    assert (
        '"valid_from":"2025-09-24T00:00:00+08:00"'
        in (tmp_path / "certifications.ndjson").read_text()
    )
    _write(tmp_path / "notices.parquet", "notices", NOTICES)
    _write(tmp_path / "certifications.parquet", "certifications", CERTIFICATIONS)
    assert str(pq.read_schema(tmp_path / "notices.parquet").field("sent_at").type) == "int64"
    times = pq.read_table(tmp_path / "certifications.parquet")["valid_from"]
    assert str(times.type) == "timestamp[ms, tz=UTC]"
    assert times.to_pylist()[0].timestamp() == T


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_reads_back(tmp_path: Path, ending: str) -> None:
    """What was written in two parts is what DuckDB reads, whatever the form."""
    path = tmp_path / f"operators.{ending}"
    _write(path, "operators", OPERATORS, [], OPERATORS)
    reader = {"parquet": "read_parquet", "ndjson": "read_json", "csv": "read_csv"}[
        ending.partition(".")[0]
    ]
    query = f"SELECT operator_id, kind, mcn_id FROM {reader}('{path}')"  # noqa: S608 (own file)
    rows = duckdb.sql(query).fetchall()
    assert rows == [("o1", "person", None), ("ö2", "mcn", "o1")] * 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_without_rows_is_a_file(tmp_path: Path, ending: str) -> None:
    """An empty table means that there are none, and is not the same as no table."""
    path = tmp_path / f"operators.{ending}"
    _write(path, "operators")
    assert path.is_file()
    if ending == "csv":
        assert len(path.read_text().splitlines()) == 1
    if ending == "ndjson.gz":
        assert gzip.decompress(path.read_bytes()) == b""
    if ending == "parquet":
        assert pq.read_metadata(path).num_rows == 0


def test_row_groups_do_not_hang_on_the_size_of_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small parts are gathered, and what was gathered is written when there is enough."""
    monkeypatch.setattr(writers, "GROUP_ROWS", 4)
    _write(tmp_path / "operators.parquet", "operators", *[OPERATORS] * 5)
    metadata = pq.read_metadata(tmp_path / "operators.parquet")
    assert [metadata.row_group(number).num_rows for number in range(3)] == [4, 4, 2]
