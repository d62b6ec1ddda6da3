"""``qinglang db``: looking after the store of findings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.boundary import note
from evaluator.cli.options import DatabaseOption, ValueFormat

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Look after the database.")


@app.command()
def check(*, db: DatabaseOption = None, output: ValueFormat = "console") -> None:
    """Tell what a store holds, and look for what cannot be; exit 3 where something is wrong."""
    from evaluator.cli.listing import check_value_format, show_value
    from evaluator.findings import check_store
    from evaluator.settings import load_settings

    check_value_format(output)
    found = check_store(load_settings(db=db).db)
    show_value(
        {
            "schema_version": found.version,
            "series": found.series,
            "runs": found.runs,
            "findings": found.findings,
            "states": found.states,
            "faults": list(found.faults),
        },
        output,
    )
    raise typer.Exit(3 if found.faults else 0)


@app.command()
def upgrade(*, db: DatabaseOption = None) -> None:
    """Bring a store of an older version up to date, in one transaction."""
    from evaluator.findings import upgrade_store
    from evaluator.settings import load_settings

    before, after = upgrade_store(load_settings(db=db).db)
    if before == after:
        note(f"schema version {after}: nothing to do")
    else:
        note(f"schema version {before} -> {after}")


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="New file for the copy.")],
    *,
    db: DatabaseOption = None,
) -> None:
    """Copy a store as it is at one moment, while others may write to it.

    Of SQLite it is a store that can be used as it is; of PostgreSQL a dump for pg_restore.
    """
    from evaluator.findings import backup_store
    from evaluator.settings import load_settings

    backup_store(load_settings(db=db).db, target)
    note(f"wrote {target}")
