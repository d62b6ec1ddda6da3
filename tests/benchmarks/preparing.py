"""Validating a snapshot and preparing all subjects, against a bare read of every column."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb

from evaluator.bundle import load_bundle
from evaluator.contract import validate
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.subjects import prepare_subjects
from evaluator.warehouse import Warehouse, literal
from tests.benchmarks.inputs import generated
from tests.benchmarks.measuring import Options, alone, peak_memory
from tests.benchmarks.page import figures, mib, table

__all__ = ["Step", "bare_read", "measure", "run"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way."""

    name: str
    #: Seconds.
    taken: float
    #: What came out of it: rows read or kept, or subjects.
    count: int
    #: Bytes that it wrote.
    size: int
    #: Most memory of the process until its end, in bytes.
    peak: int


def run(options: Options) -> Iterator[str]:
    """Measure each size, and yield the page."""
    for size in options.sizes:
        snapshot = generated(options.folder, size)
        read = alone(bare_read, snapshot, options.threads, options.memory)
        with tempfile.TemporaryDirectory(dir=options.folder) as place:
            steps = alone(measure, snapshot, Path(place), options.settings())
        every = Step(
            "all subjects",
            sum(step.taken for step in steps[1:]),
            sum(step.count for step in steps[1:]),
            sum(step.size for step in steps[1:]),
            steps[-1].peak,
        )
        yield f"{size:,} posts, {read.count:,} rows in all tables, {mib(read.size)} MiB of Parquet."
        yield ""
        yield from table(
            [
                {
                    "step": step.name,
                    "rows or subjects": step.count,
                    "seconds": figures(step.taken),
                    "times a bare read": figures(step.taken / read.taken),
                    "MiB written": mib(step.size),
                    "peak MiB so far": mib(step.peak),
                }
                for step in (read, *steps, every)
            ]
        )


def bare_read(snapshot: Path, threads: int, memory: str) -> Step:
    """Let DuckDB decode every column of every table, and do nothing with them."""
    files = sorted(snapshot.glob("*.parquet"))
    rows = 0
    begun = time.perf_counter()
    with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as connection:
        for file in files:
            query = f"SELECT count(*), bit_xor(hash(COLUMNS(*))) FROM {literal(str(file))}"  # noqa: S608
            rows += connection.execute(query).fetchall()[0][0]
    taken = time.perf_counter() - begun
    return Step("bare read", taken, rows, sum(file.stat().st_size for file in files), peak_memory())


def measure(snapshot: Path, place: Path, settings: Settings) -> list[Step]:
    """Validate, then prepare each kind of subjects; what is prepared lies in ``place``."""
    contract = load_bundle().contract
    opened = open_snapshot(snapshot, contract.tables)
    steps: list[Step] = []
    with Warehouse(settings, reads=[snapshot], writes=[place]) as warehouse:
        begun = time.perf_counter()
        sources = {name: open_table(warehouse, opened, name) for name in opened.tables}
        validated = validate(warehouse, contract, opened.manifest, sources)
        kept = sum(summary.kept for summary in validated.tables.values())
        steps.append(Step("validating", time.perf_counter() - begun, kept, 0, peak_memory()))
        ends: list[tuple[str, float, int]] = [("", time.perf_counter(), 0)]
        subjects = prepare_subjects(
            warehouse,
            contract,
            place,
            manifest=opened.manifest,
            done=lambda kind: ends.append((kind, time.perf_counter(), peak_memory())),
        )
    for (_, start, _), (kind, end, peak) in pairwise(ends):
        files = (place / "subjects" / kind).iterdir()
        size = sum(file.stat().st_size for file in files)
        steps.append(Step(kind, end - start, subjects[kind], size, peak))
    return steps
