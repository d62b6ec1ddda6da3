"""Asks snapshots, of today and of days before, for findings that their runs do not show.

A finding is resolved by evidence only: its subject is judged by the control, under the bundle and
the parameters of the run that is asked for. Where that run's snapshot or bundle is not there any
more, or was changed, nobody can be asked, and the run says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from evaluator.bundle import Bundle, load_bundle
from evaluator.errors import BundleError, JudgeError, SnapshotError
from evaluator.findings import AskedRun, Evidence, Question, settled_answer
from evaluator.judge import Judge
from evaluator.model import Control, Decision, Prepared, Undecided, finding_id
from evaluator.pipeline.judging import decisions, open_judge, question_context
from evaluator.pipeline.observing import Observer, Silent
from evaluator.pipeline.preparing import kept_snapshot, prepared_snapshot
from evaluator.settings import Settings
from evaluator.subjects import Documents, maybe_quarantined
from evaluator.warehouse import Warehouse

__all__ = ["Place", "Witnesses"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run was judged: what it takes to judge subjects of it again."""

    bundle: Bundle
    prepared: Prepared
    judge: Judge


class Witnesses:
    """Asks the snapshots of runs; those of other days are opened when they are first asked.

    Args:
        run_id: of the run that goes on.
        here: where it is judged.
        settings: limits, cache and threads.
        observer: is told of each day that is asked.
    """

    def __init__(self, run_id: str, here: Place, settings: Settings, observer: Observer) -> None:
        self._here = here
        self._settings = settings
        self._observer = observer
        self._stack = ExitStack()
        self._places: dict[str, Place | None] = {run_id: here}
        #: What could not be asked, in sentences.
        self.warnings: list[str] = []

    def __enter__(self) -> Self:
        """Begin to ask."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let go of all snapshots."""
        self._stack.close()

    def __call__(self, run: AskedRun, questions: Sequence[Question]) -> Mapping[str, str]:
        """Evidence by finding id; none where the run's snapshot or bundle is not kept.

        Raises:
            JudgeError: if a finding is there although its run did not show it.
        """
        self._observer.stage("Asking for open findings", len(questions))
        if run.run_id not in self._places:
            self._places[run.run_id] = self._opened(run)
        place = self._places[run.run_id]
        return {} if place is None else _evidence(place, run, questions, self._settings)

    def _opened(self, run: AskedRun) -> Place | None:
        try:
            bundle, judge = self._judge_of(run)
            prepared = self._stack.enter_context(_snapshot_of(run, bundle, self._settings))
        except (BundleError, SnapshotError) as error:
            day = datetime.fromtimestamp(run.as_of, UTC).isoformat()
            self.warnings.append(
                f"run {run.run_id} of {day} cannot be asked again ({error}); "
                "findings that are open before it stay unconfirmed on that day"
            )
            return None
        return Place(bundle, prepared, judge)

    def _judge_of(self, run: AskedRun) -> tuple[Bundle, Judge]:
        if run.bundle_digest == self._here.bundle.digest:
            return self._here.bundle, self._here.judge
        bundle = load_bundle(None if run.bundle_folder is None else Path(run.bundle_folder))
        if bundle.digest != run.bundle_digest:
            raise BundleError(str(bundle.folder), "is another bundle than the run was judged by")
        # A server holds today's bundle only; both judges give the same answers.
        settings = self._settings.model_copy(update={"engine": "wasm"})
        return bundle, self._stack.enter_context(open_judge(bundle, settings))


@contextmanager
def _snapshot_of(run: AskedRun, bundle: Bundle, settings: Settings) -> Iterator[Prepared]:
    """The prepared snapshot of a run: from where it lay, or from the cache."""
    with kept_snapshot(run.snapshot_digest, bundle, settings) as kept:
        if kept is not None:
            yield kept
            return
    folder = None if run.snapshot_folder is None else Path(run.snapshot_folder)
    if folder is None or not folder.is_dir():
        raise SnapshotError(f"snapshot {run.snapshot_digest}", "is not there any more")
    with prepared_snapshot(folder, bundle, settings, Silent()) as prepared:
        if prepared.snapshot_digest != run.snapshot_digest:
            raise SnapshotError(f"snapshot {folder}", "is another one than the run was about")
        yield prepared


def _evidence(
    place: Place, run: AskedRun, questions: Sequence[Question], settings: Settings
) -> dict[str, str]:
    by_subject: dict[str, list[tuple[Control, Question]]] = defaultdict(list)
    platform = place.prepared.manifest.platform_id
    for question in questions:
        control = _control(place.bundle, platform, question)
        by_subject[control.subject].append((control, question))
    evidence: dict[str, str] = {}
    with Warehouse(settings, reads=[place.prepared.folder]) as warehouse:
        documents = Documents(warehouse, place.prepared, place.bundle.contract)
        for subject, asked in by_subject.items():
            ids = sorted({question.subject_id for _, question in asked})
            controls = list({control.code: control for control, _ in asked}.values())
            parameters = {
                name: value for name, value in run.parameters.items() if name != "max_unplaced"
            }
            context = question_context(controls, parameters, place.prepared)
            found = {
                one.candidate.subject_id: one
                for one in decisions(
                    place.judge, documents, controls, context, settings, Silent(), ids=ids
                )
            }
            absent = [one for one in ids if one not in found]
            doubtful = maybe_quarantined(
                warehouse, place.prepared, place.bundle.contract, subject, absent
            )
            tables = place.bundle.contract.subjects[subject].branch_tables()
            for control, question in asked:
                decision = found.get(question.subject_id)
                if decision is None:
                    away = question.subject_id in doubtful
                    told = Evidence.QUARANTINED if away else Evidence.ABSENT
                else:
                    told = _told(control, question, decision, tables)
                evidence[question.finding_id] = told
    return evidence


def _control(bundle: Bundle, platform: str, question: Question) -> Control:
    """The control of a finding, under whatever code the bundle has it."""
    code = bundle.aliases.get(question.control, question.control)
    if code in bundle.controls:
        return bundle.controls[code]
    for control in bundle.controls.values():
        made = finding_id(platform, control.first_code, question.subject_id, question.identity)
        if made == question.finding_id:
            return control
    raise BundleError(str(bundle.folder), f"has no control {question.control}", "Use another one.")


def _told(
    control: Control,
    question: Question,
    decision: Decision | Undecided,
    tables: Mapping[str, str],
) -> Evidence:
    if isinstance(decision, Undecided):
        return Evidence.UNDECIDED
    answer = settled_answer(control, decision, tables)
    if decision.candidate.tainted & control.branches:
        return Evidence.QUARANTINED
    if any(_identity(control, facts) == question.identity for facts in answer.violations):
        raise JudgeError(
            f"{control.code}: {control.subject} {question.subject_id}",
            "violates when it is asked for, and its run did not report it",
            "Evaluate that day again with --no-triage, and report this as a fault of qinglang.",
        )
    return Evidence.UNDETERMINED if answer.undetermined else Evidence.CLEAR


def _identity(control: Control, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in control.identity if name in facts}
