"""``-o sarif``: findings as SARIF 2.1.0, for code scanning and other viewers.

A result stands at the policy that found it: that is the source that there is. Its fingerprint is
the finding's id, so that a viewer knows it again in the next run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TextIO

import orjson

from evaluator.model import Control, Finding
from evaluator.report.base import ReportOptions, RunReport
from evaluator.report.document import control_part
from evaluator.report.labels import counted, label
from evaluator.report.messages import message
from evaluator.report.selection import chosen
from evaluator.report.sources import source_place

__all__ = ["SarifReport"]

#: Viewers refuse files with more: GitHub shows 5,000 results of a run.
MOST: Final = 5_000
_LEVELS: Final = {"high": "error", "medium": "warning", "low": "note"}
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME: Final = "SRCROOT"


class SarifReport:
    """One run, a rule a control with its help, and up to 5,000 results, some of every control."""

    name = "sarif"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the log; results one by one."""
        numbers = {code: number for number, code in enumerate(report.controls)}
        head = _log(report, options)
        before, after = _dumped(head).split('"results":[]')
        stream.write(f'{before}"results":[')
        for place, finding in enumerate(chosen(report, MOST)):
            stream.write(",\n" if place else "\n")
            stream.write(_dumped(_result(finding, report, numbers, options)))
        stream.write(f"]{after}\n")


def _dumped(value: object) -> str:
    return orjson.dumps(value).decode()


def _log(report: RunReport, options: ReportOptions) -> dict[str, Any]:
    run = report.run
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "qinglang",
                        "semanticVersion": run.bundle_revision,
                        "rules": [
                            _rule(control, options) for control, _ in report.controls.values()
                        ],
                    }
                },
                "automationDetails": {
                    "id": f"{run.framework}/{run.platform_id}/{run.snapshot_id}/{run.run_id}"
                },
                "originalUriBaseIds": {_HOME: {"description": {"text": "the repository"}}},
                "columnKind": "unicodeCodePoints",
                "language": "zh-CN" if options.lang == "zh" else "en-US",
                "invocations": [_invocation(report, options)],
                "results": [],
                "properties": {
                    "snapshot_digest": run.snapshot_digest,
                    "bundle_digest": run.bundle_digest,
                    "findings_digest": report.findings_digest,
                    "outcomes_digest": report.outcomes_digest,
                    "findings": report.total,
                    "outcomes": {
                        code: control_part(result) for code, (_, result) in report.controls.items()
                    },
                },
            }
        ],
    }


def _rule(control: Control, options: ReportOptions) -> dict[str, Any]:
    cure = control.cure.get(options.lang, "")
    clauses = ", ".join(control.clauses)
    return {
        "id": control.code,
        "name": "".join(map(str.title, control.package.rpartition(".")[2].split("_"))),
        "deprecatedIds": list(control.aliases),
        "shortDescription": {"text": control.title},
        "fullDescription": {"text": control.description},
        "help": {
            "text": f"{control.description}\n{label('clauses', options.lang)}: {clauses}\n{cure}",
            "markdown": (
                f"{control.description}\n\n**{label('clauses', options.lang)}**: {clauses}  \n"
                f"**{label('basis', options.lang)}**: {'; '.join(control.basis)}\n\n{cure}"
            ),
        },
        "defaultConfiguration": {"level": _LEVELS[control.severity]},
        "properties": {
            "tags": [control.family, f"direction/{control.direction}", *control.clauses],
            "precision": "very-high",
        },
    }


def _invocation(report: RunReport, options: ReportOptions) -> dict[str, Any]:
    return {
        "executionSuccessful": report.run.complete,
        "exitCode": report.exit_status.code if report.exit_status else 0,
        "toolExecutionNotifications": [
            {"level": level, "message": {"text": text}}
            for level, text in _notifications(report, options)
        ],
    }


def _notifications(report: RunReport, options: ReportOptions) -> Iterator[tuple[str, str]]:
    for reason in report.run.incomplete:
        yield "error", reason
    for warning in report.warnings:
        yield "warning", warning
    for code, (_, result) in report.controls.items():
        if result.not_evaluated:
            lacking = ", ".join(result.not_evaluated)
            yield "note", f"{code}: {label('not_evaluated', options.lang, reasons=lacking)}"
    if report.total > MOST:
        hidden = counted("findings_beyond", report.total - MOST, options.lang)
        yield "warning", f"{hidden} {label('all_findings', options.lang)}"


def _result(
    finding: Finding, report: RunReport, numbers: dict[str, int], options: ReportOptions
) -> dict[str, Any]:
    control, _ = report.controls[finding.control]
    file, line = source_place(control)
    return {
        "ruleId": control.code,
        "ruleIndex": numbers[control.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": message(control, finding.facts, options.lang)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": file, "uriBaseId": _HOME},
                    "region": {"startLine": line},
                },
                "logicalLocations": [
                    {
                        "name": finding.subject_id,
                        "fullyQualifiedName": f"{control.subject}/{finding.subject_id}",
                        "kind": "resource",
                    }
                ],
            }
        ],
        "partialFingerprints": {"finding/v1": finding.finding_id},
        **_suppressions(finding, report),
        "properties": {
            "direction": finding.direction,
            "nature": finding.nature,
            "identity": dict(finding.identity),
            "facts": dict(finding.facts),
            "cause": dict(finding.cause),
        },
    }


def _suppressions(finding: Finding, report: RunReport) -> dict[str, Any]:
    waiver = None if report.waivers is None else report.waivers.of(finding)
    if waiver is None:
        return {}
    told = f"{waiver.waiver_id}: {waiver.reason} ({waiver.owner}, {waiver.approver})"
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": told}]}
