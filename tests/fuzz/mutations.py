"""All kinds of snapshots with something wrong in them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzz.mutated_bytes import damaged_bytes
from tests.fuzz.mutated_cells import csv_cells, ndjson_cells
from tests.fuzz.mutated_columns import parquet_columns_changed
from tests.fuzz.mutated_files import other_files
from tests.fuzz.mutated_lines import lines
from tests.fuzz.sound import Draft

__all__ = ["MUTATIONS", "any_mutation"]

#: Kind of mutation -> what makes such snapshots, and its share of all of them in percent.
MUTATIONS: dict[str, tuple[st.SearchStrategy[Draft], int]] = {
    "ndjson_cells": (ndjson_cells(), 18),
    "csv_cells": (csv_cells(), 22),
    "parquet_columns": (parquet_columns_changed(), 16),
    "ndjson_lines": (lines("ndjson"), 8),
    "csv_lines": (lines("csv"), 12),
    "bytes": (damaged_bytes(), 16),
    "files": (other_files(), 8),
}


def any_mutation() -> st.SearchStrategy[Draft]:
    """All kinds, each as often as it is in all."""
    kinds = [kind for kind, (_, share) in MUTATIONS.items() for _ in range(share // 2)]
    return st.sampled_from(kinds).flatmap(lambda kind: MUTATIONS[kind][0])
