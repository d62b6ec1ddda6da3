"""Looks at all subjects of a kind once: how many are let go, and what is true of them.

A subject is let go where no control of its kind may flag it and no quarantined row touches it. To
the controls that apply to it, it passes; to the others it is not applicable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.triage.selection import Selection
from evaluator.warehouse import Warehouse, literal

__all__ = ["LetGo", "Screen"]


@dataclass(frozen=True, slots=True)
class LetGo:
    """The subjects of a kind that nothing has to judge.

    Attributes:
        subjects: how many.
        applicable: control -> to how many of them it applies.
        candidates: control -> subjects of the kind that it may flag, or that are touched by a
            quarantined row; none of them is let go.
    """

    subjects: int
    applicable: Mapping[str, int]
    candidates: Mapping[str, int]


class Screen:
    """The predicates of all controls of one subject kind, side by side.

    Args:
        warehouse: the session to read with.
        relations: SQL relations that together hold the kind's prepared table; each is read alone.
        selections: those of all controls that are evaluated on the kind.
    """

    def __init__(
        self, warehouse: Warehouse, relations: Sequence[str], selections: Mapping[str, Selection]
    ) -> None:
        self._warehouse = warehouse
        self._relations = relations
        self._codes = tuple(sorted(selections))
        self._candidates: list[str] = []
        self._applies: list[str] = []
        for code in self._codes:
            selection = selections[code]
            if selection.candidate is not None and selection.applies is not None:
                self._candidates.append(f"coalesce({selection.candidate}, FALSE)")
                self._applies.append(f"coalesce({selection.applies}, FALSE)")
        #: Whether any subject can be let go: a control without a predicate has to see them all.
        self.useful = len(self._candidates) == len(self._codes) > 0

    @property
    def keep(self) -> str:
        """Condition of the subjects that must be judged."""
        return f"(len(tainted) > 0 OR {' OR '.join(self._candidates)})"

    def count(self) -> LetGo:
        """Count the subjects that are let go."""
        sums = [0] * (1 + 2 * len(self._codes))
        counted = ", ".join(
            f"count(*) FILTER (touched OR may{index}), count(*) FILTER (NOT kept AND on{index})"
            for index in range(len(self._codes))
        )
        for relation in self._relations:
            query = f"SELECT count(*) FILTER (NOT kept), {counted} FROM ({self._rows(relation)})"  # noqa: S608
            (row,) = self._warehouse.run(query)
            sums = [one + int(more) for one, more in zip(sums, row, strict=True)]
        pairs = [sums[1 + 2 * index : 3 + 2 * index] for index in range(len(self._codes))]
        return LetGo(
            sums[0],
            {code: pair[1] for code, pair in zip(self._codes, pairs, strict=True)},
            {code: pair[0] for code, pair in zip(self._codes, pairs, strict=True)},
        )

    def sample(self, number: int, seed: str) -> dict[str, frozenset[str]]:
        """Some of those that are let go, the same ones for the same seed.

        Returns:
            subject id -> the controls that apply to it by their predicates.
        """
        names = ", ".join(
            f"CASE WHEN on{index} THEN {literal(code)} END"
            for index, code in enumerate(self._codes)
        )
        order = f"md5({literal(seed)} || subject_id)"
        found: list[tuple[str, str, list[str | None]]] = []
        for relation in self._relations:
            query = (
                f"SELECT {order} AS place, subject_id, [{names}] FROM ({self._rows(relation)}) "  # noqa: S608
                f"WHERE NOT kept ORDER BY place, subject_id LIMIT {number}"
            )
            found += [
                (str(place), str(name), codes) for place, name, codes in self._warehouse.run(query)
            ]
        return {
            name: frozenset(code for code in codes if code is not None)
            for _, name, codes in sorted(found, key=lambda each: each[:2])[:number]
        }

    def _rows(self, relation: str) -> str:
        """Query of what every control says about every subject."""
        may = ", ".join(f"{each} AS may{index}" for index, each in enumerate(self._candidates))
        on = ", ".join(f"{each} AS on{index}" for index, each in enumerate(self._applies))
        some = " OR ".join(f"may{index}" for index in range(len(self._codes)))
        return (
            f"SELECT *, touched OR {some} AS kept FROM (SELECT subject_id, "  # noqa: S608
            f"len(tainted) > 0 AS touched, {may}, {on} FROM {relation})"
        )
