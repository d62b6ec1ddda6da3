"""The JSON report: one object, small parts first, one finding a line."""

from __future__ import annotations

from typing import Any, TextIO

import orjson

from evaluator.report.base import ReportOptions, RunReport
from evaluator.report.document import (
    control_part,
    finding_part,
    quarantine_part,
    repeated_part,
    run_part,
    undecided_part,
    waived_part,
    waivers_part,
)

__all__ = ["JsonReport"]


class JsonReport:
    """``-o json``: what design calls the report, streamed; a cut file is no JSON."""

    name = "json"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the object; findings come last and are never held in memory together."""
        parts: dict[str, Any] = {
            "run": run_part(report.run),
            "controls": {
                code: control_part(result) for code, (_, result) in report.controls.items()
            },
            "quarantine": {
                table: quarantine_part(summary) for table, summary in report.quarantine.items()
            },
            "repeated": repeated_part(report),
            "undecided": undecided_part(report),
            "waivers": waivers_part(report),
            "warnings": list(report.warnings),
            "findings_digest": report.findings_digest,
            "outcomes_digest": report.outcomes_digest,
        }
        stream.write("{\n")
        stream.writelines(f'  "{name}": {_indented(part)},\n' for name, part in parts.items())
        stream.write('  "findings": [')
        separator = "\n"
        for finding in report.stream():
            control, _ = report.controls[finding.control]
            part = finding_part(finding, control, options.lang) | waived_part(report, finding)
            line = orjson.dumps(part).decode()
            stream.write(f"{separator}    {line}")
            separator = ",\n"
        stream.write("]\n}\n" if separator == "\n" else "\n  ]\n}\n")


def _indented(part: Any) -> str:  # noqa: ANN401 (any JSON value)
    # No string in JSON holds a line break, so that each one here is of the layout.
    return orjson.dumps(part, option=orjson.OPT_INDENT_2).decode().replace("\n", "\n  ")
