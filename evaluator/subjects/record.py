"""The record of a cache entry: what was prepared, from what, and which files it consists of."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from evaluator.model import Prepared

__all__ = ["LAYOUT", "RECORD", "read_record", "write_record"]

#: Raised by one whenever prepared tables or their record change.
LAYOUT = 1
RECORD = "prepared.json"

_PREPARED = TypeAdapter(Prepared)


def write_record(prepared: Prepared, sources: Mapping[str, str]) -> None:
    """Write the record of what is in ``prepared.folder``; it is there as a whole or not at all.

    Args:
        prepared: what was prepared.
        sources: digests of what it was prepared from.

    Raises:
        OSError: if it cannot be written.
    """
    folder = prepared.folder
    record = {
        "layout": LAYOUT,
        "sources": sources,
        "files": _files(folder),
        "prepared": _PREPARED.dump_python(prepared, mode="json", exclude={"folder"}),
    }
    partial = folder / f"{RECORD}.partial"
    with partial.open("wb") as file:
        file.write(orjson.dumps(record))
        file.flush()
        os.fsync(file.fileno())
    partial.rename(folder / RECORD)


def read_record(folder: Path, sources: Mapping[str, str]) -> Prepared | None:
    """What is prepared in a folder; None where it is damaged, incomplete or something else."""
    try:
        record = orjson.loads((folder / RECORD).read_bytes())
        files = _files(folder)
    except (OSError, orjson.JSONDecodeError):
        return None
    if not isinstance(record, dict):
        return None
    known = record.get("layout") == LAYOUT and record.get("sources") == sources
    if not known or record.get("files") != files:
        return None
    return _prepared(folder, record.get("prepared"))


def _prepared(folder: Path, body: Any) -> Prepared | None:  # noqa: ANN401 (JSON)
    try:
        return _PREPARED.validate_python({**body, "folder": folder})
    except (TypeError, ValidationError):
        return None


def _files(folder: Path) -> dict[str, int]:
    """Relative path -> size of every file but the record itself."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (RECORD, f"{RECORD}.partial")
    }
