"""What follows from rows in which something is unknown: the catalogue's rule, by trying it out.

A rule is written for rows that are fully known. Where facts are unknown that it may hang on, it is
asked once for every completion: each unknown cell with each value that makes a difference, each
unknown parent with each kind of row that does. What every completion violates is a violation;
a fact is decisive when two completions that differ in it alone violate different identities.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from evaluator.model import Fact, canonical_json
from evaluator.synthetic.truth.words import Row

__all__ = ["Cells", "Document", "Judgement", "Parent", "Rule", "Ruling", "judge"]

#: branch -> row (None: none, or unknown), or rows; ``unknown`` -> names of unknown parents.
Document: TypeAlias = Mapping[str, Any]
#: Whether the rule applies, and the facts of each violation, identity included.
Ruling: TypeAlias = tuple[bool, Sequence[Mapping[str, Fact]]]


@dataclass(frozen=True, slots=True)
class Cells:
    """A column that a rule may hang on; its unknown cells in a document vary together."""

    #: ``table.column``, as a finding names it.
    fact: str
    #: Branch of the document that has the rows.
    branch: str
    #: Every value that makes a difference.
    values: Sequence[Any]
    #: Which rows of the branch the rule may look at.
    among: Callable[[Row], bool] = lambda _: True
    column: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the column off the fact's name."""
        object.__setattr__(self, "column", self.fact.partition(".")[2])

    def alternatives(self, document: Document) -> list[Document]:
        """The branch with each completion of its unknown cells; none where all are known."""
        column, content = self.column, document[self.branch]
        if not content:
            return []
        single = not isinstance(content, list)
        rows = [content] if single else content
        places = [
            place for place, row in enumerate(rows) if row[column] is None and self.among(row)
        ]
        if not places:
            return []
        completed: list[Document] = []
        for values in itertools.product(self.values, repeat=len(places)):
            filled = list(rows)
            for place, value in zip(places, values, strict=True):
                filled[place] = {**filled[place], column: value}
            completed.append({self.branch: filled[0] if single else filled})
        return completed


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent that a rule may hang on, with all that hangs below it."""

    fact: str
    #: One content of the branches for each kind of row that makes a difference.
    rows: Callable[[Document], Sequence[Document]]

    def alternatives(self, document: Document) -> list[Document]:
        """The branches with each kind of row; none where the parent is known or there is none."""
        return list(self.rows(document)) if self.fact in document["unknown"] else []


@dataclass(frozen=True, slots=True)
class Judgement:
    """What holds for one subject and one control."""

    applies: bool
    #: Facts of each violation, one for each identity.
    violations: Sequence[Mapping[str, Fact]] = ()
    #: Names of decisive facts, sorted.
    missing: Sequence[str] = ()

    @property
    def outcome(self) -> str:
        """Violation before undetermined before pass before not applicable."""
        if self.violations:
            return "violation"
        if self.missing:
            return "undetermined"
        return "pass" if self.applies else "not_applicable"


PASS = Judgement(applies=True)
NOT_APPLICABLE = Judgement(applies=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """One control, for rows that are fully known."""

    control: str
    #: What the rule says of a document without unknown facts, at as_of.
    decide: Callable[[Document, int], Ruling]
    #: Names of the facts that are the identity of a finding.
    identity: tuple[str, ...] = ()
    hangs_on: tuple[Cells | Parent, ...] = ()
    #: Unknown facts that are named whatever completions say, in place of the general rule.
    explicit: Callable[[Document, int], Iterable[str]] | None = field(default=None)

    def identify(self, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """The identity of a violation: those of its facts that are present."""
        return {name: facts[name] for name in self.identity if name in facts}


def judge(rule: Rule, document: Document, as_of: int) -> Judgement:
    """Apply a rule to a document in which facts may be unknown."""
    axes = [
        (each.fact, alternatives)
        for each in rule.hangs_on
        if (alternatives := each.alternatives(document))
    ]
    explicit = tuple(rule.explicit(document, as_of)) if rule.explicit is not None else ()
    if not axes:
        applies, violations = rule.decide(document, as_of)
        if not violations and not explicit:
            return PASS if applies else NOT_APPLICABLE
        found = _by_identity(rule, violations)
        return Judgement(applies, list(found.values()), sorted(explicit))
    answers: dict[tuple[int, ...], dict[bytes, Mapping[str, Fact]]] = {}
    applies_always = True
    for places in itertools.product(*(range(len(alternatives)) for _, alternatives in axes)):
        completed = dict(document)
        for place, (_, alternatives) in zip(places, axes, strict=True):
            completed.update(_merge(completed, alternatives[place]))
        applies, violations = rule.decide(completed, as_of)
        applies_always = applies_always and applies
        answers[places] = _by_identity(rule, violations)
    missing = {fact for number, (fact, _) in enumerate(axes) if _decides(number, answers)} | set(
        explicit
    )
    return Judgement(applies_always, _common(answers.values()), sorted(missing))


def _merge(document: Document, alternative: Document) -> Document:
    """An alternative's branches; cells of one row that were completed before are kept."""
    merged: dict[str, Any] = {}
    for branch, content in alternative.items():
        merged[branch] = _merge_branch(document[branch], content)
    return merged


def _merge_branch(before: Any, after: Any) -> Any:  # noqa: ANN401 (rows, or one row)
    if isinstance(after, list):
        return [_merge_row(old, new) for old, new in zip(before, after, strict=True)]
    return after if before is None or after is None else _merge_row(before, after)


def _merge_row(before: Row, after: Row) -> Row:
    return {name: before[name] if value is None else value for name, value in after.items()}


def _by_identity(
    rule: Rule, violations: Iterable[Mapping[str, Fact]]
) -> dict[bytes, Mapping[str, Fact]]:
    return {canonical_json(rule.identify(facts)): facts for facts in violations}


def _decides(number: int, answers: Mapping[tuple[int, ...], Mapping[bytes, object]]) -> bool:
    """Whether two completions that differ on one axis alone violate different identities."""
    seen: dict[tuple[int, ...], frozenset[bytes]] = {}
    for places, found in answers.items():
        others = (*places[:number], *places[number + 1 :])
        if seen.setdefault(others, frozenset(found)) != frozenset(found):
            return True
    return False


def _common(answers: Iterable[Mapping[bytes, Mapping[str, Fact]]]) -> list[Mapping[str, Fact]]:
    """What every completion violates, with the facts that are the same in each."""
    every = list(answers)
    return [
        {
            name: value
            for name, value in facts.items()
            if all(other[identity].get(name) == value for other in every)
        }
        for identity, facts in every[0].items()
        if all(identity in other for other in every)
    ]
