"""Text laid out in columns of a terminal, where a Chinese character takes two.

Lines break between words and between Chinese characters, never before closing punctuation; what
is longer than a line folds. Numbers are never cut: a table that needs more room takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rich.cells import cell_len, chop_cells
from rich.text import Text

__all__ = ["GUTTER", "Cell", "Column", "columns", "hanging", "labelled_lines", "wrapped"]

#: Columns between two columns of a table.
GUTTER: Final = 2

_WIDE: Final = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd"
)
_OPENING: Final = "（「『《〈【〔“‘"  # noqa: RUF001 (the Chinese marks are meant)
_CLOSING: Final = "、，。；：！？）」』》〉】〕”’…"  # noqa: RUF001 (the same)
#: What no line break may divide, unless it is longer than a line.
_UNIT: Final = re.compile(f" +|[{_OPENING}]*(?:[^ {_WIDE}]+|[{_WIDE}])[{_CLOSING}]*")


class Cell(NamedTuple):
    """Text and how it is shown; the style counts on a terminal only."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; a number's is as wide as its widest cell, a text's may be narrower."""

    heading: str
    number: bool = False
    #: Columns of the terminal that a text gets at least, if it needs them.
    least: int = 12


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns; it has at least one line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for unit in _UNIT.findall(paragraph):
            if cell_len(line) + cell_len(unit) <= width:
                line += unit
                continue
            if line:
                lines.append(line.rstrip(" "))
            *full, line = [""] if unit.isspace() else chop_cells(unit, width)
            lines += full
        lines.append(line.rstrip(" "))
    return lines


def hanging(first: Sequence[Cell], text: Cell, width: int) -> Iterator[Text]:
    """``first``, then ``text`` whose further lines begin below its first one."""
    start = Text()
    for cell in first:
        start.append(cell.text, cell.style)
    for line in wrapped(text.text, max(width - start.cell_len, 1)):
        yield start.append(line, text.style)
        start = Text(" " * (start.cell_len - cell_len(line)))


def columns(
    shape: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, rule: str
) -> Iterator[Text]:
    """The lines of a table: headings, a rule, the rows.

    Args:
        shape: the columns, left to right.
        rows: a row that is shorter than ``shape`` ends in a cell that takes all the room left.
        width: columns of the terminal; numbers that need more take more.
        rule: the character of the line below the headings.
    """
    widths = _widths(shape, rows, width)
    headings = [Cell(column.heading, "bold") for column in shape]
    yield from _row(shape, headings, widths, 0, bottom=True)
    yield Text(rule * (sum(widths) + GUTTER * (len(widths) - 1)), "dim")
    for row in rows:
        yield from _row(shape, row, widths, width, bottom=False)


def _widths(shape: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int) -> list[int]:
    widths = []
    for number, column in enumerate(shape):
        cells = [
            row[number].text for row in rows if len(row) == len(shape) or number < len(row) - 1
        ]
        texts = [line for text in (column.heading, *cells) for line in text.split("\n")]
        widths.append(max(map(cell_len, texts)))
    excess = sum(widths) + GUTTER * (len(widths) - 1) - width
    while excess > 0:
        wide = [
            number
            for number, column in enumerate(shape)
            if not column.number and widths[number] > column.least
        ]
        if not wide:
            break
        widths[max(wide, key=widths.__getitem__)] -= 1
        excess -= 1
    return widths


def _row(
    shape: Sequence[Column],
    row: Sequence[Cell],
    widths: Sequence[int],
    width: int,
    *,
    bottom: bool,
) -> Iterator[Text]:
    last = len(row) - 1
    rooms = list(widths[: len(row)])
    right = [column.number for column in shape[: len(row)]]
    if len(row) < len(shape):
        used = sum(rooms[:last]) + GUTTER * last
        own = sum(widths[last:]) + GUTTER * (len(widths) - 1 - last)
        rooms[last], right[last] = max(own, width - used), False
    blocks = [wrapped(cell.text, room) for cell, room in zip(row, rooms, strict=True)]
    height = max(map(len, blocks))
    for number in range(height):
        line = Text()
        for cell, room, rightly, block in zip(row, rooms, right, blocks, strict=True):
            place = number - (height - len(block) if bottom else 0)
            text = block[place] if 0 <= place < len(block) else ""
            blank = " " * (room - cell_len(text))
            line.append(blank if rightly else "").append(text, cell.style)
            line.append(("" if rightly else blank) + " " * GUTTER)
        line.rstrip()
        yield line


def labelled_lines(key: str, pad: int, lines: Sequence[str], width: int) -> Iterator[Text]:
    """A key in bold, filled up to ``pad`` columns, and its lines below each other beside it."""
    name = key + " " * (pad - cell_len(key) + GUTTER)
    for line in lines:
        yield from hanging([Cell(name, "bold")], Cell(line), width)
        name = " " * cell_len(name)
