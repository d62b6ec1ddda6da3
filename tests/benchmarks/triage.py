"""Triage against judging every document, here and on an OPA server, by the same controls.

The server is asked about a sample of each kind, one document a request and in batches, over one
connection that is kept; its time for the whole snapshot is worked out from that.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.authoring import find_opa
from evaluator.bundle import load_bundle
from evaluator.judge import Context, Judge, ServerJudge
from evaluator.pipeline import Request, Silent, evaluate
from evaluator.pipeline.judging import branches_of, controls_by_subject, question_context
from evaluator.pipeline.observing import Stages
from evaluator.pipeline.preparing import prepared_snapshot
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.warehouse import Warehouse
from tests.benchmarks.inputs import generated
from tests.benchmarks.measuring import Options, alone, peak_memory
from tests.benchmarks.page import figures, mib, table
from tests.benchmarks.preparing import bare_read
from tests.conformance.serving import served_bundle

__all__ = ["run"]

#: Documents of each kind that the server is asked about one by one.
SAMPLE = 2_000
BATCH = 150


@dataclass(frozen=True, slots=True)
class _Taken:
    """What an evaluation took, in seconds and bytes."""

    seconds: float
    stages: dict[str, float]
    peak: int
    digests: tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Seconds that an OPA server would take for a whole snapshot."""

    one_by_one: float
    in_batches: float


def run(options: Options) -> Iterator[str]:
    """Measure each size, and yield the page."""
    for size in options.sizes:
        snapshot = generated(options.folder, size)
        read = alone(bare_read, snapshot, options.threads, options.memory)
        with tempfile.TemporaryDirectory(dir=options.folder) as cache:
            settings = options.settings(Path(cache))
            first = alone(_evaluated, snapshot, settings, triage=True)
            again = alone(_evaluated, snapshot, settings, triage=True)
            every = alone(_evaluated, snapshot, settings, triage=False)
            asked = alone(_asked, snapshot, settings)
        if again.digests != every.digests:
            raise RuntimeError("triage changed the digests")
        yield f"{size:,} posts, {read.count:,} rows in all tables; digests with and without triage"
        yield "are equal."
        yield ""
        whole = [
            ("a bare read of all columns", read.taken, ""),
            ("triage, preparing included", first.seconds, mib(first.peak)),
            ("triage, prepared already", again.seconds, mib(again.peak)),
            ("every document, prepared already", every.seconds, mib(every.peak)),
            ("OPA server, batches, worked out", asked.in_batches, ""),
            ("OPA server, one document a request, worked out", asked.one_by_one, ""),
        ]
        yield from table(
            [
                {
                    "what": name,
                    "seconds": figures(taken),
                    "times triage prepared": figures(taken / again.seconds),
                    "times triage with preparing": figures(taken / first.seconds),
                    "peak MiB": peak,
                }
                for name, taken, peak in whole
            ]
        )
        yield "Stages of the run that was prepared already:"
        yield ""
        yield from table(
            [
                {"stage": name, "triage": figures(taken), "every document": _of(every, name)}
                for name, taken in again.stages.items()
            ]
        )


def _of(every: _Taken, stage: str) -> str:
    return figures(every.stages[stage]) if stage in every.stages else ""


def _evaluated(snapshot: Path, settings: Settings, *, triage: bool) -> _Taken:
    begun = time.perf_counter()
    with evaluate(Request(snapshot, triage=triage), settings, Silent()) as done:
        taken = time.perf_counter() - begun
        report = done.report
        return _Taken(
            taken,
            {name: spent / 1000 for name, spent in report.run.stages.items()},
            peak_memory(),
            (report.findings_digest, report.outcomes_digest),
        )


def _asked(snapshot: Path, settings: Settings) -> _Asked:
    bundle, opa = load_bundle(), find_opa()
    one_by_one = in_batches = 0.0
    with (
        tempfile.TemporaryDirectory() as scratch,
        served_bundle(opa, bundle.folder, Path(scratch) / "opa.log") as address,
        ServerJudge(address, revision=bundle.revision, timeout=60, threads=1, token=None) as judge,
        prepared_snapshot(snapshot, bundle, settings, Stages(Silent())) as prepared,
        Warehouse(settings, reads=[prepared.folder]) as warehouse,
    ):
        documents = Documents(warehouse, prepared, bundle.contract)
        by_subject, _ = controls_by_subject(tuple(bundle.controls), bundle, prepared, settings)
        for subject, controls in by_subject.items():
            context = question_context(controls, bundle.framework.defaults(), prepared)
            ids = documents.sample(subject, SAMPLE, "benchmark")
            stream = documents.stream(subject, branches_of(controls), ids=ids)
            texts = [candidate.document for candidate in stream]
            if texts:
                times = prepared.subjects[subject] / len(texts)
                one_by_one += times * _taken(judge, subject, [[text] for text in texts], context)
                batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
                in_batches += times * _taken(judge, subject, batches, context)
    return _Asked(one_by_one, in_batches)


def _taken(
    judge: Judge, subject: str, batches: Sequence[Sequence[bytes]], context: Context
) -> float:
    begun = time.perf_counter()
    for batch in batches:
        judge.ask(subject, batch, context)
    return time.perf_counter() - begun
