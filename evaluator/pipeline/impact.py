"""What a change of policies would do to what is found: two bundles over one prepared snapshot.

Only controls that differ are judged, each subject once by the old and once by the new ones, in one
pass where both have the same contract. What both sides say is sorted on disk and merged, so that
memory does not grow with the number of findings.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from evaluator.bundle import Bundle
from evaluator.bundle.comparison import bundle_changes, renamed_controls
from evaluator.errors import JudgeError
from evaluator.findings import Tally
from evaluator.findings.tally import settled_answer
from evaluator.judge import Judge, decide
from evaluator.model import Candidate, Control, ControlResult, Decision, Outcome, Prepared
from evaluator.pipeline.differing import Differences, Said
from evaluator.pipeline.judging import (
    branches_of,
    controls_by_subject,
    open_judge,
    question_context,
)
from evaluator.pipeline.observing import Observer
from evaluator.pipeline.preparing import prepared_snapshot
from evaluator.report.impact import ControlImpact, Impact, SnapshotImpact
from evaluator.report.labels import label
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.warehouse import Warehouse

__all__ = ["changed_controls", "compare_bundles"]

_CONTRACT: Final = "meta/contract.json"
#: Candidates that are judged by one side before the other has its turn.
_CHUNK: Final = 5_000


def compare_bundles(
    old: Bundle, new: Bundle, snapshots: Sequence[Path], settings: Settings, observer: Observer
) -> Impact:
    """Judge snapshots by two versions of policies and tell what differs.

    Args:
        old: what is in force.
        new: what would be.
        snapshots: one or several, such as days of a campaign.
        settings: limits; the engine is the one in process.
        observer: is told how far it has come.

    Raises:
        SnapshotError: if a snapshot cannot be read as a whole.
        JudgeError: if a subject cannot be decided: half an answer would look like a whole one.
    """
    in_process = settings.model_copy(update={"engine": "wasm"})
    with ExitStack() as stack:
        judges = [stack.enter_context(open_judge(bundle, in_process)) for bundle in (old, new)]
        found = [
            _compare((old, new), judges, snapshot, in_process, observer) for snapshot in snapshots
        ]
    return Impact(old, new, bundle_changes(old, new), tuple(found))


def changed_controls(old: Bundle, new: Bundle) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the old and of the new bundle that may answer otherwise: all others cannot."""
    if old.files[_CONTRACT] != new.files[_CONTRACT]:
        return tuple(old.controls), tuple(new.controls)
    renamed = renamed_controls(old, new)
    same = {
        (code, now)
        for code, control in old.controls.items()
        if (now := renamed.get(code, code)) in new.controls
        and new.controls[now].digest == control.digest
    }
    before, after = {code for code, _ in same}, {code for _, code in same}
    return (
        tuple(code for code in old.controls if code not in before),
        tuple(code for code in new.controls if code not in after),
    )


@dataclass(slots=True)
class _Side:
    """One version on its way through a snapshot."""

    bundle: Bundle
    judge: Judge
    codes: tuple[str, ...]
    said: Said
    #: Code of the old bundle -> the code that both sides are compared under.
    names: dict[str, str]
    results: dict[str, ControlResult] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    controls: dict[str, list[Control]] = field(default_factory=dict)

    def begin(self, prepared: Prepared, settings: Settings) -> None:
        """Find out which controls this snapshot can be judged by."""
        self.controls, lacking = controls_by_subject(self.codes, self.bundle, prepared, settings)
        for code, reasons in lacking.items():
            self.results[code] = ControlResult(code, {}, {}, not_evaluated=reasons)
        for subject, controls in self.controls.items():
            tables = self.bundle.contract.subjects[subject].branch_tables()
            self.tallies[subject] = Tally(prepared.manifest.platform_id, controls, tables)

    def judge_some(
        self, subject: str, some: Sequence[Candidate], prepared: Prepared, settings: Settings
    ) -> None:
        """Judge candidates of one kind and keep what is said of them."""
        controls = self.controls.get(subject)
        if not controls:
            return
        context = question_context(controls, self.bundle.framework.defaults(), prepared)
        batches = decide(
            self.judge,
            subject,
            some,
            context,
            threads=settings.thread_count,
            batch_size=settings.batch_size,
        )
        for decision in (each for batch in batches for each in batch):
            if not isinstance(decision, Decision):
                raise JudgeError(
                    f"{subject} {decision.candidate.subject_id}",
                    f"could not be decided by revision {self.bundle.revision} ({decision.reason})",
                    "Raise judge_timeout or judge_memory, or correct the policy.",
                )
            self._take(subject, controls, decision)

    def _take(self, subject: str, controls: Sequence[Control], decision: Decision) -> None:
        for finding in self.tallies[subject].add(decision):
            self.said.finding(finding, self._name(finding.control))
        tables = self.bundle.contract.subjects[subject].branch_tables()
        for control in controls:
            answer = settled_answer(control, decision, tables)
            if answer.outcome is Outcome.UNDETERMINED:
                name = self._name(control.code)
                self.said.undetermined(name, decision.candidate.subject_id, answer.undetermined)

    def _name(self, code: str) -> str:
        return self.names.get(code, code)

    def end(self) -> None:
        """Nothing more is judged."""
        for tally in self.tallies.values():
            self.results |= tally.results()


