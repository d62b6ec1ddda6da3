"""The query that makes the rows of one subject kind: root, parents, arrays, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evaluator.bundle import Child, Derived, Parent, Shown, SubjectKind
from evaluator.subjects.arrays import Arrays
from evaluator.subjects.sources import Source, ordered_rows
from evaluator.warehouse import identifier, literal

__all__ = ["SubjectQuery"]

_NO_NAMES = "[]::VARCHAR[]"


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the branches add to the query, in the contract's order."""

    #: Condition on keys, ``{}`` for one, that is true of all subjects that are made.
    same_keys: str
    columns: list[str] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    #: (branch, condition under which it is listed)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    tainted: list[tuple[str, str]] = field(default_factory=list)


class SubjectQuery:
    """Writes the query of one subject kind.

    In it ``root`` is the relation of the subjects that are made; ``is <branch>`` the relation of
    an object, ``has <branch>`` that of arrays, ``bad <branch>`` that of the values to which
    quarantined rows lead.

    Args:
        subject: the kind.
        sources: name of a table or of something derived -> where its rows come from.
        arrays: where arrays are stored.
    """

    def __init__(self, subject: SubjectKind, sources: Mapping[str, Source], arrays: Arrays) -> None:
        self._subject = subject
        self._sources = sources
        self._arrays = arrays
        self._root = sources[subject.table]
        self._key = f"root.{identifier(self._root.key)}"

    def text(self, roots: str, same_keys: str = "TRUE") -> str:
        """The query.

        Args:
            roots: query of the subjects' root rows.
            same_keys: condition on keys, ``{}`` for one, that is true of all these subjects. It
                spares reading what hangs on the keys of others.
        """
        parts = _Parts(same_keys)
        self._parents(parts)
        for child in self._subject.children:
            self._child(parts, child)
        for whole in self._subject.whole:
            self._whole(parts, whole.name, self._sources[whole.table])
        for derived in self._subject.derived:
            self._derived(parts, derived)
        time = self._subject.time
        columns = [
            f"{self._key} AS subject_id",
            f"{f'root.{identifier(time)}' if time else 'NULL::BIGINT'} AS subject_time",
            f"{self._root.row('root')} AS {identifier(self._subject.name)}",
            *parts.columns,
            f"{_names(parts.unknown)} AS unknown",
            f"{_names(parts.tainted)} AS tainted",
        ]
        return (
            f"WITH root AS ({roots}) SELECT {', '.join(columns)} "  # noqa: S608 (names are quoted)
            f"FROM root {' '.join(parts.joins)}"
        )

    def _parents(self, parts: _Parts) -> None:
        holders = {self._subject.name: "root"}
        waiting = list(self._subject.parents)
        while waiting:
            # A bundle may list a parent before the one that holds its key.
            parent = next(each for each in waiting if each.of in holders)
            waiting.remove(parent)
            self._parent(parts, parent, holders[parent.of])
            holders[parent.name] = identifier(f"is {parent.name}")

    def _parent(self, parts: _Parts, parent: Parent, holder: str) -> None:
        source = self._sources[parent.table]
        given = f"{holder}.{identifier(parent.via)}"
        held = source
        if holder == "root":
            rows = _reached(source.relation, identifier(source.key), given)
            held = replace(source, relation=rows)
        there = _object(parts, parent.name, held, source.key, given)
        if source.present:
            # Where the holder is absent, so is the foreign key, and the parent is not listed.
            # Of a table that is absent nothing is listed: controls that need it are not
            # evaluated, and the others must not learn of it.
            parts.unknown.append((parent.name, f"{given} IS NOT NULL AND NOT ({there})"))
        if source.quarantine is not None:
            _taint(parts, parent.name, _values(source.quarantine, "_key"), given)

    def _child(self, parts: _Parts, child: Child) -> None:
        source = self._sources[child.table]
        match = f"root.{identifier(child.match)}"
        rows = self._joined_array(parts, child.name, source, child.column, child.match)
        prior = _prior(child, "one", self._key)
        if prior:
            rows = f"list_filter({rows}, lambda one: {prior})"
        parts.columns.append(f"coalesce({rows}, []) AS {identifier(child.name)}")
        if source.quarantine is None:
            return
        if not prior:
            _taint(parts, child.name, _values(source.quarantine, child.column), match)
            return
        touched = (
            f"SELECT DISTINCT {self._key} AS value FROM root JOIN {source.quarantine} AS bad "  # noqa: S608
            f"ON bad.{identifier(child.column)} = {match} WHERE {_prior(child, 'bad', self._key)}"
        )
        _taint(parts, child.name, touched, self._key)

    def _joined_array(
        self, parts: _Parts, branch: str, source: Source, column: str, match: str
    ) -> str:
        alias = identifier(f"has {branch}")
        stored = self._arrays.relation(source, column)
        if match == self._root.key:
            stored = _only(stored, "held_by", parts.same_keys)
        else:
            stored = _reached(stored, "held_by", f"root.{identifier(match)}")
        parts.joins.append(
            f"LEFT JOIN {stored} AS {alias} ON {alias}.held_by = root.{identifier(match)}"
        )
        return f"{alias}.rows"

    def _whole(self, parts: _Parts, branch: str, source: Source) -> None:
        """An array of all rows; any row that is quarantined would have been in it."""
        alias = identifier(f"has {branch}")
        rows = ordered_rows(source, "given")
        parts.joins.append(
            f"CROSS JOIN (SELECT {rows} AS rows FROM {source.relation} AS given) AS {alias}"  # noqa: S608
        )
        parts.columns.append(f"coalesce({alias}.rows, []) AS {identifier(branch)}")
        if source.quarantine is not None:
            parts.tainted.append((branch, "TRUE"))

    def _derived(self, parts: _Parts, derived: Derived) -> None:
        source = self._sources[derived.name]
        link = derived.link
        if derived.shown_as is Shown.ROOT:
            return
        if link is None:
            self._whole(parts, derived.name, source)
            return
        given = f"root.{identifier(link)}"
        if derived.shown_as is Shown.OBJECT:
            if link == self._root.key:
                rows = _only(source.relation, identifier(link), parts.same_keys)
                source = replace(source, relation=rows)
            _object(parts, derived.name, source, link, given)
        else:
            rows = self._joined_array(parts, derived.name, source, link, link)
            parts.columns.append(f"coalesce({rows}, []) AS {identifier(derived.name)}")
        if source.quarantine is not None:
            _taint(parts, derived.name, _values(source.quarantine, link), given)


