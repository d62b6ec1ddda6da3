"""Options that several commands share: one meaning and one text each."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from evaluator.errors import UsageError

__all__ = [
    "BundleOption",
    "CacheOption",
    "ClauseOption",
    "CoverageOption",
    "DatabaseOption",
    "EngineOption",
    "FamilyOption",
    "LanguageOption",
    "MemoryOption",
    "OpaOption",
    "OpaUrlOption",
    "OutputFormat",
    "OverrideOption",
    "PoliciesArgument",
    "ProgressOption",
    "SnapshotArgument",
    "ThreadsOption",
    "ValueFormat",
    "parse_overrides",
    "parse_share",
]

_WHOLE = 100

SnapshotArgument = Annotated[
    Path, typer.Argument(metavar="SNAPSHOT", help="Folder with snapshot.json and tables.")
]
PoliciesArgument = Annotated[Path, typer.Argument(metavar="POLICIES", help="Folder with policies.")]
OpaOption = Annotated[Path | None, typer.Option("--opa", help="OPA executable.")]
CoverageOption = Annotated[
    str | None,
    typer.Option(
        "--coverage", metavar="P%", help="Exit 1 if fewer lines of the policies are covered."
    ),
]
BundleOption = Annotated[
    Path | None, typer.Option("--bundle", help="Policy bundle; default: the one that ships.")
]
DatabaseOption = Annotated[
    str | None, typer.Option("--db", help="Database URL; default: sqlite:///qinglang.db.")
]
CacheOption = Annotated[
    Path | None, typer.Option("--cache-dir", help="Where prepared snapshots are kept.")
]
ClauseOption = Annotated[
    str | None, typer.Option("--clause", metavar="ID", help="Of controls on this clause only.")
]
FamilyOption = Annotated[
    str | None, typer.Option("--family", help="Of controls of this family only.")
]
EngineOption = Annotated[
    str | None, typer.Option("--engine", help="wasm (in process, the default) or opa (a server).")
]
OpaUrlOption = Annotated[
    str | None,
    typer.Option("--opa-url", help="OPA server; with engine wasm it decides what traps there."),
]
ThreadsOption = Annotated[
    int | None, typer.Option("--threads", min=1, help="Threads; default: one a core.")
]
MemoryOption = Annotated[
    str | None, typer.Option("--memory", help="Memory for reading and joining, such as 1GiB.")
]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", help="Language of messages: en or zh.")
]
OverrideOption = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="NAME=JSON", help="Override a parameter; shown in the report."),
]
ProgressOption = Annotated[
    bool | None,
    typer.Option("--progress/--no-progress", help="Show progress; default: on a terminal."),
]
OutputFormat = Annotated[
    str, typer.Option("-o", "--output", metavar="FORMAT", help="console, json, csv or ndjson.")
]
ValueFormat = Annotated[
    str, typer.Option("-o", "--output", metavar="FORMAT", help="console or json.")
]


def parse_overrides(texts: list[str] | None) -> dict[str, Any]:
    """Read ``NAME=JSON`` pairs.

    Raises:
        UsageError: for a pair without ``=``, a value that is no JSON, or a name given twice.
    """
    import json

    overrides: dict[str, Any] = {}
    for text in texts or []:
        name, separator, value = text.partition("=")
        if not separator or not name:
            raise UsageError(
                f"--param {text}", "must be NAME=JSON", "Write --param standing_from=0."
            )
        if name in overrides:
            raise UsageError(f"--param {name}", "is given twice", "Give each parameter once.")
        try:
            overrides[name] = json.loads(value)
        except json.JSONDecodeError as error:
            raise UsageError(
                f"--param {text}",
                f"the value is no JSON ({error.msg} at character {error.pos + 1})",
                "Strings need double quotes: --param 'name=\"text\"'.",
            ) from error
    return overrides


def parse_share(text: str | None, option: str = "--coverage") -> Fraction:
    """Read an option that is a percentage, with or without its sign; 0 where none is given.

    Raises:
        UsageError: for anything that is no share from 0% to 100%.
    """
    if text is None:
        return Fraction(0)
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?%?", text):
        share = Fraction(text.rstrip("%"))
        if share <= _WHOLE:
            return share
    raise UsageError(f"{option} {text}", "must be a share from 0% to 100%", f"Write {option} 95%.")
