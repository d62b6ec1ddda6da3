"""Derives a recorded run again, and compares: the same inputs must give the same two digests."""

from __future__ import annotations

from pathlib import Path

from evaluator.errors import BundleError, IdentityError, SnapshotError
from evaluator.findings import RunDetails
from evaluator.pipeline.evaluation import Request, evaluate
from evaluator.pipeline.observing import Observer
from evaluator.settings import Settings

__all__ = ["verify_run"]


def verify_run(
    run: RunDetails,
    settings: Settings,
    observer: Observer,
    *,
    snapshot: Path | None = None,
    bundle: Path | None = None,
) -> None:
    """Evaluate a run's snapshot again, by its bundle, parameters and controls; nothing is recorded.

    Args:
        run: as it was recorded.
        settings: limits and engine.
        observer: is told how far it has come.
        snapshot: where the snapshot lies now; None: where it lay.
        bundle: where the bundle lies now; None: where it lay.

    Raises:
        SnapshotError: if the snapshot is not there, or is another one.
        BundleError: if the bundle is not there, or is another one.
        IdentityError: if the run gives another result than was recorded.
    """
    name = f"run {run.summary.run_id}"
    folder = snapshot or (None if run.snapshot_folder is None else Path(run.snapshot_folder))
    if folder is None or not folder.is_dir():
        raise SnapshotError(
            f"{name}, snapshot {folder or run.summary.snapshot_id}",
            "is not there any more",
            "Name the folder where it lies now with --snapshot.",
        )
    policies = bundle or (None if run.bundle_folder is None else Path(run.bundle_folder))
    given = settings.model_copy(
        update={
            "bundle": policies,
            "series": None,
            "fail_on": "never",
            "max_unplaced": run.parameters.get("max_unplaced", 0),
        }
    )
    request = Request(folder, only=list(run.results), overrides=run.overrides)
    with evaluate(request, given, observer) as done:
        report = done.report
    if report.run.snapshot_digest != run.snapshot_digest:
        raise SnapshotError(
            f"{name}, snapshot {folder}",
            "is another one than the run was about",
            "Name the folder of the right one with --snapshot.",
        )
    if report.run.bundle_digest != run.bundle_digest:
        raise BundleError(
            f"{name}, bundle {policies or 'that ships'}",
            "is another one than the run was judged by",
            "Name the right one with --bundle.",
        )
    for which, now, then in (
        ("findings", report.findings_digest, run.findings_digest),
        ("outcomes", report.outcomes_digest, run.outcomes_digest),
    ):
        if now != then:
            raise IdentityError(
                name,
                f"gives another {which} digest than was recorded: {now}, not {then}",
                "If it was complete, this is a fault of qinglang, or the store was changed.",
            )
