"""Snapshot folders of files with the given bytes, and what a format makes of one file."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from evaluator.model import SourceFile
from evaluator.settings import Settings
from evaluator.snapshot.formats import FORMATS
from evaluator.warehouse import Warehouse

TABLES = ("posts", "accounts")
NOBODY = 65_534


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as a raw relation."""

    form: str
    columns: Mapping[str, str]
    #: In the order of the row numbers.
    rows: list[tuple[Any, ...]]


WriteFiles = Callable[..., Path]
Load = Callable[..., Loaded]
Locked = Callable[..., Any]


@pytest.fixture
def write_files(tmp_path: Path) -> WriteFiles:
    """Writes a snapshot folder of files with the given bytes or text."""

    def write(
        files: Mapping[str, str | bytes], folder: str = "snapshot", **manifest: object
    ) -> Path:
        head: dict[str, object] = {
            "snapshot_id": "s",
            "platform_id": "p",
            "as_of": 2,
            "window_from": 0,
            "window_to": 2,
            "coverage": "full",
            "contract_version": 1,
        }
        place = tmp_path / folder
        place.mkdir()
        (place / "snapshot.json").write_text(json.dumps(head | manifest))
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    return write


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """Loads the bytes of one file as its format does."""
    folder = tmp_path_factory.mktemp("formats")
    with Warehouse(Settings(threads=1), reads=[folder]) as warehouse:

        def run(ending: str, content: bytes | str, *, size: int | None = None) -> Loaded:
            """Load a file; ``size`` is what the file system is taken to say of it."""
            format_, dot, packed = ending.partition(".")
            compression = {"": "none", ".gz": "gzip", ".zst": "zstd"}[dot + packed]
            data = content.encode() if isinstance(content, str) else content
            path = folder / f"file.{ending}"
            path.write_bytes(data)
            known = len(data) if size is None else size
            source = SourceFile("posts", path.name, format_, compression, known, "0")
            before = warehouse.run("SELECT count(*) FROM information_schema.tables")
            with FORMATS[format_].opened(warehouse, source, path, "raw.loaded") as raw:
                rows = warehouse.run("FROM raw.loaded ORDER BY _row")
            assert warehouse.run("SELECT count(*) FROM information_schema.tables") == before
            assert list(warehouse.folder.glob("*.parquet")) == []
            return Loaded(raw.form, raw.columns, rows)

        yield run


@pytest.fixture
def without_rights(tmp_path: Path) -> Locked:
    """Does something without rights to what ``locked`` names, also where the tests run as root."""

    @contextmanager
    def run(locked: Path) -> Iterator[None]:
        # Everybody may enter the folders above; they stay so, as other tests run in them.
        above = takewhile(lambda path: path != Path(gettempdir()), (tmp_path, *tmp_path.parents))
        for path in above:
            path.chmod(path.stat().st_mode | 0o055)
        mode = locked.stat().st_mode
        locked.chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(user)
            locked.chmod(mode)

    return run
