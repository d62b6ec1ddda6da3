"""The CSV report: findings as rows of RFC 4180, fit to be opened in a spreadsheet.

A file begins with a byte order mark: without one, Excel on a Chinese system reads UTF-8 as GBK and
shows every Chinese message as rubbish. Standard output has none: what reads a pipe (``cut``,
``csvkit``, another program) knows that it is UTF-8 and would take the mark for a part of the first
heading.

Facts come from a platform's users in the end. A cell that a spreadsheet would run as a formula gets
an apostrophe in front, which shows the text as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Final, TextIO

import orjson

from evaluator.model import Control, Facts, Finding
from evaluator.report.base import Language, ReportOptions, RunReport
from evaluator.report.messages import message

__all__ = ["BYTE_ORDER_MARK", "FORMULA", "CsvReport", "safe_row"]

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"

_HEADINGS: Final = (
    "id",
    "control",
    "title",
    "clauses",
    "subject",
    "severity",
    "direction",
    "nature",
    "identity",
    "facts",
    "cause",
    "message",
)
#: What a formula begins with; spreadsheets in East Asia take the full-width forms as well.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class CsvReport:
    """``-o csv``: the findings alone, one row each; objects are JSON in a cell."""

    name = "csv"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the heading and every finding, lines ended by CR LF."""
        if options.into_file:
            stream.write(BYTE_ORDER_MARK)
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(_HEADINGS)
        for finding in report.stream():
            control, _ = report.controls[finding.control]
            writer.writerow(safe_row(_row(finding, control, options.lang)))


def safe_row(cells: Iterable[str]) -> list[str]:
    """The cells, an apostrophe before each that a spreadsheet would take for a formula."""
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]


def _row(finding: Finding, control: Control, lang: Language) -> tuple[str, ...]:
    return (
        finding.finding_id,
        finding.control,
        control.titled(lang),
        "; ".join(control.clauses),
        finding.subject_id,
        finding.severity,
        finding.direction,
        finding.nature,
        _object(finding.identity),
        _object(finding.facts),
        _object(finding.cause),
        message(control, finding.facts, lang),
    )


def _object(facts: Facts) -> str:
    return orjson.dumps(dict(facts), option=orjson.OPT_SORT_KEYS).decode()
