"""Sums of columns and numbers: which comparison of them says no more than another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.triage.logic import (
    Arithmetic,
    Cell,
    Compare,
    Constant,
    Field,
    Formula,
    Term,
)

__all__ = ["Linear", "follows", "linear"]


@dataclass(frozen=True, slots=True)
class Linear:
    """A sum of columns, each with a factor, and a number."""

    factors: Mapping[Term, int]
    number: int

    def plus(self, other: Linear, times: int) -> Linear:
        """The sum with so many times another one."""
        factors = dict(self.factors)
        for term, factor in other.factors.items():
            factors[term] = factors.get(term, 0) + times * factor
        kept = {term: factor for term, factor in factors.items() if factor}
        return Linear(kept, self.number + times * other.number)


def linear(term: Term) -> Linear | None:  # noqa: PLR0911 (one for each kind of term)
    """A term as a sum, where it is one of columns and numbers."""
    match term:
        case Constant(int(value)) if not isinstance(value, bool):
            return Linear({}, value)
        case Field(_, _, "int") | Cell(_, _, "int"):
            return Linear({term: 1}, 0)
        case Arithmetic("*", left, right):
            one, other = linear(left), linear(right)
            if one is None or other is None:
                return None
            if one.factors:
                one, other = other, one
            return None if one.factors else Linear({}, 0).plus(other, one.number)
        case Arithmetic(operator, left, right):
            one, other = linear(left), linear(right)
            if one is None or other is None:
                return None
            return one.plus(other, 1 if operator == "+" else -1)
    return None


def follows(formula: Formula, other: Formula) -> bool:
    """Whether a comparison holds wherever another one of the same columns does."""
    one, stronger = _upper(formula), _upper(other)
    return (
        one is not None
        and stronger is not None
        and one.factors == stronger.factors
        and one.number <= stronger.number
    )


def _upper(formula: Formula) -> Linear | None:  # noqa: PLR0911 (one for each operator)
    """A sum that is at most 0 exactly where the comparison holds."""
    if not isinstance(formula, Compare):
        return None
    left, right = linear(formula.left), linear(formula.right)
    if left is None or right is None:
        return None
    match formula.operator:
        case "<=":
            return left.plus(right, -1)
        case "<":
            return left.plus(right, -1).plus(Linear({}, 1), 1)
        case ">=":
            return right.plus(left, -1)
        case ">":
            return right.plus(left, -1).plus(Linear({}, 1), 1)
    return None
