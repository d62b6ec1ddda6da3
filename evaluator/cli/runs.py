"""``qinglang runs``: the runs that were recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.moments import moment_shown
from evaluator.cli.options import (
    BundleOption,
    CacheOption,
    DatabaseOption,
    MemoryOption,
    OutputFormat,
    ProgressOption,
    ThreadsOption,
    ValueFormat,
)

if TYPE_CHECKING:
    from evaluator.findings import RecordedRun, RunDetails
    from evaluator.model import ControlResult

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look at the runs that were recorded."
)

#: Digits of an id that are shown to readers; `show` takes any beginning of an id.
_SHORT = 12


@app.command("list")
def list_runs(
    *,
    db: DatabaseOption = None,
    series: Annotated[str | None, typer.Option(help="Of this series only.")] = None,
    output: OutputFormat = "console",
) -> None:
    """List runs by as_of. One that is superseded no longer counts: its day was run anew."""
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.findings import open_store
    from evaluator.settings import load_settings

    check_row_format(output)
    with open_store(load_settings(db=db).db, create=False) as store:
        runs = store.runs(series)
    rows = _short_rows(runs) if output == "console" else [_row(run, output) for run in runs]
    show_rows(rows, output, nothing="no runs")


@app.command()
def show(
    run: Annotated[str, typer.Argument(metavar="ID", help="Id of a run, or its beginning.")],
    *,
    db: DatabaseOption = None,
    output: ValueFormat = "console",
) -> None:
    """Show one run: what identifies it, its digests, and the outcomes of each control."""
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.findings import open_store
    from evaluator.settings import load_settings

    check_value_format(output)
    with open_store(load_settings(db=db).db, create=False) as store:
        details = store.run(run)
    show_value(_details(details, output), output)


@app.command()
def verify(
    run: Annotated[str, typer.Argument(metavar="ID", help="Id of a run, or its beginning.")],
    *,
    db: DatabaseOption = None,
    snapshot: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where its snapshot lies now.")
    ] = None,
    bundle: BundleOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    cache_dir: CacheOption = None,
    progress: ProgressOption = None,
) -> None:
    """Derive a run again from its snapshot, bundle and parameters, and compare both digests.

    Exit codes: 0 both are what was recorded; 3 one is not, or the run cannot be derived any more.
    """
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.findings import open_store
    from evaluator.pipeline import verify_run
    from evaluator.settings import load_settings

    settings = load_settings(db=db, threads=threads, memory=memory, cache_dir=cache_dir)
    with open_store(settings.db, create=False) as store:
        details = store.run(run)
    with ProgressDisplay(progress) as display:
        verify_run(details, settings, display, snapshot=snapshot, bundle=bundle)
        display.finish()
    typer.echo(f"run {details.summary.run_id}: both digests are what was recorded")


def _row(run: RecordedRun, output: str) -> dict[str, Any]:
    return {
        "run": run.run_id,
        "series": run.series,
        "platform": run.platform_id,
        "framework": run.framework,
        "snapshot": run.snapshot_id,
        "as_of": moment_shown(run.as_of, output),
        "complete": run.complete,
        "findings": run.findings,
        "recorded_at": moment_shown(run.recorded_at, output),
        "superseded_at": moment_shown(run.superseded_at, output),
    }


def _short_rows(runs: Sequence[RecordedRun]) -> list[dict[str, Any]]:
    """Rows as wide as a terminal; `show` has the rest."""
    several = len({run.series for run in runs}) > 1
    return [
        {
            "run": run.run_id[:_SHORT],
            **({"series": run.series} if several else {}),
            "snapshot": run.snapshot_id,
            "as_of": moment_shown(run.as_of, "console"),
            "state": _state(run),
            "findings": run.findings,
        }
        for run in runs
    ]


def _state(run: RecordedRun) -> str:
    if run.superseded_at is not None:
        return "superseded"
    return "complete" if run.complete else "incomplete"


def _details(details: RunDetails, output: str) -> dict[str, Any]:
    return _row(details.summary, output) | {
        "incomplete": list(details.incomplete),
        "window_from": moment_shown(details.window_from, output),
        "window_to": moment_shown(details.window_to, output),
        "coverage": details.coverage,
        "snapshot_digest": details.snapshot_digest,
        "bundle_digest": details.bundle_digest,
        "findings_digest": details.findings_digest,
        "outcomes_digest": details.outcomes_digest,
        "semantics_version": details.semantics_version,
        "overrides": dict(details.overrides),
        "parameters": dict(details.parameters),
        "controls": {
            code: _result(result, details.control_digests[code], output)
            for code, result in details.results.items()
        },
        "quarantined": dict(details.quarantined),
        "engine": details.engine,
        "threads": details.threads,
        "triage": details.triage,
        "audit": details.audit,
        "started_at": moment_shown(details.started_at, output),
        "finished_at": moment_shown(details.finished_at, output),
    }


def _result(result: ControlResult, digest: str, output: str) -> dict[str, Any] | str:
    """What a run says of one control: a line for readers, an object for programs."""
    if output != "console":
        return {
            "outcomes": dict(result.outcomes),
            "missing": dict(result.missing),
            "not_evaluated": list(result.not_evaluated),
            "candidates": result.candidates,
            "exact": result.exact,
            "digest": digest,
        }
    if result.not_evaluated:
        return f"not evaluated, lacks {', '.join(result.not_evaluated)}"
    counts = ", ".join(f"{name} {count:,}" for name, count in result.outcomes.items())
    missing = ", ".join(f"{fact} {count:,}" for fact, count in result.missing.items())
    return f"{counts} (missing: {missing})" if missing else counts
