"""What was not judged as it came: rows in quarantine, undecided subjects, warnings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.text import Text

from evaluator.model import TableSummary
from evaluator.report.base import RunReport
from evaluator.report.console.page import Page, indented
from evaluator.report.layout import Cell, Column, columns, hanging
from evaluator.report.terminal import visible

__all__ = ["quarantine", "undecided", "warnings"]

#: Quarantined rows of a table whose faults are shown.
_ROWS: Final = 3


def quarantine(report: RunReport, page: Page) -> Iterator[Text]:
    """What became of the rows of each table, and the first faults."""
    tables = report.quarantine
    noted = {name: table for name, table in tables.items() if _is_noted(table)}
    if not noted:
        yield page.heading("quarantine")
        read = sum(table.read for table in tables.values())
        none = page.words(
            "quarantine_none",
            rows=page.counted("rows", read),
            tables=page.counted("tables", len(tables)),
        )
        yield from indented([Text(none)])
        return
    taken = sum(table.quarantined for table in noted.values())
    yield page.heading("quarantine", page.counted("rows", taken))
    shape = [
        Column(page.words("table"), least=20),
        *(
            Column(page.words(key), number=True)
            for key in ("rows_read", "quarantined", "unplaced", "repeated")
        ),
    ]
    rows = [_counts(name, table) for name, table in noted.items()]
    yield from indented(columns(shape, rows, page.room, page.rule))
    sound = [visible(name) for name in tables if name not in noted]
    if sound:
        text = page.words("tables_sound", names=page.joined(sound))
        yield from indented(hanging([], Cell(text), page.room))
    if taken:
        yield from _faults(noted, taken, page)


def undecided(report: RunReport, page: Page) -> Iterator[Text]:
    """The first subjects that no judge could decide, and why."""
    if not report.undecided_total:
        return
    yield page.heading("undecided", page.counted("subjects", report.undecided_total))
    for subject in report.undecided:
        name = f"{visible(subject.subject_kind)} {visible(subject.subject_id)}"
        text = name + page.words("colon") + visible(subject.reason)
        yield from indented(hanging([Cell("- ")], Cell(text), page.room))
    rest = report.undecided_total - len(report.undecided)
    if rest:
        yield from indented([Text(page.counted("subjects_rest", rest))])


def warnings(report: RunReport, page: Page) -> Iterator[Text]:
    """Every warning."""
    if report.warnings:
        yield page.heading("warnings")
    for warning in report.warnings:
        yield from indented(hanging([Cell("- ")], Cell(visible(warning), "yellow"), page.room))


def _is_noted(table: TableSummary) -> bool:
    return bool(table.quarantined or table.unplaced_rows or table.repeated)


def _counts(name: str, table: TableSummary) -> list[Cell]:
    return [
        Cell(visible(name)),
        Cell(f"{table.read:,}"),
        *(
            Cell(f"{count:,}", style if count else "dim")
            for count, style in (
                (table.quarantined, "red"),
                (table.unplaced_rows, "red"),
                (table.repeated, "yellow"),
            )
        ),
    ]


def _faults(tables: dict[str, TableSummary], taken: int, page: Page) -> Iterator[Text]:
    shown = [row for table in tables.values() for row in table.first[:_ROWS]]
    rows = [
        [
            Cell(page.words("row", file=visible(row.file), row=f"{row.row:,}")),
            Cell(visible(fault.column) or page.words("record")),
            Cell(visible(fault.rule)),
            Cell(visible(fault.value)),
        ]
        for row in shown
        for fault in row.faults
    ]
    if rows:
        yield Text("")
        yield page.heading("first_faults")
        shape = [
            Column(page.words("place"), least=32),
            *(Column(page.words(key)) for key in ("column", "rule", "value")),
        ]
        yield from indented(columns(shape, rows, page.room, page.rule))
    if taken > len(shown):
        yield from indented([Text(page.counted("rows_rest", taken - len(shown)))])
    yield from indented([Text(page.words("all_quarantined"))])
