"""One subject judged by one control, with everything that decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluator.bundle import configured_bundle, select_control
from evaluator.errors import UsageError
from evaluator.findings import settled_answer
from evaluator.judge import Context, Judge, decide
from evaluator.model import Candidate, Control, Decision, Outcome, Undecided
from evaluator.pipeline.evaluation import Request
from evaluator.pipeline.judging import open_judge, question_context, reasons_not_evaluated
from evaluator.pipeline.observing import Observer
from evaluator.pipeline.preparing import prepared_snapshot
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.warehouse import Warehouse

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one control says about one subject, and why."""

    control: Control
    subject_id: str
    #: None where the control is not evaluated on this snapshot, or the judge could not decide.
    outcome: Outcome | None
    #: Why there is no outcome; empty where there is one.
    reasons: tuple[str, ...]
    violations: tuple[Mapping[str, Any], ...]
    missing: tuple[str, ...]
    #: Parameters that the control reads; those without a value are left out.
    parameters: Mapping[str, Any]
    #: Clause -> its text in the language of the settings.
    clauses: Mapping[str, str]
    #: JSON text, with the branches that the control reads.
    document: bytes
    snapshot_digest: str


def explain(
    request: Request, code: str, subject_id: str, settings: Settings, observer: Observer
) -> Explanation:
    """Judge one subject by one control.

    Args:
        request: snapshot and overrides; its choice of controls is not looked at.
        code: code of the control.
        subject_id: id of the subject, of the kind that the control judges.
        settings: limits, engine and language.
        observer: is told how far it has come.

    Raises:
        UsageError: if there is no such control, or no such subject in the snapshot.
        SnapshotError: if the snapshot cannot be read as a whole.
        JudgeError: if the judge cannot answer at all.
    """
    bundle = configured_bundle(settings)
    control = select_control(bundle.controls, code)
    parameters = bundle.framework.effective(request.overrides)
    with (
        open_judge(bundle, settings) as judge,
        prepared_snapshot(request.snapshot, bundle, settings, observer) as prepared,
        Warehouse(settings, reads=[prepared.folder]) as warehouse,
    ):
        reasons = reasons_not_evaluated(control, bundle, prepared, settings)
        documents = Documents(warehouse, prepared, bundle.contract)
        candidate = documents.find(control.subject, subject_id, control.branches)
        if candidate is None:
            raise UsageError(
                f"{control.subject} {subject_id}",
                "is not in the snapshot, or is in quarantine",
                f"{control.code} judges subjects of kind {control.subject}; give the id of one.",
            )
        context = question_context([control], parameters, prepared)
        decision = _decide(judge, control.subject, candidate, context)
    outcome: Outcome | None = None
    violations: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[str, ...] = ()
    if isinstance(decision, Undecided):
        reasons = (*reasons, decision.reason)
    elif not reasons:
        branch_tables = bundle.contract.subjects[control.subject].branch_tables()
        answer = settled_answer(control, decision, branch_tables)
        outcome, violations, missing = answer.outcome, answer.violations, answer.undetermined
    return Explanation(
        control=control,
        subject_id=subject_id,
        outcome=outcome,
        reasons=reasons,
        violations=violations,
        missing=missing,
        parameters={
            name: parameters[name] for name in sorted(control.parameters) if name in parameters
        },
        clauses={
            clause: bundle.framework.clauses[clause][settings.lang] for clause in control.clauses
        },
        document=candidate.document,
        snapshot_digest=prepared.snapshot_digest,
    )


def _decide(
    judge: Judge, subject: str, candidate: Candidate, context: Context
) -> Decision | Undecided:
    ((decision,),) = decide(judge, subject, [candidate], context, threads=1, batch_size=1)
    return decision
