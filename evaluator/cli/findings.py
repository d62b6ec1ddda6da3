"""``qinglang findings``: what was found, how it stands, and how that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.moments import moment_given, moment_shown
from evaluator.cli.options import (
    BundleOption,
    DatabaseOption,
    LanguageOption,
    OutputFormat,
    ValueFormat,
)
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.bundle import Bundle
    from evaluator.findings import RecordedFinding, RecordedState, StoredFinding
    from evaluator.report import Language

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look at the findings that were recorded."
)

#: Findings that a terminal is filled with where nothing else is asked for.
_PAGE = 50
#: Digits of an id that are shown to readers; `show` takes any beginning of an id.
_SHORT = 12

_WORDS: Mapping[str, tuple[str, ...]] = {
    "--severity": ("low", "medium", "high"),
    "--direction": ("under", "over", "privacy"),
    "--state": ("violating", "unconfirmed"),
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
        typer.Option(help="violating, or unconfirmed (the latest run did not show it)."),
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

    A finding that a later run did not show is unconfirmed, not fixed: absence is no evidence.
    """
    from evaluator.cli.listing import check_row_format, show_rows
    from evaluator.findings import open_store
    from evaluator.settings import load_settings

    check_row_format(output)
    _check_words({"--severity": severity, "--direction": direction, "--state": state})
    moment = None if as_of is None else moment_given("--as-of", as_of)
    most = limit or (_PAGE if output == "console" else None)
    with open_store(load_settings(db=db).db, create=False) as store:
        found = store.findings(
            series,
            moment,
            control or (),
            severity=severity,
            direction=direction,
            subject=subject,
            state=state,
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
    bundle: BundleOption = None,
    lang: LanguageOption = None,
    output: ValueFormat = "console",
) -> None:
    """Show one finding: what it says, the clauses, the cure, and how it stood over time."""
    from evaluator.bundle import load_bundle
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.findings import open_store
    from evaluator.settings import load_settings

    check_value_format(output)
    settings = load_settings(db=db, bundle=bundle, lang=lang)
    policies = load_bundle(settings.bundle)
    with open_store(settings.db, create=False) as store:
        stored = store.finding(finding)
    if stored.control not in policies.controls:
        note(f"{stored.control} is not in this bundle: no title, clauses, message and cure")
    show_value(_shown(stored, policies, settings.lang, output), output)


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
            "since": moment_shown(finding.from_as_of, "console"),
        }
        for finding in findings
    ]


def _shown(stored: StoredFinding, policies: Bundle, lang: Language, output: str) -> dict[str, Any]:
    from evaluator.report import message

    # What is known now, or, where a correction took it all back, what was known last.
    latest = (stored.known or stored.states)[-1]
    shown: dict[str, Any] = {"id": stored.finding_id, "control": stored.control}
    control = policies.controls.get(stored.control)
    if control is not None:
        texts = policies.framework.clauses
        shown |= {
            "title": control.title,
            "message": message(control, latest.facts, lang),
            "clauses": {clause: texts[clause][lang] for clause in control.clauses},
        }
    shown |= {
        "subject": stored.subject_id,
        "subject_time": moment_shown(latest.subject_time, output),
        "severity": latest.severity,
        "direction": latest.direction,
        "nature": stored.nature,
        "identity": dict(stored.identity),
        "facts": dict(latest.facts),
        "cause": dict(latest.cause),
    }
    if control is not None:
        shown["cure"] = control.cure[lang]
    shown["states"] = _states(stored.known, output)
    replaced = [state for state in stored.states if state.recorded_to is not None]
    if replaced:
        shown["replaced"] = _states(replaced, output)
    return shown


def _states(states: Sequence[RecordedState], output: str) -> list[dict[str, Any]]:
    """States as rows, in the order of as_of within each series."""
    return [
        {
            "series": state.series,
            "state": state.state,
            "from_as_of": moment_shown(state.from_as_of, output),
            "to_as_of": moment_shown(state.to_as_of, output),
            "recorded_from": moment_shown(state.recorded_from, output),
            "recorded_to": moment_shown(state.recorded_to, output),
            "facts": dict(state.facts),
        }
        for state in states
    ]
