"""Snapshots with wrong cells in NDJSON and CSV."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzz.nonsense import JSON_KEYS, json_cells, text_cells
from tests.fuzz.placing import placed, tables
from tests.fuzz.sound import (
    Draft,
    csv_text,
    json_cell,
    json_line,
    sound_rows,
    text_cell,
)

__all__ = ["csv_cells", "ndjson_cells"]

#: A text of 10 MB comes rarely, because it takes its time.
HUGE = "x" * 10_000_000
RARELY = 150
#: Many changes in one snapshot find as much as one change in many, and sooner.
MOST_ROWS = 8
MOST_CHANGES = 12


@st.composite
def ndjson_cells(draw: st.DrawFn) -> Draft:
    """Lines with wrong values, keys that are repeated, escaped, left out or unknown."""
    table = draw(tables)
    rows = sound_rows(table, draw(st.integers(1, MOST_ROWS)))
    lines = [[(json_cell(key), json_cell(value)) for key, value in row.items()] for row in rows]
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        pairs = draw(st.sampled_from(lines))
        name = draw(st.sampled_from(list(table.columns)))
        key = json_cell(name)
        place = draw(st.integers(0, len(pairs)))
        change = draw(st.integers(0, 9))
        if change <= 5:
            pairs[:] = [pair for pair in pairs if pair[0] != key]
            pairs.insert(place, (key, draw(json_cells(table.name, name))))
        elif change == 6:
            keys = [key, f'"\\u{ord(name[0]):04x}{name[1:]}"', *JSON_KEYS]
            other = draw(st.sampled_from(keys))
            pairs.insert(place, (other, draw(json_cells(table.name, name))))
        elif change == 7:
            del pairs[place : place + 1]
        elif change == 8:
            lines.insert(place, list(pairs))
        elif draw(st.integers(0, RARELY)) == RARELY - 1:
            pairs.append((key, f'"{HUGE}"'))
    text = "".join(f"{json_line(pairs)}\n" for pairs in lines)
    return placed(draw, table, text.encode(), "ndjson")


@st.composite
def csv_cells(draw: st.DrawFn) -> Draft:
    """Records with wrong cells, and with too many or too few of them."""
    table = draw(tables)
    rows = sound_rows(table, draw(st.integers(1, MOST_ROWS)))
    names = list(draw(st.permutations(list(table.columns))))
    records = [[text_cell(row.get(name)) for name in names] for row in rows]
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        record = draw(st.sampled_from(records))
        place = draw(st.integers(0, len(names) - 1))
        cells = text_cells(table.name, names[place])
        change = draw(st.integers(0, 9))
        if change <= 6 and place < len(record):
            record[place] = draw(cells)
        elif change == 7:
            records.insert(place, list(record))
        elif change == 8:
            record[place:] = draw(
                st.sampled_from([[], [*record[place:], ""], ["", *record[place:]]])
            )
        elif draw(st.integers(0, RARELY)) == RARELY - 1:
            record.append(HUGE)
    return placed(draw, table, csv_text([names, *records]).encode(), "csv")
