"""``qinglang demo``: the main job on a generated snapshot, with nothing but this package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import LanguageOption

__all__ = ["demo"]

#: Content of the demonstration; the README shows what comes out.
POSTS, SEED, AS_OF = 5_000, 7, 1_758_643_200


def demo(
    folder: Annotated[
        Path, typer.Argument(help="Folder for the snapshot, the database and the reports.")
    ] = Path("demo"),
    *,
    lang: LanguageOption = None,
) -> None:
    """Generate a small snapshot, evaluate it, and show what comes out.

    Everything lies in one folder afterwards: the snapshot, the recorded findings, and the report as
    JSON and CSV. Finding violations is what it is for, and so it exits with 0.
    """
    from evaluator.cli.evaluate import DEFAULT_SERIES, run_evaluation
    from evaluator.pipeline import Request
    from evaluator.settings import load_settings
    from evaluator.synthetic import Blueprint, generate_snapshot

    settings = load_settings(
        db=f"sqlite:///{folder}/qinglang.db",
        series=DEFAULT_SERIES,
        cache_dir=folder / "cache",
        fail_on="never",
        lang=lang,
    )
    snapshot = folder / "snapshot"
    blueprint = Blueprint(POSTS, SEED, AS_OF, violation_rate=0.01, null_rate=0.02)
    folder.mkdir(parents=True, exist_ok=True)
    generate_snapshot(blueprint, snapshot)
    note(f"generated a snapshot of {POSTS:,} posts in {snapshot}")
    outputs = ["console", f"json:{folder}/report.json", f"csv:{folder}/findings.csv"]
    code = run_evaluation(Request(snapshot), settings, outputs, shown=None)
    note(f"reports: {folder}/report.json, {folder}/findings.csv")
    note("next:")
    note(f"  qinglang findings list --db {settings.db} --severity high")
    note(f"  qinglang evaluate {snapshot} -o json")
    note("  qinglang policy list")
    raise typer.Exit(code)
