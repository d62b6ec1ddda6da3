"""``-o xlsx``: a workbook for people who work with spreadsheets.

Every text is written as a text, marked as one that begins with a quote: no spreadsheet runs what a
platform's users wrote, and the text itself stays as it is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import orjson
from xlsxwriter import Workbook

from evaluator.model import Outcome
from evaluator.report.base import Language, ReportOptions, RunReport
from evaluator.report.csv import FORMULA
from evaluator.report.labels import counted, label
from evaluator.report.local_time import local_time
from evaluator.report.messages import message
from evaluator.report.selection import chosen
from evaluator.report.xml_text import xml_text

__all__ = ["XlsxReport"]

#: Rows of findings; beyond it spreadsheets get slow, and `-o csv` has them all.
MOST: Final = 100_000
#: Characters that a cell may have.
_LONGEST: Final = 32_767
_OUTCOMES: Final = (Outcome.VIOLATION, Outcome.UNDETERMINED, Outcome.PASS, Outcome.NOT_APPLICABLE)
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class XlsxReport:
    """Sheets for the run, the controls, the unknown facts and up to 100,000 findings."""

    name = "xlsx"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the workbook, in bytes, below the text stream."""
        lang = options.lang
        packed = io.BytesIO()
        with Workbook(packed, dict(_OPTIONS)) as workbook:
            created = datetime.fromtimestamp(report.run.finished_at, UTC).replace(tzinfo=None)
            workbook.set_properties({"title": f"qinglang {report.run.run_id}", "created": created})
            book = _Book(workbook)
            book.sheet(label("provenance", lang), (18, 90), _run_rows(report, lang))
            book.sheet(
                label("controls", lang),
                (9, 44, 14, 10, 11, 12, 14, 12, 14, 40),
                _control_rows(report, lang),
            )
            book.sheet(
                label("missing_controls_sheet", lang), (9, 40, 14), _missing_rows(report, lang)
            )
            book.sheet(
                label("findings_sheet", lang),
                (34, 9, 36, 26, 10, 10, 70, 40, 40),
                _finding_rows(report, lang),
            )
        stream.flush()
        stream.buffer.write(packed.getvalue())


class _Book:
    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._plain = workbook.add_format({"valign": "top", "text_wrap": True})
        self._quoted = workbook.add_format(
            {"valign": "top", "text_wrap": True, "quote_prefix": True}
        )
        self._number = workbook.add_format({"valign": "top", "num_format": "#,##0"})
        self._heading = workbook.add_format(
            {"bold": True, "font_color": "#ffffff", "bg_color": "#1f3a5f", "valign": "top"}
        )

    def sheet(self, name: str, widths: Sequence[int], rows: Iterator[Sequence[str | int]]) -> None:
        """Write a sheet whose first row is its heading."""
        sheet: Any = self._workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        last = 0
        for number, row in enumerate(rows):
            last = number
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell, self._number)
                    continue
                text = xml_text(cell)[:_LONGEST]
                form = self._quoted if text.startswith(FORMULA) else self._plain
                sheet.write_string(number, column, text, form if number else self._heading)
        sheet.autofilter(0, 0, last, len(widths) - 1)


def _run_rows(report: RunReport, lang: Language) -> Iterator[Sequence[str | int]]:
    run = report.run
    yield label("run_id", lang), run.run_id
    yield label("framework", lang, name="").strip(), run.framework
    yield label("platform", lang, name="").strip(), run.platform_id
    yield label("snapshot", lang, name="").strip(), run.snapshot_id
    yield label("as_of", lang, time="").strip(), local_time(run.as_of)
    yield "", label("complete" if run.complete else "incomplete", lang)
    for text in (*run.incomplete, *report.warnings):
        yield "", text
    yield label("findings_sheet", lang), report.total
    for name in ("snapshot_digest", "bundle_digest", "bundle_revision"):
        yield label(name, lang), getattr(run, name)
    yield label("findings_digest", lang), report.findings_digest
    yield label("outcomes_digest", lang), report.outcomes_digest
    for name, override in run.overrides.items():
        yield name, f"{_json(override.default)} -> {_json(override.value)}"
    if report.total > MOST:
        hidden = counted("findings_beyond", report.total - MOST, lang)
        yield "", f"{hidden} {label('all_findings', lang)}"


def _control_rows(report: RunReport, lang: Language) -> Iterator[Sequence[str | int]]:
    outcomes = [label(str(outcome), lang).replace("\n", " ") for outcome in _OUTCOMES]
    keys = ("code", "title", "clauses", "severity", "direction")
    yield (*(label(key, lang) for key in keys), *outcomes, label("lacking", lang))
    for control, result in report.controls.values():
        yield (
            control.code,
            control.titled(lang),
            "; ".join(control.clauses),
            label(control.severity, lang),
            label(control.direction, lang),
            *(result.outcomes.get(outcome, 0) for outcome in _OUTCOMES),
            ", ".join(result.not_evaluated),
        )


def _missing_rows(report: RunReport, lang: Language) -> Iterator[Sequence[str | int]]:
    yield label("code", lang), label("missing_fact", lang), label("answers", lang)
    for code, (_, result) in report.controls.items():
        for fact, count in result.missing.items():
            yield code, fact, count


def _finding_rows(report: RunReport, lang: Language) -> Iterator[Sequence[str | int]]:
    keys = ("finding_id", "code", "title", "subject_id", "severity", "direction")
    yield (
        *(label(key, lang) for key in keys),
        *(label(key, lang) for key in ("message", "facts", "cause")),
    )
    for finding in chosen(report, MOST):
        control, _ = report.controls[finding.control]
        yield (
            finding.finding_id,
            finding.control,
            control.titled(lang),
            finding.subject_id,
            label(finding.severity, lang),
            label(finding.direction, lang),
            message(control, finding.facts, lang),
            _json(dict(finding.facts)),
            _json(dict(finding.cause)),
        )


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
