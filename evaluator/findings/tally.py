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

__all__ = ["Tally", "cause_of", "settled_answer"]


@dataclass(slots=True)
class _Counts:
    outcomes: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    #: Subjects that have to be judged on account of the control; None: all that were judged.
    candidates: int | None = None


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
        for code in decision.answers:
            control, counts = self._controls[code], self._counts[code]
            answer = settled_answer(control, decision, self._branch_tables)
            outcome = answer.outcome
            counts.outcomes[outcome] += 1
            if outcome is Outcome.UNDETERMINED:
                counts.missing.update(answer.undetermined)
            elif outcome is Outcome.VIOLATION:
                findings += self._findings(control, decision, answer)
        return findings

    def let_go(
        self,
        code: str,
        outcomes: Mapping[Outcome, int],
        missing: Mapping[str, int],
        candidates: int,
    ) -> None:
        """Count the subjects that a control need not be asked about.

        Args:
            code: the control.
            outcomes: how many of them come out how.
            missing: unknown fact -> of how many of the undetermined it is named.
            candidates: how many subjects have to be judged on account of this control.
        """
        counts = self._counts[code]
        counts.outcomes.update({str(outcome): count for outcome, count in outcomes.items()})
        counts.missing.update(missing)
        counts.candidates = candidates

    def results(self, exact: Mapping[str, bool] | None = None) -> dict[str, ControlResult]:
        """What was counted, by control code."""
        return {
            code: ControlResult(
                control=code,
                outcomes={str(outcome): counts.outcomes[outcome] for outcome in Outcome},
                missing=dict(sorted(counts.missing.items())),
                candidates=(
                    sum(counts.outcomes.values())
                    if counts.candidates is None
                    else counts.candidates
                ),
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
                    # By the first code: a control that is renamed keeps its findings.
                    finding_id=finding_id(
                        self._platform_id, control.first_code, subject_id, identity
                    ),
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


def settled_answer(
    control: Control, decision: Decision, branch_tables: Mapping[str, str]
) -> Answer:
    """What a control says about a subject in the end.

    Where a quarantined row would have hung on a branch that the control reads, the answer is
    undetermined, missing ``<table>:quarantined``, before everything that the judge said.

    Args:
        control: one that the decision has an answer for.
        decision: what the judge said, and the branches of the document that are tainted.
        branch_tables: branch of the document -> the table that it shows.
    """
    answer = decision.answers[control.code]
    touched = decision.candidate.tainted & control.branches
    if not touched:
        return answer
    tables = sorted({branch_tables[branch] for branch in touched})
    return Answer(
        applies=answer.applies,
        violations=(),
        undetermined=tuple(f"{table}:quarantined" for table in tables),
    )


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
