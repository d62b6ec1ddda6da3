"""What waivers did in a run: which hold, which do not, and how many findings they are about."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from evaluator.report.base import RunReport
from evaluator.report.console.page import Page, indented
from evaluator.report.layout import Cell, Column, columns
from evaluator.report.terminal import visible
from evaluator.report.waiving import WaiverState, WaiverUse

__all__ = ["waivers"]


def waivers(report: RunReport, page: Page) -> Iterator[Text]:
    """Each waiver of the run; nothing where it knows of none."""
    if not report.waived.uses:
        return
    yield page.heading("waivers")
    count = sum(report.waived.counts.values())
    yield from indented([Text(page.words("waived_some", count=f"{count:,}"))])
    shape = [
        Column(page.words("waiver"), least=12),
        Column(page.words("code")),
        Column(page.words("waiver_state"), least=16),
        Column(page.words("waiver_until")),
        Column(page.words("findings_number"), number=True),
    ]
    rows = [_row(use, page) for use in report.waived.uses]
    yield from indented(columns(shape, rows, page.room, page.rule))


def _row(use: WaiverUse, page: Page) -> list[Cell]:
    active = use.state is WaiverState.ACTIVE
    key = "waiver_unused" if active and not use.findings else f"waiver_{use.state}"
    return [
        Cell(visible(use.waiver.waiver_id)),
        Cell(visible(use.waiver.control)),
        Cell(page.words(key), "" if active and use.findings else "yellow"),
        Cell(use.waiver.last.isoformat()),
        Cell(f"{use.findings:,}"),
    ]
