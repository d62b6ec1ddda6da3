"""``-o markdown``: a page for pull requests, wikis and the summary of a workflow's step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

from evaluator.model import Outcome
from evaluator.report.base import ReportOptions, RunReport
from evaluator.report.causes import count_causes
from evaluator.report.labels import counted, label
from evaluator.report.local_time import local_time
from evaluator.report.messages import fact_text, message
from evaluator.report.terminal import visible

__all__ = ["MarkdownReport", "markdown_row", "markdown_table", "markdown_text"]

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+!|<>~&@-])")
_OUTCOMES: Final = (Outcome.VIOLATION, Outcome.UNDETERMINED, Outcome.PASS, Outcome.NOT_APPLICABLE)
#: Causes shown; a step's summary may have 1 MiB.
_CAUSES: Final = 50
_MARKS: Final = {"high": "🔴", "medium": "🟠", "low": "🟡"}


class MarkdownReport:
    """The headline, the controls that have something to say, and the largest causes."""

    name = "markdown"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the page; its length depends on the controls and not on the findings."""
        stream.writelines(f"{line}\n" for line in _lines(report, options))


def markdown_text(text: str) -> str:
    """Text that shows as it is, on one line: nothing in it is read as Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", visible(" ".join(text.split())))


def markdown_row(cells: Sequence[str]) -> str:
    """One row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> list[str]:
    """A table of Markdown.

    Args:
        headings: one a column.
        rows: cells that are Markdown already.
        left: how many columns from the left are text; the others are numbers.
    """
    rule = [":--" if number < left else "--:" for number in range(len(headings))]
    return [markdown_row(headings), markdown_row(rule), *map(markdown_row, rows)]


def _lines(report: RunReport, options: ReportOptions) -> Iterator[str]:
    run, lang = report.run, options.lang
    state = label("complete" if run.complete else "incomplete", lang)
    mark = "✅" if run.complete and not report.total else "⚠️" if run.complete else "⛔"
    yield f"## {mark} qinglang: {state}, {counted('findings', report.total, lang)}"
    yield ""
    about = [
        label("platform", lang, name=run.platform_id),
        label("snapshot", lang, name=run.snapshot_id),
        label("as_of", lang, time=local_time(run.as_of)),
        label("framework", lang, name=f"{run.framework} {run.bundle_revision.partition('+')[0]}"),
    ]
    yield markdown_text(label("clause", lang).join(about))
    for reason in (*run.incomplete, *report.warnings):
        yield f"- {markdown_text(reason)}"
    yield ""
    yield from _controls(report, options)
    yield from _causes(report, options)
    yield ""
    digests = [f"`{run.run_id}`", f"{label('findings_digest', lang)} `{report.findings_digest}`"]
    yield " · ".join([*digests, f"{label('bundle_revision', lang)} `{run.bundle_revision}`"])
    if report.exit_status is not None:
        reason = markdown_text(report.exit_status.reason)
        yield ""
        yield label("exit", lang, code=report.exit_status.code, reason=reason)


def _controls(report: RunReport, options: ReportOptions) -> Iterator[str]:
    lang = options.lang
    rows = []
    silent = 0
    for control, result in report.controls.values():
        counts = [result.outcomes.get(outcome, 0) for outcome in _OUTCOMES]
        if not (result.not_evaluated or counts[0] or counts[1]):
            silent += 1
            continue
        name = (
            f"{_MARKS[control.severity]} **{control.code}** {markdown_text(control.titled(lang))}"
        )
        if result.not_evaluated:
            lacking = label("not_evaluated", lang, reasons=", ".join(result.not_evaluated))
            rows.append([f"{name}: {markdown_text(lacking)}", "", *[""] * 4])
        else:
            direction = label(control.direction, lang)
            rows.append([name, direction, *(f"{count:,}" for count in counts)])
    headings = [label("title", lang), label("direction", lang)]
    headings += [label(str(outcome), lang).replace("\n", " ") for outcome in _OUTCOMES]
    if rows:
        yield from markdown_table(headings, rows, left=2)
        yield ""
    if silent:
        yield counted("controls_silent", silent, lang)


def _causes(report: RunReport, options: ReportOptions) -> Iterator[str]:
    lang = options.lang
    if not report.total:
        return
    causes = count_causes(report.stream, _CAUSES)
    yield ""
    yield f"### {label('causes', lang)}"
    yield ""
    rows = []
    for cause in causes.largest:
        control, _ = report.controls[cause.control]
        facts = label("comma", lang).join(
            f"{name} = {fact_text(name, value, lang)}" for name, value in cause.facts.items()
        )
        told = message(control, cause.example.facts, lang)
        rows.append(
            [
                f"{_MARKS[cause.severity]} {control.code}",
                markdown_text(facts) or "-",
                markdown_text(f"{cause.example.subject_id}: {told}"),
                f"{cause.count:,}",
            ]
        )
    headings = [label(key, lang) for key in ("code", "cause", "instance", "number")]
    yield from markdown_table(headings, rows, left=3)
    hidden = report.total - sum(cause.count for cause in causes.largest)
    if hidden:
        yield ""
        yield f"{counted('causes_rest', hidden, lang)} {markdown_text(label('all_findings', lang))}"
