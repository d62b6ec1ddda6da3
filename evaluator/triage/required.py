"""Subjects that are judged whatever triage says of them, as a table of the warehouse.

A subject with an open finding must be judged so that its finding can be said to be mended; of such
subjects there may be hundreds of thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

import pyarrow as pa

from evaluator.warehouse import Warehouse, literal

__all__ = ["Required"]

_TABLE = "staging.required"
#: Subjects that are handed over at a time.
_TOGETHER = 50_000


class Required:
    """Subjects that must be judged, by kind.

    Args:
        warehouse: where they are kept; it holds one such table at most.
        subjects: subject kind -> ids; ids that the snapshot does not have are passed over.
    """

    def __init__(self, warehouse: Warehouse, subjects: Mapping[str, Iterable[str]]) -> None:
        self._kinds = frozenset(subjects)
        if not subjects:
            return
        warehouse.run(f"CREATE TABLE {_TABLE} (kind VARCHAR, subject_id VARCHAR)")
        for kind, ids in subjects.items():
            waiting = iter(ids)
            while some := list(islice(waiting, _TOGETHER)):
                rows = {"kind": [kind] * len(some), "subject_id": some}
                warehouse.append(_TABLE, pa.RecordBatch.from_pydict(rows))

    def condition(self, kind: str) -> str | None:
        """SQL condition over the prepared table of a kind; None where none must be judged."""
        if kind not in self._kinds:
            return None
        return (
            f"subject_id IN (SELECT subject_id FROM {_TABLE} "  # noqa: S608 (our own table)
            f"WHERE kind = {literal(kind)})"
        )
