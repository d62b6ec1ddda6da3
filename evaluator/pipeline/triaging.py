"""Which subjects of a kind the judge is asked about, and the proof that the others are as told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from evaluator.errors import TriageError
from evaluator.findings import Tally
from evaluator.judge import Context, Judge
from evaluator.model import Answer, Control, Decision, Outcome, Prepared, Undecided
from evaluator.pipeline.judging import branches_of, decisions
from evaluator.pipeline.observing import Silent
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.triage import LetGo, Plan, Screen, select
from evaluator.warehouse import Warehouse

__all__ = ["Triage", "Triaging"]


@dataclass(frozen=True, slots=True)
class Triage:
    """What triage says about the subjects of one kind.

    Attributes:
        screen: tells the subjects apart; None: all of them must be judged.
        let_go: those that need not be judged.
        exact: control -> whether its predicates are exact.
    """

    screen: Screen | None = None
    let_go: LetGo = field(default_factory=lambda: LetGo(0, {}))
    exact: Mapping[str, bool] = field(default_factory=dict)

    @property
    def kept(self) -> str | None:
        """Query of the subjects that must be judged; None: all of them."""
        return self.screen.kept if self.screen else None

    def count(self, tally: Tally) -> None:
        """Count the subjects that are let go."""
        for code, counted in self.let_go.controls.items():
            outcomes = {
                Outcome.UNDETERMINED: counted.undetermined,
                Outcome.PASS: counted.passed,
                Outcome.NOT_APPLICABLE: counted.not_applicable,
            }
            tally.let_go(code, outcomes, counted.missing, counted.candidates)


@dataclass(frozen=True, slots=True)
class Triaging:
    """Triage of one run.

    Args:
        plan: the bundle's; None: every subject is judged.
        warehouse: the session that reads the prepared snapshot.
        documents: of the prepared snapshot.
        prepared: the prepared snapshot.
        settings: from how many subjects on triage is used, and how many are audited.
    """

    plan: Plan | None
    warehouse: Warehouse
    documents: Documents
    prepared: Prepared
    settings: Settings

    def pays(self, subject: str) -> bool:
        """Whether a kind has enough subjects for triage to be quicker than the judge alone."""
        subjects = self.prepared.subjects.get(subject, 0)
        return self.plan is not None and subjects >= self.settings.triage_from

    def triage(self, controls: Sequence[Control], context: Context, seed: str) -> Triage:
        """Look at all subjects of a kind with the predicates of its controls.

        Args:
            controls: at least one; all of one subject kind.
            context: what the judge is asked with; predicates hold for the same parameters.
            seed: chooses the subjects that may be audited.
        """
        if self.plan is None:
            return Triage()
        subject = controls[0].subject
        exact = {each.code: self.plan.is_exact(each.code) for each in controls}
        if not self.pays(subject):
            return Triage(exact=exact)
        symbols = {"params": context.parameters, "snapshot": context.snapshot}
        screen = Screen(self.warehouse, select(controls, self.plan, symbols))
        if not screen.useful:
            return Triage(exact=exact)
        # Twice as many as wanted: some of them will not be let go, and chance gives some fewer.
        share = 2 * self.settings.audit / max(self.prepared.subjects[subject], 1)
        screen.read(
            self.documents.relations(subject),
            self.documents.text(subject, branches_of(controls)),
            seed=seed,
            share=share,
        )
        return Triage(screen, screen.count(), exact)

    def audit(
        self, found: Triage, judge: Judge, controls: Sequence[Control], context: Context
    ) -> list[Undecided]:
        """Judge some of the subjects that were let go; those that cannot be decided are returned.

        Args:
            found: what triage said of the subjects of the controls' kind.
            judge: who judges.
            controls: at least one; all of one subject kind.
            context: what the judge is asked with.

        Raises:
            TriageError: naming control and subject, if the judge says anything else of one.
        """
        number = self.settings.audit
        if found.screen is None or not number or not found.let_go.subjects:
            return []
        said = found.screen.said_of(number)
        query = found.screen.audited(number)
        undecided = []
        for decision in decisions(
            judge, self.documents, controls, context, self.settings, Silent(), query=query
        ):
            if isinstance(decision, Undecided):
                undecided.append(decision)
            else:
                _compare(controls[0].subject, decision, said[decision.candidate.subject_id])
        return undecided


def _compare(
    subject: str, decision: Decision, told: Mapping[str, tuple[bool, Collection[str]]]
) -> None:
    for code, answer in decision.answers.items():
        applies, missing = told[code]
        if answer != Answer(applies, (), tuple(sorted(missing))):
            unsaid = f" and names {', '.join(answer.undetermined)}" if answer.undetermined else ""
            raise TriageError(
                f"{code}: {subject} {decision.candidate.subject_id}",
                f"triage let it go, and the judge says {answer.outcome}{unsaid}",
                "Run it again with --no-triage, and report this as an error of the program.",
            )
