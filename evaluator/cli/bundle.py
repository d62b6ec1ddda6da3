"""``qinglang bundle``: build and inspect policy bundles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import ValueFormat

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Build and inspect bundles.")


@app.command()
def build(
    policies: Annotated[Path, typer.Argument(help="Folder with policies.")] = Path("policies"),
    *,
    output: Annotated[Path, typer.Option("--output", help="Folder of the bundle.")],
    opa: Annotated[Path | None, typer.Option("--opa", help="OPA executable.")] = None,
) -> None:
    """Build a bundle from a policies folder (needs OPA)."""
    from evaluator.authoring import build_bundle, find_opa

    bundle = build_bundle(policies, output, find_opa(opa))
    note(f"built {output}: {len(bundle.controls)} controls, revision {bundle.revision[:16]}")


@app.command()
def inspect(
    folder: Annotated[
        Path | None, typer.Argument(help="Bundle folder; default: the one that ships.")
    ] = None,
    *,
    output: ValueFormat = "console",
) -> None:
    """Show what a bundle holds, after checking that no file of it was altered."""
    from evaluator.bundle import bundle_summary, load_bundle
    from evaluator.cli.listing import show_value

    show_value(bundle_summary(load_bundle(folder)), output)
