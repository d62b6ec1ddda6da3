"""What a formula compares columns with: the values at which its answer may change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from evaluator.triage.linear import linear
from evaluator.triage.logic import (
    Aggregate,
    Cell,
    Compare,
    Constant,
    Contains,
    Default,
    Elements,
    Field,
    Item,
    Lookup,
    Rows,
    Symbol,
    Term,
)

__all__ = ["Bounds", "bounds_of"]

#: Branch and column.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Values that columns are compared with: branch and column -> values."""

    values: Mapping[Place, set[Any]] = field(default_factory=lambda: defaultdict(set))


def bounds_of(nodes: Iterable[object], symbols: Mapping[str, Mapping[str, Any]]) -> Bounds:
    """Values that columns are compared with anywhere in formulas whose symbols are folded.

    Args:
        nodes: the formulas.
        symbols: root -> name -> value; of parameters that are lists and maps.
    """
    found = Bounds()
    for node in nodes:
        everything = list(_inside(node))
        branches = {each.row: each.branch for each in everything if isinstance(each, Rows)}
        lists = {each.row: each.list for each in everything if isinstance(each, Elements)}
        collecting = _Collecting(found, branches, lists, symbols)
        for each in everything:
            collecting.look(each)
    return found


def _inside(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, tuple):
        for each in node:
            yield from _inside(each)
    elif is_dataclass(node):
        for each in fields(node):
            yield from _inside(getattr(node, each.name))


@dataclass(frozen=True, slots=True)
class _Collecting:
    found: Bounds
    branches: Mapping[str, str]
    lists: Mapping[str, Term]
    symbols: Mapping[str, Mapping[str, Any]]

    def look(self, node: object) -> None:
        """Take over what one node compares."""
        match node:
            case Compare(_, left, right):
                self._compare(left, right)
                self._compare(right, left)
            case Contains(Symbol(root, name, _), term):
                self._add(term, self.symbols[root].get(name) or ())
            case Contains(term, Constant(value)):
                self._add(term, [value])
            case Lookup(Symbol(root, name, _), key, _):
                self._add(key, self.symbols[root].get(name) or ())
            case Lookup(tuple() as pairs, key, _):
                self._add(key, [name for name, _ in pairs])

    def _compare(self, left: Term, right: Term) -> None:
        if isinstance(left, Aggregate):
            for part in left.parts:
                self._compare(part.head, right)
            return
        if isinstance(left, Item):
            return
        if isinstance(right, Constant):
            self._add(left, [right.value])
        one, other = linear(left), linear(right)
        if one is None or other is None:
            return
        difference = one.plus(other, -1)
        if len(difference.factors) == 1:
            ((term, factor),) = difference.factors.items()
            self._add(term, [-difference.number // factor])

    def _add(self, term: Term, values: Iterable[Any]) -> None:
        place = self._place(term)
        if place is not None:
            self.found.values[place].update(values)

    def _place(self, term: Term) -> Place | None:
        match term:
            case Field(branch, name, _):
                return branch, name
            case Cell(row, "", _) if row in self.lists:
                return self._place(self.lists[row])
            case Cell(row, name, _) if row in self.branches:
                return self.branches[row], name
            case Default(inner, _):
                return self._place(inner)
        return None
