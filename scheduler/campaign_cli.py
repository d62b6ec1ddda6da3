"""``qinglang campaign``: a window of days, planned, run and accounted for."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import OutputFormat, ProgressOption
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.settings import Settings
    from scheduler.account import DayAccount, Movement
    from scheduler.campaign import Campaign
    from scheduler.replay import DayResult
    from scheduler.statuses import DayStatus

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Run every day of a campaign, and account for each.",
)

_FILE: Final = "campaign.yaml"

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The campaign file.")]


@app.command()
def init(
    file: FileArgument = Path(_FILE),
    *,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a commented campaign file."""
    from scheduler.campaign import EXAMPLE

    if file.exists() and not force:
        raise UsageError(str(file), "exists already", "Add --force to overwrite it.")
    try:
        file.write_text(EXAMPLE, encoding="utf-8")
    except OSError as error:
        raise UsageError(str(file), f"cannot be written ({error.strerror})") from error
    note(f"wrote {file}")


@app.command()
def plan(file: FileArgument = Path(_FILE), *, output: OutputFormat = "console") -> None:
    """List every planned run: its platform, day, snapshot, and when the snapshot is due."""
    from evaluator.cli.listing import check_row_format, show_rows
    from scheduler.campaign import read_campaign
    from scheduler.days import planned_runs

    check_row_format(output)
    campaign = read_campaign(file)
    rows: list[dict[str, Any]] = [
        {
            "platform": planned.platform_id,
            "day": planned.day.isoformat(),
            "due": _moment(campaign, planned.due_at, output),
            "deadline": _moment(campaign, planned.deadline_at, output),
            "there": planned.snapshot.is_dir(),
            "snapshot": str(planned.snapshot),
        }
        for planned in planned_runs(campaign)
    ]
    if output == "console":
        rows = [{name: row[name] for name in row if name != "snapshot"} for row in rows]
    show_rows(rows, output)


@app.command()
def run(
    file: FileArgument = Path(_FILE),
    *,
    day: Annotated[str, typer.Option("--date", metavar="DATE", help="The day.")],
    output: OutputFormat = "console",
    progress: ProgressOption = None,
) -> None:
    """Run one day, for all platforms."""
    asked = _date("--date", day)
    _replay(file, asked, asked, output, shown=progress)


@app.command()
def backfill(
    file: FileArgument = Path(_FILE),
    *,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Not the days before.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Not the days after.")
    ] = None,
    output: OutputFormat = "console",
    progress: ProgressOption = None,
) -> None:
    """Run the whole campaign, or some days of it, in their order.

    What was recorded with the same snapshot and bundle is passed over, so that it can be called
    again and again. Exit codes: as of evaluate, the highest of all days; 3 where a day is a gap.
    """
    begin = None if first is None else _date("--from", first)
    end = None if last is None else _date("--to", last)
    _replay(file, begin, end, output, shown=progress)


@app.command()
def status(file: FileArgument = Path(_FILE), *, output: OutputFormat = "console") -> None:
    """Show how every day stands, and how many stand so.

    done, late (recorded after a later day), corrected (in place of another snapshot), incomplete,
    ready (not run yet), gap (no snapshot, and its deadline has passed), waiting.
    """
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.findings import open_store
    from scheduler.campaign import read_campaign
    from scheduler.statuses import day_statuses

    check_row_format(output)
    campaign = read_campaign(file)
    with open_store(campaign.db) as store:
        statuses = list(day_statuses(campaign, store.runs(campaign.name), int(time.time())))
    show_rows([_status_row(campaign, each, output) for each in statuses], output)
    counts = Counter(str(each.state) for each in statuses)
    note(", ".join(f"{number} {state}" for state, number in counts.most_common()))


@app.command()
def report(
    file: FileArgument = Path(_FILE),
    *,
    by: Annotated[str, typer.Option("--by", help="day, control or clause.")] = "day",
    output: OutputFormat = "console",
) -> None:
    """Account for the campaign: what opened, was resolved and is open.

    By day, each platform's days with their states; by control or clause, with the days that fixes
    took. Events are counted on the day that recorded them. What stands behind a number:
    `qinglang findings list --series NAME` with --opened, --resolved, --from and --to.
    """
    from evaluator.bundle import configured_bundle
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.findings import FindingFilter, open_store
    from scheduler.account import CHANGES, by_clause, by_control, by_day
    from scheduler.campaign import read_campaign
    from scheduler.statuses import day_statuses

    check_row_format(output)
    if by not in ("day", "control", "clause"):
        raise UsageError(f"--by {by}", "must be day, control or clause", "Write --by day.")
    campaign = read_campaign(file)
    with open_store(campaign.db) as store:
        began = store.findings(FindingFilter(series=campaign.name, changes=CHANGES))
        statuses = list(day_statuses(campaign, store.runs(campaign.name), int(time.time())))
    if by == "day":
        days = by_day(campaign, statuses, began)
        show_rows([_day_row(each, output) for each in days], output)
    elif by == "control":
        show_rows([_moved_row(by, *each, output) for each in by_control(began).items()], output)
    else:
        bundle = configured_bundle(_settings(campaign))
        known = {
            code: control
            for control in bundle.controls.values()
            for code in (control.code, *control.aliases)
        }
        show_rows(
            [_moved_row(by, *each, output) for each in by_clause(began, known).items()], output
        )


