"""Replaces what is known when a run starts: parameters, the snapshot's facts, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from evaluator.triage.logic import (
    FALSE,
    TRUE,
    Aggregate,
    Arithmetic,
    Compare,
    Constant,
    Contains,
    Default,
    Defined,
    Formula,
    Holds,
    Lookup,
    Scalar,
    Symbol,
    Term,
)

__all__ = ["HOLDS", "Symbols", "folded_formula", "folded_term", "is_undefined"]

#: Root -> name -> value.
Symbols = Mapping[str, Mapping[str, Any]]

_ROOT: Final = "undefined"

#: Whether a comparison holds between two scalars of one type.
HOLDS: Final[Mapping[str, Any]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def is_undefined(term: Term) -> bool:
    """Whether a folded term surely has no value."""
    return isinstance(term, Symbol) and term.root == _ROOT


def folded_term(  # noqa: C901, PLR0911 (one for each kind of term)
    term: Term, symbols: Symbols
) -> Term:
    """A term whose own terms are folded, in its shortest form."""
    match term:
        case Symbol(root, name, kind) if root != _ROOT and kind != "map":
            value = symbols[root].get(name)
            if value is None:
                return Symbol(_ROOT, "", kind)
            return term if kind == "list" else Constant(value)
        case Lookup(_, Constant(key), kind):
            return _constant(_pairs(term, symbols).get(str(key)), term)
        case Lookup(_, key, kind) if is_undefined(key):
            return Symbol(_ROOT, "", kind)
        case Arithmetic(operator, Constant(int(left)), Constant(int(right))):
            made = {"+": left + right, "-": left - right, "*": left * right}
            return Constant(made[operator])
        case Arithmetic(_, left, right) if is_undefined(left) or is_undefined(right):
            return Symbol(_ROOT, "", "int")
        case Default(Constant() as known, _):
            return known
        case Default(inner, otherwise) if is_undefined(inner):
            return otherwise
        case Aggregate(function, parts, distinct, kind):
            possible = tuple(part for part in parts if FALSE not in part.conditions)
            if possible:
                return Aggregate(function, possible, distinct, kind)
            return Constant(0) if function in {"count", "sum"} else Symbol(_ROOT, "", kind)
    return term


def _constant(value: Scalar | None, lookup: Lookup) -> Term:
    return Symbol(_ROOT, "", lookup.type) if value is None else Constant(value)


def _pairs(lookup: Lookup, symbols: Symbols) -> Mapping[str, Scalar]:
    if isinstance(lookup.map, Symbol):
        return symbols[lookup.map.root].get(lookup.map.name) or {}
    return dict(lookup.map)


def folded_formula(  # noqa: PLR0911 (one for each kind of formula)
    formula: Formula, symbols: Symbols
) -> Formula:
    """A formula whose terms are folded, in its shortest form."""
    match formula:
        case Compare(operator, Constant(left), Constant(right)):
            return TRUE if HOLDS[operator](left, right) else FALSE
        case Contains(Symbol(root, name, _), Constant(value)) if root != _ROOT:
            return TRUE if value in symbols[root][name] else FALSE
        case Compare(_, one, other) | Contains(one, other):
            return FALSE if is_undefined(one) or is_undefined(other) else formula
        case Defined(Constant()) | Holds(Constant(True)):
            return TRUE
        case Defined(Symbol() as term):
            return FALSE if is_undefined(term) else TRUE
        case Holds(term):
            return FALSE if is_undefined(term) or term == Constant(value=False) else formula
    return formula
