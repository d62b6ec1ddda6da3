"""Where errors become messages and exit codes; nothing foreseen shows a traceback."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable

import typer

from evaluator.errors import QinglangError

__all__ = ["INTERRUPTED", "note", "run_guarded"]

INTERRUPTED = 130
FAILED = 3


def note(text: str) -> None:
    """Write one line for the reader to standard error (standard output is for results)."""
    typer.echo(text, err=True)


def run_guarded(command: Callable[[], object]) -> int:
    """Run a command line to its end and give the exit code.

    Foreseen errors print offender, rule and remedy. An interrupt arrives here as the exit code that
    Typer gives it. Anything else is an error of this program: it
    prints one line, and the traceback where ``QINGLANG_TRACEBACK=1`` asks for it.
    """
    try:
        command()
    except QinglangError as error:
        note(f"error: {error.offender}: {error.rule}")
        if error.remedy:
            note(f"  remedy: {error.remedy}")
        return error.exit_code
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else FAILED
        if code == INTERRUPTED:
            note("interrupted: nothing was recorded, no report was written")
        return code
    except Exception as error:  # noqa: BLE001 (the last line of defence: reported, exit 3)
        note(f"error: this is a fault of qinglang itself: {type(error).__name__}: {error}")
        note("  remedy: run again with QINGLANG_TRACEBACK=1 and report what it prints")
        if os.environ.get("QINGLANG_TRACEBACK") == "1":
            traceback.print_exc()
        return FAILED
    return 0
