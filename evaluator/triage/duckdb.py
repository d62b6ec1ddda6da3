"""Writes predicates as SQL conditions over a prepared table.

A term that is undefined is NULL, and a formula is fulfilled where its SQL is TRUE: FALSE and NULL
are the same. So a negation is ``IS NOT TRUE``, never ``NOT``. Of what is opaque a predicate keeps
everything: outside of a negation it counts as true, inside as false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

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
    Elements,
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
    Type,
    opaque_reasons,
    rows_of,
)
from evaluator.triage.simplifying import simplified
from evaluator.warehouse import identifier, literal

__all__ = ["Sql"]

_TRUE, _FALSE = "TRUE", "FALSE"
#: What is in the SQL of everything that looks through a list.
_LOOKS: Final = "list_"
_NULLS: Final[Mapping[Type, str]] = {
    "bool": "NULL::BOOLEAN",
    "int": "NULL::BIGINT",
    "string": "NULL::VARCHAR",
    "list": "NULL::VARCHAR[]",
}


class Sql:
    """Writes conditions with the values that parameters and snapshot have in one run.

    Args:
        symbols: root (``params``, ``snapshot``) -> name -> value.
    """

    def __init__(self, symbols: Mapping[str, Mapping[str, Any]]) -> None:
        self._symbols = symbols

    def condition(self, formula: Formula) -> str:
        """SQL that is TRUE wherever the formula may hold."""
        return self._formula(simplified(formula, self._symbols), over=True)

    # --- formulas -------------------------------------------------------------------------------

    def _formula(  # noqa: C901, PLR0911 (one for each kind of formula)
        self, formula: Formula, *, over: bool
    ) -> str:
        match formula:
            case Opaque():
                return _TRUE if over else _FALSE
            case AnyOf(formulas):
                return _any(self._formula(each, over=over) for each in formulas)
            case Block(sources, conditions):
                return self._block(sources, conditions, over=over)
            case Not(Defined(term)) if not opaque_reasons(term):
                return f"{self._term(term)} IS NULL"
            case Not(inner):
                return _negated(self._formula(inner, over=not over))
        if opaque_reasons(formula):
            return _TRUE if over else _FALSE
        match formula:
            case Compare(operator, left, right):
                return f"{self._term(left)} {operator} {self._term(right)}"
            case Contains(items, term):
                return f"list_contains({self._term(items)}, {self._term(term)})"
            case Holds(term):
                return self._term(term)
            case Defined(term):
                return f"{self._term(term)} IS NOT NULL"

    def _block(
        self, sources: Sequence[Source], conditions: Sequence[Formula], *, over: bool
    ) -> str:
        """Sources that no condition links are asked for one by one: no product of their rows."""
        rows = {each.row for each in sources}
        parts = [self._formula(each, over=over) for each in conditions if not rows & rows_of(each)]
        for linked, inner in _linked(sources, conditions):
            parts.append(self._exists(linked, inner, over=over))
        return _all(parts)

    def _exists(
        self, sources: Sequence[Source], conditions: Sequence[Formula], *, over: bool
    ) -> str:
        if not sources:
            return _all([self._formula(each, over=over) for each in conditions])
        kept = self._kept(sources, conditions, over=over)
        return _FALSE if kept is None else f"len({kept}) > 0"

    def _kept(
        self, sources: Sequence[Source], conditions: Sequence[Formula], *, over: bool
    ) -> str | None:
        """The rows of the first source for which the others have rows; None: none ever."""
        first, others = sources[0], sources[1:]
        later = {each.row for each in others}
        own = [each for each in conditions if not later & rows_of(each)]
        linked = [each for each in conditions if later & rows_of(each)]
        condition = _all(
            [
                *(self._formula(each, over=over) for each in own),
                self._exists(others, linked, over=over),
            ]
        )
        if condition == _FALSE:
            return None
        rows = self._rows(first)
        return (
            rows if condition == _TRUE else f"list_filter({rows}, lambda {first.row}: {condition})"
        )

    def _rows(self, source: Source) -> str:
        match source:
            case Rows(_, branch):
                return identifier(branch)
            case Elements(_, items):
                return f"coalesce({self._term(items)}, [])"

    # --- terms ----------------------------------------------------------------------------------

    def _term(self, term: Term) -> str:  # noqa: C901, PLR0911, PLR0912 (one for each kind of term)
        match term:
            case Constant(value):
                return literal(value)
            case Symbol():
                return self._symbol(term)
            case Field(branch, "", _):
                # In a document it stands only where it is not empty.
                return f"CASE WHEN len({identifier(branch)}) > 0 THEN {identifier(branch)} END"
            case Field(branch, name, _):
                return f"{identifier(branch)}.{identifier(name)}"
            case Branch(branch):
                return identifier(branch)
            case Row(row) | Cell(row, "", _):
                return row
            case Cell(row, name, _):
                return f"{row}.{identifier(name)}"
            case Arithmetic(operator, left, right):
                return f"({self._wide(left)} {operator} {self._wide(right)})"
            case Default(inner, otherwise):
                return f"coalesce({self._term(inner)}, {self._term(otherwise)})"
            case Lookup():
                return self._lookup(term)
            case Tuple(items):
                return f"row({', '.join(self._term(each) for each in items)})"
            case Item(of, index, _):
                return f"struct_extract_at({self._term(of)}, {index + 1})"
            case Aggregate():
                return self._aggregate(term)

    def _wide(self, term: Term) -> str:
        """A whole number with room for what is made of it."""
        return f"({self._term(term)})::HUGEINT"

    def _symbol(self, symbol: Symbol) -> str:
        value = self._symbols.get(symbol.root, {}).get(symbol.name)
        if value is None:
            return _NULLS[symbol.type]
        if isinstance(value, list):
            return f"[{', '.join(map(literal, value))}]::VARCHAR[]"
        return literal(value)

    def _lookup(self, lookup: Lookup) -> str:
        pairs: Mapping[str, Any]
        if isinstance(lookup.map, Symbol):
            pairs = self._symbols[lookup.map.root].get(lookup.map.name) or {}
        else:
            pairs = dict(lookup.map)
        if not pairs:
            return _NULLS[lookup.type]
        cases = " ".join(f"WHEN {literal(key)} THEN {literal(pairs[key])}" for key in pairs)
        return f"CASE {self._term(lookup.key)} {cases} END"

    def _aggregate(self, aggregate: Aggregate) -> str:
        heads = [self._heads(part) for part in aggregate.parts]
        items = heads[0] if len(heads) == 1 else f"list_concat({', '.join(heads)})"
        if aggregate.distinct and aggregate.function in {"count", "sum"}:
            items = f"list_distinct({items})"
        match aggregate.function:
            case "count":
                return f"len({items})"
            case "sum":
                return f"coalesce(list_sum({items}), 0)"
            case "min":
                return f"list_min({items})"
            case "max":
                return f"list_max({items})"

    def _heads(self, part: Part) -> str:
        """List of the heads of a part, one for each choice of rows."""
        rows = {each.row for each in part.sources}
        outer = [each for each in part.conditions if not rows & rows_of(each)]
        inner = [each for each in part.conditions if rows & rows_of(each)]
        heads = self._heads_inside(part.sources, inner, lambda: self._term(part.head))
        when = _all([self._formula(each, over=True) for each in outer])
        # A list of one type, empty where the conditions do not hold.
        return heads if when == _TRUE else f"list_filter({heads}, lambda head: {when})"

    def _heads_inside(
        self, sources: Sequence[Source], conditions: Sequence[Formula], head: Callable[[], str]
    ) -> str:
        if not sources:
            when = _all([self._formula(each, over=True) for each in conditions])
            return f"list_filter([{head()}], lambda head: {when})"
        first, others = sources[0], sources[1:]
        later = {each.row for each in others}
        own = _all(
            [self._formula(each, over=True) for each in conditions if not later & rows_of(each)]
        )
        rows = self._rows(first)
        kept = rows if own == _TRUE else f"list_filter({rows}, lambda {first.row}: {own})"
        if not others:
            return f"list_transform({kept}, lambda {first.row}: {head()})"
        linked = [each for each in conditions if later & rows_of(each)]
        inside = self._heads_inside(others, linked, head)
        return f"flatten(list_transform({kept}, lambda {first.row}: {inside}))"


def _all(parts: Sequence[str]) -> str:
    """All of the conditions; those that look through lists only where the others hold.

    Beside other columns DuckDB works out both sides of an ``AND`` for every row, but a ``CASE``
    only for the rows that reach it.
    """
    kept = [each for each in dict.fromkeys(parts) if each != _TRUE]
    if _FALSE in kept:
        return _FALSE
    if not kept:
        return _TRUE
    quick = [each for each in kept if _LOOKS not in each]
    slow = [each for each in kept if _LOOKS in each]
    if quick and slow:
        return f"CASE WHEN {' AND '.join(quick)} THEN {_all(slow)} END"
    return kept[0] if len(kept) == 1 else f"({' AND '.join(kept)})"


def _any(parts: Iterable[str]) -> str:
    kept = [each for each in dict.fromkeys(parts) if each != _FALSE]
    if _TRUE in kept:
        return _TRUE
    if not kept:
        return _FALSE
    return kept[0] if len(kept) == 1 else f"({' OR '.join(kept)})"


def _negated(condition: str) -> str:
    if condition in {_TRUE, _FALSE}:
        return _FALSE if condition == _TRUE else _TRUE
    return f"(({condition}) IS NOT TRUE)"


def _linked(
    sources: Sequence[Source], conditions: Sequence[Formula]
) -> list[tuple[list[Source], list[Formula]]]:
    """Sources in groups that conditions link, each with the conditions on it, in order."""
    own = {each.row for each in sources}
    groups: list[tuple[set[str], list[Formula]]] = []
    for source in sources:
        within = own & rows_of(source)
        groups.append((set(within), []))
    for condition in conditions:
        named = own & rows_of(condition)
        if named:
            groups.append((set(named), [condition]))
    merged: list[tuple[set[str], list[Formula]]] = []
    for names, inner in groups:
        touching = [each for each in merged if each[0] & names]
        for each in touching:
            merged.remove(each)
        together = set(names).union(*(each[0] for each in touching))
        merged.append((together, [*(one for each in touching for one in each[1]), *inner]))
    return [([each for each in sources if each.row in names], inner) for names, inner in merged]
