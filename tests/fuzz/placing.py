"""Where the file of a mutated table stands: alone or among sound parts, compressed or not."""

from __future__ import annotations

from hypothesis import strategies as st

from evaluator.bundle import Table
from tests.fuzz.sound import Draft, contract, packed, sound_rows, table_bytes

__all__ = ["ENDINGS", "placed", "tables"]

#: Between them they have columns of every kind and every rule; some are cheap to read.
TABLES = (
    *("certifications", "renderings", "operators", "recommendations", "complaints", "education"),
    *("certifications", "operators", "rankings", "sanctions"),
)
COMPRESSIONS = ("", "", ".gz", ".zst")
ENDINGS = ("ndjson", "csv", "parquet", "ndjson.gz", "csv.gz", "ndjson.zst", "csv.zst", "parquet.gz")

tables = st.sampled_from(TABLES).map(lambda name: contract().tables[name])


def placed(draw: st.DrawFn, table: Table, content: bytes, form: str) -> Draft:
    """One file, or two parts of which the second is sound, or empty."""
    ending = form + draw(st.sampled_from(COMPRESSIONS))
    data = packed(content, ending)
    parts = draw(st.sampled_from([1, 1, 1, 1, 1, 2, 3]))
    if parts == 1:
        return Draft({f"{table.name}.{ending}": data})
    files = {f"{table.name}/a.{ending}": data}
    for number in range(1, parts):
        other = draw(st.sampled_from(ENDINGS))
        rows = sound_rows(table, draw(st.integers(0, 3)))
        written = table_bytes(table, rows, other.partition(".")[0])
        files[f"{table.name}/{number}.{other}"] = packed(written, other)
    return Draft(files)
