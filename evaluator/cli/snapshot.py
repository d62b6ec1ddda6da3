"""``qinglang snapshot``: look at a snapshot before it is evaluated, and generate one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli import convert, generate, prepare
from evaluator.cli.boundary import note
from evaluator.cli.options import (
    BundleOption,
    CacheOption,
    MemoryOption,
    ProgressOption,
    SnapshotArgument,
    ThreadsOption,
    ValueFormat,
)

if TYPE_CHECKING:
    from evaluator.bundle import Bundle
    from evaluator.contract import FaultGroup, TableProfile, Validated
    from evaluator.model import ControlResult, Snapshot, TableSummary

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look at snapshots.")
app.command("generate")(generate.generate)
app.command("convert")(convert.convert)
app.command("prepare")(prepare.prepare)


@app.command()
def check(
    snapshot: SnapshotArgument,
    *,
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="FORMAT", help="console, json, csv or ndjson."),
    ] = "console",
    bundle: BundleOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    progress: ProgressOption = None,
) -> None:
    """Show every fault of a snapshot, grouped by table, column and rule.

    Exits with 0 if no row is faulty, 1 if rows are, 3 if the snapshot cannot be read as a whole.
    """
    from evaluator.bundle import configured_bundle
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.contract import fault_groups
    from evaluator.pipeline import validated_snapshot
    from evaluator.settings import load_settings

    check_row_format(output)
    settings = load_settings(bundle=bundle, threads=threads, memory=memory)
    policies = configured_bundle(settings)
    with (
        ProgressDisplay(progress) as display,
        validated_snapshot(snapshot, policies, settings, display) as session,
    ):
        warehouse, loaded, validated = session
        groups = [group for table in validated.tables for group in fault_groups(warehouse, table)]
        display.finish()
    _note_warnings(loaded, validated)
    show_rows(
        [_group_row(group, as_text=output in {"console", "csv"}) for group in groups],
        output,
        nothing="no faults",
    )
    summaries = validated.tables.values()
    quarantined = sum(summary.quarantined for summary in summaries)
    note(
        f"{_number(len(summaries), 'table')}: {sum(summary.read for summary in summaries):,} rows "
        f"read, {sum(summary.kept for summary in summaries):,} kept, {quarantined:,} quarantined, "
        f"{sum(summary.repeated for summary in summaries):,} repeated"
    )
    if quarantined:
        raise typer.Exit(1)


@app.command()
def describe(
    snapshot: SnapshotArgument,
    *,
    output: ValueFormat = "console",
    sample: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            help="Subjects of each kind that are judged for the likely shares; 0: none.",
        ),
    ] = 1000,
    bundle: BundleOption = None,
    cache_dir: CacheOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    progress: ProgressOption = None,
) -> None:
    """Show what a snapshot holds: rows, times, nulls, and which controls can be evaluated on it.

    A sample of the subjects is judged, to tell which share is likely to be undetermined, and for
    want of which fact. What is prepared for it stays in the cache and serves `qinglang evaluate`.
    """
    from evaluator.bundle import configured_bundle
    from evaluator.cli.listing import check_value_format, show_rows, show_value
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.contract import profile_table
    from evaluator.pipeline import sampled_outcomes, validated_snapshot
    from evaluator.settings import load_settings

    check_value_format(output)
    settings = load_settings(bundle=bundle, threads=threads, memory=memory, cache_dir=cache_dir)
    policies = configured_bundle(settings)
    with (
        ProgressDisplay(progress) as display,
        validated_snapshot(snapshot, policies, settings, display) as session,
    ):
        warehouse, loaded, validated = session
        profiles = {
            table: profile_table(warehouse, policies.contract.tables[table])
            for table in validated.tables
        }
        display.finish()
    with ProgressDisplay(progress) as display:
        likely = (
            sampled_outcomes(snapshot, policies, settings, display, size=sample) if sample else {}
        )
        display.finish()
    _note_warnings(loaded, validated)
    head = {**loaded.manifest.document(), "snapshot_digest": loaded.digest}
    tables = [_table_row(summary) for summary in validated.tables.values()]
    as_text = output == "console"
    columns = [
        row
        for table, profile in profiles.items()
        for row in _column_rows(table, profile, as_text=as_text)
    ]
    controls = list(
        _control_rows(policies, validated, settings.max_unplaced, likely, as_text=as_text)
    )
    if output == "json":
        show_value(head | {"tables": tables, "columns": columns, "controls": controls}, output)
        return
    show_value({name: _time(name, value) for name, value in head.items()}, output)
    for rows in (tables, columns, controls):
        typer.echo()
        show_rows(rows, output)


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _note_warnings(loaded: Snapshot, validated: Validated) -> None:
    for warning in (*loaded.warnings, *validated.warnings):
        note(f"warning: {warning}")


def _group_row(group: FaultGroup, *, as_text: bool) -> dict[str, Any]:
    examples: list[Any] = [
        f"{cell.file}:{cell.row} {cell.value}".rstrip()
        if as_text
        else {"file": cell.file, "row": cell.row, "key": cell.key, "value": cell.value}
        for cell in group.examples
    ]
    return {
        "table": group.table,
        "column": group.column,
        "rule": group.rule,
        "count": group.count,
        "examples": examples,
    }


def _table_row(summary: TableSummary) -> dict[str, Any]:
    return {
        "table": summary.table,
        "read": summary.read,
        "kept": summary.kept,
        "quarantined": summary.quarantined,
        "repeated": summary.repeated,
        "unplaced": summary.unplaced_rows,
    }


def _column_rows(table: str, profile: TableProfile, *, as_text: bool) -> Iterator[dict[str, Any]]:
    for column, nulls in profile.nulls.items():
        share = nulls / profile.rows if profile.rows else None
        first, last = profile.times.get(column) or (None, None)
        yield {
            "table": table,
            "column": column,
            "nulls": nulls,
            "null_rate": f"{share:.1%}" if as_text and share is not None else share,
            "first": _local(first) if as_text else first,
            "last": _local(last) if as_text else last,
        }


def _control_rows(
    policies: Bundle,
    validated: Validated,
    max_unplaced: int,
    likely: Mapping[str, ControlResult],
    *,
    as_text: bool,
) -> Iterator[dict[str, Any]]:
    from evaluator.subjects import lacking

    for code, control in policies.controls.items():
        lacks = lacking(
            control, policies.contract, validated.tables.keys(), validated.tables, max_unplaced
        )
        share, missing = _undetermined(likely.get(code))
        yield {
            "control": code,
            "title": control.title,
            "evaluated": not lacks,
            "lacks": list(lacks),
            "undetermined": f"{share:.1%}" if as_text and share is not None else share,
            "missing": missing,
        }


def _undetermined(result: ControlResult | None) -> tuple[float | None, list[str]]:
    """Share of what might apply that is undetermined in a sample, and what it lacks."""
    if result is None:
        return None, []
    undetermined = result.outcomes["undetermined"]
    known = result.outcomes["violation"] + result.outcomes["pass"]
    if not undetermined + known:
        return None, []
    return undetermined / (undetermined + known), sorted(result.missing)


def _time(name: str, value: object) -> object:
    return _local(value) if name.endswith(("_of", "_from", "_to")) else value


def _local(seconds: object) -> str | None:
    from evaluator.report.local_time import local_time

    return local_time(seconds) if isinstance(seconds, int) else None
