"""The second half of the way: judge, count, record, report."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluator.bundle import Bundle, configured_bundle, select_controls
from evaluator.errors import QinglangError
from evaluator.findings import (
    FindingSpool,
    RunIdentity,
    RunRecord,
    Store,
    Tally,
    open_store,
    policy_digest,
)
from evaluator.judge import Judge
from evaluator.model import (
    SEMANTICS_VERSION,
    ControlResult,
    Decision,
    Prepared,
    Undecided,
    digest_of_lines,
)
from evaluator.pipeline.asking import Place, Witnesses
from evaluator.pipeline.judging import (
    controls_by_subject,
    decisions,
    open_judge,
    question_context,
)
from evaluator.pipeline.observing import Observer, Stages
from evaluator.pipeline.preparing import prepared_snapshot
from evaluator.pipeline.quarantining import export_quarantine, quarantine_beside
from evaluator.pipeline.triaging import Triaging
from evaluator.report import (
    Override,
    RunReport,
    RunSection,
    UndecidedSubject,
    Waiver,
    Waivers,
    exit_code,
    label,
)
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.triage import read_plan
from evaluator.warehouse import Warehouse

__all__ = ["Evaluation", "Request", "evaluate"]

#: Undecided subjects that a report names; all of them are counted.
SHOWN_UNDECIDED = 20


@dataclass(frozen=True, slots=True)
class Request:
    """What a run is asked to do beside its settings."""

    snapshot: Path
    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    #: Parameter -> value instead of the framework's.
    overrides: Mapping[str, Any] = field(default_factory=dict)
    triage: bool = True
    #: Folder for the quarantined rows, as Parquet; None: beside the database, if there is one.
    quarantine: Path | None = None
    #: Findings that do not count for the exit code; None: all count.
    waivers: Sequence[Waiver] | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation gave."""

    report: RunReport
    #: Where the quarantined rows were written; None if there are none, or no place for them.
    quarantine: Path | None


@contextmanager
def evaluate(request: Request, settings: Settings, observer: Observer) -> Iterator[Evaluation]:
    """Evaluate a snapshot, and record the run where the settings name a series.

    The findings of the report can be read for as long as the context is open.

    Raises:
        UsageError: for controls or parameters that do not exist.
        SnapshotError: if the snapshot cannot be read as a whole.
        BundleError: if the bundle is damaged.
        JudgeError: if the judge cannot answer at all.
        StoreError: if the database cannot be opened; this is found out before anything else.
    """
    started = int(time.time())
    stages = Stages(observer)
    bundle = configured_bundle(settings)
    codes = select_controls(bundle.controls, request.only, request.skip)
    parameters = bundle.framework.effective(request.overrides)
    with ExitStack() as stack:
        store = stack.enter_context(open_store(settings.db)) if settings.series else None
        judge = stack.enter_context(open_judge(bundle, settings))
        prepared = stack.enter_context(
            prepared_snapshot(request.snapshot, bundle, settings, stages)
        )
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="qinglang-findings-"))
        spool = stack.enter_context(FindingSpool(Path(scratch)))
        run = _Run(request, settings, bundle, prepared, parameters, codes, started)
        judged = _judge_all(run, judge, spool, stages)
        stages.stage("Sorting findings")
        report = _report(run, judged, spool, judge.name, started, stages)
        folder = request.quarantine
        if store is not None:
            folder = folder or quarantine_beside(settings.db, report.run.run_id)
            stages.stage("Recording the run")
            here = Place(bundle, prepared, judge)
            with Witnesses(report.run.run_id, here, settings, stages) as witnesses:
                report = _record(run, store, report, spool, witnesses)
        rows = export_quarantine(prepared, folder) if folder else 0
        stages.end()
        report = _waived(report, request, settings)
        status = exit_code(
            report,
            fail_on=settings.fail_on,
            fail_on_not_evaluated=settings.fail_on_not_evaluated,
            max_undetermined=settings.max_undetermined,
            lang=settings.lang,
        )
        yield Evaluation(replace(report, exit_status=status), folder if rows else None)


