"""Root of the command ``qinglang``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from evaluator.cli import (
    attest,
    bundle,
    configuration,
    db,
    demo,
    evaluate,
    explain,
    findings,
    framework,
    policy,
    runs,
    snapshot,
    waiver,
)
from evaluator.cli.boundary import run_guarded
from scheduler import campaign_cli

__all__ = ["app", "main"]

app = typer.Typer(
    name="qinglang",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"qinglang {version('qinglang')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, help="Show the version.", is_eager=True),
    ] = False,
) -> None:
    """Check what a platform recorded about itself against policies written in Rego.

    Start with `qinglang demo`. Then: `qinglang evaluate SNAPSHOT`. What a snapshot is: a folder
    with snapshot.json and one Parquet, NDJSON or CSV file per table.

    Exit codes: 0 complete, no finding at or above --fail-on; 1 complete, with such findings;
    2 wrong usage or configuration; 3 incomplete or failed; 130 interrupted.
    """
    _ = version  # its callback has dealt with it


app.command("evaluate")(evaluate.evaluate)
app.command("explain")(explain.explain)
app.command("attest")(attest.attest)
app.command("demo")(demo.demo)
app.command("init")(configuration.init)
app.add_typer(snapshot.app, name="snapshot")
app.add_typer(policy.app, name="policy")
app.add_typer(framework.app, name="framework")
app.add_typer(bundle.app, name="bundle")
app.add_typer(findings.app, name="findings")
app.add_typer(runs.app, name="runs")
app.add_typer(db.app, name="db")
app.add_typer(waiver.app, name="waiver")
app.add_typer(campaign_cli.app, name="campaign")


def main() -> None:
    """Entry point: run the command line and exit with its code."""
    sys.exit(run_guarded(app))
