"""Random documents of a subject kind: all branches that a control reads, values near its bounds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random
from typing import Any, Final

import orjson

from evaluator.authoring.proof.bounds import Bounds
from evaluator.bundle import Column, Contract, Kind, SubjectKind

__all__ = ["Document", "Drawing"]

Document = dict[str, Any]

_IDS: Final = ("a0", "a1", "é𠀀")
#: Rows of an array; many rows are of no more use than a few.
_SIZES: Final = (0, 0, 1, 1, 2, 3)
#: Numbers beyond what a double holds, and of either sign.
_FAR: Final = (0, -1, 1, 2**53 - 1, 2**53 + 1, 2**62, -(2**62))
#: How often columns and objects are left out, and absent parents are listed as unknown.
_ABSENT: Final = 0.2
_LISTED: Final = 0.5
#: How often a neighbour differs by a whole row or object, and a number of it by one.
_BESIDE: Final = 0.15
_STEP: Final = 0.3
_UNKNOWN: Final = "unknown"


class Drawing:
    """Draws documents; each ``random`` gives the same ones again.

    Args:
        contract: tables and columns.
        kind: the subject kind.
        branches: branches to draw beside the root; the others are left out.
        bounds: values that columns are compared with.
        random: the source of chance.
    """

    def __init__(
        self,
        contract: Contract,
        kind: SubjectKind,
        branches: Collection[str],
        bounds: Bounds,
        random: Random,
    ) -> None:
        self.random = random
        self.arrays = kind.arrays()
        self._kind = kind
        self._columns = {
            branch: columns
            for branch, columns in contract.branch_columns(kind).items()
            if branch == kind.name or branch in branches
        }
        self._parents = [parent.name for parent in kind.parents]
        self._pools = {
            (branch, name): _pool(column, bounds.values.get((branch, name), set()))
            for branch, columns in self._columns.items()
            for name, column in columns.items()
        }

    def document(self) -> Document:
        """A document."""
        choice, chance = self.random.choice, self.random.random
        document: Document = {}
        for branch in self._columns:
            if branch in self.arrays:
                document[branch] = [self.row(branch) for _ in range(choice(_SIZES))]
            elif branch == self._kind.name or chance() < 1 - _ABSENT:
                document[branch] = self.row(branch)
        unknown = [name for name in self._parents if name not in document and chance() < _LISTED]
        return document | ({_UNKNOWN: unknown} if unknown else {})

    def neighbour(self, document: Document) -> Document:
        """A document that differs in one place from another: a cell, a row or an object."""
        choice, chance = self.random.choice, self.random.random
        near: Document = orjson.loads(orjson.dumps(document))
        branches = [branch for branch in self._columns if near.get(branch)]
        if not branches or chance() < _BESIDE:
            branch = choice(list(self._columns))
            if branch in self.arrays:
                near[branch] = [*near.get(branch, ()), self.row(branch)]
            elif branch in near and branch != self._kind.name:
                del near[branch]
            else:
                near[branch] = self.row(branch)
            return near
        branch = choice(branches)
        if branch in self.arrays:
            rows = near[branch]
            if chance() < _BESIDE:
                rows.remove(choice(rows))
                return near
            if chance() < _BESIDE:
                rows.append(dict(choice(rows)))
            row = choice(rows)
        else:
            row = near[branch]
        self._change(branch, row)
        return near

    def _change(self, branch: str, row: Document) -> None:
        """Change one cell of a row: by a step, to another value, or to none."""
        name = self.random.choice(list(self._columns[branch]))
        held = row.get(name)
        if held is not None and self.random.random() < _ABSENT:
            del row[name]
        elif isinstance(held, int) and not isinstance(held, bool) and self.random.random() < _STEP:
            row[name] = held + self.random.choice((-1, 1))
        else:
            row[name] = self.value(branch, name)

    def row(self, branch: str) -> Document:
        """A row of an array, or an object."""
        chance = self.random.random
        return {
            name: self.value(branch, name) for name in self._columns[branch] if chance() >= _ABSENT
        }

    def knows(self, branch: str) -> bool:
        """Whether a branch is drawn."""
        return branch in self._columns

    def value(self, branch: str, name: str) -> Any:  # noqa: ANN401 (a JSON value)
        """A value of a column."""
        if branch == _UNKNOWN:
            return self.random.sample(self._parents, self.random.randint(0, len(self._parents)))
        pool = self._pools[branch, name]
        if self._columns[branch][name].kind is Kind.LIST:
            return self.random.sample(pool, self.random.randint(0, len(pool)))
        return self.random.choice(pool)


def _pool(column: Column, compared: Collection[Any]) -> Sequence[Any]:
    """Values of a column, in an order that does not depend on hashes."""
    match column.kind:
        case Kind.FLAG:
            return (True, False)
        case Kind.TIME | Kind.NUMBER:
            bounds = sorted(value for value in compared if isinstance(value, int))
            near = [bound + off for bound in bounds for off in (-1, 0, 1)] or [0, 1, 2]
            return (*near, *near, *near, *_FAR)
        case Kind.ENUMERATION | Kind.LIST:
            allowed: Sequence[Any] = column.rules["allowed"]
            others = sorted(value for value in compared if value not in allowed)
            return (*allowed, *others)
    texts = sorted(value for value in compared if isinstance(value, str))
    return (*_IDS, *texts)
