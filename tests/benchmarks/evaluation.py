"""The main job: a whole evaluation, all tables and all controls, and the same again from cache."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluator.pipeline import Request, Silent, evaluate
from evaluator.settings import Settings
from tests.benchmarks.inputs import generated
from tests.benchmarks.measuring import Options, alone, peak_memory
from tests.benchmarks.page import figures, mib, rate, table
from tests.benchmarks.preparing import bare_read

__all__ = ["Judged", "measure", "run"]

JUDGING = "Judging: "


@dataclass(frozen=True, slots=True)
class Judged:
    """What was measured of one evaluation; times in seconds, memory in bytes."""

    taken: float
    #: Stage -> seconds, in their order.
    stages: dict[str, float]
    #: Stage of judging -> documents.
    documents: dict[str, int]
    controls: int
    findings: int
    peak: int


class _Counting(Silent):
    """Counts what each stage is told to have done."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._stage = ""

    def stage(self, name: str, total: int | None = None) -> None:
        _ = total
        self._stage = name

    def advance(self, count: int) -> None:
        self.counts[self._stage] = self.counts.get(self._stage, 0) + count


def run(options: Options) -> Iterator[str]:
    """Measure each size, and yield the page."""
    for size in options.sizes:
        snapshot = generated(options.folder, size)
        read = alone(bare_read, snapshot, options.threads, options.memory)
        with tempfile.TemporaryDirectory(dir=options.folder) as cache:
            settings = options.settings(Path(cache))
            first, again = (alone(measure, snapshot, settings) for _ in range(2))
        rows = f"{size:,} posts, {read.count:,} rows in all tables"
        found = f"{first.controls} controls, {first.findings:,} findings"
        yield f"{rows}, {found}; a bare read takes {figures(read.taken)} s."
        yield ""
        yield from table(
            [
                {
                    "run": name,
                    "seconds": figures(judged.taken),
                    "times a bare read": figures(judged.taken / read.taken),
                    "documents": sum(judged.documents.values()),
                    "documents/s": rate(sum(judged.documents.values()), judged.taken),
                    "peak MiB": mib(judged.peak),
                }
                for name, judged in (("first", first), ("prepared already", again))
            ]
        )
        yield "Stages of the first run:"
        yield ""
        yield from table([_stage(first, name) for name in first.stages])


def _stage(judged: Judged, name: str) -> dict[str, object]:
    taken = judged.stages[name]
    documents = judged.documents.get(name, 0)
    return {
        "stage": name,
        "seconds": figures(taken),
        "share": f"{taken / judged.taken:.0%}",
        "documents": documents or "",
        "documents/s": rate(documents, taken) if documents and taken else "",
    }


def measure(snapshot: Path, settings: Settings) -> Judged:
    """Evaluate a snapshot, record nothing, and read all findings once."""
    counting = _Counting()
    begun = time.perf_counter()
    with evaluate(Request(snapshot), settings, counting) as done:
        findings = sum(1 for _ in done.report.findings())
    taken = time.perf_counter() - begun
    run_section = done.report.run
    return Judged(
        taken=taken,
        stages={name: spent / 1000 for name, spent in run_section.stages.items()},
        documents={
            name: count for name, count in counting.counts.items() if name.startswith(JUDGING)
        },
        controls=len(run_section.controls),
        findings=findings,
        peak=peak_memory(),
    )
