"""``qinglang findings``: what was found, how it stands, and how that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.finding_choice import check_period, chosen_controls
from evaluator.cli.finding_history import diff, history
from evaluator.cli.moments import first_moment, moment_given, moment_shown
from evaluator.cli.options import (
    BundleOption,
    CacheOption,
    ClauseOption,
    DatabaseOption,
    FamilyOption,
    LanguageOption,
    MemoryOption,
    OutputFormat,
    ThreadsOption,
    ValueFormat,
)
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.findings import RecordedFinding

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look at the findings that were recorded."
)

#: Findings that a terminal is filled with where nothing else is asked for.
_PAGE = 50
#: Digits of an id that are shown to readers; `show` takes any beginning of an id.
_SHORT = 12

OPEN_STATES = ("violating", "unconfirmed")
RESOLVED_STATES = ("fixed", "subject_gone", "policy_changed")
#: Words for several states.
_STATES: Mapping[str, tuple[str, ...]] = {
    "open": OPEN_STATES,
    "resolved": RESOLVED_STATES,
    "any": OPEN_STATES + RESOLVED_STATES,
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "--severity": ("low", "medium", "high"),
    "--direction": ("under", "over", "privacy"),
    "--state": (*OPEN_STATES, *RESOLVED_STATES, "open", "resolved", "any"),
}


@app.command("list")
def list_findings(
    *,
    db: DatabaseOption = None,
    series: Annotated[str | None, typer.Option(help="Of this series only.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="As they stood then; default: after the latest run."),
    ] = None,
    control: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Of this control only; repeatable."),
    ] = None,
    severity: Annotated[str | None, typer.Option(help="low, medium or high.")] = None,
    direction: Annotated[str | None, typer.Option(help="under, over or privacy.")] = None,
    subject: Annotated[str | None, typer.Option(metavar="ID", help="Of this subject only.")] = None,
    state: Annotated[
        str | None,
        typer.Option(
            help="violating, unconfirmed, fixed, subject_gone, policy_changed; open (the default), "
            "resolved or any."
        ),
    ] = None,
    cause: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="With exactly this cause; repeated for each fact of it, '' for none.",
        ),
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="By what was known then; default: what is known now."),
    ] = None,
    opened: Annotated[
        bool, typer.Option("--opened", help="What opened between --from and --to.")
    ] = False,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="What was resolved between --from and --to.")
    ] = False,
    reopened: Annotated[
        bool, typer.Option("--reopened", help="What opened again between --from and --to.")
    ] = False,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help="What became unconfirmed between --from and --to.")
    ] = False,
    events: Annotated[
        bool, typer.Option("--events", help="Events first shown between --from and --to.")
    ] = False,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First as_of; default: the first.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last as_of; default: the last.")
    ] = None,
    clause: ClauseOption = None,
    family: FamilyOption = None,
    bundle: BundleOption = None,
    after: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The page that follows this finding; with --limit."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help=f"At most so many; default: {_PAGE} on the console, else all."
        ),
    ] = None,
    output: OutputFormat = "console",
) -> None:
    """List findings as they stand, or as they stood at an as_of.

    A finding that a later run did not show is fixed only where its subject was judged again and is
    clear of it; otherwise it is unconfirmed, and open: absence is no evidence.
    """
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.findings import FindingFilter, open_store
    from evaluator.settings import load_settings

    check_row_format(output)
    _check_words({"--severity": severity, "--direction": direction, "--state": state})
    whole_cause = _cause(cause)
    moment = None if as_of is None else moment_given("--as-of", as_of)
    most = limit or (_PAGE if output == "console" else None)
    begun = {
        "opened": opened,
        "resolved": resolved,
        "reopened": reopened,
        "unconfirmed": unconfirmed,
        "recorded": events,
    }
    changes = tuple(change for change, asked in begun.items() if asked)
    check_period(changes, as_of=as_of, state=state, start=start, end=end)
    settings = load_settings(db=db, bundle=bundle)
    codes = chosen_controls(settings, control, clause, family)
    with open_store(settings.db, create=False) as store:
        found = store.findings(
            FindingFilter(
                series=series,
                as_of=moment,
                known_at=None if known_at is None else moment_given("--known-at", known_at),
                controls=codes,
                severity=severity,
                direction=direction,
                subject=subject,
                states=_states(state),
                cause=whole_cause,
                changes=changes,
                start=None if start is None else first_moment("--from", start),
                end=None if end is None else moment_given("--to", end),
                after=after,
            ),
            limit=None if most is None else most + 1,
        )
    shown = found[:most]
    rows = _short_rows(shown) if output == "console" else [_row(finding) for finding in shown]
    show_rows(rows, output, nothing="no findings")
    if len(found) > len(shown):
        note(f"the first {len(shown)} findings are shown; --limit N shows more")


@app.command()
def show(
    finding: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a finding, or its beginning.")
    ],
    *,
    db: DatabaseOption = None,
    snapshot: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Show the subject's document too, from this snapshot."),
    ] = None,
    bundle: BundleOption = None,
    threads: ThreadsOption = None,
    memory: MemoryOption = None,
    cache_dir: CacheOption = None,
    lang: LanguageOption = None,
    output: ValueFormat = "console",
) -> None:
    """Show one finding: message, clauses, basis, facts, deciding parameters, cure and states."""
    from evaluator.bundle import configured_bundle
    from evaluator.cli.finding_details import deciding_run, document_of, finding_details
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.findings import open_store
    from evaluator.settings import load_settings

    check_value_format(output)
    settings = load_settings(
        db=db, bundle=bundle, threads=threads, memory=memory, cache_dir=cache_dir, lang=lang
    )
    policies = configured_bundle(settings)
    with open_store(settings.db, create=False) as store:
        stored = store.finding(finding)
        run = deciding_run(store, stored)
    code = policies.aliases.get(stored.control, stored.control)
    if code not in policies.controls:
        note(f"{stored.control} is not in this bundle: no title, clauses, message and cure")
    control = policies.controls.get(code)
    shown = finding_details(stored, control, policies, run, settings.lang, output)
    if snapshot is not None:
        shown["document"] = document_of(snapshot, stored, run, settings)
    show_value(shown, output)


app.command("history")(history)
app.command("diff")(diff)


def _cause(texts: Sequence[str] | None) -> dict[str, str] | None:
    if texts is None:
        return None
    cause: dict[str, str] = {}
    for text in filter(None, texts):
        name, separator, value = text.partition("=")
        if not separator or not name or name in cause:
            raise UsageError(
                f"--cause {text}", "must be NAME=VALUE, each name once", "Write --cause pool=home."
            )
        cause[name] = value
    return cause


def _states(state: str | None) -> tuple[str, ...]:
    return OPEN_STATES if state is None else _STATES.get(state, (state,))


def _check_words(given: Mapping[str, str | None]) -> None:
    for option, word in given.items():
        if word is not None and word not in _WORDS[option]:
            raise UsageError(
                f"{option} {word}", "is unknown", f"Write {' or '.join(_WORDS[option])}."
            )


def _row(finding: RecordedFinding) -> dict[str, Any]:
    return {
        "id": finding.finding_id,
        "series": finding.series,
        "platform": finding.platform_id,
        "control": finding.control,
        "subject": finding.subject_id,
        "subject_time": finding.subject_time,
        "severity": finding.severity,
        "direction": finding.direction,
        "nature": finding.nature,
        "state": finding.state,
        "reason": finding.reason,
        "change": finding.change,
        "since": finding.since,
        "state_since": finding.state_since,
        "from_as_of": finding.from_as_of,
        "to_as_of": finding.to_as_of,
        "identity": dict(finding.identity),
        "facts": dict(finding.facts),
        "cause": dict(finding.cause),
    }


def _short_rows(findings: Sequence[RecordedFinding]) -> list[dict[str, Any]]:
    """Rows as wide as a terminal; `show` has the rest."""
    several = len({finding.series for finding in findings}) > 1
    return [
        {
            "id": finding.finding_id[:_SHORT],
            **({"series": finding.series} if several else {}),
            "control": finding.control,
            "subject": finding.subject_id,
            "severity": finding.severity,
            "state": finding.state,
            "since": moment_shown(finding.state_since, "console"),
        }
        for finding in findings
    ]
