"""Every cell that a broken export may hold, in columns of every kind, one to a row."""

from __future__ import annotations

import pytest

from tests.fuzz.conftest import Agree
from tests.fuzz.nonsense import EVERY_CELL, EVERY_JSON
from tests.fuzz.sound import (
    Draft,
    contract,
    csv_text,
    json_cell,
    json_line,
    sound_rows,
    text_cell,
)

#: Between them they have every kind of column, and every rule that a column can have.
COLUMNS = [
    ("certifications", "certification_id"),
    ("certifications", "account_id"),
    ("certifications", "state"),
    ("certifications", "valid_from"),
    ("certifications", "valid_to"),
    ("certifications", "revoked_at"),
    ("certifications", "displayed_keys"),
    ("recommendations", "pool"),
    ("renderings", "in_content"),
    ("renderings", "text_px"),
    ("operators", "licensed_news"),
    ("education", "audience"),
]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_json_values(table: str, column: str, agree: Agree) -> None:
    """A value of NDJSON is what the contract says of it, or a fault of just this cell."""
    rows = sound_rows(contract().tables[table], len(EVERY_JSON))
    lines = []
    for row, cell in zip(rows, EVERY_JSON, strict=True):
        pairs = [(json_cell(key), json_cell(value)) for key, value in row.items() if key != column]
        lines.append(json_line([*pairs, (json_cell(column), cell)]))
    assert agree(Draft({f"{table}.ndjson": "".join(f"{line}\n" for line in lines).encode()}))


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_csv_cells(table: str, column: str, agree: Agree) -> None:
    """A cell of CSV is what the contract says of it, or a fault of just this cell."""
    names = list(contract().tables[table].columns)
    rows = sound_rows(contract().tables[table], len(EVERY_CELL))
    records = [
        [text_cell(cell if name == column else row.get(name)) for name in names]
        for row, cell in zip(rows, EVERY_CELL, strict=True)
    ]
    assert agree(Draft({f"{table}.csv": csv_text([names, *records]).encode()}))
