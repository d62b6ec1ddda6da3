"""Rows and single values on standard output: one look and one set of formats for all commands."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from evaluator.errors import UsageError

__all__ = [
    "ROW_FORMATS",
    "VALUE_FORMATS",
    "check_row_format",
    "check_value_format",
    "show_rows",
    "show_value",
]

ROW_FORMATS = ("console", "json", "csv", "ndjson")
VALUE_FORMATS = ("console", "json")


def check_row_format(output: str) -> None:
    """Refuse an unknown format of rows, before anything is computed.

    Raises:
        UsageError: for a format that is not of ``ROW_FORMATS``.
    """
    _check(output, ROW_FORMATS)


def check_value_format(output: str) -> None:
    """Refuse an unknown format of single values, before anything is computed.

    Raises:
        UsageError: for a format that is not of ``VALUE_FORMATS``.
    """
    _check(output, VALUE_FORMATS)


def show_rows(rows: Sequence[Mapping[str, Any]], output: str, *, nothing: str = "none") -> None:
    """Show rows that all have the keys of the first one.

    Args:
        rows: values are texts, numbers, booleans, None, or lists and maps of them.
        output: one of ``ROW_FORMATS``.
        nothing: what the console shows where there are no rows.

    Raises:
        UsageError: for another format.
    """
    check_row_format(output)
    if output == "json":
        _write_json(list(rows))
    elif output == "ndjson":
        _write(_json(row) + "\n" for row in rows)
    elif output == "csv":
        _write_csv(rows)
    else:
        _show_table(rows, nothing)


def show_value(value: Mapping[str, Any], output: str) -> None:
    """Show one object: its keys and values.

    Raises:
        UsageError: for another format than those of ``VALUE_FORMATS``.
    """
    check_value_format(output)
    if output == "json":
        _write_json(value)
        return
    from evaluator.report import terminal
    from evaluator.report.destination import open_standard

    width = max((len(key) for key in value), default=0)
    with open_standard(sys.stdout, machine=False) as stream:
        console = terminal.report_console(stream)
        for key, content in value.items():
            terminal.labelled(console, key, width, _lines(key, content))


def _check(output: str, known: Sequence[str]) -> None:
    if output not in known:
        raise UsageError(f"-o {output}", "is no format here", f"Formats are {', '.join(known)}.")


def _write(lines: Iterable[str]) -> None:
    from evaluator.report.destination import open_standard

    with open_standard(sys.stdout, machine=True) as stream:
        for line in lines:
            stream.write(line)


def _write_json(value: object) -> None:
    import orjson

    _write([orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"])


def _json(value: object) -> str:
    import orjson

    return orjson.dumps(value).decode()


def _write_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    from evaluator.report.csv import safe_row
    from evaluator.report.destination import open_standard

    with open_standard(sys.stdout, machine=True) as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        if rows:
            writer.writerow(rows[0])
        writer.writerows(safe_row(map(_cell, row.values())) for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _json(value)


def _show_table(rows: Sequence[Mapping[str, Any]], nothing: str) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from evaluator.report import terminal
    from evaluator.report.destination import open_standard

    with open_standard(sys.stdout, machine=False) as stream:
        console = terminal.report_console(stream)
        if not rows:
            console.print(nothing)
            return
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for name, value in rows[0].items():
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            justify: Literal["right", "left"] = "right" if number else "left"
            table.add_column(name.replace("_", " "), justify=justify, overflow="fold")
        for row in rows:
            cells = ("; ".join(_lines(name, value)) for name, value in row.items())
            table.add_row(*map(terminal.visible, cells))
        console.print(table)


def _lines(name: str, value: object) -> list[str]:
    """A value as lines for a reader: maps as ``key: value``, what lies in them indented."""
    if isinstance(value, Mapping):
        lines = [line for key, item in value.items() for line in _member(key, item)]
        return lines or ["-"]
    if not isinstance(value, (list, tuple)):
        return [_text(name, value)]
    if not any(isinstance(item, Mapping) for item in value):
        return [", ".join(_text(name, item) for item in value) or "-"]
    return [line for item in value for line in _indented(_lines(name, item), "- ")]


def _member(name: str, value: object) -> list[str]:
    lines = _lines(name, value)
    nested = isinstance(value, Mapping) or len(lines) > 1
    return [f"{name}:", *_indented(lines, "  ")] if nested else [f"{name}: {lines[0]}"]


def _indented(lines: Sequence[str], first: str) -> list[str]:
    return [f"{'  ' if number else first}{line}" for number, line in enumerate(lines)]


def _text(name: str, value: object) -> str:
    """One value for a reader; a number under the name of a time is shown as one."""
    from evaluator.report.local_time import local_time
    from evaluator.report.messages import is_time

    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return local_time(value) if is_time(name) else f"{value:,}"
    return str(value)
