"""The parts of a report as plain values, shared by the formats for programs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from evaluator.model import Control, ControlResult, Finding, Outcome, TableSummary
from evaluator.report.base import Language, RunReport, RunSection
from evaluator.report.messages import message

__all__ = [
    "control_part",
    "finding_part",
    "quarantine_part",
    "repeated_part",
    "run_part",
    "undecided_part",
]


def run_part(run: RunSection) -> dict[str, Any]:
    """``run``: every field under its own name; an override shows its default beside its value."""
    part = {field.name: getattr(run, field.name) for field in fields(run)}
    part["parameters"] = dict(run.parameters)
    part["overrides"] = {
        name: {"default": override.default, "value": override.value}
        for name, override in run.overrides.items()
    }
    part["stages"] = dict(run.stages)
    return part


def control_part(result: ControlResult) -> dict[str, Any]:
    """One value of ``controls``; all four outcomes are always there."""
    return {
        "outcomes": {str(outcome): result.outcomes.get(outcome, 0) for outcome in Outcome},
        "missing": dict(result.missing),
        "not_evaluated": list(result.not_evaluated),
        "candidates": result.candidates,
        "exact": result.exact,
    }


def finding_part(finding: Finding, control: Control, lang: Language) -> dict[str, Any]:
    """One of ``findings``, with its message in ``lang``."""
    return {
        "id": finding.finding_id,
        "control": finding.control,
        "subject": finding.subject_id,
        "identity": dict(finding.identity),
        "facts": dict(finding.facts),
        "severity": finding.severity,
        "direction": finding.direction,
        "nature": finding.nature,
        "cause": dict(finding.cause),
        "message": message(control, finding.facts, lang),
    }


def waived_part(report: RunReport, finding: Finding) -> dict[str, Any]:
    """Of one of ``findings``: the waiver that it falls under; nothing where it counts."""
    waiver = report.waived_by(finding)
    return {} if waiver is None else {"waived_by": waiver}


def waivers_part(report: RunReport) -> list[dict[str, Any]]:
    """``waivers``: each with whether it holds, and the number of findings that it is about."""
    return [
        {
            "id": use.waiver.waiver_id,
            "control": use.waiver.control,
            "state": str(use.state),
            "until": use.waiver.last.isoformat(),
            "findings": use.findings,
            "owner": use.waiver.owner,
            "approver": use.waiver.approver,
            "reason": use.waiver.reason,
            "basis": use.waiver.basis,
        }
        for use in report.waived.uses
    ]


def quarantine_part(summary: TableSummary) -> dict[str, Any]:
    """One value of ``quarantine``; ``unplaced`` counts rows, ``faults`` holds the first rows."""
    return {
        "count": summary.quarantined,
        "unplaced": summary.unplaced_rows,
        "faults": [
            {
                "file": row.file,
                "row": row.row,
                "key": row.key,
                "faults": [
                    {"column": fault.column, "rule": fault.rule, "value": fault.value}
                    for fault in row.faults
                ],
            }
            for row in summary.first
        ],
    }


def repeated_part(report: RunReport) -> dict[str, int]:
    """``repeated``: table -> rows that said again what another row said."""
    return {table: summary.repeated for table, summary in report.quarantine.items()}


def undecided_part(report: RunReport) -> dict[str, Any]:
    """``undecided``: how many subjects no judge could decide, and the first of them."""
    return {
        "count": report.undecided_total,
        "first": [
            {
                "subject_kind": subject.subject_kind,
                "subject": subject.subject_id,
                "reason": subject.reason,
            }
            for subject in report.undecided
        ],
    }