def _only(relation: str, column: str, same_keys: str) -> str:
    return f"(SELECT * FROM {relation} WHERE {same_keys.format(column)})"  # noqa: S608 (quoted)


def _reached(relation: str, column: str, given: str) -> str:
    """The rows that some subject leads to, so that a join need not hold all the others."""
    return f"(SELECT * FROM {relation} AS held SEMI JOIN root ON {given} = held.{column})"  # noqa: S608


def _object(parts: _Parts, branch: str, source: Source, column: str, given: str) -> str:
    """Join the row whose ``column`` is ``given``; returns the condition that there is one."""
    alias = identifier(f"is {branch}")
    there = f"{alias}.{identifier(column)} IS NOT NULL"
    parts.joins.append(
        f"LEFT JOIN {source.relation} AS {alias} ON {alias}.{identifier(column)} = {given}"
    )
    row = f"CASE WHEN {there} THEN {source.row(alias)} END"
    parts.columns.append(f"{row} AS {identifier(branch)}")
    return there


def _prior(child: Child, row: str, key: str) -> str:
    """Condition of a ``prior_`` array on one of its rows; empty for other arrays.

    Of a quarantined row (``bad``) it holds too where a cell cannot be read that might fulfil it.
    """
    conditions = []
    if child.time is not None and child.before is not None:
        before = f"root.{identifier(child.before)}"
        condition = f"{row}.{identifier(child.time)} < {before}"
        if row == "bad":
            condition = f"({condition} OR ({_unreadable(child.time)} AND {before} IS NOT NULL))"
        conditions.append(condition)
    if child.other_than is not None:
        # Null where it cannot be read, which is other than any key.
        conditions.append(f"{row}.{identifier(child.other_than)} IS DISTINCT FROM {key}")
    return " AND ".join(conditions)


def _unreadable(column: str) -> str:
    return f"list_contains(bad._unreadable, {literal(column)})"


def _taint(parts: _Parts, branch: str, values: str, reached: str) -> None:
    alias = identifier(f"bad {branch}")
    parts.joins.append(f"LEFT JOIN ({values}) AS {alias} ON {alias}.value = {reached}")
    parts.tainted.append((branch, f"{alias}.value IS NOT NULL"))


def _values(quarantine: str, column: str) -> str:
    """Query of the values of a column that could be read; cells that could not are null."""
    return (
        f"SELECT DISTINCT {identifier(column)} AS value FROM {quarantine} "  # noqa: S608 (quoted)
        f"WHERE {identifier(column)} IS NOT NULL"
    )


def _names(listed: Sequence[tuple[str, str]]) -> str:
    """SQL list of the names whose condition holds."""
    if not listed:
        return _NO_NAMES
    some = " OR ".join(f"({condition})" for _, condition in listed)
    each = ", ".join(
        f"CASE WHEN {condition} THEN {literal(name)} END" for name, condition in listed
    )
    kept = f"list_filter([{each}], lambda name: name IS NOT NULL)"
    return f"CASE WHEN {some} THEN {kept} ELSE {_NO_NAMES} END"
