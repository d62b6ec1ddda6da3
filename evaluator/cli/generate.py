"""``qinglang snapshot generate``: a snapshot as large as wanted, to try things out with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import ProgressOption
from evaluator.errors import UsageError

__all__ = ["generate"]

#: 2025-09-24T00:00+08:00, the end of the campaign.
END_OF_CAMPAIGN = "2025-09-24T00:00:00+08:00"


def generate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Folder of the snapshot; may hold an older generated one."
        ),
    ],
    *,
    posts: Annotated[int, typer.Option(metavar="N", help="How many posts.")] = 10_000,
    seed: Annotated[
        int, typer.Option(metavar="S", help="Another seed, another snapshot; the same, the same.")
    ] = 1,
    as_of: Annotated[
        str, typer.Option(metavar="TIME", help="RFC 3339 with an offset, or epoch seconds.")
    ] = END_OF_CAMPAIGN,
    days: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Days before --as-of that it covers; default: the whole campaign."
        ),
    ] = None,
    violation_rate: Annotated[
        float,
        typer.Option(metavar="R", help="Share, 0 to 1, of what a control applies to that fails."),
    ] = 0.01,
    null_rate: Annotated[
        float, typer.Option(metavar="R", help="Share, 0 to 1, of optional facts that are unknown.")
    ] = 0.02,
    daily: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="N daily snapshots of one platform, the last at --as-of, as FOLDER/<date>.",
        ),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="F", help="parquet, ndjson, csv or mixed.")
    ] = "parquet",
    truth: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Also write what controls must find, as NDJSON, outside the snapshot; with"
            " --daily a folder for a file a day.",
        ),
    ] = None,
    progress: ProgressOption = None,
) -> None:
    """Generate a snapshot: the same arguments give the same bytes.

    It holds pseudonymous ids, times, flags and enumerations only. Most of what it shows is right; a
    share of it breaks the rules, and a share of what could be known is unknown.
    """
    from evaluator.cli.progress import ProgressDisplay
    from evaluator.synthetic import Blueprint, generate_series, generate_snapshot

    blueprint = Blueprint(posts, seed, _seconds(as_of), violation_rate, null_rate, days)
    with ProgressDisplay(progress) as display:
        display.stage("generate", posts * (daily or 1))
        if daily is None:
            made = [
                generate_snapshot(
                    blueprint, folder, formats=form, truth=truth, advance=display.advance
                )
            ]
        else:
            made = list(
                generate_series(
                    blueprint.daily(daily),
                    folder,
                    formats=form,
                    truth=truth,
                    advance=display.advance,
                )
            )
        display.finish()
    for done in made:
        rows = ", ".join(f"{table} {count:,}" for table, count in done.rows.items())
        note(f"generated {done.folder}: {rows}")
    if truth is not None:
        note(f"truth: {truth}")


def _seconds(text: str) -> int:
    from evaluator.bundle.moments import epoch_seconds

    if text.removeprefix("-").isdecimal() and text.isascii():
        return int(text)
    seconds = epoch_seconds(text)
    if seconds is None:
        raise UsageError(
            f"--as-of {text}",
            "is neither RFC 3339 with an offset nor epoch seconds",
            f"Write --as-of {END_OF_CAMPAIGN}.",
        )
    return seconds