def _day_row(account: DayAccount, output: str) -> dict[str, Any]:
    head = {
        "platform": account.platform_id,
        "day": account.day.isoformat(),
        "state": str(account.state),
    }
    return {**head, **_counts(account.movement, output), "open": account.open}


def _moved_row(by: str, key: str, movement: Movement, output: str) -> dict[str, Any]:
    return {
        by: key,
        **_counts(movement, output),
        "open": movement.net,
        "median_days": movement.median_days,
        "p90_days": movement.p90_days,
    }


def _counts(movement: Movement, output: str) -> dict[str, int]:
    """The numbers; for readers without the kinds of resolution, which are too many columns."""
    resolved = {
        "resolved": movement.resolved,
        "fixed": movement.fixed,
        "subject_gone": movement.subject_gone,
        "policy_changed": movement.policy_changed,
    }
    if output == "console":
        resolved = {"resolved": movement.resolved}
    return {
        "opened": movement.opened,
        "reopened": movement.reopened,
        **resolved,
        "unconfirmed": movement.unconfirmed,
        "events": movement.events,
    }


def _status_row(campaign: Campaign, status: DayStatus, output: str) -> dict[str, Any]:
    run = status.run
    return {
        "platform": status.planned.platform_id,
        "day": status.planned.day.isoformat(),
        "state": str(status.state),
        "findings": None if run is None else run.findings,
        "recorded": None if run is None else _moment(campaign, run.recorded_at, output),
        "run": None if run is None else run.run_id if output != "console" else run.run_id[:12],
    }


def _replay(
    file: Path, first: date | None, last: date | None, output: str, *, shown: bool | None
) -> None:
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.cli.progress import ProgressDisplay
    from scheduler.campaign import read_campaign
    from scheduler.days import planned_runs
    from scheduler.replay import replay

    check_row_format(output)
    campaign = read_campaign(file)
    planned = list(planned_runs(campaign, first, last))
    if not planned:
        raise UsageError(
            f"{file}: no day of the campaign",
            f"lies in what was asked for; it runs from {campaign.first} to {campaign.last}",
            "Ask for days of its window.",
        )
    results: list[DayResult] = []
    with ProgressDisplay(shown) as display:
        for result in replay(campaign, planned, _settings(campaign), display):
            results.append(result)
            _tell(result, len(results), len(planned))
        display.finish()
    rows = [_result_row(each) for each in results]
    if output == "console":
        # Reasons were told one by one.
        rows = [{name: row[name] for name in row if name != "reason"} for row in rows]
    show_rows(rows, output)
    raise typer.Exit(max(each.exit_code for each in results))


def _tell(result: DayResult, number: int, of: int) -> None:
    words = f": {result.reason}" if result.reason else ""
    place = f"{result.planned.day} {result.planned.platform_id}"
    note(f"{number}/{of} {place} {result.ended}{words}")


def _result_row(result: DayResult) -> dict[str, Any]:
    return {
        "platform": result.planned.platform_id,
        "day": result.planned.day.isoformat(),
        "ended": str(result.ended),
        "findings": result.findings,
        "exit_code": result.exit_code,
        "reason": result.reason,
    }


def _settings(campaign: Campaign) -> Settings:
    from evaluator.settings import load_settings

    return load_settings(
        db=campaign.db,
        series=campaign.name,
        bundle=campaign.bundle,
        waivers=campaign.waivers,
        trusted_keys=campaign.trusted_keys,
        # Where the file does not ask for it, the settings may.
        require_signed=campaign.require_signed or None,
    )


def _date(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{option} {text}", "must be a date", f"Write {option} 2025-07-24."
        ) from error


def _moment(campaign: Campaign, seconds: int, output: str) -> int | str:
    """A moment on the campaign's clock for readers, epoch seconds for programs."""
    if output != "console":
        return seconds
    return datetime.fromtimestamp(seconds, campaign.zone).isoformat(sep=" ", timespec="minutes")
