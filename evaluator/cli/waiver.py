"""``qinglang waiver``: who decided that which findings need not be cured, and until when."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import BundleOption, OutputFormat

if TYPE_CHECKING:
    from evaluator.report import Waivers

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Look at waivers, and check them."
)

WaiverFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of waivers.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help="As of then; default: now."),
]


@app.command("list")
def list_waivers(
    file: WaiverFile,
    *,
    as_of: AsOf = None,
    bundle: BundleOption = None,
    output: OutputFormat = "console",
) -> None:
    """List all waivers of a file, and whether each holds."""
    from evaluator.cli.listing import check_row_format, show_rows

    check_row_format(output)
    rows = _rows(_waivers(file, as_of, bundle))
    if output == "console":
        rows = [{name: row[name] for name in row if name in _SHOWN} for row in rows]
    show_rows(rows, output, nothing="no waivers")


@app.command()
def check(file: WaiverFile, *, as_of: AsOf = None, bundle: BundleOption = None) -> None:
    """Check a file of waivers; exit 1 where one does not hold, or holds no longer.

    Whether a waiver is used at all, only an evaluation with --waivers can tell.
    """
    from evaluator.report import WaiverState

    waivers = _waivers(file, as_of, bundle)
    sound = (WaiverState.ACTIVE, WaiverState.FUTURE)
    wrong = [each for each in waivers.waivers if waivers.state(each) not in sound]
    for waiver in wrong:
        note(f"{waiver.place}: waiver {waiver.waiver_id} is {_word(waivers.state(waiver))}")
    number = len(waivers.waivers)
    note(f"{number} {'waiver' if number == 1 else 'waivers'}, {number - len(wrong)} in order")
    raise typer.Exit(1 if wrong else 0)


_SHOWN = ("id", "control", "subject", "until", "state", "owner", "approver")


def _waivers(file: Path, as_of: str | None, bundle: Path | None) -> Waivers:
    from evaluator.authoring.waiver_file import read_waivers
    from evaluator.bundle import configured_bundle
    from evaluator.cli.moments import moment_given
    from evaluator.report import Waivers
    from evaluator.settings import load_settings

    settings = load_settings(bundle=bundle)
    moment = int(time.time()) if as_of is None else moment_given("--as-of", as_of)
    controls = configured_bundle(settings).controls
    return Waivers(read_waivers(file, controls), moment, settings.waiver_days)


def _rows(waivers: Waivers) -> list[dict[str, Any]]:
    return [
        {
            "id": waiver.waiver_id,
            "control": waiver.control,
            "direction": waiver.direction,
            "subject": waiver.subject,
            "cause": dict(waiver.cause),
            "from": waiver.first.isoformat(),
            "until": waiver.last.isoformat(),
            "state": str(waivers.state(waiver)),
            "owner": waiver.owner,
            "approver": waiver.approver,
            "reason": waiver.reason,
            "basis": waiver.basis,
            "place": waiver.place,
        }
        for waiver in waivers.waivers
    ]


def _word(state: str) -> str:
    return state.replace("_", " ")
