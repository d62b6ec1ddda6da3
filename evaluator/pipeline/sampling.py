"""What an evaluation is likely to say, from a sample of the subjects: for a look beforehand."""

from __future__ import annotations

from pathlib import Path

from evaluator.bundle import Bundle
from evaluator.findings import Tally
from evaluator.model import ControlResult, Decision
from evaluator.pipeline.judging import (
    controls_by_subject,
    decisions,
    open_judge,
    question_context,
)
from evaluator.pipeline.observing import Observer
from evaluator.pipeline.preparing import prepared_snapshot
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.warehouse import Warehouse

__all__ = ["sampled_outcomes"]


def sampled_outcomes(
    folder: Path, bundle: Bundle, settings: Settings, observer: Observer, *, size: int
) -> dict[str, ControlResult]:
    """Outcomes of every control that can be evaluated, on some of its subjects.

    The subjects are drawn by the snapshot's digest, so that the same snapshot gives the same
    sample. What is prepared for it stays in the cache and serves the evaluation.

    Args:
        folder: the snapshot.
        bundle: the policies.
        settings: limits and engine.
        observer: is told how far it has come.
        size: subjects of each kind; all where a kind has fewer.

    Raises:
        SnapshotError: if the snapshot cannot be read as a whole.
        JudgeError: if the judge cannot answer at all.
    """
    results: dict[str, ControlResult] = {}
    with (
        open_judge(bundle, settings) as judge,
        prepared_snapshot(folder, bundle, settings, observer) as prepared,
        Warehouse(settings, reads=[prepared.folder]) as warehouse,
    ):
        documents = Documents(warehouse, prepared, bundle.contract)
        by_subject, _ = controls_by_subject(list(bundle.controls), bundle, prepared, settings)
        for subject, controls in by_subject.items():
            ids = documents.sample(subject, size, prepared.snapshot_digest)
            observer.stage(f"Judging: {subject}", len(ids))
            kind = bundle.contract.subjects[subject]
            tally = Tally(prepared.manifest.platform_id, controls, kind.branch_tables())
            context = question_context(controls, bundle.framework.defaults(), prepared)
            for decision in decisions(
                judge, documents, controls, context, settings, observer, ids=ids
            ):
                if isinstance(decision, Decision):
                    tally.add(decision)
            results |= tally.results()
    return results
