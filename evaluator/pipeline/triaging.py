"""Which subjects of a kind the judge is asked about, and the proof that the others are as told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from evaluator.errors import TriageError
from evaluator.findings import Tally
from evaluator.judge import Context, Judge, decide
from evaluator.model import Control, Decision, Undecided
from evaluator.settings import Settings
from evaluator.subjects import Documents
from evaluator.triage import LetGo, Plan, Screen, Selection, select
from evaluator.warehouse import Warehouse

__all__ = ["Triage", "triage"]


@dataclass(frozen=True, slots=True)
class Triage:
    """What triage says about the subjects of one kind.

    Attributes:
        keep: condition of the subjects that must be judged; None: all of them.
        let_go: the others; None where there are none.
        selections: by control code.
    """

    subject: str
    selections: dict[str, Selection]
    screen: Screen | None
    keep: str | None
    let_go: LetGo | None

    @property
    def subjects_let_go(self) -> int:
        """How many subjects are not judged."""
        return self.let_go.subjects if self.let_go else 0

    def count(self, tally: Tally) -> None:
        """Count the subjects that are let go."""
        if self.let_go is not None:
            for code, applicable in self.let_go.applicable.items():
                others = self.let_go.subjects - applicable
                tally.let_go(code, applicable, others, self.let_go.candidates[code])

    def exact(self) -> dict[str, bool]:
        """Control -> whether its predicate is exact."""
        return {code: selection.exact for code, selection in self.selections.items()}

    def audit(
        self,
        judge: Judge,
        documents: Documents,
        branches: Collection[str],
        context: Context,
        settings: Settings,
        seed: str,
    ) -> list[Undecided]:
        """Judge some of the subjects that were let go; those that cannot be decided are returned.

        Raises:
            TriageError: naming control and subject, if the judge says anything else of one.
        """
        if self.screen is None or not settings.audit or not self.subjects_let_go:
            return []
        sample = self.screen.sample(settings.audit, seed)
        undecided = []
        for batch in decide(
            judge,
            self.subject,
            documents.stream(self.subject, branches, ids=list(sample)),
            context,
            threads=settings.thread_count,
            batch_size=settings.batch_size,
        ):
            for decision in batch:
                if isinstance(decision, Undecided):
                    undecided.append(decision)
                else:
                    self._compare(decision, sample[decision.candidate.subject_id])
        return undecided

    def _compare(self, decision: Decision, applicable: frozenset[str]) -> None:
        for code, answer in decision.answers.items():
            if answer.violations or answer.undetermined or answer.applies != (code in applicable):
                raise TriageError(
                    f"{code}: {self.subject} {decision.candidate.subject_id}",
                    f"triage let it go, and the judge says {answer.outcome}",
                    "Run it again with --no-triage, and report this as an error of the program.",
                )


def triage(
    subject: str,
    controls: list[Control],
    plan: Plan | None,
    context: Context,
    warehouse: Warehouse,
    documents: Documents,
) -> Triage:
    """Look at all subjects of a kind with the controls' predicates.

    Args:
        plan: None: every subject is judged.
        context: what the judge is asked with; predicates hold for the same parameters.
    """
    if plan is None:
        return Triage(subject, {}, None, None, None)
    symbols = {"params": context.parameters, "snapshot": context.snapshot}
    selections = select(controls, plan, symbols)
    screen = Screen(warehouse, documents.relations(subject), selections)
    if not screen.useful:
        return Triage(subject, selections, None, None, None)
    return Triage(subject, selections, screen, screen.keep, screen.count())
