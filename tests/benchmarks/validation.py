"""Validation by columns against plain Cerberus, on posts in each format, clean and not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from evaluator.bundle import load_bundle
from evaluator.contract import validate
from evaluator.contract.columns import checked_columns
from evaluator.contract.examiner import READERS, Examiner
from evaluator.contract.forms import FORMS
from evaluator.contract.validator import row_validator
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot, open_table
from evaluator.warehouse import Warehouse, literal
from tests.benchmarks.inputs import AS_OF, generated, written
from tests.benchmarks.measuring import Options, alone, peak_memory
from tests.benchmarks.page import figures, mib, rate, table

__all__ = ["Validation", "measure", "posts", "run"]

#: Rows that Cerberus gets.
SAMPLE = 5_000
FORMATS = ("parquet", "ndjson", "csv")
#: One row of a hundred, with a fault of one of three kinds.
FAULTS = """\
CASE WHEN hash(post_id) % 300 = 0 THEN 'smell' ELSE media_kind END AS media_kind,
CASE WHEN hash(post_id) % 300 = 1 THEN repeat(account_id, 99) ELSE account_id END AS account_id,
published_at + CASE WHEN hash(post_id) % 300 = 2 THEN 99999999 ELSE 0 END AS published_at"""
TIMES = ("published_at", "deleted_at")


@dataclass(frozen=True, slots=True)
class Validation:
    """What was measured of one file; times in seconds."""

    rows: int
    quarantined: int
    taken: float
    peak: int
    #: Rows a second of Cerberus as it is called first of all (``validate(row)``), of Cerberus
    #: without its normalisation, and of that with the reading of values and the words of faults.
    plain: float
    cerberus: float
    examiner: float


def run(options: Options) -> Iterator[str]:
    """Measure each size in each format, and yield the page."""
    for size in options.sizes:
        yield f"{size:,} posts; Cerberus on the first {min(SAMPLE, size):,} of them."
        yield ""
        rows = []
        for bad in (False, True):
            for form in FORMATS:
                folder = posts(options.folder, size, form, bad=bad)
                found = alone(measure, folder, options.settings())
                by_columns = found.rows / found.taken
                rows.append(
                    {
                        "format": form,
                        "bad rows": found.quarantined,
                        "seconds": figures(found.taken),
                        "rows/s": rate(found.rows, found.taken),
                        "plain Cerberus rows/s": round(found.plain),
                        "times as fast": round(by_columns / found.plain),
                        "without normalisation": round(found.cerberus),
                        "times that": round(by_columns / found.cerberus),
                        "with reading": round(found.examiner),
                        "peak MiB": mib(found.peak),
                    }
                )
        yield from table(rows)


def posts(folder: Path, size: int, form: str, *, bad: bool) -> Path:
    """A snapshot of posts alone, with times as exporters write them; 1 % of them may be bad."""
    place = folder / f"posts-{size}" / f"{'bad' if bad else 'clean'}-{form}"
    if place.exists():
        return place
    source = literal(str(generated(folder, size) / "posts.parquet"))
    rows = f"SELECT * REPLACE ({FAULTS if bad else 'post_id AS post_id'}) FROM {source}"  # noqa: S608
    shown = "to_timestamp({0}) AS {0}"
    if form != "parquet":
        shown = "strftime(make_timestamp({0} * 1000000), '%Y-%m-%dT%H:%M:%SZ') AS {0}"
    times = ", ".join(shown.format(name) for name in TIMES)
    return written(place, {f"posts.{form}": f"SELECT * REPLACE ({times}) FROM ({rows})"})  # noqa: S608


def measure(folder: Path, settings: Settings) -> Validation:
    """Validate a snapshot of posts, and give some of them to Cerberus."""
    contract = load_bundle().contract
    posts_table = contract.tables["posts"]
    snapshot = open_snapshot(folder, contract.tables)
    with Warehouse(settings, reads=[folder]) as warehouse:
        begun = time.perf_counter()
        sources = {"posts": open_table(warehouse, snapshot, "posts")}
        summary = validate(warehouse, contract, snapshot.manifest, sources).tables["posts"]
        taken = time.perf_counter() - begun
        peak = peak_memory()
    with Warehouse(settings, reads=[folder]) as warehouse:
        for raw in open_table(warehouse, snapshot, "posts"):
            types, _, _ = checked_columns(warehouse, posts_table, raw)
            query = FORMS[raw.form](posts_table, types).raw(raw.relation)
            some = f"{query} WHERE _row <= {SAMPLE}"
            rows = [row for batch in warehouse.batches(some) for row in batch.to_pylist()]
            form = raw.form
    examiner = Examiner(posts_table, AS_OF, form)
    validator = row_validator(posts_table, AS_OF)
    values = [READERS[form](posts_table, row).values for row in rows]
    return Validation(
        rows=summary.read,
        quarantined=summary.quarantined,
        taken=taken,
        peak=peak,
        plain=rows_a_second(validator.validate, values),
        cerberus=rows_a_second(partial(validator.validate, normalize=False), values),
        examiner=rows_a_second(examiner.examine, rows),
    )


def rows_a_second(validate_row: Callable[[Any], object], rows: Sequence[Any]) -> float:
    """How many rows a second get through."""
    begun = time.perf_counter()
    for row in rows:
        validate_row(row)
    return len(rows) / (time.perf_counter() - begun)
