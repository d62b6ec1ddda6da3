"""``-o oscal``: assessment results of OSCAL, for systems of governance, risk and compliance.

A control of ours is a control there. It is *satisfied* only where it was evaluated, nothing
violates and nothing is undetermined; where a fact is unknown the reason is *other*, not *fail*.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TextIO

import orjson

from evaluator.model import Control, ControlResult, Finding, Outcome
from evaluator.report.base import Language, ReportOptions, RunReport
from evaluator.report.labels import counted, label
from evaluator.report.local_time import local_time
from evaluator.report.messages import message
from evaluator.report.selection import chosen

__all__ = ["OscalReport"]

#: Observations, each of one finding, that a file has at most.
MOST: Final = 5_000
_VERSION: Final = "1.1.3"
_NAMES: Final = uuid.UUID("5bb6e8b8-7a0e-5c52-9c1b-0c3a8e8c2a51")
_NAMESPACE: Final = "https://qinglang.example/ns/oscal"


class OscalReport:
    """One result with a finding a control, and an observation for each of its first findings."""

    name = "oscal"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the assessment results as JSON."""
        option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        document = {"assessment-results": _results(report, options.lang)}
        stream.write(orjson.dumps(document, option=option).decode())


def _id(report: RunReport, *parts: str) -> str:
    """A UUID that the run and the parts decide: the same run gives the same document."""
    return str(uuid.uuid5(_NAMES, "/".join((report.run.run_id, *parts))))


def _time(seconds: int) -> str:
    return datetime.fromisoformat(local_time(seconds).replace(" +", "+")).isoformat()


def _property(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": _NAMESPACE, "value": value}


def _results(report: RunReport, lang: Language) -> dict[str, Any]:
    run = report.run
    framework = _id(report, "framework")
    return {
        "uuid": _id(report),
        "metadata": {
            "title": f"{run.framework}: {run.platform_id}, {run.snapshot_id}",
            "last-modified": _time(run.finished_at),
            "version": run.run_id,
            "oscal-version": _VERSION,
        },
        "import-ap": {"href": f"#{framework}"},
        "results": [_result(report, lang)],
        "back-matter": {
            "resources": [
                {
                    "uuid": framework,
                    "title": run.framework,
                    "description": f"{run.framework}, {run.bundle_revision}",
                }
            ]
        },
    }


def _result(report: RunReport, lang: Language) -> dict[str, Any]:
    run = report.run
    shown: dict[str, list[Finding]] = defaultdict(list)
    for finding in chosen(report, MOST):
        shown[finding.control].append(finding)
    observations = [
        _observation(finding, report, lang) for found in shown.values() for finding in found
    ]
    told = [*run.incomplete, *report.warnings]
    if report.total > len(observations):
        hidden = counted("findings_beyond", report.total - len(observations), lang)
        told.append(f"{hidden} {label('all_findings', lang)}")
    return {
        "uuid": _id(report, "result"),
        "title": label("complete" if run.complete else "incomplete", lang),
        "description": label("as_of", lang, time=local_time(run.as_of)),
        "start": _time(run.started_at),
        "end": _time(run.finished_at),
        "props": [
            _property(name, value)
            for name, value in (
                ("complete", "true" if run.complete else "false"),
                ("snapshot-digest", run.snapshot_digest),
                ("bundle-digest", run.bundle_digest),
                ("findings-digest", report.findings_digest),
                ("outcomes-digest", report.outcomes_digest),
            )
        ],
        "reviewed-controls": {
            "control-selections": [
                {"include-controls": [{"control-id": code} for code in report.controls]}
            ]
        },
        **({"observations": observations} if observations else {}),
        "findings": [
            _finding(pair, shown.get(code, ()), report, lang)
            for code, pair in report.controls.items()
        ],
        **({"remarks": "\n".join(told)} if told else {}),
    }


def _observation(finding: Finding, report: RunReport, lang: Language) -> dict[str, Any]:
    control, _ = report.controls[finding.control]
    return {
        "uuid": _id(report, "observation", finding.finding_id),
        "title": f"{control.code} {control.title}",
        "description": message(control, finding.facts, lang),
        "props": [
            _property("finding-id", finding.finding_id),
            _property("severity", finding.severity),
            _property("direction", finding.direction),
        ],
        "methods": ["TEST"],
        "types": ["finding"],
        "subjects": [
            {
                "subject-uuid": _id(report, control.subject, finding.subject_id),
                "type": "resource",
                "title": f"{control.subject} {finding.subject_id}",
            }
        ],
        "collected": _time(report.run.as_of),
    }


def _finding(
    pair: tuple[Control, ControlResult],
    found: Sequence[Finding],
    report: RunReport,
    lang: Language,
) -> dict[str, Any]:
    control, result = pair
    counts = {outcome: result.outcomes.get(outcome, 0) for outcome in Outcome}
    state, reason = _state(result, counts)
    part = {
        "uuid": _id(report, "finding", control.code),
        "title": f"{control.code} {control.title}",
        "description": control.description,
        "props": [_property("clause", clause.replace(" ", "-")) for clause in control.clauses],
        "target": {
            "type": "objective-id",
            "target-id": control.code,
            "status": {"state": state, "reason": reason},
        },
        "remarks": label(
            "outcome_counts", lang, **{str(outcome): count for outcome, count in counts.items()}
        ),
    }
    if result.not_evaluated:
        lacking = ", ".join(result.not_evaluated)
        part["remarks"] = label("not_evaluated", lang, reasons=lacking)
    if found:
        part["related-observations"] = [
            {"observation-uuid": _id(report, "observation", finding.finding_id)}
            for finding in found
        ]
    return part


def _state(result: ControlResult, counts: Mapping[Outcome, int]) -> tuple[str, str]:
    if counts[Outcome.VIOLATION]:
        return "not-satisfied", "fail"
    if result.not_evaluated or counts[Outcome.UNDETERMINED]:
        return "not-satisfied", "other"
    return "satisfied", "pass"
