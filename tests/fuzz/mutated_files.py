"""Snapshots with wrong files: missing, empty, given twice, with other columns, declared wrongly."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from hypothesis import strategies as st

from evaluator.bundle import Table
from tests.fuzz.placing import ENDINGS, tables
from tests.fuzz.sound import MANIFEST, Draft, csv_text, packed, sound_rows, table_bytes, text_cell

__all__ = ["other_files"]

WRONG_MANIFESTS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "as_of": st.sampled_from(
            [None, "", 1.5, True, 2**53, "2025-09-24", 0, "2025-09-24T00:00:00Z"]
        ),
        "window_from": st.sampled_from([None, [], -1, "0001-01-01T00:00:00Z", 2**53 - 1]),
        "coverage": st.sampled_from([None, "all", 1, ["full"], "sample"]),
        "contract_version": st.sampled_from([None, 0, 2, "1", True, 1.0]),
        "sampling_ppm": st.sampled_from([None, 0, 10**6, 10**6 + 1, "1"]),
        "platform_id": st.sampled_from([None, "", "x" * 129, "\u0000", 5, {}]),
        "generator": st.sampled_from([None, "", 1, "\ud800"]),
        "other": st.just(1),
        "tables": st.sampled_from(
            [None, [], {"x": 1}, {"x": {"rows": 1}}, {"operators": {"rows": -1}}, {"operators": {}}]
        ),
    },
)


def _schema(draw: st.DrawFn, table: Table, rows: list[dict[str, Any]]) -> bytes:
    """CSV whose header lacks a column, has one more, or has one twice."""
    names = list(table.columns)
    name = draw(st.sampled_from([*names, "other", "_row", "_broken", "Name", "清", "", " ", '"']))
    at = draw(st.integers(0, len(names)))
    names.insert(at, name)
    del names[draw(st.integers(0, len(names) - 1))]
    if draw(st.booleans()):
        names.insert(draw(st.integers(0, len(names))), draw(st.sampled_from(["extra", name])))
    cells = [[text_cell(row.get(name)) for name in names] for row in rows]
    return csv_text([names, *cells]).encode()


def _moved(draw: st.DrawFn, draft: Draft, path: str) -> None:
    """Take away a file, or put another one, or a folder, beside it."""
    name, _, ending = path.partition(".")
    change = draw(st.integers(0, 5))
    if change == 0:
        draft.files[path] = b""
    elif change == 1:
        draft.files[f"{name}.{draw(st.sampled_from(ENDINGS))}"] = draft.files[path]
    elif change == 2:
        part = draw(st.sampled_from(["x", "x*[a]?", "x y", "清"]))
        draft.files[f"{name}/{part}.{ending}"] = draft.files[path]
        if draw(st.booleans()):
            del draft.files[path]
    elif change == 3:
        del draft.files[path]
        draft.empty.append(name)
    elif change == 4:
        others = ["notes.txt", ".hidden", "posts.xlsx", "x.parquet", "posts.ndjson.bz2", "SNAPSHOT"]
        draft.files[draw(st.sampled_from(others))] = b"x"
    else:
        draft.files[f"{name}/deep/x.csv"] = draft.files.pop(path)


def _declared(draw: st.DrawFn, path: str, content: bytes) -> dict[str, object]:
    """What snapshot.json says of a table, right or wrong."""
    said: dict[str, object] = {"rows": draw(st.integers(0, 4))}
    if draw(st.booleans()):
        right = hashlib.sha256(content).hexdigest()
        said["files"] = {path: draw(st.sampled_from([right, "0" * 64, right.upper()]))}
    return {path.partition(".")[0]: said}


@st.composite
def other_files(draw: st.DrawFn) -> Draft:
    """Tables that are missing, empty or given twice; other columns; a snapshot.json that lies."""
    draft = Draft()
    for table in draw(st.lists(tables, min_size=1, max_size=2, unique_by=lambda table: table.name)):
        rows = sound_rows(table, draw(st.integers(0, 4)))
        ending = draw(st.sampled_from(ENDINGS))
        content = packed(table_bytes(table, rows, ending.partition(".")[0]), ending)
        if draw(st.integers(0, 3)) == 0:
            ending, content = "csv", _schema(draw, table, rows)
        draft.files[f"{table.name}.{ending}"] = content
    path = draw(st.sampled_from(sorted(draft.files)))
    change = draw(st.integers(0, 6))
    if change == 0:
        draft.manifest = json.dumps({**MANIFEST, **draw(WRONG_MANIFESTS)}).encode()
    elif change == 1:
        tables_said = _declared(draw, path, draft.files[path])
        draft.manifest = json.dumps({**MANIFEST, "tables": tables_said}).encode()
    else:
        _moved(draw, draft, path)
    return draft
