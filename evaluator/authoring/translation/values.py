"""What a Rego expression may stand for while it is translated.

Scalars are terms of the logical form. All else (objects, arrays, sets, the document itself) exists
only here: rules take them apart before anything of them is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from evaluator.triage.logic import (
    Aggregate,
    AnyOf,
    Arithmetic,
    Block,
    Branch,
    Cell,
    Constant,
    Default,
    Defined,
    Field,
    Formula,
    Holds,
    Item,
    Lookup,
    Opaque,
    Row,
    Source,
    Symbol,
    Term,
    Tuple,
    Type,
)

__all__ = [
    "RANKS",
    "ArrayOf",
    "Boolean",
    "Collected",
    "Collection",
    "Document",
    "Known",
    "List",
    "Null",
    "Object",
    "State",
    "Symbols",
    "Unbound",
    "Unknown",
    "Value",
    "defined",
    "key_of",
    "rank",
    "truthy",
    "type_of",
]

#: Rego's order over values of different types.
RANKS: Mapping[str, int] = {
    "null": 0,
    "bool": 1,
    "int": 2,
    "string": 3,
    "list": 4,
    "tuple": 4,
    "object": 5,
    "map": 5,
    "set": 6,
}


class Unbound(Exception):  # noqa: N818 (control flow: the expression is tried again later)
    """An expression needs a variable that has no value yet."""


@dataclass(frozen=True, slots=True)
class Known:
    """A term."""

    term: Term


@dataclass(frozen=True, slots=True)
class Null:
    """JSON null, which stands in Rego only, never in a document."""


@dataclass(frozen=True, slots=True)
class Document:
    """``input``."""


@dataclass(frozen=True, slots=True)
class Symbols:
    """All parameters, or all facts about the snapshot."""

    root: str


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """An array of the document as a whole."""

    branch: str


@dataclass(frozen=True, slots=True)
class RowOf:
    """A row of an array of the document."""

    row: str
    branch: str


@dataclass(frozen=True, slots=True)
class Object:
    """An object with keys that are known."""

    members: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class List:
    """An array with as many items as stand here."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """For each way to fulfil the conditions over the sources: the head."""

    sources: tuple[Source, ...]
    conditions: tuple[Formula, ...]
    head: Value


@dataclass(frozen=True, slots=True)
class Collection:
    """A set, or an array whose order is not asked for."""

    distinct: bool
    parts: tuple[Collected, ...]


@dataclass(frozen=True, slots=True)
class Boolean:
    """Whether a formula holds, as a value."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not understood; ``total``: it surely has a value."""

    reason: str
    total: bool = False


Value = (
    Known
    | Null
    | Document
    | Symbols
    | ArrayOf
    | RowOf
    | Object
    | List
    | Collection
    | Boolean
    | Unknown
)


@dataclass(frozen=True, slots=True)
class State:
    """What holds where a rule's body was read up to here."""

    names: Mapping[str, Value]
    sources: tuple[Source, ...] = ()
    conditions: tuple[Formula, ...] = ()

    def bind(self, name: str, value: Value) -> State:
        """With a value for a variable."""
        return replace(self, names={**self.names, name: value})

    def where(self, *formulas: Formula) -> State:
        """With more conditions; what always holds, or stands here already, is left out."""
        more: list[Formula] = []
        for each in formulas:
            parts = each.conditions if isinstance(each, Block) and not each.sources else (each,)
            more += [part for part in parts if part not in self.conditions and part not in more]
        return replace(self, conditions=(*self.conditions, *more)) if more else self

    def source(self, source: Source) -> State:
        """With one more source."""
        return replace(self, sources=(*self.sources, source))

    @property
    def possible(self) -> bool:
        """False where a condition never holds."""
        return AnyOf(()) not in self.conditions

    @property
    def block(self) -> Block:
        """Sources and conditions as a formula."""
        return Block(self.sources, self.conditions)


def type_of(term: Term) -> Type:  # noqa: PLR0911 (one for each kind of term)
    """Type of a term."""
    match term:
        case Constant(value):
            if isinstance(value, bool):
                return "bool"
            return "int" if isinstance(value, int) else "string"
        case Branch() | Row():
            return "object"
        case Arithmetic():
            return "int"
        case Default(inner, _):
            return type_of(inner)
        case Tuple():
            return "tuple"
        case Symbol() | Field() | Cell() | Lookup() | Item() | Aggregate():
            return term.type


def rank(value: Value) -> int | None:  # noqa: PLR0911 (one for each kind of value)
    """Place of the value's type in Rego's order; None: not known."""
    match value:
        case Known(term):
            return RANKS[type_of(term)]
        case Null():
            return RANKS["null"]
        case Boolean():
            return RANKS["bool"]
        case ArrayOf() | List():
            return RANKS["list"]
        case RowOf() | Object() | Document() | Symbols():
            return RANKS["object"]
        case Collection(distinct, _):
            return RANKS["set"] if distinct else RANKS["list"]
        case Unknown():
            return None


def _may_be_undefined(term: Term) -> bool:
    match term:
        case Constant() | Row():
            return False
        case Cell(_, name, _):
            return bool(name)
        case Default(_, otherwise):
            return _may_be_undefined(otherwise)
        case Aggregate(function, _, _, _):
            return function in {"min", "max"}
    return True


def defined(value: Value) -> tuple[Formula, ...]:  # noqa: PLR0911 (one for each kind of value)
    """Conditions under which a value is there."""
    match value:
        case Known(Tuple(items)):
            return tuple(each for item in items for each in defined(Known(item)))
        case Known(Arithmetic(_, left, right)):
            return (*defined(Known(left)), *defined(Known(right)))
        case Known(Aggregate(function, parts, _, _)) if function in {"min", "max"}:
            return (AnyOf(tuple(Block(part.sources, part.conditions) for part in parts)),)
        case Known(Item(of, _, _)):
            return defined(Known(of))
        case Known(term):
            return (Defined(term),) if _may_be_undefined(term) else ()
        case Object(members):
            return tuple(each for _, member in members for each in defined(member))
        case List(items):
            return tuple(each for item in items for each in defined(item))
        case Unknown(reason, total):
            return () if total else (Opaque(reason),)
        case Boolean():
            # Comparisons of what is defined are true or false.
            return ()
    return ()


def truthy(value: Value) -> tuple[Formula, ...]:
    """Conditions under which a value is there and is not false."""
    match value:
        case Known(Constant(known)) if known is False:
            return (AnyOf(()),)
        case Known(term) if type_of(term) == "bool" and not isinstance(term, Constant):
            return (Holds(term),)
        case Boolean(formula):
            return (formula,)
        case Unknown(reason):
            return (Opaque(reason),)
    return defined(value)


def key_of(value: Value) -> Any:  # noqa: ANN401 (a JSON scalar)
    """The scalar that a value is known to be; None where it is not."""
    return (
        value.term.value if isinstance(value, Known) and isinstance(value.term, Constant) else None
    )