def _compare(
    bundles: tuple[Bundle, Bundle],
    judges: Sequence[Judge],
    snapshot: Path,
    settings: Settings,
    observer: Observer,
) -> SnapshotImpact:
    old, new = bundles
    codes = changed_controls(old, new)
    renamed = renamed_controls(old, new)
    with tempfile.TemporaryDirectory(prefix="qinglang-impact-") as scratch:
        sides = [
            _Side(bundle, judge, chosen, Said(Path(scratch), name), names)
            for bundle, judge, chosen, name, names in zip(
                bundles, judges, codes, ("old", "new"), (renamed, {}), strict=True
            )
        ]
        if old.files[_CONTRACT] == new.files[_CONTRACT]:
            with prepared_snapshot(snapshot, new, settings, observer) as prepared:
                _judge(prepared, sides, settings, observer)
                seen = prepared
        else:
            for side in sides:
                with prepared_snapshot(snapshot, side.bundle, settings, observer) as prepared:
                    _judge(prepared, [side], settings, observer)
                    seen = prepared
        differences = Differences(sides[0].said, sides[1].said)
        controls = _controls(sides, differences)
        manifest = seen.manifest
        return SnapshotImpact(
            snapshot_id=manifest.snapshot_id,
            platform_id=manifest.platform_id,
            as_of=manifest.as_of,
            snapshot_digest=seen.snapshot_digest,
            controls=controls,
            groups=differences.groups,
            incomplete=_incomplete(seen, settings),
        )


def _judge(
    prepared: Prepared, sides: Sequence[_Side], settings: Settings, observer: Observer
) -> None:
    """One pass over the subjects, for all sides."""
    for side in sides:
        side.begin(prepared, settings)
    with Warehouse(settings, reads=[prepared.folder]) as warehouse:
        documents = Documents(warehouse, prepared, sides[0].bundle.contract)
        for subject in sorted({kind for side in sides for kind in side.controls}):
            observer.stage(f"Judging: {subject}", prepared.subjects.get(subject, 0))
            controls = [one for side in sides for one in side.controls.get(subject, ())]
            candidates = documents.stream(subject, branches_of(controls))
            for some in _chunks(candidates):
                for side in sides:
                    side.judge_some(subject, some, prepared, settings)
                observer.advance(len(some))
    for side in sides:
        side.end()


def _chunks(candidates: Iterator[Candidate]) -> Iterator[list[Candidate]]:
    while some := list(islice(candidates, _CHUNK)):
        yield some


def _controls(sides: Sequence[_Side], differences: Differences) -> dict[str, ControlImpact]:
    """Code -> what both sides said, and how many findings differ; sorted."""
    before, after = (
        {side.names.get(code, code): result for code, result in side.results.items()}
        for side in sides
    )
    counts: Counter[tuple[str, str]] = differences.counts
    return {
        code: ControlImpact(
            before=before.get(code),
            after=after.get(code),
            added=counts[code, "added"],
            removed=counts[code, "removed"],
            changed=counts[code, "changed"],
            unchanged=counts[code, "unchanged"],
            turned_undetermined=counts[code, "turned_undetermined"],
            turned_determined=counts[code, "turned_determined"],
        )
        for code in sorted(before.keys() | after.keys())
    }


def _incomplete(prepared: Prepared, settings: Settings) -> tuple[str, ...]:
    tables = prepared.tables.values()
    quarantined = sum(summary.quarantined for summary in tables)
    if settings.quarantine_allowance.covers(quarantined, sum(one.read for one in tables)):
        return ()
    allowed = settings.quarantine_allowance.text
    return (
        label("incomplete_quarantine", settings.lang, count=f"{quarantined:,}", allowed=allowed),
    )
