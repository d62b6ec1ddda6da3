"""``python -m tests.benchmarks NAME``: measures one thing and prints a page of Markdown."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from tests.benchmarks import citation, evaluation, preparing, store, triage, validation
from tests.benchmarks.measuring import Options
from tests.benchmarks.page import described

__all__ = ["BENCHMARKS", "main"]

MILLION = 1_000_000
#: Name -> what measures it, and the sizes that stand in docs/benchmarks.md.
BENCHMARKS: Mapping[str, tuple[Callable[[Options], Iterator[str]], Sequence[int]]] = {
    "validation": (validation.run, [MILLION]),
    "preparing": (preparing.run, [MILLION, 5 * MILLION]),
    "citation": (citation.run, [MILLION]),
    "evaluate": (evaluation.run, [MILLION]),
    "triage": (triage.run, [MILLION, 5 * MILLION]),
    "store": (store.run, [MILLION // 2]),
}


def main(arguments: Sequence[str]) -> None:
    """Measure what the arguments ask for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=BENCHMARKS)
    parser.add_argument(
        "--size", type=int, action="append", help="posts, or findings a day; repeatable"
    )
    parser.add_argument("--days", type=int, help="days that are recorded (store only)")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "qinglang-benchmarks",
        help="where inputs are kept; they are made once",
    )
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--memory", default="1GiB", help="memory that DuckDB may use")
    given = parser.parse_args(arguments)
    measure, usual = BENCHMARKS[given.name]
    options = Options(tuple(given.size or usual), given.folder, given.threads, given.memory)
    if given.days:
        options = replace(options, days=given.days)
    options.folder.mkdir(parents=True, exist_ok=True)
    sizes = [f"--size {size}" for size in options.sizes]
    days = [f"--days {given.days}"] if given.days else []
    command = " ".join(["python -m tests.benchmarks", given.name, *sizes, *days])
    for line in chain(described(command, options), measure(options)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
