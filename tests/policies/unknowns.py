"""Asks a second reading of a control about a document, in every completion of what is unknown.

The reading is a plain function that looks at cells. Where it looks at one that is unknown, each
value that the contract allows is tried; cells that it never looks at cannot matter. So there is one
answer for each way through the function, with the values that led there, and what follows from all
completions can be said without making them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

from evaluator.authoring.examples import SNAPSHOT, Ask
from evaluator.bundle import Bundle, Column, Contract, Kind, SubjectKind
from evaluator.model import canonical_json

Facts: TypeAlias = dict[str, Any]
Document: TypeAlias = dict[str, Any]
Params: TypeAlias = Mapping[str, Any]
#: Whether a control applies, and the facts of its findings.
Verdict: TypeAlias = tuple[bool, list[Facts]]
#: Branch, place in it, column.
Cell: TypeAlias = tuple[str, int, str]

#: Bounds of every integer and time in the contract.
FURTHEST = 2**53 - 1
#: In these columns a null is unknown; in others it says that there is none, or not yet.
_UNKNOWN_KINDS = (Kind.FLAG, Kind.ENUMERATION, Kind.NUMBER)


class Choices:
    """The values of unknown cells on one way through a reading; then the next way."""

    def __init__(self) -> None:
        self._script: list[tuple[Cell, list[Any], int]] = []
        self._taken = 0
        self.values: dict[Cell, Any] = {}

    def value(self, cell: Cell, allowed: list[Any]) -> Any:
        """What the cell holds on this way."""
        if cell not in self.values:
            if self._taken == len(self._script):
                self._script.append((cell, allowed, 0))
            _, possible, index = self._script[self._taken]
            self._taken += 1
            self.values[cell] = possible[index]
        return self.values[cell]

    def advance(self) -> bool:
        """Go back to the last cell that has another value; False where there is none."""
        self._taken, self.values = 0, {}
        while self._script:
            cell, allowed, index = self._script.pop()
            if index + 1 < len(allowed):
                self._script.append((cell, allowed, index + 1))
                return True
        return False


class Row:
    """A row whose unknown cells hold what was chosen for them."""

    def __init__(
        self,
        place: tuple[str, int],
        columns: Mapping[str, Column],
        cells: Facts,
        choices: Choices,
        own: Facts | None = None,
    ) -> None:
        self._place, self._columns, self._cells, self._choices = place, columns, cells, choices
        #: Of a row that is not in the snapshot: the root, which refers to it. Else None.
        self._own = own

    def __getitem__(self, name: str) -> Any:
        """The value of a cell; None where there is none."""
        column = self._columns[name]
        if name in self._cells:
            return self._cells[name]
        if self._own is None and column.kind not in _UNKNOWN_KINDS:
            return None
        return self._choices.value((*self._place, name), _allowed(column, self._own or {}))

    def given(self, name: str) -> Any:
        """The value as the platform recorded it, for a rule about what it did not."""
        return self._cells.get(name)


def _allowed(column: Column, own: Facts) -> list[Any]:
    """Values that a column may have; of times and numbers the furthest, of ids the root's own."""
    if column.kind is Kind.FLAG:
        return [False, True]
    if column.kind is Kind.ENUMERATION:
        return list(column.rules["allowed"])
    if column.kind is Kind.NUMBER:
        low, high = column.rules.get("min", 0), column.rules.get("max", FURTHEST)
        return [low, low + 1, (low + high) // 2, high]
    absent = [] if column.required else [None]
    if column.kind is Kind.TIME:
        return [*absent, -FURTHEST, 0, FURTHEST]
    return [*absent, "somebody else", *([own[column.name]] if column.name in own else [])]


@dataclass(frozen=True)
class Case:
    """A document as a reading sees it on one way."""

    document: Document
    subject: SubjectKind
    contract: Contract
    params: Params
    as_of: int
    choices: Choices

    @property
    def root(self) -> Row:
        """The row that the document is about."""
        return self._row(self.subject.name, 0, self.document[self.subject.name])

    def parent(self, name: str) -> Row | None:
        """A parent, in this completion; None where there is none."""
        if name in self.document:
            return self._row(name, 0, self.document[name])
        if name not in self.document.get("unknown", []):
            return None
        parent = next(each for each in self.subject.parents if each.name == name)
        own = self.document[self.subject.name]
        key = {self.contract.tables[parent.table].key: own[parent.via]}
        return self._row(name, 0, key, own)

    def children(self, name: str) -> list[Row]:
        """The rows of an array."""
        return [self._row(name, place, row) for place, row in enumerate(self.document[name])]

    def _row(self, branch: str, place: int, cells: Facts, own: Facts | None = None) -> Row:
        columns = self.contract.branch_columns(self.subject)[branch]
        return Row((branch, place), columns, cells, self.choices, own)


Reading: TypeAlias = Callable[[Case], Verdict]


@dataclass(frozen=True)
class Expected:
    """What a control answers, or must answer, for a document."""

    applies: bool
    #: What every completion finds, with the facts that all of them agree on; sorted.
    findings: list[Facts]
    #: Unknown facts that decide; sorted.
    missing: list[str]


def expected(
    reading: Reading, code: str, bundle: Bundle, document: Document, params: Params
) -> Expected:
    """What follows from all completions of a document."""
    names = bundle.controls[code].identity
    subject = bundle.contract.subjects[bundle.controls[code].subject]
    case = Case(document, subject, bundle.contract, params, SNAPSHOT["as_of"], Choices())
    ways = list(_ways(reading, case))
    found = [
        {canonical_json({name: row[name] for name in names if name in row}): row for row in facts}
        for _, (_, facts) in ways
    ]
    common = [key for key in found[0] if all(key in others for others in found)]
    findings = [
        {
            name: value
            for name, value in found[0][key].items()
            if all(others[key].get(name) == value for others in found)
        }
        for key in common
    ]
    asked = {_fact(cell, document, subject) for values, _ in ways for cell in values}
    missing: set[str] = set()
    for (one, (first, _)), (other, (second, _)) in combinations(enumerate(ways), 2):
        if missing == asked:
            break
        if found[one].keys() != found[other].keys():
            missing |= _single_difference(first, second, document, subject)
    return Expected(
        all(applies for _, (applies, _) in ways),
        sorted(findings, key=canonical_json),
        sorted(missing),
    )


def answers(
    ask: Ask, code: str, bundle: Bundle, documents: list[Document], params: Params
) -> Iterator[Expected]:
    """What the control itself answers for each document, in the same form."""
    question = {
        "controls": [code],
        "params": params,
        "snapshot": dict(SNAPSHOT),
        "documents": documents,
    }
    for answer in ask(bundle.controls[code].subject, question):
        applies, violations, undetermined = answer[code]
        missing = sorted(entry["missing"] for entry in undetermined)
        yield Expected(applies, sorted(violations, key=canonical_json), missing)


def _ways(reading: Reading, case: Case) -> Iterator[tuple[dict[Cell, Any], Verdict]]:
    while True:
        verdict = reading(case)
        yield case.choices.values, verdict
        if not case.choices.advance():
            return


def _single_difference(
    first: Mapping[Cell, Any], second: Mapping[Cell, Any], document: Document, subject: SubjectKind
) -> set[str]:
    """The fact in which alone two completions on these ways can differ, if there is one."""
    differing = {cell for cell in first.keys() & second.keys() if first[cell] != second[cell]}
    facts = {_fact(cell, document, subject) for cell in differing}
    return facts if len(facts) == 1 else set()


def _fact(cell: Cell, document: Document, subject: SubjectKind) -> str:
    branch, _, column = cell
    if branch in document.get("unknown", []):
        return branch
    return f"{subject.branch_tables()[branch]}.{column}"
