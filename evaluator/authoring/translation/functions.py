"""OPA's built-in functions over values. What is not listed here is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from evaluator.authoring.translation.comparing import (
    COMPARISONS,
    compare,
    counted,
    every_part,
    member,
    unmeasured,
)
from evaluator.authoring.translation.values import (
    Boolean,
    Collected,
    Collection,
    Known,
    List,
    Object,
    RowOf,
    State,
    Unknown,
    Value,
    defined,
    key_of,
    rank,
    type_of,
)
from evaluator.triage.logic import (
    Aggregate,
    Arithmetic,
    Block,
    Branch,
    Cell,
    Default,
    Defined,
    Field,
    Term,
    Tuple,
    Type,
)
from evaluator.triage.simplifying import negated

__all__ = ["ARITIES", "apply"]

Results = Iterator[tuple[Value, State]]
#: Columns of an object of the document, or of a row: name -> type.
Columns = Callable[[Value], Mapping[str, Type]]

ARITIES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("count", "max", "min", "sum"), 1),
    **dict.fromkeys(COMPARISONS, 2),
    **dict.fromkeys(("plus", "minus", "mul", "and", "or"), 2),
    **dict.fromkeys(("internal.member_2", "object.filter", "object.union"), 2),
    "object.get": 3,
}
_ARITHMETIC: Final[Mapping[str, Literal["+", "-", "*"]]] = {"plus": "+", "minus": "-", "mul": "*"}
_SET = 6


def apply(name: str, given: Sequence[Value], state: State, columns: Columns) -> Results:
    """Values that the function has, each with the state under which it has it."""
    if name in COMPARISONS:
        yield Boolean(Block((), compare(COMPARISONS[name], *given))), state
    elif name == "internal.member_2":
        yield Boolean(member(*given)), state
    elif name in {"minus", "and", "or"} and rank(given[0]) == rank(given[1]) == _SET:
        yield _sets(name, *given), state
    elif name in _ARITHMETIC:
        yield from _arithmetic(_ARITHMETIC[name], given, state)
    elif name == "count":
        yield counted(given[0]), state
    elif name in {"max", "min", "sum"}:
        yield _aggregate(name, given[0]), state
    elif name == "object.get":
        yield from _get(given, state, columns)
    elif name in {"object.filter", "object.union"}:
        # Facts of a finding: it only matters that they are there.
        there = [each for value in given for each in defined(value)]
        yield (
            Unknown(name, total=all(_is_object_or_set(each) for each in given)),
            state.where(*there),
        )
    else:
        yield Unknown(f"function {name}"), state


def _is_object_or_set(value: Value) -> bool:
    if isinstance(value, Unknown):
        return value.total
    return rank(value) in {5, _SET}


def _sets(name: str, left: Value, right: Value) -> Value:
    if not (isinstance(left, Collection) and isinstance(right, Collection)):
        return Unknown("arithmetic of sets")
    if name == "or":
        return Collection(distinct=True, parts=left.parts + right.parts)
    kept = []
    for part in left.parts:
        shared = member(part.head, right)
        condition = negated(shared) if name == "minus" else shared
        kept.append(replace(part, conditions=(*part.conditions, condition)))
    return Collection(distinct=True, parts=tuple(kept))


def _arithmetic(operator: Literal["+", "-", "*"], given: Sequence[Value], state: State) -> Results:
    left, right = given
    if not (isinstance(left, Known) and isinstance(right, Known)):
        yield Unknown("arithmetic"), state
        return
    one, other = left.term, right.term
    if unmeasured(one) or unmeasured(other):
        yield Unknown("arithmetic"), state
    elif type_of(one) == type_of(other) == "int":
        yield Known(Arithmetic(operator, one, other)), state
    # Of other types it is undefined.


def _aggregate(name: str, value: Value) -> Value:
    if isinstance(value, List):
        value = Collection(
            distinct=False, parts=tuple(Collected((), defined(item), item) for item in value.items)
        )
    if not isinstance(value, Collection):
        return Unknown(name)
    parts = every_part(value)
    types = {type_of(part.head) for part in parts or ()}
    shapes = {
        tuple(type_of(each) for each in part.head.items)
        for part in parts or ()
        if isinstance(part.head, Tuple)
    }
    if not parts or len(types) > 1 or len(shapes) > 1:
        return Unknown(f"{name} of values of several types")
    (kind,) = types
    if kind not in ({"int"} if name == "sum" else {"int", "string", "tuple"}):
        return Unknown(f"{name} of values that have no order")
    function: Literal["min", "max", "sum"] = (
        "sum" if name == "sum" else "min" if name == "min" else "max"
    )
    return Known(Aggregate(function, parts, value.distinct, kind))


def _get(given: Sequence[Value], state: State, columns: Columns) -> Results:
    row, key, otherwise = given
    name = key_of(key)
    if not isinstance(name, str):
        yield Unknown("object.get with a computed key"), state
        return
    if isinstance(row, Object):
        yield dict(row.members).get(name, otherwise), state
        return
    column = columns(row).get(name)
    cell: Term
    match row, column:
        case RowOf(alias, _), str():
            cell = Cell(alias, name, column)
        case Known(Branch(branch)), str():
            cell = Field(branch, name, column)
        case (RowOf(), None) | (Known(Branch()), None):
            yield otherwise, state.where(*defined(row))
            return
        case _:
            yield Unknown("object.get"), state
            return
    state = state.where(*defined(row))
    if isinstance(otherwise, Known) and type_of(otherwise.term) == column != "list":
        yield Known(Default(cell, otherwise.term)), state
        return
    yield Known(cell), state.where(Defined(cell))
    yield otherwise, state.where(negated(Defined(cell)))
