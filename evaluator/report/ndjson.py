"""The NDJSON report: one object a line, for programs that read as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

import orjson

from evaluator.report.base import ReportOptions, RunReport
from evaluator.report.document import (
    control_part,
    finding_part,
    quarantine_part,
    run_part,
    undecided_part,
    waived_part,
    waivers_part,
)

__all__ = ["NdjsonReport"]


class NdjsonReport:
    """``-o ndjson``: each line has a ``type``; the last is ``end``, or the file was cut."""

    name = "ndjson"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write run, controls, findings, quarantine, repeated, undecided, warnings and the end."""
        stream.writelines(
            orjson.dumps({"type": kind, **part}).decode() + "\n"
            for kind, part in _lines(report, options)
        )


def _lines(report: RunReport, options: ReportOptions) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "run", run_part(report.run)
    for code, (_, result) in report.controls.items():
        yield "control", {"code": code, **control_part(result)}
    for finding in report.stream():
        control, _ = report.controls[finding.control]
        part = finding_part(finding, control, options.lang) | waived_part(report, finding)
        yield "finding", part
    for table, summary in report.quarantine.items():
        yield "quarantine", {"table": table, **quarantine_part(summary)}
    for table, summary in report.quarantine.items():
        yield "repeated", {"table": table, "count": summary.repeated}
    yield "undecided", undecided_part(report)
    for waiver in waivers_part(report):
        yield "waiver", waiver
    for warning in report.warnings:
        yield "warning", {"text": warning}
    yield (
        "end",
        {
            "findings": report.total,
            "findings_digest": report.findings_digest,
            "outcomes_digest": report.outcomes_digest,
            "complete": report.run.complete,
        },
    )
