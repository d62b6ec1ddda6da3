r"""Text on a terminal: what a platform's data may put there, and how wide it is.

Ids, facts and raw values come from outside. They are shown as they are, but never obeyed: control
characters (colour, cursor, direction of writing) become visible escapes, and rich's markup is off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NoReturn, TextIO

from rich.console import Console
from rich.text import Text

from evaluator.report.layout import labelled_lines

__all__ = ["NARROWEST", "WIDEST", "labelled", "report_console", "show", "visible"]

NARROWEST: Final = 80
WIDEST: Final = 200
_NO_TERMINAL: Final = 100
#: Control characters, marks of writing direction, and what takes no room or has no encoding.
_CONTROLS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff]"
)


class _ReportConsole(Console):
    """A console that leaves closed pipes to whoever opened the stream."""

    def on_broken_pipe(self) -> NoReturn:
        """Pass the error on; rich would end the whole program with exit code 1."""
        raise BrokenPipeError


def report_console(stream: TextIO, width: int | None = None) -> Console:
    """A console on ``stream``: coloured on a terminal only, 80 to 200 columns wide.

    Args:
        stream: what is written to.
        width: columns; None: those of the terminal, or 100 where there is none.
    """
    terminal = stream.isatty()
    console = _ReportConsole(
        file=stream,
        # Variables such as FORCE_COLOR would put escapes into files and pipes.
        force_terminal=terminal,
        highlight=False,
        markup=False,
        emoji=False,
    )
    wanted = width or (console.width if terminal else _NO_TERMINAL)
    console.width = min(max(wanted, NARROWEST), WIDEST)
    return console


def visible(text: str) -> str:
    r"""``text`` with control characters as escapes, such as ``\x1b``."""
    return _CONTROLS.sub(lambda found: repr(found.group())[1:-1], text)


def show(console: Console, lines: Iterable[Text]) -> None:
    """Print lines that are laid out already: nothing is wrapped or cut."""
    for line in lines:
        console.print(line, soft_wrap=True)


def labelled(console: Console, key: str, width: int, lines: Sequence[str]) -> None:
    """Print a key and, beside it, its lines below each other; long ones fold.

    Args:
        console: where to print.
        key: its control characters are shown as escapes, as are those of the lines.
        width: columns that all keys of the list get.
        lines: the values.
    """
    safe = [visible(line) for line in lines]
    show(console, labelled_lines(visible(key), width, safe, console.width))
