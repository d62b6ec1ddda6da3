"""What each control answered, and which unknown facts keep answers open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from rich.text import Text

from evaluator.model import Control, ControlResult, Outcome
from evaluator.report.base import RunReport
from evaluator.report.console.page import SEVERITY_STYLES, Page, indented
from evaluator.report.exit_status import percent, undetermined_among, undetermined_share
from evaluator.report.layout import GUTTER, Cell, Column, columns
from evaluator.report.terminal import visible

__all__ = ["control_table", "missing_table"]

#: Columns that a title needs beside severity and direction; with fewer they stand below it.
_TITLE: Final = 22
#: Unknown facts that are shown.
_FACTS: Final = 10

_OUTCOME_STYLES: Final = {
    Outcome.VIOLATION: "red",
    Outcome.UNDETERMINED: "yellow",
    Outcome.PASS: "green",
    Outcome.NOT_APPLICABLE: "",
}


def control_table(report: RunReport, page: Page) -> Iterator[Text]:
    """A line a control: what it is, and its four counts or why it has none."""
    without = sum(bool(result.not_evaluated) for _, result in report.controls.values())
    yield page.heading(
        "controls",
        page.counted("evaluated", len(report.controls) - without),
        page.counted("not_evaluated", without),
    )
    numbers = [Column(page.words(outcome.value), number=True) for outcome in Outcome]
    code = Column(page.words("code"))
    words = [Column(page.words(key)) for key in ("severity", "direction")]
    rows = [
        [*_about(control, page), *_answers(result, page)]
        for control, result in report.controls.values()
    ]
    shape = [code, Column(page.words("title"), least=_TITLE), *words, *numbers]
    if _least_width(shape, rows) > page.room:
        shape = [code, Column(page.words("title")), *numbers]
        rows = [[row[0], _stacked(row[1:4], page), *row[4:]] for row in rows]
    yield from indented(columns(shape, rows, page.room, page.rule))


def missing_table(report: RunReport, page: Page) -> Iterator[Text]:
    """Unknown facts by how many answers they keep open, and in which controls."""
    yield page.heading("missing")
    undetermined, might_apply = undetermined_among(report)
    if not undetermined:
        yield from indented([Text(page.words("missing_none"))])
        return
    yield from indented(
        [
            Text(
                page.words(
                    "missing_share",
                    count=f"{undetermined:,}",
                    total=f"{might_apply:,}",
                    share=percent(undetermined_share(report)),
                )
            )
        ]
    )
    facts: Counter[str] = Counter()
    controls: dict[str, list[str]] = {}
    for code, (_, result) in report.controls.items():
        for fact, count in result.missing.items():
            facts[fact] += count
            controls.setdefault(fact, []).append(f"{code} {count:,}")
    shape = [
        Column(page.words("missing_fact"), least=20),
        Column(page.words("answers"), number=True),
        Column(page.words("missing_controls"), least=20),
    ]
    ranked = sorted(facts, key=lambda fact: (-facts[fact], fact))
    rows = [
        [Cell(visible(fact)), Cell(f"{facts[fact]:,}"), Cell(page.joined(controls[fact]))]
        for fact in ranked[:_FACTS]
    ]
    yield from indented(columns(shape, rows, page.room, page.rule))
    if len(ranked) > _FACTS:
        yield from indented([Text(page.counted("facts_rest", len(ranked) - _FACTS))])


def _about(control: Control, page: Page) -> list[Cell]:
    return [
        Cell(visible(control.code), "bold"),
        Cell(visible(control.titled(page.lang))),
        Cell(page.words(control.severity), SEVERITY_STYLES[control.severity]),
        Cell(page.words(control.direction)),
    ]


def _answers(result: ControlResult, page: Page) -> list[Cell]:
    if result.not_evaluated:
        reasons = page.words("not_evaluated", reasons=_lacks(result.not_evaluated, page))
        return [Cell(reasons, "yellow")]
    counts = {outcome: result.outcomes.get(outcome, 0) for outcome in Outcome}
    return [
        Cell(f"{count:,}", _OUTCOME_STYLES[outcome] if count else "dim")
        for outcome, count in counts.items()
    ]


def _lacks(reasons: tuple[str, ...], page: Page) -> str:
    """Names of tables, and of tables with rows that cannot be placed, as clauses."""
    tables: list[str] = []
    unplaced: list[str] = []
    for reason in reasons:
        table, colon, _ = reason.partition(":")
        (unplaced if colon else tables).append(visible(table))
    clauses = [("lacks_tables", tables), ("lacks_places", unplaced)]
    return page.joined(
        (page.words(key, names=page.joined(names)) for key, names in clauses if names),
        by="semicolon",
    )


def _stacked(about: list[Cell], page: Page) -> Cell:
    title, severity, direction = about
    return Cell(f"{title.text}\n{page.joined([severity.text, direction.text])}", title.style)


def _least_width(shape: list[Column], rows: list[list[Cell]]) -> int:
    """Columns that a table takes where the title gets no more than it needs."""
    narrow = [Text(line.plain) for line in columns(shape, rows, 0, "-")]
    return max(line.cell_len for line in narrow) if narrow else GUTTER