@dataclass(frozen=True, slots=True)
class _Run:
    """What a run is about; the same for all its stages."""

    request: Request
    settings: Settings
    bundle: Bundle
    prepared: Prepared
    parameters: dict[str, Any]
    codes: tuple[str, ...]
    started: int

    @property
    def seed(self) -> str:
        """Of the audit: other subjects for another run, and on another day."""
        return f"{self.identity.run_id} {datetime.fromtimestamp(self.started, UTC):%Y-%m-%d}"

    @property
    def changed_parameters(self) -> dict[str, Any]:
        """Parameters that have another value than the framework gives them."""
        defaults = self.bundle.framework.defaults()
        return {
            name: value
            for name, value in self.request.overrides.items()
            if value != defaults.get(name)
        }

    @property
    def identity(self) -> RunIdentity:
        """By which the run is known again.

        Rows that cannot be placed decide which controls are evaluated; so the number of them that
        is allowed counts as a parameter where it is not the default.
        """
        allowed = self.settings.max_unplaced
        unplaced = {"max_unplaced": allowed} if allowed else {}
        return RunIdentity(
            platform_id=self.prepared.manifest.platform_id,
            framework=self.bundle.framework.name,
            as_of=self.prepared.manifest.as_of,
            snapshot_digest=self.prepared.snapshot_digest,
            bundle_digest=self.bundle.digest,
            parameters=self.parameters | unplaced,
            controls=self.codes,
            semantics_version=SEMANTICS_VERSION,
        )


@dataclass(slots=True)
class _Judged:
    """What judging gave, beside the findings."""

    results: dict[str, ControlResult] = field(default_factory=dict)
    undecided: list[UndecidedSubject] = field(default_factory=list)
    undecided_total: int = 0
    #: Why triage could not be used as it was meant to be.
    warnings: tuple[str, ...] = ()
    #: Whether any subject was let go.
    let_go: bool = False

    def set_aside(self, subject: str, undecided: Undecided) -> None:
        """Count a subject that no judge could decide, and name it if it is one of the first."""
        self.undecided_total += 1
        if len(self.undecided) < SHOWN_UNDECIDED:
            name = undecided.candidate.subject_id
            self.undecided.append(UndecidedSubject(subject, name, undecided.reason))


def _judge_all(run: _Run, judge: Judge, spool: FindingSpool, stages: Stages) -> _Judged:
    """Judge all subjects, or those that triage keeps, by the controls that can be evaluated.

    Args:
        run: what the run is about.
        judge: who judges.
        spool: takes the findings.
        stages: is told what is done.
    """
    plan = read_plan(run.bundle.plan, run.bundle.files) if run.request.triage else None
    judged = _Judged(warnings=plan.warnings if plan else ())
    by_subject, lacking = controls_by_subject(run.codes, run.bundle, run.prepared, run.settings)
    for code, reasons in lacking.items():
        judged.results[code] = ControlResult(code, {}, {}, not_evaluated=reasons)
    with Warehouse(run.settings, reads=[run.prepared.folder]) as warehouse:
        documents = Documents(warehouse, run.prepared, run.bundle.contract)
        triaging = Triaging(plan, warehouse, documents, run.prepared, run.settings)
        for subject, controls in by_subject.items():
            kind = run.bundle.contract.subjects[subject]
            tally = Tally(run.prepared.manifest.platform_id, controls, kind.branch_tables())
            context = question_context(controls, run.parameters, run.prepared)
            if triaging.pays(subject):
                stages.stage(f"Triage: {subject}")
            found = triaging.triage(controls, context, run.seed)
            found.count(tally)
            kept = run.prepared.subjects.get(subject, 0) - found.let_go.subjects
            stages.stage(f"Judging: {subject}", kept)
            for decision in decisions(
                judge, documents, controls, context, run.settings, stages, query=found.kept
            ):
                if isinstance(decision, Decision):
                    spool.add(tally.add(decision))
                else:
                    judged.set_aside(subject, decision)
            for undecided in triaging.audit(found, judge, controls, context):
                judged.set_aside(subject, undecided)
            judged.let_go = judged.let_go or found.let_go.subjects > 0
            judged.results |= tally.results(found.exact)
    return judged


