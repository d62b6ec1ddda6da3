"""Puts the sections of the console report below each other."""

from __future__ import annotations

from typing import Final, TextIO

from evaluator.report.base import ReportOptions, RunReport
from evaluator.report.console.controls import control_table, missing_table
from evaluator.report.console.findings import findings_by_cause
from evaluator.report.console.headline import headline
from evaluator.report.console.page import Page
from evaluator.report.console.provenance import exit_line, provenance
from evaluator.report.console.rows import quarantine, undecided, warnings
from evaluator.report.console.waived import waivers
from evaluator.report.terminal import report_console, show

__all__ = ["ConsoleReport"]

#: In the order in which a reader needs them; one that has nothing to say gives no lines.
_SECTIONS: Final = (
    headline,
    control_table,
    missing_table,
    findings_by_cause,
    waivers,
    quarantine,
    undecided,
    warnings,
    provenance,
    exit_line,
)


class ConsoleReport:
    """``-o console``: for readers, coloured on a terminal, in English or Chinese."""

    name = "console"
    machine = False

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write all sections, an empty line between two; the exit code comes last."""
        console = report_console(stream, options.width)
        rule = "-" if console.options.ascii_only else "─"
        page = Page(options.lang, console.width, rule, options.causes)
        for number, section in enumerate(_SECTIONS):
            lines = list(section(report, page))
            if lines and number:
                console.print()
            show(console, lines)
