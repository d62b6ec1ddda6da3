"""``qinglang policy new``: a complete control to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.boundary import note
from evaluator.errors import UsageError

__all__ = ["write_new"]

_DIRECTIONS = ("under", "over", "privacy")
_NATURES = ("state", "event")


def write_new(
    family: Annotated[str, typer.Argument(metavar="FAMILY", help="Such as annotation.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Such as label_hidden.")],
    *,
    code: Annotated[str, typer.Option("--code", metavar="XXX-NN", help="Code, for ever.")],
    subject: Annotated[
        str, typer.Option("--subject", metavar="KIND", help="What it judges, such as post.")
    ],
    clause: Annotated[
        list[str], typer.Option("--clause", help="Clause of the framework; repeatable.")
    ],
    title: Annotated[
        str | None, typer.Option("--title", help="Title; default: the name in words.")
    ] = None,
    direction: Annotated[
        str, typer.Option("--direction", metavar="WORD", help="under, over or privacy.")
    ] = "under",
    severity: Annotated[
        str, typer.Option("--severity", metavar="WORD", help="low, medium or high.")
    ] = "medium",
    nature: Annotated[
        str, typer.Option("--nature", metavar="WORD", help="state or event.")
    ] = "state",
    policies: Annotated[Path, typer.Option("--policies", help="Folder with policies.")] = Path(
        "policies"
    ),
) -> None:
    """Write a new control with rule, test, examples and METADATA that passes `policy check`."""
    from evaluator.authoring.scaffold import NewControl, write_control
    from evaluator.model import SEVERITIES

    for option, word, known in (
        ("--direction", direction, _DIRECTIONS),
        ("--severity", severity, SEVERITIES),
        ("--nature", nature, _NATURES),
    ):
        if word not in known:
            raise UsageError(f"{option} {word}", "does not exist", f"Known: {', '.join(known)}.")
    told = title or name.replace("_", " ").capitalize()
    control = NewControl(family, name, code, subject, clause, told, direction, severity, nature)
    for path in write_control(policies, control):
        typer.echo(path.as_posix())
    note("next: make it say what the clause asks, and run `qinglang policy check`")
