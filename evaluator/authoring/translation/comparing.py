"""Comparisons, membership and set arithmetic of values, as formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from evaluator.authoring.translation.values import (
    RANKS,
    ArrayOf,
    Boolean,
    Collection,
    Known,
    List,
    Null,
    RowOf,
    Unknown,
    Value,
    defined,
    rank,
    type_of,
)
from evaluator.triage.folding import HOLDS
from evaluator.triage.logic import (
    FALSE,
    TRUE,
    Aggregate,
    Block,
    Compare,
    Comparison,
    Constant,
    Contains,
    Formula,
    Opaque,
    Part,
    Row,
    Rows,
    Term,
    Tuple,
)
from evaluator.triage.simplifying import any_of, negated

__all__ = [
    "COMPARISONS",
    "as_term",
    "compare",
    "counted",
    "every_part",
    "member",
    "unmeasured",
]

COMPARISONS: Final[Mapping[str, Comparison]] = {
    "eq": "=",
    "equal": "=",
    "neq": "<>",
    "lt": "<",
    "lte": "<=",
    "gt": ">",
    "gte": ">=",
}
_MIRRORED: Final[Mapping[Comparison, Comparison]] = {
    "=": "=",
    "<>": "<>",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
#: Head of a part where it is no scalar and no tuple of scalars.
_UNMEASURED: Final = Tuple(())


def as_term(value: Value) -> Term | None:
    """The value as one term of the logical form, if it can be one."""
    if isinstance(value, Known):
        return value.term
    if isinstance(value, RowOf):
        return Row(value.row)
    if isinstance(value, List):
        items = [as_term(item) for item in value.items]
        if items and all(item is not None and _is_scalar(item) for item in items):
            return Tuple(tuple(cast("list[Term]", items)))
    return None


def _is_scalar(term: Term) -> bool:
    return type_of(term) in {"bool", "int", "string"}


def compare(  # noqa: PLR0911 (one for each kind of values)
    operator: Comparison, left: Value, right: Value
) -> tuple[Formula, ...]:
    """Conditions, all of them needed, under which the comparison holds."""
    there = (*defined(left), *defined(right))
    for each in (left, right):
        if isinstance(each, Unknown):
            return (*there, Opaque(f"compared with {each.reason}"))
    ranks = rank(left), rank(right)
    if ranks[0] != ranks[1]:
        return (*there, TRUE if HOLDS[operator](*ranks) else FALSE)
    match left, right:
        case Null(), _:
            return (TRUE if operator in {"=", "<=", ">="} else FALSE,)
        case Collection(), Collection():
            return _compare_collections(operator, left, right)
        case List(), List() if operator == "=":
            return (*there, *_equal_lists(left, right))
        case (Boolean(), _) | (_, Boolean()):
            return (*there, Opaque("comparison of a comparison"))
    one, other = as_term(left), as_term(right)
    if one is None or other is None or not _comparable(one, other):
        return (*there, Opaque("comparison of values that are no scalars"))
    return (_compare_terms(operator, one, other),)


def _equal_lists(left: List, right: List) -> tuple[Formula, ...]:
    if len(left.items) != len(right.items):
        return (FALSE,)
    pairs = zip(left.items, right.items, strict=True)
    return tuple(each for one, other in pairs for each in compare("=", one, other))


def _comparable(one: Term, other: Term) -> bool:
    if _is_scalar(one) and _is_scalar(other):
        return True
    # Tuples here are only ever of one making: the rows of one comprehension.
    return type_of(one) == type_of(other) == "tuple"


def _compare_terms(operator: Comparison, one: Term, other: Term) -> Formula:
    if isinstance(one, Constant) and isinstance(other, Constant):
        return TRUE if HOLDS[operator](one.value, other.value) else FALSE
    if isinstance(other, Aggregate) and not isinstance(one, Aggregate):
        operator, one, other = _MIRRORED[operator], other, one
    if isinstance(one, Aggregate) and one.function == "count" and isinstance(other, Constant):
        some = any_of([Block(part.sources, part.conditions) for part in one.parts])
        if (operator, other.value) in {(">", 0), (">=", 1), ("<>", 0)}:
            return some
        if (operator, other.value) in {("=", 0), ("<=", 0), ("<", 1)}:
            return negated(some)
    if unmeasured(one) or unmeasured(other):
        return Opaque("number of values that are no scalars")
    return Compare(operator, one, other)


def unmeasured(term: Term) -> bool:
    """Whether of a number of members only is known if it is 0."""
    return isinstance(term, Aggregate) and any(part.head == _UNMEASURED for part in term.parts)


def _compare_collections(
    operator: Comparison, left: Collection, right: Collection
) -> tuple[Formula, ...]:
    for one, other in ((left, right), (right, left)):
        if not one.parts and operator in {"=", "<>"}:
            some = any_of([Block(part.sources, part.conditions) for part in other.parts])
            return (some if operator == "<>" else negated(some),)
    if operator != "=" or not (left.distinct and right.distinct):
        return (Opaque("comparison of sets"),)
    return tuple(
        negated(
            any_of(
                [
                    Block(part.sources, (*part.conditions, negated(member(part.head, other))))
                    for part in one.parts
                ]
            )
        )
        for one, other in ((left, right), (right, left))
    )


def member(value: Value, collection: Value) -> Formula:
    """The collection has the value."""
    if isinstance(collection, Known) and type_of(collection.term) == "list":
        if isinstance(value, Known) and type_of(value.term) == "string":
            return Contains(collection.term, value.term)
        return Opaque("membership in a list") if rank(value) in {None, RANKS["string"]} else FALSE
    if isinstance(collection, List):
        return any_of([Block((), compare("=", value, item)) for item in collection.items])
    if isinstance(collection, Collection):
        return any_of(
            [
                Block(part.sources, (*part.conditions, *compare("=", value, part.head)))
                for part in collection.parts
            ]
        )
    scalar = rank(collection) in {RANKS[name] for name in ("null", "bool", "int", "string")}
    return FALSE if scalar else Opaque("membership")


def every_part(collection: Collection) -> tuple[Part, ...] | None:
    """The parts of a collection with terms as heads, if all can be such."""
    parts = []
    for part in collection.parts:
        head = as_term(part.head)
        if head is None:
            return None
        parts.append(Part(part.sources, part.conditions, head))
    return tuple(parts)


def counted(value: Value) -> Value:
    """Number of members."""
    if isinstance(value, List):
        return Known(Constant(len(value.items)))
    if isinstance(value, Collection):
        if not value.parts:
            return Known(Constant(0))
        parts = every_part(value) or tuple(
            Part(part.sources, part.conditions, _UNMEASURED) for part in value.parts
        )
        return Known(Aggregate("count", parts, value.distinct, "int"))
    if isinstance(value, ArrayOf):
        whole = Part((Rows("row", value.branch),), (), Row("row"))
        return Known(Aggregate("count", (whole,), distinct=False, type="int"))
    return Unknown("count")
