"""``qinglang evaluate``: the main job, from a snapshot folder to reports and recorded findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import (
    BundleOption,
    CacheOption,
    DatabaseOption,
    EngineOption,
    LanguageOption,
    MemoryOption,
    OpaUrlOption,
    OverrideOption,
    ProgressOption,
    SnapshotArgument,
    ThreadsOption,
    parse_overrides,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evaluator.pipeline import Request
    from evaluator.settings import Settings

__all__ = ["DEFAULT_SERIES", "evaluate", "run_evaluation"]

#: Series of a database that is named on the command line without one.
DEFAULT_SERIES = "default"


def evaluate(
    snapshot: SnapshotArgument,
    *,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FORMAT[:PATH]",
            help="console, json, ndjson, csv, html, markdown, xlsx, sarif, junit, oscal or github, "
            "to standard output or a file; repeatable.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CODES", help="Only these controls or families."),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="CODES", help="Not these controls or families."),
    ] = None,
    param: OverrideOption = None,
    series: Annotated[
        str | None, typer.Option("--series", help="Record the run in this series.")
    ] = None,
    db: DatabaseOption = None,
    bundle: BundleOption = None,
    engine: EngineOption = None,
    opa_url: OpaUrlOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option(help="Exit 1 from this severity on: low, medium, high or never."),
    ] = None,
    fail_on_not_evaluated: Annotated[
        bool | None,
        typer.Option(
            "--fail-on-not-evaluated/--allow-not-evaluated",
            help="Exit 1 if a control lacks a table.",
        ),
    ] = None,
    max_undetermined: Annotated[
        str | None,
        typer.Option(metavar="P%", help="Exit 1 if more of what might apply is undetermined."),
    ] = None,
    max_quarantined: Annotated[
        str | None,
        typer.Option(metavar="N|P%", help="Quarantined rows that leave a run complete; default 0."),
    ] = None,
    max_unplaced: Annotated[
        int | None,
        typer.Option(metavar="N", help="Rows of a table that may be placed nowhere; default 0."),
    ] = None,
    quarantine: Annotated[
        Path | None,
        typer.Option(help="Folder for quarantined rows; default: beside the database."),
    ] = None,
    waivers: Annotated[
        Path | None, typer.Option("--waivers", help="File of waivers; what they waive stays shown.")
    ] = None,
    audit: Annotated[
        int | None,
        typer.Option(metavar="N", help="Subjects a control judged although triage let them go."),
    ] = None,
    triage: Annotated[
        bool, typer.Option("--triage/--no-triage", help="Judge candidates only, or every subject.")
    ] = True,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    cache_dir: CacheOption = None,
    progress: ProgressOption = None,
    lang: LanguageOption = None,
) -> None:
    """Evaluate a snapshot: judge its subjects by the controls, report, and record findings.

    Exit codes: 0 complete, nothing at or above --fail-on; 1 complete, with such findings, or more
    undetermined or not evaluated than allowed; 3 incomplete or failed.
    """
    from evaluator.authoring.waiver_file import configured_waivers
    from evaluator.bundle import configured_bundle
    from evaluator.pipeline import Request
    from evaluator.settings import load_settings

    settings = load_settings(
        series=series or (DEFAULT_SERIES if db else None),
        db=db,
        bundle=bundle,
        engine=engine,
        opa_url=opa_url,
        fail_on=fail_on,
        fail_on_not_evaluated=fail_on_not_evaluated,
        max_undetermined=None if max_undetermined is None else max_undetermined.rstrip("%"),
        max_quarantined=max_quarantined,
        max_unplaced=max_unplaced,
        waivers=waivers,
        audit=audit,
        threads=threads,
        memory=memory,
        cache_dir=cache_dir,
        lang=lang,
    )
    request = Request(
        snapshot=snapshot,
        only=only or (),
        skip=skip or (),
        overrides=parse_overrides(param),
        triage=triage,
        quarantine=quarantine,
        waivers=configured_waivers(settings, configured_bundle(settings).controls),
    )
    raise typer.Exit(run_evaluation(request, settings, output or [], shown=progress))


def run_evaluation(
    request: Request, settings: Settings, outputs: Sequence[str], *, shown: bool | None
) -> int:
    """Evaluate, write the reports, and give the exit code.

    Args:
        request: what to evaluate.
        settings: how.
        outputs: values of ``-o``.
        shown: whether progress is shown; None: on a terminal.
    """
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.pipeline import evaluate as evaluate_snapshot
    from evaluator.report import ReportOptions, parse_outputs, write_outputs

    targets = parse_outputs(outputs)
    with ProgressDisplay(shown) as display, evaluate_snapshot(request, settings, display) as done:
        display.finish()
        write_outputs(done.report, targets, ReportOptions(lang=settings.lang))
        if done.quarantine is not None:
            note(f"quarantined rows: {done.quarantine}")
        assert done.report.exit_status is not None, "evaluate gives every report its exit status"
        return done.report.exit_status.code
