"""The logical form as text that people can hold against the Rego."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.triage.logic import (
    Aggregate,
    AnyOf,
    Arithmetic,
    Block,
    Branch,
    Cell,
    Compare,
    Constant,
    Contains,
    Default,
    Defined,
    Field,
    Formula,
    Holds,
    Item,
    Lookup,
    Not,
    Opaque,
    Part,
    Row,
    Rows,
    Source,
    Symbol,
    Term,
    Tuple,
)

__all__ = ["written"]

_STEP = "  "


def written(formula: Formula) -> str:
    """A formula, a condition a line."""
    return "\n".join(_lines(formula))


def _lines(  # noqa: C901, PLR0912 (one for each kind of formula)
    formula: Formula,
) -> Iterator[str]:
    match formula:
        case AnyOf(()):
            yield "never"
        case AnyOf(formulas):
            yield "any of"
            for each in formulas:
                yield from _indented(each, "- ")
        case Block((), ()):
            yield "always"
        case Block(sources, conditions):
            yield f"some {_sources(sources)}" if sources else "all of"
            for each in conditions:
                yield from _indented(each)
        case Not(inner) if isinstance(inner, AnyOf | Block):
            yield "not"
            yield from _indented(inner)
        case Not(inner):
            yield f"not {written(inner)}"
        case Compare(operator, left, right):
            yield f"{_term(left)} {operator} {_term(right)}"
        case Contains(items, term):
            yield f"{_term(term)} in {_term(items)}"
        case Holds(term):
            yield _term(term)
        case Defined(term):
            yield f"{_term(term)} is there"
        case Opaque(reason):
            yield f"not understood: {reason}"


def _indented(formula: Formula, mark: str = _STEP) -> Iterator[str]:
    first, *others = _lines(formula)
    yield f"{mark}{first}"
    for line in others:
        yield f"{_STEP}{line}"


def _sources(sources: Sequence[Source]) -> str:
    return ", ".join(
        f"{each.row} of {each.branch if isinstance(each, Rows) else _term(each.list)}"
        for each in sources
    )


def _term(term: Term) -> str:  # noqa: C901, PLR0911, PLR0912 (one for each kind of term)
    match term:
        case Constant(bool(value)):
            return str(value).lower()
        case Constant(int(value)):
            return str(value)
        case Constant(value):
            return f'"{value}"'
        case Symbol(root, name, _) | Field(root, name, _):
            return f"{root}.{name}" if name else root
        case Branch(name) | Row(name):
            return name
        case Cell(row, name, _):
            return f"{row}.{name}" if name else row
        case Arithmetic(operator, left, right):
            return f"({_term(left)} {operator} {_term(right)})"
        case Default(inner, otherwise):
            return f"({_term(inner)}, or else {_term(otherwise)})"
        case Lookup(Symbol() as table, key, _):
            return f"{_term(table)}[{_term(key)}]"
        case Lookup(_, key, _):
            return f"constants[{_term(key)}]"
        case Tuple(items):
            return f"[{', '.join(map(_term, items))}]"
        case Item(of, index, _):
            return f"{_term(of)}[{index}]"
        case Aggregate(function, parts, distinct, _):
            name = f"{function} of different" if distinct else function
            return f"{name} {{{'; '.join(map(_part, parts))}}}"


def _part(part: Part) -> str:
    inside = "; ".join(" ".join(written(each).split()) for each in part.conditions)
    chosen = f" | some {_sources(part.sources)}" if part.sources else ""
    return f"{_term(part.head)}{chosen}{f': {inside}' if inside else ''}"
