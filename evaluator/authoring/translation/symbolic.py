"""Reads compiled rules as formulas over a document of which only the shape is known.

Every way through a rule's body is a :class:`State`: the rows that it chooses and the conditions
that it needs. What cannot be read becomes a condition that is opaque; nothing is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from evaluator.authoring.translation.comparing import COMPARISONS, compare
from evaluator.authoring.translation.functions import ARITIES, apply
from evaluator.authoring.translation.references import Shapes, constant_of
from evaluator.authoring.translation.rules import Definition, Node, Path_, Rule
from evaluator.authoring.translation.uses import use_arguments
from evaluator.authoring.translation.values import (
    Collected,
    Collection,
    Document,
    Known,
    List,
    Object,
    State,
    Symbols,
    Unbound,
    Unknown,
    Value,
    defined,
    truthy,
)
from evaluator.bundle import Contract, Framework
from evaluator.triage.logic import Constant, Formula, Opaque
from evaluator.triage.simplifying import any_of, negated

__all__ = ["Translator"]

Results = Iterator[tuple[Value, State]]
_DATA = "data"
_SYMBOLS = ("params", "snapshot")
#: Rules may not call themselves; this only bounds what a bundle can make us do.
_DEEPEST = 60


class Translator:
    """Translates the rules of one subject kind.

    Args:
        rules: all rules.
        contract: what documents look like.
        subject: the subject kind.
        framework: the parameters.
    """

    def __init__(
        self, rules: Mapping[Path_, Rule], contract: Contract, subject: str, framework: Framework
    ) -> None:
        self._rules = rules
        self._shapes = Shapes.of(contract, subject, framework)
        self._depth = 0

    def values(self, path: Path_) -> Results:
        """What a rule may be, each with the state under which it is; none: it is never defined."""
        self._shapes.restart()
        if path in self._rules:
            yield from self._rule(path, (), State({}))

    @property
    def read(self) -> frozenset[tuple[str, str]]:
        """Branch and column of everything that the values asked for so far depend on.

        Of what is opaque in them nothing is known.
        """
        return frozenset(self._shapes.read)

    # --- rules ----------------------------------------------------------------------------------

    def _members(self, rule: Rule, outer: State) -> Results:
        for definition in rule.definitions:
            assert definition.head is not None
            for state in self._body(definition.body, replace(outer, names={})):
                for value, found in self._term(definition.head, state):
                    self._shapes.use_identity(value)
                    yield value, found.where(*defined(value))

    def _rule(self, path: Path_, given: Sequence[Value], state: State) -> Results:
        """Values of a rule; names of the caller stay as they are."""
        rule = self._rules[path]
        if rule.refused is not None or self._depth > _DEEPEST:
            yield Unknown(rule.refused or "rules too deep"), state
            return
        self._depth += 1
        try:
            if rule.kind == "set":
                parts = tuple(
                    Collected(found.sources, found.conditions, value)
                    for value, found in self._members(rule, State({}))
                )
                yield Collection(distinct=True, parts=parts), state
                return
            for value, found in self._alternatives(rule, given):
                yield (
                    value,
                    replace(state, sources=state.sources + found.sources).where(*found.conditions),
                )
        finally:
            self._depth -= 1

    def _alternatives(self, rule: Rule, given: Sequence[Value]) -> list[tuple[Value, State]]:
        found = [
            (value, state)
            for definition in rule.definitions
            for value, state in self._definition(definition, given)
            if state.possible
        ]
        some = any_of([state.block for _, state in found])
        values = {value for value, _ in found}
        if len(values) == 1 and _is_constant(found[0][0]):
            found = [(found[0][0], State({}).where(some))]
        if rule.default is not None:
            found.append((constant_of(rule.default), State({}).where(negated(some))))
        return [(value, state) for value, state in found if state.possible]

    def _definition(self, definition: Definition, given: Sequence[Value]) -> Results:
        states = [State({})]
        for pattern, value in zip(definition.arguments, given, strict=True):
            states = [found for state in states for found in self._match(pattern, value, state)]
        for state in states:
            for found in self._body(definition.body, state):
                if definition.head is None:
                    yield Known(Constant(value=True)), found
                    continue
                for value, last in self._term(definition.head, found):
                    yield value, last.where(*defined(value))

    # --- bodies ---------------------------------------------------------------------------------

    def _body(self, body: Sequence[Node], state: State) -> Iterator[State]:
        if not state.possible:
            return
        if not body:
            yield state
            return
        for patient in (True, False):
            for index, expression in enumerate(body):
                rest = (*body[:index], *body[index + 1 :])
                if patient and expression.get("negated") and _free(expression, rest, state):
                    continue
                try:
                    found = list(self._expression(expression, state))
                except Unbound:
                    continue
                for each in found:
                    yield from self._body(rest, each)
                return
        yield state.where(Opaque("a variable without a value"))

    def _apart(self, body: Sequence[Node], state: State) -> Formula:
        """Whether a body can be fulfilled, in a scope of its own."""
        inner = State(state.names)
        return any_of([found.block for found in self._body(body, inner)])

    def _expression(self, expression: Node, state: State) -> Iterator[State]:
        terms = expression["terms"]
        if expression.get("with"):
            yield state.where(Opaque("with"))
        elif expression.get("negated"):
            positive = {key: value for key, value in expression.items() if key != "negated"}
            yield state.where(negated(self._apart([positive], state)))
        elif isinstance(terms, list):
            yield from self._operation(terms, state)
        elif "domain" in terms:
            yield from self._every(terms, state)
        elif "symbols" in terms:
            yield state
        else:
            for value, found in self._term(terms, state):
                yield found.where(*truthy(value))

    def _operation(self, terms: Sequence[Node], state: State) -> Iterator[State]:
        name, given = _function_name(terms[0]), terms[1:]
        if name in {"eq", "assign"}:
            yield from self._unify(given[0], given[1], state)
            return
        arity = self._arity(name)
        if arity is None:
            # A function that is not known may have an output.
            yield self._unknown_outputs(given, state.where(Opaque(f"function {name}")))
            return
        for value, found in self._call(name, given[:arity], state):
            if len(given) == arity:
                yield found.where(*truthy(value))
                continue
            as_value = name in COMPARISONS or name == "internal.member_2"
            doubts = (Opaque("comparison as a value"),) if as_value else ()
            yield from self._match(given[arity], value, found.where(*doubts))

    def _unknown_outputs(self, given: Sequence[Node], state: State) -> State:
        for each in given:
            if each["type"] == "var" and each["value"] not in state.names:
                state = state.bind(each["value"], Unknown("output of an unknown function"))
        return state

    def _arity(self, name: str) -> int | None:
        if name.startswith(f"{_DATA}."):
            rule = self._rules.get(_path(name.split(".")[1:]))
            return rule.arity if rule else None
        return ARITIES.get(name)

    def _call(self, name: str, given: Sequence[Node], state: State) -> Results:
        for values, found in self._terms(given, state):
            if name.startswith(f"{_DATA}."):
                # An argument that is undefined leaves the call undefined.
                there = [each for value in values for each in defined(value)]
                yield from self._rule(_path(name.split(".")[1:]), values, found.where(*there))
            else:
                use_arguments(self._shapes, name, values)
                yield from apply(name, values, found, self._shapes.columns)

    def _every(self, terms: Node, state: State) -> Iterator[State]:
        for domain, found in self._term(terms["domain"], state):
            failing: list[Formula] = []
            key = terms.get("key") or {"type": "var", "value": "$key"}
            for value, inner in self._shapes.step(domain, key, None, State(found.names)):
                for last in self._match(terms["value"], value, inner):
                    fulfilled = self._apart(terms["body"], last)
                    failing.append(last.where(negated(fulfilled)).block)
            yield found.where(*defined(domain), negated(any_of(failing)))

    # --- unification ----------------------------------------------------------------------------

    def _unify(self, left: Node, right: Node, state: State) -> Iterator[State]:
        for one, other in ((left, right), (right, left)):
            if one["type"] == "var" and one["value"] not in state.names:
                for value, found in self._term(other, state):
                    yield found.where(*defined(value)).bind(one["value"], value)
                return
        if left["type"] in {"array", "object"}:
            left, right = right, left
        for value, found in self._term(left, state):
            yield from self._match(right, value, found)

    def _match(self, pattern: Node, value: Value, state: State) -> Iterator[State]:
        if pattern["type"] == "var" and pattern["value"] not in state.names:
            yield state.where(*defined(value)).bind(pattern["value"], value)
        elif pattern["type"] == "array" and isinstance(value, List):
            if len(pattern["value"]) != len(value.items):
                return
            states = [state]
            for inner, item in zip(pattern["value"], value.items, strict=True):
                states = [found for each in states for found in self._match(inner, item, each)]
            yield from states
        else:
            self._shapes.use_identity(value)
            for other, found in self._term(pattern, state):
                self._shapes.use_identity(other)
                yield found.where(*compare("=", value, other))

    # --- terms ----------------------------------------------------------------------------------

    def _terms(self, nodes: Sequence[Node], state: State) -> Iterator[tuple[list[Value], State]]:
        if not nodes:
            yield [], state
            return
        for value, found in self._term(nodes[0], state):
            for others, last in self._terms(nodes[1:], found):
                yield [value, *others], last

    def _term(self, node: Node, state: State) -> Results:
        content = node.get("value")
        match node["type"]:
            case "null" | "boolean" | "number" | "string":
                yield constant_of(node), state
            case "var":
                yield self._variable(cast("str", content), state), state
            case "ref":
                yield from self._reference(cast("Sequence[Node]", content), state)
            case "array":
                for values, found in self._terms(cast("Sequence[Node]", content), state):
                    yield List(tuple(values)), found
            case "set":
                for values, found in self._terms(cast("Sequence[Node]", content), state):
                    # Each item must be there, or there is no set.
                    there = [each for value in values for each in defined(value)]
                    self._shapes.use_identity(List(tuple(values)))
                    parts = tuple(Collected((), (), value) for value in values)
                    yield Collection(distinct=True, parts=parts), found.where(*there)
            case "object":
                yield from self._object(cast("Any", content), state)
            case "setcomprehension" | "arraycomprehension" as kind:
                yield self._comprehension(cast("Node", content), kind, state), state
            case other:
                yield Unknown(f"term {other}"), state

    def _variable(self, name: str, state: State) -> Value:
        if name == "input":
            return Document()
        if name not in state.names:
            raise Unbound(name)
        return state.names[name]

    def _object(self, members: Sequence[Sequence[Node]], state: State) -> Results:
        keys = [key["value"] if key["type"] == "string" else None for key, _ in members]
        for values, found in self._terms([value for _, value in members], state):
            if None in keys:
                yield Unknown("object with computed keys"), found
            else:
                named = zip(cast("list[str]", keys), values, strict=True)
                yield Object(tuple(named)), found

    def _comprehension(self, content: Node, kind: str, state: State) -> Value:
        parts = [
            Collected(last.sources, last.where(*defined(value)).conditions, value)
            for found in self._body(content["body"], State(state.names))
            for value, last in self._term(content["term"], found)
        ]
        found = Collection(distinct=kind == "setcomprehension", parts=tuple(parts))
        if found.distinct:
            self._shapes.use_identity(found)
        return found

    def _reference(self, path: Sequence[Node], state: State) -> Results:
        head = path[0]
        if head["type"] == "var" and head["value"] == _DATA:
            yield from self._data(path[1:], state)
            return
        for value, found in self._term(head, state):
            yield from self._walk(value, path[1:], found)

    def _data(self, path: Sequence[Node], state: State) -> Results:
        names = [each["value"] if each["type"] == "string" else None for each in path]
        start = 1 if names[0] == "partial" else 0
        names = names[start:]
        if len(names) > 1 and names[1] in _SYMBOLS:
            yield from self._walk(Symbols(names[1]), path[start + 2 :], state)
            return
        for length in range(len(names), 0, -1):
            rule = tuple(names[:length])
            if rule in self._rules:
                for value, found in self._rule(cast("Path_", rule), (), state):
                    yield from self._walk(value, path[start + length :], found)
                return
        yield Unknown(f"data.{'.'.join(map(str, names))}"), state

    def _walk(self, value: Value, path: Sequence[Node], state: State) -> Results:
        if not path:
            yield value, state
            return
        key = path[0]
        if key["type"] == "var" and key["value"] not in state.names:
            steps = self._shapes.step(value, key, None, state)
        else:
            steps = (
                step
                for given, found in self._term(key, state)
                for step in self._shapes.step(value, None, given, found)
            )
        for inner, found in steps:
            yield from self._walk(inner, path[1:], found)


def _path(parts: Sequence[str]) -> Path_:
    return tuple(parts[1:] if parts[0] == "partial" else parts)


def _function_name(node: Node) -> str:
    return ".".join(str(part["value"]) for part in node["value"])


def _is_constant(value: Value) -> bool:
    return isinstance(value, Known) and isinstance(value.term, Constant)


def _variables(node: object) -> frozenset[str]:
    if isinstance(node, Mapping):
        if node.get("type") == "var":
            return frozenset([node["value"]])
        return frozenset[str]().union(*map(_variables, node.values()))
    if isinstance(node, list | tuple):
        return frozenset[str]().union(*map(_variables, node))
    return frozenset()


def _free(expression: Node, rest: Sequence[Node], state: State) -> frozenset[str]:
    """Variables of a negation that other expressions will give a value."""
    return (_variables(expression) & _variables(list(rest))) - {"input", _DATA} - set(state.names)
