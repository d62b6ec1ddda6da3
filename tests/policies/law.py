"""The law of unknown facts, as a machine: what must a control answer, given all completions?

A law states for one control how a document without unknown facts is judged (a second reading of
the controls, in plain Python), and which unknown facts may decide. From that follows everything
else: a finding only where every completion gives it, with the facts that all completions share,
and a fact named exactly where two completions that differ in it alone give different findings.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluator.bundle import Bundle, Kind
from evaluator.model import Control, canonical_json

Document = dict[str, Any]
Params = Mapping[str, Any]
Facts = dict[str, Any]
Verdict = tuple[bool, list[Facts]]


def one(holds: bool, facts: Facts) -> list[Facts]:
    """The one finding that holds, or none."""
    return [facts] if holds else []


def _as_they_are(_document: Document, _params: Params, decisive: set[str]) -> set[str]:
    return decisive


def _all(_row: Document) -> bool:
    return True


@dataclass(frozen=True)
class Law:
    """One control, read a second time."""

    #: (applies, findings) of a document in which nothing that may decide is unknown.
    judge: Callable[[Document, Params], Verdict]
    #: ``table.column`` of the cells that may decide where they are unknown.
    hangs: tuple[str, ...] = ()
    #: Parents that may decide where they are unknown -> what their branches may be instead.
    parents: Mapping[str, Callable[[Document, Params], list[Document]]] = field(
        default_factory=dict
    )
    #: Values to try for a number or a list; enumerations and flags have their own.
    values: Mapping[str, Callable[[Params], Sequence[Any]]] = field(default_factory=dict)
    #: Cells that stand for a fact of another table: fact -> branch and column.
    stands_for: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    #: Rows whose cells count; the others cannot matter and would only make more completions.
    only: Mapping[str, Callable[[Document], bool]] = field(default_factory=dict)
    #: The facts that are named, where controls.md says so explicitly: from those that decide.
    named: Callable[[Document, Params, set[str]], set[str]] = _as_they_are
    #: Other parameters under which the law is tried too.
    variants: tuple[Params, ...] = ()

    @property
    def determined(self) -> bool:
        """Whether no unknown fact can decide."""
        return not (self.hangs or self.parents or self.named is not _as_they_are)

    @property
    def outcomes(self) -> set[str]:
        """Outcomes that documents can have."""
        always = {"violation", "pass", "not_applicable"}
        return always if self.determined else always | {"undetermined"}


#: A completion: the values of its axes in order, and the document.
_Completion = tuple[tuple[int, ...], Document]


@dataclass(frozen=True)
class Expected:
    """What a control must answer."""

    applies: bool
    #: canonical identity -> facts that all completions share.
    findings: Mapping[bytes, Facts]
    missing: tuple[str, ...]


def identity_of(control: Control, facts: Facts) -> bytes:
    """The identity of a finding, as canonical JSON."""
    return canonical_json({name: facts[name] for name in control.identity if name in facts})


def answered(control: Control, answer: Sequence[Any]) -> Expected:
    """What a judge answered for a document, in the form of what it must answer.

    Raises:
        ValueError: if two findings have one identity.
    """
    applies, violations, undetermined = answer
    findings = {identity_of(control, facts): facts for facts in violations}
    if len(findings) != len(violations):
        raise ValueError("two findings have one identity")
    missing = tuple(sorted(entry["missing"] for entry in undetermined))
    return Expected(applies, findings, missing)


def expected(
    law: Law, control: Control, bundle: Bundle, document: Document, params: Params
) -> Expected:
    """What follows from all completions of a document."""
    axes, completed = _completions(law, control, bundle, document, params)
    verdicts = {place: law.judge(each, params) for place, each in completed}
    found = {
        place: {identity_of(control, facts): facts for facts in violations}
        for place, (_, violations) in verdicts.items()
    }
    decisive = {
        fact
        for index, fact in enumerate(axes)
        if _decides(index, {p: frozenset(f) for p, f in found.items()})
    }
    shared: dict[bytes, Facts] = {}
    first, *others = found.values()
    for identity, facts in first.items():
        if all(identity in other for other in others):
            shared[identity] = {
                name: value
                for name, value in facts.items()
                if all(other[identity].get(name) == value for other in others)
            }
    return Expected(
        applies=all(applies for applies, _ in verdicts.values()),
        findings=shared,
        missing=tuple(sorted(law.named(document, params, decisive))),
    )


def _decides(axis: int, found: Mapping[tuple[int, ...], frozenset[bytes]]) -> bool:
    """Whether two completions that differ on this axis alone give different identities."""
    groups: dict[tuple[int, ...], frozenset[bytes]] = {}
    for place, identities in found.items():
        rest = (*place[:axis], *place[axis + 1 :])
        if groups.setdefault(rest, identities) != identities:
            return True
    return False


def _completions(
    law: Law, control: Control, bundle: Bundle, document: Document, params: Params
) -> tuple[list[str], Iterator[_Completion]]:
    axes: list[str] = []
    choices: list[list[list[Document]]] = []
    for fact in law.hangs:
        cells = _cells(law, fact, control, bundle, document)
        if cells:
            axes.append(fact)
            choices.append(_fillings(cells, _domain(law, fact, bundle, params)))
    for parent, rows in law.parents.items():
        if parent in document.get("unknown", []):
            axes.append(parent)
            choices.append([[row] for row in rows(document, params)])

    def completed() -> Iterator[_Completion]:
        for place in itertools.product(*(range(len(each)) for each in choices)):
            whole = dict(document)
            for axis, index in enumerate(place):
                for change in choices[axis][index]:
                    _apply(whole, change)
            yield place, whole

    return axes, completed()


def _cells(
    law: Law, fact: str, control: Control, bundle: Bundle, document: Document
) -> list[tuple[str, int | None, str]]:
    """Unknown cells of a fact: branch, index in it where it is an array, column."""
    subject = bundle.contract.subjects[control.subject]
    if fact in law.stands_for:
        branch, column = law.stands_for[fact]
        branches = [branch]
    else:
        table, _, column = fact.partition(".")
        shown = subject.branch_tables()
        counted = {each.name for each in subject.derived}
        branches = [
            branch
            for branch in sorted(control.branches & shown.keys() - counted)
            if shown[branch] == table
        ]
    matters = law.only.get(fact, _all)
    cells: list[tuple[str, int | None, str]] = []
    for branch in branches:
        if branch in subject.arrays():
            cells += [
                (branch, index, column)
                for index, row in enumerate(document[branch])
                if column not in row and matters(row)
            ]
        elif branch in document and column not in document[branch] and matters(document[branch]):
            cells.append((branch, None, column))
    return cells


def _fillings(
    cells: Sequence[tuple[str, int | None, str]], domain: Sequence[Any]
) -> list[list[Document]]:
    return [
        [
            {"branch": branch, "index": index, "column": column, "value": value}
            for (branch, index, column), value in zip(cells, values, strict=True)
        ]
        for values in itertools.product(domain, repeat=len(cells))
    ]


def _domain(law: Law, fact: str, bundle: Bundle, params: Params) -> Sequence[Any]:
    if fact in law.values:
        return law.values[fact](params)
    table, _, column = fact.partition(".")
    found = bundle.contract.tables[table].columns[column]
    if found.kind is Kind.FLAG:
        return (False, True)
    allowed: Sequence[Any] = found.rules["allowed"]
    return allowed


def _apply(document: Document, change: Document) -> None:
    """Fill a cell, or put branches where an unknown parent was, without touching shared rows."""
    if "branch" not in change:
        document.update(change)
        return
    branch, index, column = change["branch"], change["index"], change["column"]
    if index is None:
        document[branch] = document[branch] | {column: change["value"]}
        return
    rows = list(document[branch])
    rows[index] = rows[index] | {column: change["value"]}
    document[branch] = rows
