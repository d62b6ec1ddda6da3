"""What triage asks of each control, as predicates: the translation of its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.authoring.translation.comparing import compare
from evaluator.authoring.translation.rules import Path_, Rule
from evaluator.authoring.translation.symbolic import Translator
from evaluator.authoring.translation.values import (
    Collected,
    Collection,
    Known,
    Object,
    Value,
    key_of,
    truthy,
)
from evaluator.bundle import Contract, Framework
from evaluator.triage import ControlPlan, Predicate
from evaluator.triage.logic import Block, Constant, Formula, opaque_reasons
from evaluator.triage.simplifying import any_of, negated, simplified

__all__ = ["control_plan"]


def control_plan(
    package: Sequence[str],
    subject: str,
    rules: Mapping[Path_, Rule],
    contract: Contract,
    framework: Framework,
) -> ControlPlan:
    """The predicates of one control.

    Args:
        package: its package, without ``data``.
        subject: its subject kind.
        rules: all rules.
        contract: what documents look like.
        framework: the parameters.
    """
    translator = Translator(rules, contract, subject, framework)
    parents = [parent.name for parent in contract.subjects[subject].parents]
    named: dict[str, list[Formula]] = {}
    unnamed: list[Formula] = []
    for part in _members(translator, (*package, "undetermined")):
        block = Block(part.sources, part.conditions)
        fact = _fact(part.head)
        name = None if fact is None else key_of(fact)
        if isinstance(name, str):
            named.setdefault(name, []).append(block)
        elif fact is None:
            unnamed.append(block)
        else:
            # Facts that a document lists itself are names of its parents.
            for parent, condition in _each_of(fact, parents):
                named.setdefault(parent, []).append(_with(block, *condition))
            others = [negated(any_of([Block((), each)])) for _, each in _each_of(fact, parents)]
            unnamed.append(_with(block, *others))
    return ControlPlan(
        violations=_holds(translator, (*package, "violations")),
        applies=_holds(translator, (*package, "applies")),
        missing={fact: _predicate(ways) for fact, ways in sorted(named.items())},
        unnamed=_predicate(unnamed),
    )


def _each_of(fact: Value, names: Sequence[str]) -> Iterator[tuple[str, tuple[Formula, ...]]]:
    for name in names:
        yield name, compare("=", fact, Known(Constant(name)))


def _with(block: Block, *conditions: Formula) -> Block:
    return Block(block.sources, (*block.conditions, *conditions))


def _predicate(ways: Sequence[Formula]) -> Predicate:
    formula = simplified(any_of(ways))
    return Predicate(formula, opaque_reasons(formula))


def _holds(translator: Translator, path: Path_) -> Predicate:
    """Whether a set has a member, or a value is there and not false."""
    return _predicate([Block(part.sources, part.conditions) for part in _members(translator, path)])


def _members(translator: Translator, path: Path_) -> Iterator[Collected]:
    """The members of a set, or the value of another rule as the one member."""
    for value, state in translator.values(path):
        if isinstance(value, Collection):
            for part in value.parts:
                conditions = (*state.conditions, *part.conditions)
                yield Collected((*state.sources, *part.sources), conditions, part.head)
        else:
            there = state.where(*truthy(value))
            yield Collected(there.sources, there.conditions, value)


def _fact(head: Value) -> Value | None:
    """What stands under ``missing``; None where that cannot be told."""
    return dict(head.members).get("missing") if isinstance(head, Object) else None
