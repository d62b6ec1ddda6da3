"""Makes mutants of a formula: each differs from it in one place that one could get wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from evaluator.triage.logic import (
    Aggregate,
    AnyOf,
    Block,
    Compare,
    Comparison,
    Constant,
    Contains,
    Defined,
    Formula,
    Holds,
    Not,
    Part,
)

__all__ = ["Mutant", "mutants"]

_OTHERS: Final[Mapping[Comparison, tuple[Comparison, ...]]] = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "=": ("<>",),
    "<>": ("=",),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A formula with one place changed, and what was changed, in a few words."""

    change: str
    formula: Formula


def mutants(formula: Formula) -> Iterator[Mutant]:
    """All mutants of a formula."""
    for change, changed in _changed(formula):
        yield Mutant(change, changed)


def _changed(node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (any node)
    """The node with one place in it changed."""
    yield from _changed_here(node)
    if isinstance(node, tuple):
        for index, each in enumerate(node):
            for change, other in _changed(each):
                yield change, (*node[:index], other, *node[index + 1 :])
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            for change, other in _changed(getattr(node, field.name)):
                yield change, replace(node, **{field.name: other})


def _changed_here(  # noqa: C901 (one for each kind of node)
    node: Any,  # noqa: ANN401 (any node)
) -> Iterator[tuple[str, Any]]:
    match node:
        case Compare(operator, _, _):
            for turned in _OTHERS[operator]:
                yield f"{_short(node)}: → {turned}", replace(node, operator=turned)
        case Constant(value) if isinstance(value, int) and not isinstance(value, bool):
            yield f"{value} → {value + 1}", Constant(value + 1)
            yield f"{value} → {value - 1}", Constant(value - 1)
        case Constant(str(value)):
            yield f"{value!r} → 'mutated'", Constant("mutated")
        case Not(inner):
            yield f"without not: {_short(inner)}", inner
        case AnyOf(formulas):
            yield from _without(node, "formulas", formulas)
        case Block(_, conditions) | Part(_, conditions, _):
            yield from _without(node, "conditions", conditions)
        case Holds() | Defined() | Contains():
            yield f"not {_short(node)}", Not(node)
        case Aggregate("min"):
            yield "min → max", replace(node, function="max")
        case Aggregate("max"):
            yield "max → min", replace(node, function="min")
        case Aggregate("count", _, distinct, _):
            yield "count: distinct or not", replace(node, distinct=not distinct)


def _without(node: Any, name: str, items: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    for index, each in enumerate(items):
        kept = (*items[:index], *items[index + 1 :])
        yield f"without {_short(each)}", replace(node, **{name: kept})


def _short(node: object) -> str:  # noqa: PLR0911 (one for each kind of node)
    """A node in a few words."""
    match node:
        case Compare(operator, left, right):
            return f"{_short(left)} {operator} {_short(right)}"
        case Constant(value):
            return repr(value)
        case Not(inner):
            return f"not {_short(inner)}"
        case Defined(term):
            return f"{_short(term)} is there"
        case Holds(term):
            return _short(term)
        case Contains(items, term):
            return f"{_short(term)} in {_short(items)}"
        case Block(sources, conditions):
            rows = ", ".join(getattr(each, "branch", each.row) for each in sources)
            inside = " and ".join(_short(each) for each in conditions[:2])
            return f"some {rows}: {inside}" if rows else inside
    name = getattr(node, "name", None)
    place = getattr(node, "branch", None) or getattr(node, "row", None)
    if name and place:
        return f"{place}.{name}"
    return type(node).__name__.lower()
