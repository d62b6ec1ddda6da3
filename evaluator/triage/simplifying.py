"""Takes out of a formula what other parts of it say already, and what a run knows beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, get_args

from evaluator.triage.folding import Symbols, folded_formula, folded_term
from evaluator.triage.linear import follows
from evaluator.triage.logic import (
    FALSE,
    TRUE,
    AnyOf,
    Arithmetic,
    Block,
    Branch,
    Compare,
    Contains,
    Defined,
    Field,
    Formula,
    Holds,
    Lookup,
    Not,
    Source,
    Term,
    opaque_reasons,
    rows_of,
)

__all__ = ["any_of", "negated", "simplified"]

_TERMS = get_args(Term)


def any_of(formulas: Iterable[Formula]) -> Formula:
    """At least one of the formulas, in its simplest form."""
    flat: dict[Formula, None] = {}
    for each in formulas:
        simple = _alone(each)
        if simple == TRUE:
            return TRUE
        flat |= dict.fromkeys(simple.formulas if isinstance(simple, AnyOf) else (simple,))
    return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))


def negated(formula: Formula) -> Formula:
    """The formula does not hold, in its simplest form."""
    if formula in {TRUE, FALSE}:
        return FALSE if formula == TRUE else TRUE
    return Not(formula)


def _alone(formula: Formula) -> Formula:
    if isinstance(formula, Block):
        if FALSE in formula.conditions:
            return FALSE
        if not formula.sources and len(formula.conditions) == 1:
            return formula.conditions[0]
    return formula


def simplified(formula: Formula, symbols: Symbols | None = None) -> Formula:
    """The same formula, shorter.

    Args:
        formula: the formula.
        symbols: values of parameters and of the snapshot's facts; None: they are not known yet.
    """
    match formula:
        case AnyOf(formulas):
            return any_of([simplified(each, symbols) for each in formulas])
        case Not(inner):
            return negated(simplified(inner, symbols))
        case Block(sources, conditions):
            inside = [simplified(each, symbols) for each in conditions]
            return _block(_deeper(sources, symbols), inside)
    result: Formula = _deeper(formula, symbols)
    return result if symbols is None else folded_formula(result, symbols)


def _deeper(node: Any, symbols: Symbols | None) -> Any:  # noqa: ANN401 (whatever is in a node)
    """A node that is no formula, or the inside of one, with everything in it simplified."""
    if isinstance(node, tuple):
        return tuple(_deeper(each, symbols) for each in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    values = {field.name: getattr(node, field.name) for field in fields(node)}
    if "conditions" in values:
        whole = _block((), [simplified(each, symbols) for each in values.pop("conditions")])
        plain = isinstance(whole, Block) and not whole.sources
        values = {name: _deeper(value, symbols) for name, value in values.items()}
        values["conditions"] = whole.conditions if isinstance(whole, Block) and plain else (whole,)
    else:
        values = {name: _deeper(value, symbols) for name, value in values.items()}
    made: Any = type(node)(**values)
    return folded_term(made, symbols) if symbols is not None and isinstance(made, _TERMS) else made


def _block(sources: tuple[Source, ...], conditions: Iterable[Formula]) -> Formula:
    flat: dict[Formula, None] = {}
    for each in conditions:
        inner = each.conditions if isinstance(each, Block) and not each.sources else (each,)
        flat |= dict.fromkeys(inner)
    if FALSE in flat:
        return FALSE
    every = tuple(flat)
    kept = tuple(each for place, each in enumerate(every) if not _follows(each, place, every))
    if not sources and len(kept) == 1:
        return kept[0]
    return Block(sources, kept) if sources or kept else TRUE


def _follows(formula: Formula, place: int, conditions: Sequence[Formula]) -> bool:
    """Whether a condition holds anyway where the others do; of two alike, the second does."""
    for index, other in enumerate(conditions):
        if index == place:
            continue
        if isinstance(formula, Defined) and formula.term in _needed(other):
            return True
        if follows(formula, other) and (index < place or not follows(other, formula)):
            return True
    return False


def _needed(formula: Formula) -> Iterator[Term]:
    """Terms that must be defined for a formula to hold."""
    if opaque_reasons(formula):
        return
    match formula:
        case Compare(_, left, right) | Contains(left, right):
            yield from _strict(left)
            yield from _strict(right)
        case Holds(term) | Defined(term):
            yield from _strict(term)
        case Block(sources, conditions):
            rows = {each.row for each in sources}
            for condition in conditions:
                yield from (term for term in _needed(condition) if not rows & rows_of(term))
        case AnyOf((first, *others)):
            needed = [set(_needed(each)) for each in others]
            yield from (term for term in _needed(first) if all(term in each for each in needed))


def _strict(term: Term) -> Iterator[Term]:
    yield term
    match term:
        case Field(branch, name, _) if name:
            yield Branch(branch)
        case Arithmetic(_, left, right):
            yield from _strict(left)
            yield from _strict(right)
        case Lookup(_, key, _):
            yield from _strict(key)
