"""Looks at all subjects of a kind once: how many are let go, and what is true of them.

A subject is let go where no control of its kind may find something at it and no quarantined row
touches it. What each control says of it is counted here: undetermined by the facts that are
missing, else passed where the control applies, else not applicable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from evaluator.triage.selection import Selection
from evaluator.warehouse import Warehouse, literal

__all__ = ["Counted", "LetGo", "Said", "Screen"]

#: Said of a subject that is let go: control -> whether it applies, and the facts that are missing.
Said = Mapping[str, tuple[bool, frozenset[str]]]

_TABLE: Final = "staging.screened"
#: Columns of a document on its way to the judge, as the reader of prepared tables gives them.
_DOCUMENT: Final = "subject_id, subject_time, document, taints"


@dataclass(frozen=True, slots=True)
class Counted:
    """What one control says of the subjects that are let go.

    Attributes:
        undetermined: how many.
        passed: how many.
        not_applicable: how many.
        missing: unknown fact -> of how many of the undetermined it is named.
        candidates: subjects of the kind that have to be judged on account of this control.
    """

    undetermined: int
    passed: int
    not_applicable: int
    missing: Mapping[str, int]
    candidates: int


@dataclass(frozen=True, slots=True)
class LetGo:
    """The subjects of a kind that nothing has to judge: how many, and what each control says."""

    subjects: int
    controls: Mapping[str, Counted]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that one control has among what is said of every subject."""

    code: str
    may: str
    on: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def lacks(self) -> str:
        """Whether any fact is missing."""
        return f"({' OR '.join(self.facts.values())})" if self.facts else "FALSE"


class Screen:
    """What the predicates of all controls of one subject kind say of its subjects, side by side.

    The prepared table is read once. What is said of each subject goes into a table of the
    warehouse, with the documents of those that must be judged or may be audited.

    Args:
        warehouse: the session; it holds one screen at a time.
        selections: those of all controls that are evaluated on the kind.
    """

    def __init__(self, warehouse: Warehouse, selections: Mapping[str, Selection]) -> None:
        self._warehouse = warehouse
        self._columns: list[_Columns] = []
        self._said: dict[str, str] = {}
        for index, (code, selection) in enumerate(sorted(selections.items())):
            if selection.candidate is not None and selection.applies is not None:
                facts = {
                    fact: f"lacks{index}_{place}"
                    for place, fact in enumerate(sorted(selection.missing))
                }
                columns = _Columns(code, f"may{index}", f"on{index}", facts)
                self._columns.append(columns)
                self._said[columns.may] = selection.candidate
                self._said[columns.on] = selection.applies
                self._said |= {name: selection.missing[fact] for fact, name in facts.items()}
        #: Whether any subject can be let go: a control without a predicate has to see them all.
        self.useful = len(self._columns) == len(selections) > 0

    def read(self, relations: Sequence[str], document: str, *, seed: str, share: float) -> None:
        """Look at all subjects.

        Args:
            relations: SQL relations that together hold the kind's prepared table.
            document: SQL expression of a subject's document over such a relation.
            seed: chooses the subjects that may be audited.
            share: how many of all subjects these are, as a part of 1.
        """
        said = ", ".join(f"coalesce({sql}, FALSE) AS {name}" for name, sql in self._said.items())
        kept = " OR ".join(["touched", *(columns.may for columns in self._columns)])
        chosen = "TRUE" if share >= 1 else f"place < {literal(f'{int(share * 16**8):08x}')}"
        self._warehouse.run(f"DROP TABLE IF EXISTS {_TABLE}")
        for index, relation in enumerate(relations):
            start = f"INSERT INTO {_TABLE}" if index else f"CREATE TABLE {_TABLE} AS"
            self._warehouse.run(
                f"{start} SELECT {', '.join(self._said)}, kept, touched, "  # noqa: S608
                f"CASE WHEN kept OR {chosen} THEN place END AS place, "
                f"CASE WHEN kept OR {chosen} THEN subject_id END AS subject_id, "
                f"CASE WHEN kept OR {chosen} THEN subject_time END AS subject_time, "
                f"CASE WHEN kept OR {chosen} THEN {document} END AS document, "
                "CASE WHEN len(tainted) > 0 THEN array_to_string(tainted, ',') END AS taints "
                f"FROM (SELECT *, {kept} AS kept FROM (SELECT *, "
                f"md5({literal(seed)} || subject_id) AS place, "
                f"len(tainted) > 0 AS touched, {said} FROM {relation}))"
            )

    @property
    def kept(self) -> str:
        """Query of the subjects that must be judged: id, time, document, tainted branches."""
        return f"SELECT {_DOCUMENT} FROM {_TABLE} WHERE kept"  # noqa: S608 (our own table)

    def audited(self, number: int) -> str:
        """Query, of the same columns, of as many subjects that are let go; in a chosen order."""
        return (
            f"SELECT {_DOCUMENT} FROM {_TABLE} "  # noqa: S608 (our own table)
            "WHERE NOT kept AND place IS NOT NULL "
            f"ORDER BY place, subject_id LIMIT {number}"
        )

    def count(self) -> LetGo:
        """Count the subjects that are let go."""
        wanted = ["NOT kept", *(each for columns in self._columns for each in _counts(columns))]
        counted = ", ".join(f"count(*) FILTER ({each})" for each in wanted)
        (row,) = self._warehouse.run(f"SELECT {counted} FROM {_TABLE}")  # noqa: S608
        numbers = iter(row)
        return LetGo(
            next(numbers), {columns.code: _counted(columns, numbers) for columns in self._columns}
        )

    def said_of(self, number: int) -> dict[str, Said]:
        """What is said of the subjects of the query ``audited``, by subject id."""
        names = list(self._said)
        rows = self._warehouse.run(
            f"SELECT subject_id, {', '.join(names)} FROM {_TABLE} "  # noqa: S608 (our own table)
            "WHERE NOT kept AND place IS NOT NULL "
            f"ORDER BY place, subject_id LIMIT {number}"
        )
        return {
            subject_id: self._said_of(dict(zip(names, said, strict=True)))
            for subject_id, *said in rows
        }

    def _said_of(self, values: Mapping[str, bool]) -> Said:
        return {
            columns.code: (
                values[columns.on],
                frozenset(fact for fact, lacks in columns.facts.items() if values[lacks]),
            )
            for columns in self._columns
        }


def _counts(columns: _Columns) -> Iterator[str]:
    """What is counted for one control, in the order of ``_counted``."""
    yield f"touched OR {columns.may}"
    yield f"NOT kept AND {columns.lacks}"
    yield f"NOT kept AND NOT {columns.lacks} AND {columns.on}"
    yield f"NOT kept AND NOT {columns.lacks} AND NOT {columns.on}"
    for lacks in columns.facts.values():
        yield f"NOT kept AND {lacks}"


def _counted(columns: _Columns, numbers: Iterator[int]) -> Counted:
    candidates, undetermined, passed, not_applicable = (next(numbers) for _ in range(4))
    missing = {fact: next(numbers) for fact in columns.facts}
    return Counted(
        undetermined,
        passed,
        not_applicable,
        {fact: count for fact, count in missing.items() if count},
        candidates,
    )
