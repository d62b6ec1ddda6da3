"""``qinglang findings history`` and ``diff``: how findings came to stand as they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.finding_choice import chosen_controls
from evaluator.cli.moments import moment_given, moment_shown
from evaluator.cli.options import (
    BundleOption,
    ClauseOption,
    DatabaseOption,
    FamilyOption,
    OutputFormat,
)
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.findings import Difference, RecordedState

__all__ = ["diff", "history"]

#: Digits of an id that are shown to readers; `show` takes any beginning of an id.
_SHORT = 12


def history(
    finding: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a finding, or its beginning.")
    ],
    *,
    db: DatabaseOption = None,
    series: Annotated[str | None, typer.Option(help="In this series only.")] = None,
    known_at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="By what was known then; default: what is known now."),
    ] = None,
    output: OutputFormat = "console",
) -> None:
    """Show all that became of one finding: when it opened, was resolved, and came back."""
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.findings import open_store
    from evaluator.settings import load_settings

    check_row_format(output)
    moment = None if known_at is None else moment_given("--known-at", known_at)
    with open_store(load_settings(db=db).db, create=False) as store:
        stored = store.finding(finding)
    rows = [
        _state(state, output)
        for state in stored.known_at(moment)
        if series is None or state.series == series
    ]
    show_rows(rows, output, nothing="nothing was known of it")


def diff(
    earlier: Annotated[str, typer.Argument(metavar="DAY", help="A date, or a time.")],
    later: Annotated[str, typer.Argument(metavar="DAY", help="A later one.")],
    *,
    db: DatabaseOption = None,
    series: Annotated[str | None, typer.Option(help="Of this series only.")] = None,
    known_at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="By what was known then; default: what is known now."),
    ] = None,
    control: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Of this control only; repeatable."),
    ] = None,
    clause: ClauseOption = None,
    family: FamilyOption = None,
    bundle: BundleOption = None,
    output: OutputFormat = "console",
) -> None:
    """List the findings that stand otherwise on one day than on another."""
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.findings import FindingFilter, open_store
    from evaluator.settings import load_settings

    check_row_format(output)
    first, last = moment_given("DAY", earlier), moment_given("DAY", later)
    if first > last:
        raise UsageError(
            f"{earlier} {later}", "the second day lies before the first", "Exchange them."
        )
    settings = load_settings(db=db, bundle=bundle)
    wanted = FindingFilter(
        series=series,
        known_at=None if known_at is None else moment_given("--known-at", known_at),
        controls=chosen_controls(settings, control, clause, family),
    )
    with open_store(settings.db, create=False) as store:
        found = store.differences(first, last, wanted)
    show_rows([_difference(one, output) for one in found], output, nothing="no difference")


def _state(state: RecordedState, output: str) -> dict[str, Any]:
    told = {
        "series": state.series,
        "from_as_of": moment_shown(state.from_as_of, output),
        "change": state.change,
        "state": state.state,
        "reason": state.reason,
        "since": moment_shown(state.since, output),
    }
    # Readers get what fits a terminal; `show` has the facts.
    return (
        told
        if output == "console"
        else told
        | {
            "severity": state.severity,
            "facts": dict(state.facts),
            "policy": state.policy,
            "to_as_of": state.to_as_of,
            "recorded_at": state.recorded_from,
        }
    )


def _difference(one: Difference, output: str) -> dict[str, Any]:
    some = one.after or one.before
    assert some is not None, "a difference has one side at least"
    brief = output == "console"
    told = {
        "id": some.finding_id[:_SHORT] if brief else some.finding_id,
        "series": some.series,
        "control": some.control,
        "subject": some.subject_id,
        "severity": some.severity,
        "before": None if one.before is None else one.before.state,
        "after": None if one.after is None else one.after.state,
        "reason": "" if one.after is None else one.after.reason,
        "since": moment_shown(some.since, output),
    }
    return (
        told
        if brief
        else told
        | {
            "facts_before": None if one.before is None else dict(one.before.facts),
            "facts_after": None if one.after is None else dict(one.after.facts),
        }
    )
