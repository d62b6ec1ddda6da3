"""The logical form of a control: what its Rego asks of a subject, with no engine in it.

Terms have values, or none (undefined); formulas hold or do not. Parameters and the snapshot's
facts stay symbols, so that a form is good for every run. A part of the Rego that is not understood
stands as :class:`Opaque`, which may hold or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, TypeVar, get_args

__all__ = [
    "FALSE",
    "TRUE",
    "Aggregate",
    "AnyOf",
    "Arithmetic",
    "Block",
    "Branch",
    "Cell",
    "Compare",
    "Comparison",
    "Constant",
    "Contains",
    "Default",
    "Defined",
    "Elements",
    "Field",
    "Formula",
    "Holds",
    "Item",
    "Lookup",
    "Not",
    "Opaque",
    "Part",
    "Predicate",
    "Row",
    "Rows",
    "Scalar",
    "Source",
    "Symbol",
    "Term",
    "Text",
    "Tuple",
    "Type",
    "opaque_reasons",
    "renamed",
    "rows_of",
]

Scalar = str | int | bool
#: ``list``: of texts; ``map``: from texts to scalars; ``tuple``: items of any scalar type.
Type = Literal["bool", "int", "string", "list", "map", "object", "tuple"]
Comparison = Literal["<", "<=", ">", ">=", "=", "<>"]
Text = str


@dataclass(frozen=True, slots=True)
class Constant:
    """A scalar."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Symbol:
    """A parameter (``root`` params) or a fact about the snapshot, known when a run starts."""

    root: str
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Branch:
    """An object of the document as a whole; undefined where it is absent."""

    branch: str


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an object of the document; of the branch ``unknown`` the list itself."""

    branch: str
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an array of the document as a whole."""

    row: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a row, or, without a name, an element of a list."""

    row: str
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``+``, ``-`` or ``*`` of whole numbers of any size."""

    operator: Literal["+", "-", "*"]
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Default:
    """The term, or ``otherwise`` where it is undefined."""

    term: Term
    otherwise: Term


@dataclass(frozen=True, slots=True)
class Lookup:
    """The value under a key of a map: of a parameter, or of pairs of key and value."""

    map: Symbol | tuple[tuple[Text, Scalar], ...]
    key: Term
    type: Type


@dataclass(frozen=True, slots=True)
class Tuple:
    """Scalars side by side, ordered by the first that differ."""

    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One of a tuple, counted from 0."""

    of: Term
    index: int
    type: Type


@dataclass(frozen=True, slots=True)
class Part:
    """For each way to fulfil the conditions over the sources: the head."""

    sources: tuple[Source, ...]
    conditions: tuple[Formula, ...]
    head: Term


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Number, sum, least or greatest of the heads of all parts together.

    ``distinct``: equal heads count once. Least and greatest of none are undefined.
    """

    function: Literal["count", "sum", "min", "max"]
    parts: tuple[Part, ...]
    distinct: bool
    type: Type


Term = (
    Constant
    | Symbol
    | Branch
    | Field
    | Row
    | Cell
    | Arithmetic
    | Default
    | Lookup
    | Tuple
    | Item
    | Aggregate
)


@dataclass(frozen=True, slots=True)
class Compare:
    """Two terms of one type, compared; does not hold where one is undefined."""

    operator: Comparison
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Contains:
    """A list of texts has the term as an element."""

    list: Term
    term: Term


@dataclass(frozen=True, slots=True)
class Holds:
    """A term of type bool is true."""

    term: Term


@dataclass(frozen=True, slots=True)
class Defined:
    """A term has a value."""

    term: Term


@dataclass(frozen=True, slots=True)
class Not:
    """The formula does not hold."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one holds; of none: never."""

    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """There is a choice of a row from each source so that all conditions hold."""

    sources: tuple[Source, ...]
    conditions: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """Something that was not understood, with the reason."""

    reason: str


Formula = Compare | Contains | Holds | Defined | Not | AnyOf | Block | Opaque


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an array of the document, one after the other under a name."""

    row: str
    branch: str


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a list of texts, one after the other under a name."""

    row: str
    list: Term


Source = Rows | Elements

TRUE = Block((), ())
FALSE = AnyOf(())

_Node = TypeVar("_Node")

#: Name in a plan -> class.
NODES: Mapping[str, type] = {
    each.__name__.lower(): each for union in (Term, Formula, Source) for each in get_args(union)
} | {"part": Part}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A formula about a subject, and why it may keep more than its Rego (nothing: it is exact)."""

    formula: Formula
    reasons: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether it holds exactly where the Rego does."""
        return not self.reasons


def _inside(node: object) -> Iterator[object]:
    """The node and everything in it."""
    yield node
    if isinstance(node, tuple):
        for each in node:
            yield from _inside(each)
    elif is_dataclass(node):
        for field in fields(node):
            yield from _inside(getattr(node, field.name))


def opaque_reasons(node: object) -> tuple[str, ...]:
    """Reasons of what is opaque in a node, sorted."""
    return tuple(sorted({each.reason for each in _inside(node) if isinstance(each, Opaque)}))


def rows_of(node: object) -> frozenset[str]:
    """Names of the rows that a node speaks of, those that it chooses itself included."""
    return frozenset(
        each.row for each in _inside(node) if isinstance(each, Row | Cell | Rows | Elements)
    )


def renamed(node: _Node, names: Mapping[str, str]) -> _Node:
    """A node with other names for rows; names that are not given stay."""
    result: Any = node
    if isinstance(node, tuple):
        result = tuple(renamed(each, names) for each in node)
    elif is_dataclass(node) and not isinstance(node, type):
        values = {field.name: getattr(node, field.name) for field in fields(node)}
        result = type(node)(
            **{
                name: names.get(value, value) if name == "row" else renamed(value, names)
                for name, value in values.items()
            }
        )
    return result  # type: ignore[no-any-return]
