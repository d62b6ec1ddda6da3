"""Changes a document so that a formula is likely to hold, or just not to.

Drawn documents seldom meet ten conditions at once. So some are led along one way through the
formula, at its very bounds; what comes of it need not hold, since the judge says what does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from evaluator.authoring.proof.drawing import Document, Drawing
from evaluator.triage.folding import HOLDS
from evaluator.triage.linear import Linear, linear
from evaluator.triage.logic import (
    Aggregate,
    AnyOf,
    Arithmetic,
    Block,
    Branch,
    Cell,
    Compare,
    Comparison,
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
    Part,
    Rows,
    Symbol,
    Term,
    Tuple,
)

__all__ = ["Fulfilling"]

#: Row of the formula -> row of the document, or list of it and place in the list.
_Rows = dict[str, Any]

_OPPOSITE: Final[Mapping[Comparison, Comparison]] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "<>",
    "<>": "=",
}
#: How far from its bound a value is put so that a comparison holds.
_STEPS: Final[Mapping[Comparison, tuple[int, ...]]] = {
    "<": (-1, -1, -2),
    "<=": (0, 0, -1),
    ">": (1, 1, 2),
    ">=": (0, 0, 1),
    "=": (0,),
    "<>": (-1, 1),
}
#: Rows of an array that are added, or looked at, at most.
_MANY: Final = 6
_FARTHEST: Final = 2**62
#: How often a new row is made although there are some already.
_FRESH: Final = 0.3
#: How often texts are made equal where they need not be.
_EQUAL: Final = 0.2


@dataclass(frozen=True, slots=True)
class Fulfilling:
    """Works on one document, which is changed.

    Args:
        document: the document.
        drawing: draws what has to be added.
        symbols: root -> name -> value.
    """

    document: Document
    drawing: Drawing
    symbols: Mapping[str, Mapping[str, Any]]

    def make(self, formula: Formula, rows: _Rows, *, hold: bool) -> None:
        """Try to make a formula hold, or not.

        Args:
            formula: one whose symbols are folded.
            rows: the rows that are chosen.
            hold: whether it is to hold.
        """
        choice = self.drawing.random.choice
        match formula:
            case AnyOf(formulas) if formulas:
                for each in (choice(formulas),) if hold else formulas:
                    self.make(each, rows, hold=hold)
            case Not(inner):
                self.make(inner, rows, hold=not hold)
            case Block():
                self._block(formula, rows, hold=hold)
            case Compare(operator, left, right):
                self._compare(operator if hold else _OPPOSITE[operator], left, right, rows)
            case Contains(items, term):
                self._contain(items, term, rows, hold=hold)
            case Holds(term):
                self._put(term, hold, rows)
            case Defined(term):
                self._define(term, rows, hold=hold)

    def _block(self, block: Block, rows: _Rows, *, hold: bool) -> None:
        choice = self.drawing.random.choice
        if hold:
            chosen = self._chosen(block, rows)
            for condition in block.conditions:
                self.make(condition, chosen, hold=True)
        elif not block.sources:
            if block.conditions:
                self.make(choice(block.conditions), rows, hold=False)
        else:
            for chosen in self._choices(block, rows):
                if block.conditions:
                    self.make(choice(block.conditions), chosen, hold=False)

    def _chosen(self, block: Block | Part, rows: _Rows, *, fresh: bool = False) -> _Rows:
        """With a row for each source; where there is none, or by chance, a new one."""
        random = self.drawing.random
        chosen = dict(rows)
        for source in block.sources:
            match source:
                case Rows(row, branch):
                    held = self.document.setdefault(branch, [])
                    if fresh or not held or random.random() < _FRESH:
                        held.append(self.drawing.row(branch) if self.drawing.knows(branch) else {})
                        chosen[row] = held[-1]
                    else:
                        chosen[row] = random.choice(held)
                case Elements(row, items):
                    held = self._list(items, chosen)
                    if not held:
                        held.append("")
                    chosen[row] = (held, random.randrange(len(held)))
        return chosen

    def _choices(self, block: Block, rows: _Rows) -> list[_Rows]:
        found = [dict(rows)]
        for source in block.sources:
            longer: list[_Rows] = []
            for chosen in found[:_MANY]:
                if isinstance(source, Rows):
                    there = self.document.get(source.branch, [])
                    longer += [{**chosen, source.row: row} for row in there]
                else:
                    held = self._list(source.list, chosen)
                    longer += [{**chosen, source.row: (held, at)} for at in range(len(held))]
            found = longer
        return found

    def _list(self, term: Term, rows: _Rows) -> list[str]:
        """The list of a document that a term stands for, made where it is absent."""
        match term:
            case Field("unknown", _, _):
                return self.document.setdefault("unknown", [])  # type: ignore[no-any-return]
            case Field(branch, name, _):
                return self.document.setdefault(branch, {}).setdefault(name, [])  # type: ignore[no-any-return]
            case Cell(row, name, _) if isinstance(rows.get(row), dict):
                return rows[row].setdefault(name, [])  # type: ignore[no-any-return]
            case Symbol(root, name, _):
                return list(self.symbols[root].get(name) or ())
        return []

    # --- comparisons ----------------------------------------------------------------------------

    def _compare(self, operator: Comparison, left: Term, right: Term, rows: _Rows) -> None:
        random = self.drawing.random
        match left, right:
            case Aggregate("count", parts, _, _), Constant(int(number)):
                part = random.choice(parts)
                wanted = max(0, min(number + random.choice(_STEPS[operator]), _MANY))
                for _ in range(wanted):
                    self._fulfil(part, rows)
                return
            case Aggregate(_, parts, _, _), _:
                head = random.choice(parts)
                chosen = self._fulfil(head, rows)
                self._compare(operator, head.head, right, chosen)
                return
            case _, Aggregate():
                self._compare(_turned(operator), right, left, rows)
                return
            case Lookup(), Constant(value):
                self._look_up(operator, left, value, rows)
                return
            case (Item(), _) | (_, Item()) | (Tuple(), _) | (_, Tuple()):
                return
        one, other = linear(left), linear(right)
        if one is not None and other is not None:
            self._equate(operator, one, other, rows)
        elif operator == "=" or random.random() < _EQUAL:
            self._same(left, right, rows)
        elif operator == "<>":
            self._put(left, self._fresh(left, rows), rows)

    def _fulfil(self, part: Part, rows: _Rows) -> _Rows:
        chosen = self._chosen(part, rows, fresh=True)
        for condition in part.conditions:
            self.make(condition, chosen, hold=True)
        self._define(part.head, chosen, hold=True)
        return chosen

    def _look_up(self, operator: Comparison, term: Lookup, value: object, rows: _Rows) -> None:
        pairs: Any = term.map
        if isinstance(pairs, Symbol):
            pairs = (self.symbols[pairs.root].get(pairs.name) or {}).items()
        keys = [key for key, held in pairs if HOLDS[operator](held, value)]
        if keys:
            self._put(term.key, self.drawing.random.choice(keys), rows)

    def _equate(self, operator: Comparison, one: Linear, other: Linear, rows: _Rows) -> None:
        """Give one of the columns the value at the bound, or a step beside it."""
        random = self.drawing.random
        difference = one.plus(other, -1)
        factors, number = difference.factors, difference.number
        free = [term for term, factor in factors.items() if abs(factor) == 1]
        if not free:
            return
        solved = random.choice(free)
        for term, factor in factors.items():
            if term != solved:
                held = self._value(term, rows)
                if held is None:
                    held = self._fresh(term, rows)
                    self._put(term, held, rows)
                number += factor * held if isinstance(held, int) else 0
        value = (random.choice(_STEPS[operator]) - number) * factors[solved]
        # A column holds 64 bits.
        self._put(solved, max(-_FARTHEST, min(value, _FARTHEST)), rows)

    def _same(self, left: Term, right: Term, rows: _Rows) -> None:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Field | Cell):
                value = self._value(other, rows)
                if value is None:
                    value = self._fresh(other, rows)
                    self._put(other, value, rows)
                self._put(one, value, rows)
                return

    def _contain(self, items: Term, term: Term, rows: _Rows, *, hold: bool) -> None:
        if isinstance(items, Symbol):
            held = list(self.symbols[items.root].get(items.name) or ())
            value = self.drawing.random.choice(held) if hold and held else self._fresh(term, rows)
            self._put(term, value, rows)
            return
        listed = self._list(items, rows)
        value = self._value(term, rows)
        if value is None:
            return
        if hold and value not in listed:
            listed.append(value)
        elif not hold and value in listed:
            listed.remove(value)

    # --- values ---------------------------------------------------------------------------------

    def _define(  # noqa: C901 (one for each kind of term)
        self, term: Term, rows: _Rows, *, hold: bool
    ) -> None:
        match term:
            case Branch(branch):
                if not hold:
                    self.document.pop(branch, None)
                elif branch not in self.document and self.drawing.knows(branch):
                    self.document[branch] = self.drawing.row(branch)
            case Field("unknown", _, _) if not hold:
                self.document.pop("unknown", None)
            case Field() | Cell():
                if not hold:
                    self._put(term, None, rows)
                elif self._value(term, rows) is None:
                    self._put(term, self._fresh(term, rows), rows)
            case Arithmetic(_, left, right):
                self._define(left, rows, hold=hold)
                self._define(right, rows, hold=hold)
            case Default(inner, _) | Lookup(_, inner, _):
                self._define(inner, rows, hold=hold)
            case Tuple(items):
                for item in items:
                    self._define(item, rows, hold=hold)

    def _value(self, term: Term, rows: _Rows) -> Any:  # noqa: ANN401 (a JSON value)
        match term:
            case Constant(value):
                return value
            case Field(branch, name, _):
                return self.document.get(branch, {}).get(name) if name else None
            case Cell(row, name, _):
                held = rows.get(row)
                if isinstance(held, tuple):
                    return held[0][held[1]] if held[1] < len(held[0]) else None
                return held.get(name) if held else None
            case Default(inner, _):
                return self._value(inner, rows)
        return None

    def _fresh(self, term: Term, rows: _Rows) -> Any:  # noqa: ANN401 (a JSON value)
        """A drawn value of the term's column."""
        match term:
            case Field(branch, name, _) if name and self.drawing.knows(branch):
                return self.drawing.value(branch, name)
            case Cell(row, name, _) if isinstance(rows.get(row), dict):
                for branch in self.drawing.arrays:
                    if any(rows[row] is each for each in self.document.get(branch, ())):
                        return self.drawing.value(branch, name)
        return "a0" if getattr(term, "type", "") == "string" else 1

    def _put(self, term: Term, value: object, rows: _Rows) -> None:
        """Give a column a value; None takes it out."""
        match term:
            case Field(branch, name, _) if name:
                holder = self.document.setdefault(branch, {})
            case Cell(row, name, _) if name and isinstance(rows.get(row), dict):
                holder = rows[row]
            case Cell(row, "", _) if isinstance(rows.get(row), tuple) and value is not None:
                held, place = rows[row]
                if place < len(held):
                    held[place] = value
                return
            case Default(inner, _) | Lookup(_, inner, _):
                self._put(inner, value, rows)
                return
            case _:
                return
        if value is None:
            holder.pop(name, None)
        else:
            holder[name] = value


def _turned(operator: Comparison) -> Comparison:
    turned: dict[Comparison, Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    return turned.get(operator, operator)
