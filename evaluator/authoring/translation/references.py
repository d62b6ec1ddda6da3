"""One step of a reference: what a key leads to in a value, and what iterating over it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from evaluator.authoring.translation.comparing import compare
from evaluator.authoring.translation.values import (
    ArrayOf,
    Collected,
    Collection,
    Document,
    Known,
    List,
    Null,
    Object,
    RowOf,
    State,
    Symbols,
    Unknown,
    Value,
    defined,
    key_of,
    rank,
    type_of,
)
from evaluator.bundle import Contract, Framework, Kind, SubjectKind
from evaluator.triage.logic import (
    Branch,
    Cell,
    Constant,
    Elements,
    Field,
    Item,
    Lookup,
    Opaque,
    Rows,
    Scalar,
    Source,
    Symbol,
    Term,
    Tuple,
    Type,
    renamed,
)

__all__ = ["Shapes", "constant_of"]

Node = Mapping[str, Any]
Results = Iterator[tuple[Value, State]]

_TYPES: Mapping[Kind, Type] = {
    Kind.TIME: "int",
    Kind.NUMBER: "int",
    Kind.FLAG: "bool",
    Kind.LIST: "list",
}
_UNKNOWN = "unknown"


def constant_of(node: Node) -> Value:  # noqa: PLR0911 (one for each kind of literal)
    """The value of a literal.

    Args:
        node: a literal of OPA's syntax tree, composite or not.
    """
    content = node.get("value")
    match node["type"]:
        case "null":
            return Null()
        case "boolean" | "string":
            return Known(Constant(cast("Scalar", content)))
        case "number" if isinstance(content, int):
            return Known(Constant(content))
        case "array":
            return List(tuple(constant_of(each) for each in content or ()))
        case "set":
            parts = tuple(Collected((), (), constant_of(each)) for each in content or ())
            return Collection(distinct=True, parts=parts)
        case "object" if all(key["type"] == "string" for key, _ in content or ()):
            return Object(tuple((key["value"], constant_of(each)) for key, each in content or ()))
    return Unknown(f"literal {node['type']}", total=True)


_PARAMETERS: Mapping[str, Type] = {
    "integer": "int",
    "time": "int",
    "string": "string",
    "string_list": "list",
    "string_map": "map",
    "integer_map": "map",
}
_SNAPSHOT: Mapping[str, Type] = {
    "as_of": "int",
    "window_from": "int",
    "window_to": "int",
    "platform_id": "string",
    "coverage": "string",
}


@dataclass(slots=True)
class Shapes:
    """Documents of one subject kind, parameters, and facts about the snapshot.

    Attributes:
        objects: branch that is an object -> its columns with their types.
        arrays: the same of branches that are arrays.
        symbols: root -> name -> type.
        texts: maps among the parameters whose values are texts; those of others are integers.
        keys: branch that is an array -> the column that tells its rows apart, if one does.
        read: branch and column of everything that was asked for.
    """

    objects: Mapping[str, Mapping[str, Type]]
    arrays: Mapping[str, Mapping[str, Type]]
    symbols: Mapping[str, Mapping[str, Type]]
    texts: frozenset[str]
    keys: Mapping[str, str | None]
    read: set[tuple[str, str]] = field(default_factory=set)
    _names: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, contract: Contract, subject: str, framework: Framework) -> Shapes:
        """Shapes by the contract and the framework's parameters."""
        kind = contract.subjects[subject]
        branches = {
            branch: {name: _TYPES.get(column.kind, "string") for name, column in columns.items()}
            for branch, columns in contract.branch_columns(kind).items()
        }
        arrays = kind.arrays()
        params = {name: _PARAMETERS[each.type] for name, each in framework.parameters.items()}
        return cls(
            {name: columns for name, columns in branches.items() if name not in arrays},
            {name: columns for name, columns in branches.items() if name in arrays},
            {"params": params, "snapshot": _SNAPSHOT},
            frozenset(
                name for name, each in framework.parameters.items() if each.type == "string_map"
            ),
            _keys(contract, kind),
        )

    def restart(self) -> None:
        """Give rows their names from the beginning again."""
        self._names.clear()

    def columns(self, value: Value) -> Mapping[str, Type]:
        """Columns of an object or of a row of the document."""
        if isinstance(value, RowOf):
            return self.arrays[value.branch]
        if isinstance(value, Known) and isinstance(value.term, Branch):
            return self.objects[value.term.branch]
        return {}

    def use_column(self, value: Value, name: str) -> None:
        """Remember that a column of an object or of a row is asked for."""
        branch = _branch_of(value)
        if branch is not None and name in self.columns(value):
            self.read.add((branch, name))

    def use_whole(self, value: Value) -> None:
        """Remember that a value is handed on whole: every column of what is in it."""
        branch = _branch_of(value)
        if branch is not None:
            self.read.update((branch, name) for name in self.columns(value))
        for each in _inside(value):
            self.use_whole(each)

    def use_identity(self, value: Value) -> None:
        """Remember that a value is told from others like it: of a row its key decides that."""
        if isinstance(value, RowOf):
            key = self.keys[value.branch]
            if key is None:
                self.use_whole(value)
            else:
                self.read.add((value.branch, key))
        for each in _inside(value):
            self.use_identity(each)

    def step(self, value: Value, free: Node | None, given: Value | None, state: State) -> Results:
        """What a key leads to, with the state under which it does.

        Args:
            value: what is taken apart.
            free: the variable that takes the key, where this is an iteration.
            given: the key, where it is not.
            state: what holds beforehand.
        """
        if free is not None:
            for key, inner, found in self._each(value, state):
                yield inner, found.bind(free["value"], key)
        elif given is not None:
            yield from self._at(value, given, state)

    # --- iteration ------------------------------------------------------------------------------

    def _each(self, value: Value, state: State) -> Iterator[tuple[Value, Value, State]]:
        """Key, value, state of everything in a value; scalars have nothing in them."""
        match value:
            case ArrayOf(branch):
                row = self._name("r")
                found = RowOf(row, branch)
                yield Unknown("position", total=True), found, state.source(Rows(row, branch))
            case Known(term) if type_of(term) == "list":
                row = self._name("e")
                element = Known(Cell(row, "", "string"))
                chosen = state.source(Elements(row, term)).where(*defined(value))
                yield Unknown("position", total=True), element, chosen
            case Known(term) if type_of(term) in {"int", "string", "bool"}:
                return
            case List(items):
                for index, item in enumerate(items):
                    yield Known(Constant(index)), item, state
            case Object(members):
                for name, member in members:
                    yield Known(Constant(name)), member, state
            case Collection(distinct, parts):
                for part in parts:
                    fresh, chosen = self._choose(part, state)
                    position = fresh if distinct else Unknown("position", total=True)
                    yield position, fresh, chosen
            case _:
                reason = f"iteration over {type(value).__name__}"
                yield Unknown(reason), Unknown(reason), state.where(Opaque(reason))

    def _choose(self, part: Collected, state: State) -> tuple[Value, State]:
        """A member of a part, chosen anew."""
        names = {each.row: self._name(each.row[0]) for each in part.sources}
        sources: tuple[Source, ...] = renamed(part.sources, names)
        found = state
        for source in sources:
            found = found.source(source)
        return renamed(part.head, names), found.where(*renamed(part.conditions, names))

    # --- a given key ----------------------------------------------------------------------------

    def _at(  # noqa: C901, PLR0912 (one for each kind of value)
        self, value: Value, key: Value, state: State
    ) -> Results:
        name = key_of(key)
        match value:
            case Document():
                yield from self._branch(name, state)
            case Symbols(root):
                yield self._symbol(root, name), state
            case RowOf(row, branch):
                self._use_key(value, name)
                yield from self._column(self.arrays[branch], name, state, row=row)
            case Known(Branch(branch)):
                self._use_key(value, name)
                yield from self._column(self.objects[branch], name, state, branch=branch)
            case Known(Symbol(_, _, "map") as symbol):
                yield from self._looked_up(symbol, key, state)
            case Known(term) if type_of(term) == "tuple":
                yield self._item(term, name), state
            case Known(term) if type_of(term) in {"int", "string", "bool"}:
                return
            case List(items) if name is not None:
                if isinstance(name, int) and not isinstance(name, bool) and name < len(items):
                    yield items[name], state
            case Object(members):
                yield from self._member(members, key, state)
            case Collection(True, parts):
                for part in parts:
                    head, found = self._choose(part, state)
                    yield head, found.where(*compare("=", key, head))
            case _:
                reason = f"a key of {type(value).__name__}"
                yield Unknown(reason), state

    def _use_key(self, value: Value, name: object) -> None:
        if isinstance(name, str):
            self.use_column(value, name)
        else:
            self.use_whole(value)

    def _branch(self, name: object, state: State) -> Results:
        if name == _UNKNOWN:
            yield Known(Field(_UNKNOWN, "", "list")), state
        elif isinstance(name, str) and name in self.objects:
            yield Known(Branch(name)), state
        elif isinstance(name, str) and name in self.arrays:
            yield ArrayOf(name), state
        else:
            yield Unknown(f"input.{name}"), state

    def _symbol(self, root: str, name: object) -> Value:
        if isinstance(name, str) and name in self.symbols[root]:
            return Known(Symbol(root, name, self.symbols[root][name]))
        return Unknown(f"{root}.{name}")

    def _column(
        self,
        columns: Mapping[str, Type],
        name: object,
        state: State,
        *,
        row: str | None = None,
        branch: str = "",
    ) -> Results:
        if not isinstance(name, str):
            yield Unknown("a computed column"), state
        elif name in columns:
            kind = columns[name]
            cell: Term = Field(branch, name, kind) if row is None else Cell(row, name, kind)
            yield Known(cell), state
        # A column that is not in the contract is in no document.

    def _looked_up(self, symbol: Symbol, key: Value, state: State) -> Results:
        kind: Type = "string" if symbol.name in self.texts else "int"
        if isinstance(key, Known) and type_of(key.term) == "string":
            yield Known(Lookup(symbol, key.term, kind)), state
        elif rank(key) is None:
            yield Unknown("a key that is not understood"), state

    def _item(self, term: Term, name: object) -> Value:
        shape = _shape(term)
        if isinstance(name, int) and not isinstance(name, bool) and name < len(shape):
            return Known(Item(term, name, shape[name]))
        return Unknown("an item of an array")

    def _member(self, members: Sequence[tuple[str, Value]], key: Value, state: State) -> Results:
        name = key_of(key)
        if name is not None:
            yield from ((member, state) for each, member in members if each == name)
            return
        if not isinstance(key, Known) or type_of(key.term) != "string":
            yield Unknown("a computed key"), state
            return
        scalars = [(each, key_of(member)) for each, member in members]
        kinds = {type(scalar) for _, scalar in scalars}
        if kinds in ({int}, {str}):
            kind: Type = "int" if kinds == {int} else "string"
            yield Known(Lookup(tuple(scalars), key.term, kind)), state
            return
        for each, member in members:
            yield member, state.where(*compare("=", key, Known(Constant(each))))

    def _name(self, kind: str) -> str:
        self._names[kind] = self._names.get(kind, 0) + 1
        return f"{kind}{self._names[kind]}"


def _keys(contract: Contract, kind: SubjectKind) -> dict[str, str | None]:
    tables = kind.branch_tables()
    counted = {each.name: each.key for each in kind.derived}
    return {
        branch: counted[branch] if branch in counted else contract.tables[tables[branch]].key
        for branch in kind.arrays()
    }


def _branch_of(value: Value) -> str | None:
    """The branch of which a value is the object or a row."""
    if isinstance(value, RowOf):
        return value.branch
    if isinstance(value, Known) and isinstance(value.term, Branch):
        return value.term.branch
    return None


def _inside(value: Value) -> tuple[Value, ...]:
    """What a composite value is made of."""
    match value:
        case List(items):
            return items
        case Object(members):
            return tuple(member for _, member in members)
        case Collection(_, parts):
            return tuple(part.head for part in parts)
    return ()


def _shape(term: Term) -> tuple[Type, ...]:
    """Types of the items of a tuple."""
    if isinstance(term, Tuple):
        return tuple(type_of(each) for each in term.items)
    parts = getattr(term, "parts", ())
    return _shape(parts[0].head) if parts else ()
