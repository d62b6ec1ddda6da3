"""Prepared rows on their way to a judge: JSON documents with the branches that are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from evaluator.bundle import Contract
from evaluator.model import Candidate, Prepared
from evaluator.subjects.json_text import document_text
from evaluator.subjects.parts import read_together
from evaluator.warehouse import Warehouse, glob_escape, literal

__all__ = ["Documents"]

#: Subjects that are read at a time.
_ROWS = 2048


class Documents:
    """Reads documents out of a prepared snapshot.

    Args:
        warehouse: the session to read with; it may read the prepared snapshot's folder.
        prepared: the prepared snapshot.
        contract: the contract that it was prepared by.
    """

    def __init__(self, warehouse: Warehouse, prepared: Prepared, contract: Contract) -> None:
        self._warehouse = warehouse
        self._prepared = prepared
        self._contract = contract

    def stream(
        self,
        subject: str,
        branches: Collection[str],
        *,
        ids: Sequence[str] | None = None,
        rows: int = _ROWS,
    ) -> Iterator[Candidate]:
        """Yield the subjects of a kind, in no particular order.

        Args:
            subject: the kind; one that was not prepared has no subjects.
            branches: branches of the document; the root and ``unknown`` are always in it.
            ids: subjects to yield; None: all. Ids that are not there are passed over.
            rows: how many are read at a time, about.
        """
        chosen = "" if ids is None else "WHERE subject_id IN (SELECT unnest(?::VARCHAR[]))"
        parameters = [] if ids is None else [list(ids)]
        text = self.text(subject, branches)
        for relation in self.relations(subject):
            query = (
                f"SELECT subject_id, subject_time, {text}, "  # noqa: S608 (names are quoted)
                "CASE WHEN len(tainted) > 0 THEN array_to_string(tainted, ',') END "
                f"FROM {relation} {chosen}"
            )
            yield from self.read(query, parameters, rows=rows)

    def read(
        self, query: str, parameters: Sequence[Any] = (), *, rows: int = _ROWS
    ) -> Iterator[Candidate]:
        """Yield what a query gives: subject id, its time, its document, tainted branches.

        Args:
            query: one whose columns are these; the branches are one text, joined by commas.
            parameters: of the query.
            rows: how many are read at a time, about.
        """
        taints: dict[str | None, frozenset[str]] = {None: frozenset()}
        for batch in self._warehouse.batches(query, parameters, rows=rows):
            columns = (column.to_pylist() for column in batch.columns)
            for subject_id, time, document, tainted in zip(*columns, strict=True):
                if tainted not in taints:
                    taints[tainted] = frozenset(tainted.split(","))
                yield Candidate(subject_id, time, document, taints[tainted])

    def relations(self, subject: str) -> list[str]:
        """SQL relations that together hold the prepared table of a kind; each is read alone."""
        relations = []
        for files in read_together(self._prepared.subject_files(subject)):
            parts = ", ".join(literal(glob_escape(file)) for file in files)
            relations.append(f"read_parquet([{parts}], hive_partitioning = false)")
        return relations

    def find(self, subject: str, subject_id: str, branches: Collection[str]) -> Candidate | None:
        """One subject, or None where there is no such subject."""
        return next(self.stream(subject, branches, ids=[subject_id]), None)

    def sample(self, subject: str, size: int, seed: str) -> list[str]:
        """Ids of ``size`` subjects of a kind, or of all; the same seed gives the same ones."""
        files = self._prepared.subject_files(subject)
        if not files or not size:
            return []
        parts = ", ".join(literal(glob_escape(file)) for file in files)
        rows = self._warehouse.run(
            f"SELECT subject_id FROM read_parquet([{parts}], hive_partitioning = false) "  # noqa: S608
            f"ORDER BY hash(subject_id || ?), subject_id LIMIT {size}",
            [seed],
        )
        return [subject_id for (subject_id,) in rows]

    def text(self, subject: str, branches: Collection[str]) -> str:
        """SQL expression of a document over a relation of its kind, as JSON in UTF-8."""
        kind = self._contract.subjects[subject]
        columns = self._contract.branch_columns(kind)
        # The root comes first: every document has it.
        wanted = {subject: columns[subject]} | {
            branch: columns[branch] for branch in columns if branch in branches
        }
        return f"encode({document_text(wanted, kind.arrays())})"
