"""Writes a generated snapshot: block after block into files, then snapshot.json about them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from evaluator.errors import UsageError
from evaluator.model import canonical_json
from evaluator.snapshot.manifest import MANIFEST
from evaluator.synthetic.blocks import generate_blocks
from evaluator.synthetic.blueprint import Blueprint
from evaluator.synthetic.history import as_it_was
from evaluator.synthetic.place import GENERATOR, fresh_file, fresh_folder, hash_file
from evaluator.synthetic.tables import TABLES, Block
from evaluator.synthetic.truth import Truth
from evaluator.synthetic.writers import ENDINGS, TableWriter, open_writer

__all__ = ["FORMATS", "GeneratedSnapshot", "generate_snapshot"]

#: One form for all tables, or each table as parts of several forms, compressed and not.
FORMATS = ("parquet", "ndjson", "csv", "mixed")
PLATFORM = "generated-platform"


@dataclass(frozen=True, slots=True)
class GeneratedSnapshot:
    """A snapshot that was written: where, how many rows each table has, and what holds in it."""

    folder: Path
    rows: Mapping[str, int]
    #: control -> outcome -> subjects; empty where the truth was not asked for.
    outcomes: Mapping[str, Mapping[str, int]]


def generate_snapshot(
    blueprint: Blueprint,
    folder: Path,
    *,
    formats: str | Mapping[str, str] = "parquet",
    truth: Path | None = None,
    advance: Callable[[int], None] = lambda _: None,
) -> GeneratedSnapshot:
    """Write the snapshot of a blueprint; the same arguments give the same bytes.

    Args:
        blueprint: what it is to hold.
        folder: its place; may hold an older generated snapshot, which it replaces.
        formats: one of ``FORMATS`` for all tables, or one for each table; Parquet for the others.
        truth: file for what controls must find (see ``truth.ledger``), outside the folder.
        advance: told how many posts more are written, again and again.

    Raises:
        UsageError: for an unknown format or table, a folder that holds anything else, or a file
            for the truth inside it.
        SnapshotError: if the folder or the file cannot be written.
    """
    chosen = _chosen(formats)
    at = blueprint.shown_at
    judged = Truth((blueprint.window_from, at), at, PLATFORM)
    with fresh_file(truth, folder) as record, fresh_folder(folder) as partial:
        tables = [_TableFiles(partial, table, form) for table, form in chosen.items()]
        with ExitStack() as open_tables:
            for table in tables:
                open_tables.callback(table.close)
            for number, final in enumerate(generate_blocks(blueprint)):
                block = as_it_was(final, blueprint) if blueprint.days_before else final
                for table in tables:
                    table.add(number, block)
                if record is not None:
                    record.writelines(judged.add(block))
                advance(final.length("posts"))
        if record is not None:
            record.writelines(judged.close())
        described = {table.name: table.description() for table in tables}
        manifest = _manifest(blueprint, chosen) | {"tables": described}
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        (partial / MANIFEST).write_bytes(orjson.dumps(manifest, option=options))
    rows = {table.name: table.rows for table in tables}
    return GeneratedSnapshot(folder, rows, {} if truth is None else judged.outcomes)


def _chosen(formats: str | Mapping[str, str]) -> dict[str, str]:
    chosen = dict.fromkeys(TABLES, formats) if isinstance(formats, str) else dict(formats)
    for table, form in chosen.items():
        if form not in FORMATS:
            raise UsageError(f"format {form}", "is unknown", f"Formats are {', '.join(FORMATS)}.")
        if table not in TABLES:
            raise UsageError(
                f"table {table}", "is not generated", f"Tables are {', '.join(TABLES)}."
            )
    return dict.fromkeys(TABLES, "parquet") | chosen


def _manifest(blueprint: Blueprint, chosen: Mapping[str, str]) -> dict[str, object]:
    content = {name: str(value) for name, value in asdict(blueprint).items()}
    name = hashlib.sha256(canonical_json([GENERATOR, content, chosen])).hexdigest()[:16]
    return {
        "snapshot_id": f"generated-{name}",
        "platform_id": PLATFORM,
        "as_of": blueprint.shown_at,
        "window_from": blueprint.window_from,
        "window_to": blueprint.shown_at,
        "coverage": "full",
        "contract_version": 1,
        "generator": f"{GENERATOR}: posts {blueprint.posts}, seed {blueprint.seed},"
        f" violations {blueprint.violation_rate:g}, nulls {blueprint.null_rate:g}",
    }


class _TableFiles:
    """The file of one table, or its folder of parts in several forms."""

    def __init__(self, folder: Path, name: str, form: str) -> None:
        self.name = name
        self.rows = 0
        self._folder = folder
        self._mixed = form == "mixed"
        self._turn = list(TABLES).index(name)  # which form a table's first part has
        self._writers: dict[Path, TableWriter] = {}
        if self._mixed:
            (folder / name).mkdir()
            self._writer(0)
        else:
            path = folder / f"{name}.{form}"
            self._writers[path] = open_writer(path, name)

    def _writer(self, number: int) -> TableWriter:
        """The part that a block goes to, which is opened with its first block."""
        part = number % len(ENDINGS)
        ending = ENDINGS[(self._turn + part) % len(ENDINGS)]
        path = self._folder / self.name / f"part-{part}.{ending}"
        if path not in self._writers:
            self._writers[path] = open_writer(path, self.name)
        return self._writers[path]

    def add(self, number: int, block: Block) -> None:
        """Write the rows of one block."""
        writer = self._writer(number) if self._mixed else next(iter(self._writers.values()))
        writer.add(block.tables[self.name])
        self.rows += block.length(self.name)

    def close(self) -> None:
        """End all files."""
        for writer in self._writers.values():
            writer.close()

    def description(self) -> dict[str, object]:
        """The table's part of snapshot.json, once its files are closed."""
        digests = {
            path.relative_to(self._folder).as_posix(): hash_file(path) for path in self._writers
        }
        return {"rows": self.rows, "files": digests}
