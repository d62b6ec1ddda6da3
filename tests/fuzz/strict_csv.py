"""CSV read sign by sign, as RFC 4180 has it; what it does not have is told from what is wrong."""

from __future__ import annotations

__all__ = ["NeverClosedError", "UnspecifiedError", "read_csv"]


class NeverClosedError(ValueError):
    """A quote that is never closed."""


class UnspecifiedError(ValueError):
    """A text that RFC 4180 gives no meaning: quotes inside a cell, line ends without feeds."""


def read_csv(text: str) -> list[list[str]]:
    """The records, the header among them; blank lines are none.

    Raises:
        NeverClosedError: if the text ends inside a quoted cell.
        UnspecifiedError: if its meaning is open.
    """
    records: list[list[str]] = []
    record: list[str] = []
    at = 0
    while at < len(text):
        cell, quoted, at = _cell(text, at)
        record.append(cell)
        separator = text[at : at + 1]
        at += 1
        if separator != ",":
            if record != [""] or quoted:
                records.append(record)
            record = []
        elif at == len(text):
            records.append([*record, ""])
    return records


def _cell(text: str, at: int) -> tuple[str, bool, int]:
    """A cell, whether it was quoted, and where the sign after it stands (a comma, a feed)."""
    if text.startswith('"', at):
        return _quoted(text, at + 1)
    end = at
    while end < len(text) and text[end] not in ',\n"\r':
        end += 1
    return text[at:end], False, _after(text, end)


def _quoted(text: str, at: int) -> tuple[str, bool, int]:
    parts = []
    while True:
        end = text.find('"', at)
        if end < 0:
            raise NeverClosedError
        parts.append(text[at:end])
        at = end + 1
        if not text.startswith('"', at):
            return "".join(parts), True, _after(text, at)
        parts.append('"')
        at += 1


def _after(text: str, at: int) -> int:
    if text.startswith("\r\n", at):
        return at + 1
    if at < len(text) and text[at] not in ",\n":
        raise UnspecifiedError
    return at
