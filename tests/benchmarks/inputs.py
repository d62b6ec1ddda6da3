"""Snapshots that are measured: made once, and kept in a folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb

from evaluator.synthetic import Blueprint, generate_snapshot
from evaluator.warehouse import literal

__all__ = ["AS_OF", "generated", "written"]

#: 2025-09-24T00:00+08:00, the end of the campaign.
AS_OF = 1_758_643_200
SEED = 1


def generated(folder: Path, posts: int) -> Path:
    """A generated snapshot with all tables, as Parquet: 1 % violations, 2 % unknown facts."""
    place = folder / f"generated-{posts}"
    if not place.exists():
        blueprint = Blueprint(posts, SEED, AS_OF, violation_rate=0.01, null_rate=0.02)
        generate_snapshot(blueprint, place)
    return place


def written(place: Path, files: Mapping[str, str], setup: str = "") -> Path:
    """A snapshot whose files hold what queries give, unless it is there already.

    Args:
        place: its folder.
        files: name of a file -> query for its rows; the ending is one of parquet, ndjson, csv.
        setup: statements that come before the queries.
    """
    if place.exists():
        return place
    partial = place.with_name(f"{place.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    formats = {"parquet": "parquet", "ndjson": "json", "csv": "csv"}
    with duckdb.connect() as connection:
        connection.execute(setup)
        for name, query in files.items():
            form = formats[name.rpartition(".")[2]]
            target = literal(str(partial / name))
            connection.execute(f"COPY ({query}) TO {target} (FORMAT {form})")
    head = {
        "snapshot_id": place.name,
        "platform_id": "benchmark",
        "as_of": AS_OF,
        "window_from": AS_OF - 62 * 86_400,
        "window_to": AS_OF,
        "coverage": "full",
        "contract_version": 1,
    }
    (partial / "snapshot.json").write_text(json.dumps(head), encoding="utf-8")
    partial.rename(place)
    return place
