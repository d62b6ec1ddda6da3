"""``qinglang framework``: the notice as data, and what accounts for each clause of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.moments import moment_shown
from evaluator.cli.options import (
    BundleOption,
    CacheOption,
    DatabaseOption,
    LanguageOption,
    MemoryOption,
    ProgressOption,
    ThreadsOption,
    ValueFormat,
)
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.bundle import Bundle
    from evaluator.report import Language, RunOutcomes, Statements
    from evaluator.settings import Settings

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look at the framework: clauses, what accounts for them, parameters.",
)


@app.command()
def show(
    *, bundle: BundleOption = None, lang: LanguageOption = None, output: ValueFormat = "console"
) -> None:
    """Show clauses, what of them cannot be checked and why, and every parameter with its basis."""
    from evaluator.bundle import configured_bundle
    from evaluator.cli.listing import show_value
    from evaluator.settings import load_settings

    settings = load_settings(bundle=bundle, lang=lang)
    framework = configured_bundle(settings).framework
    begin, end = (moment_shown(moment, output) for moment in framework.window)
    show_value(
        {
            "name": framework.name,
            "version": framework.version,
            "title": framework.title[settings.lang],
            "window": {"from": begin, "until": end},
            "time_zone": framework.time_zone,
            "clauses": {name: text[settings.lang] for name, text in framework.clauses.items()},
            "not_checkable": [
                {
                    "clauses": list(entry.clauses),
                    "extent": entry.extent,
                    "matter": entry.matter[settings.lang],
                    "reason": entry.reason[settings.lang],
                }
                for entry in framework.not_checkable
            ],
            "parameters": {
                name: {
                    "type": parameter.type,
                    "unit": parameter.unit,
                    "value": moment_shown(parameter.value, output)
                    if parameter.type == "time"
                    else parameter.value,
                    "basis": parameter.basis,
                    "description": parameter.description,
                }
                for name, parameter in framework.parameters.items()
            },
        },
        output,
    )


@app.command()
def coverage(
    *,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Show the outcomes of this run: a report of -o json."),
    ] = None,
    series: Annotated[
        str | None, typer.Option(help="Show the outcomes of the last run of this series.")
    ] = None,
    db: DatabaseOption = None,
    snapshot: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Show the attestations of this snapshot, with age."),
    ] = None,
    bundle: BundleOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    cache_dir: CacheOption = None,
    progress: ProgressOption = None,
    lang: LanguageOption = None,
    output: ValueFormat = "console",
) -> None:
    """Show for each clause its controls and outcomes, attestations, and what is not checkable.

    Exit codes: 0 every clause is accounted for, and every control has a clause and a basis; 1 not
    so, and each gap is named.
    """
    from evaluator.bundle import configured_bundle
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.report import coverage_document
    from evaluator.settings import load_settings

    check_value_format(output)
    if report is not None and (series is not None or db is not None):
        raise UsageError("--report and --series", "are both given", "Show one run.")
    settings = load_settings(
        db=db, bundle=bundle, threads=threads, memory=memory, cache_dir=cache_dir, lang=lang
    )
    policies = configured_bundle(settings)
    run = _run(report, series, settings, asked=db is not None)
    stated = None if snapshot is None else _statements(snapshot, policies, settings, progress)
    document = coverage_document(policies, run, stated, settings.lang)
    if output == "json":
        show_value(document, output)
    else:
        _print(document, settings.lang)
    for gap in document["gaps"]:
        note(f"not accounted for: {gap}")
    raise typer.Exit(1 if document["gaps"] else 0)


def _print(document: Mapping[str, Any], lang: Language) -> None:
    from evaluator.report import coverage_lines
    from evaluator.report.destination import open_standard
    from evaluator.report.terminal import report_console
    from evaluator.report.terminal import show as print_lines

    with open_standard(sys.stdout, machine=False) as stream:
        console = report_console(stream)
        print_lines(console, coverage_lines(document, lang, console.width))


def _run(
    report: Path | None, series: str | None, settings: Settings, *, asked: bool
) -> RunOutcomes | None:
    """The run that is asked for; None where none is."""
    from evaluator.report import RunOutcomes, read_outcomes

    if report is not None:
        return read_outcomes(report)
    if series is None and not asked:
        return None
    from evaluator.findings import open_store

    with open_store(settings.db, create=False) as store:
        runs = [run for run in store.runs(series) if run.superseded_at is None]
        if not runs:
            raise UsageError(
                f"series {series}" if series else "the database",
                "has no run",
                "See `qinglang runs list`.",
            )
        details = store.run(runs[-1].run_id)
    last = details.summary
    return RunOutcomes(
        run_id=last.run_id,
        platform_id=last.platform_id,
        snapshot_id=last.snapshot_id,
        as_of=last.as_of,
        complete=last.complete,
        results=details.results,
    )


def _statements(
    snapshot: Path, policies: Bundle, settings: Settings, progress: bool | None
) -> Statements:
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.pipeline.attesting import snapshot_statements

    with ProgressDisplay(progress) as display:
        stated = snapshot_statements(snapshot, policies, settings, display)
        display.finish()
    return stated