def _report(  # noqa: PLR0913, PLR0917 (everything that a report tells)
    run: _Run, judged: _Judged, spool: FindingSpool, engine: str, started: int, stages: Stages
) -> RunReport:
    """What the run found; not yet recorded, and without an exit status."""
    manifest, framework = run.prepared.manifest, run.bundle.framework
    defaults = framework.defaults()
    findings_digest = spool.digest()
    incomplete = _incomplete(run, judged)
    section = RunSection(
        run_id=run.identity.run_id,
        platform_id=manifest.platform_id,
        snapshot_id=manifest.snapshot_id,
        framework=framework.name,
        as_of=manifest.as_of,
        window_from=manifest.window_from,
        window_to=manifest.window_to,
        coverage=manifest.coverage,
        snapshot_digest=run.prepared.snapshot_digest,
        bundle_digest=run.bundle.digest,
        bundle_revision=run.bundle.revision,
        parameters=run.parameters,
        overrides={
            name: Override(defaults.get(name), value)
            for name, value in sorted(run.request.overrides.items())
        },
        controls=run.codes,
        semantics_version=SEMANTICS_VERSION,
        engine=engine,
        threads=run.settings.thread_count,
        triage=run.request.triage,
        # Where nothing was let go there is nothing that an audit could judge.
        audit=run.settings.audit if judged.let_go else 0,
        started_at=started,
        finished_at=int(time.time()),
        stages=stages.times,
        complete=not incomplete,
        incomplete=incomplete,
    )
    results = {code: judged.results[code] for code in run.codes}
    return RunReport(
        run=section,
        controls={code: (run.bundle.controls[code], result) for code, result in results.items()},
        quarantine=run.prepared.tables,
        findings=lambda: iter(spool),
        finding_counts=spool.counts,
        findings_digest=findings_digest,
        outcomes_digest=digest_of_lines(
            sorted(result.outcome_line() for result in results.values())
        ),
        clauses={clause: text[run.settings.lang] for clause, text in framework.clauses.items()},
        undecided=tuple(judged.undecided),
        undecided_total=judged.undecided_total,
        warnings=(*run.prepared.warnings, *judged.warnings),
    )


def _waived(report: RunReport, request: Request, settings: Settings) -> RunReport:
    if request.waivers is None:
        return report
    waivers = Waivers(tuple(request.waivers), report.run.as_of, settings.waiver_days)
    return replace(report, waivers=waivers, waived=waivers.applied(report.findings()))


def _incomplete(run: _Run, judged: _Judged) -> tuple[str, ...]:
    """Why the run is incomplete, in sentences."""
    lang, allowed = run.settings.lang, run.settings.quarantine_allowance
    tables = run.prepared.tables.values()
    quarantined = sum(summary.quarantined for summary in tables)
    reasons = []
    if not allowed.covers(quarantined, sum(summary.read for summary in tables)):
        count = f"{quarantined:,}"
        reasons.append(label("incomplete_quarantine", lang, count=count, allowed=allowed.text))
    if judged.undecided_total:
        reasons.append(label("incomplete_undecided", lang, count=f"{judged.undecided_total:,}"))
    return tuple(reasons)


def _record(
    run: _Run, store: Store, report: RunReport, spool: FindingSpool, witnesses: Witnesses
) -> RunReport:
    """Record the run; the report of a run that could not be recorded says so, and is incomplete."""
    section, bundle = report.run, run.settings.bundle
    record = RunRecord(
        identity=run.identity,
        series=run.settings.series or "",
        snapshot_id=section.snapshot_id,
        window_from=section.window_from,
        window_to=section.window_to,
        coverage=section.coverage,
        complete=section.complete,
        incomplete=section.incomplete,
        findings_digest=report.findings_digest,
        outcomes_digest=report.outcomes_digest,
        engine=section.engine,
        threads=section.threads,
        triage=section.triage,
        audit=section.audit,
        overrides=run.request.overrides,
        started_at=section.started_at,
        finished_at=section.finished_at,
        results=tuple(result for _, result in report.controls.values()),
        control_digests={
            code: policy_digest(run.bundle.controls[code], run.changed_parameters)
            for code in run.codes
        },
        quarantined={table: summary.quarantined for table, summary in report.quarantine.items()},
        aliases={old: code for old, code in run.bundle.aliases.items() if code in run.codes},
        snapshot_folder=str(run.request.snapshot.resolve()),
        bundle_folder=None if bundle is None else str(bundle.resolve()),
    )
    try:
        store.record(record, spool, recorded_at=int(time.time()), ask=witnesses)
    except QinglangError as error:
        reason = label("incomplete_unrecorded", run.settings.lang, error=str(error))
        incomplete = (*section.incomplete, reason)
        return replace(report, run=replace(section, complete=False, incomplete=incomplete))
    return replace(report, warnings=(*report.warnings, *witnesses.warnings))
