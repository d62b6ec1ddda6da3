"""``qinglang snapshot convert``: a snapshot in any formats becomes one of Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import (
    BundleOption,
    MemoryOption,
    ProgressOption,
    SnapshotArgument,
    ThreadsOption,
)

__all__ = ["convert"]


def convert(
    snapshot: SnapshotArgument,
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="Folder to make; must not exist.")
    ],
    *,
    quarantine: Annotated[
        Path | None,
        typer.Option(help="Folder for faulty rows, as Parquet; without it they are an error."),
    ] = None,
    bundle: BundleOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    progress: ProgressOption = None,
) -> None:
    """Write a snapshot as Parquet: times, numbers and lists as the contract has them, rows by key.

    An evaluation of it gives the same two digests. Columns that the contract does not have, and
    repetitions of a row, are left out.

    Exit codes: 0 every row was written; 1 faulty rows were put into --quarantine instead, and an
    evaluation of TARGET does not know of them; 3 the snapshot has faulty rows, cannot be read as a
    whole, or cannot be written.
    """
    from evaluator.bundle import configured_bundle
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.pipeline.converting import convert_snapshot
    from evaluator.settings import load_settings

    settings = load_settings(bundle=bundle, threads=threads, memory=memory)
    policies = configured_bundle(settings)
    with ProgressDisplay(progress) as display:
        done = convert_snapshot(snapshot, target, policies, settings, display, quarantine)
        display.finish()
    for warning in done.warnings:
        note(f"warning: {warning}")
    summaries = done.tables.values()
    note(
        f"converted {snapshot} to {target}: {len(summaries):,} tables, "
        f"{sum(summary.kept for summary in summaries):,} rows written, "
        f"{sum(summary.repeated for summary in summaries):,} repeated left out"
    )
    if done.quarantined:
        note(
            f"warning: {done.quarantined:,} faulty rows are in {quarantine} and not in {target}; "
            "an evaluation of it takes them for rows that were never recorded"
        )
        raise typer.Exit(1)
