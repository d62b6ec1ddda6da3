"""Findings by cause: one line for what one broken thing did a million times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from evaluator.report.base import RunReport
from evaluator.report.causes import Cause, Causes, count_causes
from evaluator.report.console.page import INDENT, SEVERITY_STYLES, Page, indented
from evaluator.report.layout import GUTTER, Cell, hanging, labelled_lines
from evaluator.report.messages import fact_text, message
from evaluator.report.terminal import visible

__all__ = ["findings_by_cause"]

_DIRECTIONS: Final = ("under", "over", "privacy")
#: Gives exactly the findings that one line counts, with its control and what stands after it.
_OF_CAUSE: Final = (
    "qinglang findings list -o csv --state violating --control CODE --cause NAME=VALUE"
)


def findings_by_cause(report: RunReport, page: Page) -> Iterator[Text]:
    """The causes of all three directions, in equal shares of the lines that there are."""
    if not report.total:
        yield page.heading("causes")
        yield from indented([Text(page.words("causes_none"))])
        return
    causes = count_causes(report.stream, page.causes)
    yield page.heading("causes", page.counted("findings", report.total), _number(causes, page))
    totals: Counter[str] = Counter()
    for (_, _, direction), count in report.finding_counts.items():
        totals[direction] += count
    judged = {control.direction for control, _ in report.controls.values()}
    entries = _Entries(report, page)
    for direction in _DIRECTIONS:
        if direction not in judged:
            continue
        total = totals[direction]
        detail = page.counted("findings", total) if total else page.words("no_findings")
        yield from indented([page.heading(f"{direction}_group", detail)])
        for cause in causes.largest:
            if cause.direction == direction:
                yield from indented(indented(entries.lines(cause)))
    hidden = report.total - sum(cause.count for cause in causes.largest)
    if hidden:
        yield from indented([Text(page.counted("causes_rest", hidden))])
    yield from indented([Text(page.words("all_findings"))])
    yield from indented(
        hanging([], Cell(page.words("findings_of_cause", command=_OF_CAUSE)), page.room)
    )
    yield from _clauses(report, causes, page)


def _number(causes: Causes, page: Page) -> str:
    return page.counted("causes" if causes.exact else "causes_beyond", causes.number)


class _Entries:
    """Lays out one cause after another; a message that was just shown is not repeated."""

    def __init__(self, report: RunReport, page: Page) -> None:
        self._report = report
        self._page = page
        self._room = page.room - INDENT
        self._count = len(f"{report.total:,}")
        self._severity = max(cell_len(page.words(name)) for name in SEVERITY_STYLES)
        self._message = ""

    def lines(self, cause: Cause) -> Iterator[Text]:
        """Count, control and cause; below them an example and its message."""
        page, gap = self._page, " " * GUTTER
        control, _ = self._report.controls[cause.control]
        severity = page.words(cause.severity)
        blank = " " * (self._severity - cell_len(severity))
        first = [
            Cell(f"{cause.count:>{self._count},}{gap}{visible(cause.control)}{gap}", "bold"),
            Cell(severity, SEVERITY_STYLES[cause.severity]),
            Cell(blank + gap),
        ]
        text = visible(control.titled(page.lang))
        if cause.facts:
            text += page.words("colon") + page.joined(
                f"{visible(name)} = {visible(fact_text(name, value, page.lang))}"
                for name, value in cause.facts.items()
            )
        yield from hanging(first, Cell(text), self._room)
        told = visible(message(control, cause.example.facts, page.lang))
        example = page.words(
            "example",
            subject=visible(cause.example.subject_id),
            message=page.words("as_above") if told == self._message else told,
        )
        self._message = told
        yield from hanging([Cell(" " * self._count + gap)], Cell(example, "dim"), self._room)


def _clauses(report: RunReport, causes: Causes, page: Page) -> Iterator[Text]:
    """The text of the clauses that the causes shown above break."""
    broken = sorted(
        {
            clause
            for cause in causes.largest
            for clause in report.controls[cause.control][0].clauses
            if clause in report.clauses
        }
    )
    if broken:
        yield Text("")
        yield page.heading("clauses")
    pad = max(map(cell_len, broken), default=0)
    for clause in broken:
        lines = [visible(report.clauses[clause])]
        yield from indented(labelled_lines(visible(clause), pad, lines, page.room))
