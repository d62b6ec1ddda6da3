"""Charts as SVG inside of the page: bars whose lengths are the numbers beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from rich.cells import cell_len

__all__ = ["bars", "legend", "stacked"]

_WIDTH: Final = 560
_ROW: Final = 27
_THICK: Final = 15
#: Width of a column of a terminal in units of the drawing, at the size of the labels.
_COLUMN: Final = 7.1
_NUMBERS: Final = 62


def bars(rows: Sequence[tuple[str, int, str]], name: str, width: int = _WIDTH) -> str:
    """Horizontal bars, the longest as long as there is room.

    Args:
        rows: label, number and class of the colour of each.
        name: what the chart shows, for those who hear it.
        width: in units of the drawing.
    """
    left = _left([text for text, _, _ in rows])
    room = width - left - _NUMBERS
    largest = max((number for _, number, _ in rows), default=0) or 1
    parts = []
    for place, (text, number, colour) in enumerate(rows):
        top = place * _ROW
        length = max(room * number / largest, 2 if number else 0)
        parts.append(
            f"{_label(text, left, top)}"
            f'<rect class="track" x="{left}" y="{top + 5}" width="{room:.1f}" height="{_THICK}" '
            f'rx="4"/><rect class="c-{colour}" x="{left}" y="{top + 5}" width="{length:.1f}" '
            f'height="{_THICK}" rx="4"><title>{escape(text)}: {number:,}</title></rect>'
            f'<text x="{left + room + 8:.1f}" y="{top + 17}">{number:,}</text>'
        )
    return _drawing(parts, name, width, len(rows))


def stacked(
    rows: Sequence[tuple[str, Mapping[str, int]]],
    words: Mapping[str, str],
    name: str,
    width: int = _WIDTH,
) -> str:
    """Bars of equal length that are parted by shares.

    Args:
        rows: label of each, and part -> number.
        words: part -> its name, in the order in which parts stand.
        name: what the chart shows, for those who hear it.
        width: in units of the drawing.
    """
    left = _left([text for text, _ in rows])
    room = width - left - _NUMBERS
    parts = []
    for place, (text, numbers) in enumerate(rows):
        top, start, total = place * _ROW, float(left), sum(numbers.values())
        parts.append(_label(text, left, top))
        parts.append(
            f'<rect class="track" x="{left}" y="{top + 5}" width="{room:.1f}" height="{_THICK}"/>'
        )
        for part, word in words.items():
            number = numbers.get(part, 0)
            if not number:
                continue
            length = room * number / total
            # A few among thousands must still be seen.
            shown = max(length, 3.0)
            parts.append(
                f'<rect class="c-{part}" x="{min(start, left + room - shown):.1f}" y="{top + 5}" '
                f'width="{shown:.1f}" height="{_THICK}"><title>{escape(text)}, {escape(word)}: '
                f"{number:,}</title></rect>"
            )
            start += length
        parts.append(
            f'<text class="soft" x="{left + room + 8:.1f}" y="{top + 17}">{total:,}</text>'
        )
    return _drawing(parts, name, width, len(rows))


def legend(words: Mapping[str, str]) -> str:
    """The colours of parts, with their names."""
    return (
        '<div class="legend">'
        + "".join(
            f'<span><i style="background:var(--{part})"></i>{escape(word)}</span>'
            for part, word in words.items()
        )
        + "</div>"
    )


def _left(labels: Sequence[str]) -> int:
    return round(max(map(cell_len, labels), default=0) * _COLUMN) + 14


def _label(text: str, left: int, top: int) -> str:
    return f'<text x="{left - 10}" y="{top + 17}" text-anchor="end">{escape(text)}</text>'


def _drawing(parts: Sequence[str], name: str, width: int, rows: int) -> str:
    return (
        f'<svg viewBox="0 0 {width} {max(rows, 1) * _ROW}" role="img" '
        f'aria-label="{escape(name)}">{"".join(parts)}</svg>'
    )
