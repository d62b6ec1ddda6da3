"""Turns decisions into outcome counts and findings, one subject kind at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from evaluator.model import (
    Answer,
    Control,
    ControlResult,
    Decision,
    Fact,
    Facts,
    Finding,
    Outcome,
    finding_id,
)

__all__ = ["Tally", "cause_of"]


@dataclass(slots=True)
class _Counts:
    outcomes: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)


class Tally:
    """Counts outcomes of the controls of one subject kind and makes their findings.

    Args:
        platform_id: part of every finding's id.
        controls: the controls that are evaluated on this subject kind.
        branch_tables: branch of the document -> the table that it shows.
    """

    def __init__(
        self, platform_id: str, controls: Sequence[Control], branch_tables: Mapping[str, str]
    ) -> None:
        self._platform_id = platform_id
        self._controls = {control.code: control for control in controls}
        self._branch_tables = branch_tables
        self._counts = {control.code: _Counts() for control in controls}

    def add(self, decision: Decision) -> list[Finding]:
        """Count one subject's outcomes; its findings, in the order of codes."""
        findings: list[Finding] = []
        for code, answer in decision.answers.items():
            counts = self._counts[code]
            control = self._controls[code]
            touched = decision.candidate.tainted & control.branches
            if touched:
                # A quarantined row would have hung here: unknown before every other outcome.
                counts.outcomes[Outcome.UNDETERMINED] += 1
                tables = {self._branch_tables[branch] for branch in touched}
                counts.missing.update(f"{table}:quarantined" for table in tables)
                continue
            outcome = answer.outcome
            counts.outcomes[outcome] += 1
            if outcome is Outcome.UNDETERMINED:
                counts.missing.update(answer.undetermined)
            elif outcome is Outcome.VIOLATION:
                findings += self._findings(control, decision, answer)
        return findings

    def results(self, exact: Mapping[str, bool] | None = None) -> dict[str, ControlResult]:
        """What was counted, by control code."""
        return {
            code: ControlResult(
                control=code,
                outcomes={str(outcome): counts.outcomes[outcome] for outcome in Outcome},
                missing=dict(sorted(counts.missing.items())),
                candidates=sum(counts.outcomes.values()),
                exact=(exact or {}).get(code, False),
            )
            for code, counts in self._counts.items()
        }

    def _findings(self, control: Control, decision: Decision, answer: Answer) -> list[Finding]:
        subject_id = decision.candidate.subject_id
        document = orjson.loads(decision.candidate.document)
        found = []
        for facts in answer.violations:
            identity = {name: facts[name] for name in control.identity if name in facts}
            found.append(
                Finding(
                    finding_id=finding_id(self._platform_id, control.code, subject_id, identity),
                    control=control.code,
                    subject_id=subject_id,
                    subject_time=decision.candidate.subject_time,
                    identity=identity,
                    facts=facts,
                    severity=control.severity,
                    direction=control.direction,
                    nature=control.nature,
                    cause=cause_of(control, facts, document),
                )
            )
        return found


def cause_of(control: Control, facts: Facts, document: Mapping[str, Mapping[str, Fact]]) -> Facts:
    """The values that group findings with one root; what is unknown is left out.

    A name with a dot is a column of a branch of the document (``post.account_id`` gives
    ``account_id``), any other name a fact.
    """
    cause: dict[str, Fact] = {}
    for name in control.cause:
        branch, dot, column = name.partition(".")
        source: Mapping[str, Fact] = document.get(branch, {}) if dot else facts
        key = column if dot else name
        if key in source:
            cause[key] = source[key]
    return cause
