"""Why a control cannot be evaluated on a snapshot: tables that it lacks, rows without a place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from evaluator.bundle import Contract, SubjectKind
from evaluator.model import Control, TableSummary

__all__ = ["lacking"]


def lacking(
    control: Control,
    contract: Contract,
    tables: Collection[str],
    summaries: Mapping[str, TableSummary],
    max_unplaced: int,
) -> tuple[str, ...]:
    """Names of what a control lacks, sorted; none where it can be evaluated.

    ``<table>`` is a table that the snapshot does not have. ``<table>:unplaced`` is one with rows
    of which nobody can tell on which subject they hang, because the column that would say it
    cannot be read, and the control reads the table through that column.

    Args:
        control: the control.
        contract: what its subject's documents are made of.
        tables: tables that the snapshot has.
        summaries: table -> what became of its rows.
        max_unplaced: unplaced rows by one column that are allowed.
    """
    names = {table for table in control.tables if table not in tables}
    subject = contract.subjects[control.subject]
    for table, column in _links(subject, contract, control.branches):
        summary = summaries.get(table)
        if summary is not None and summary.unplaced.get(column, 0) > max_unplaced:
            names.add(f"{table}:unplaced")
    return tuple(sorted(names))


def _links(
    subject: SubjectKind, contract: Contract, branches: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Tables of the branches, each with a column by which its rows hang on subjects."""
    for child in subject.children:
        if child.name in branches:
            yield child.table, child.column
    for derived in subject.derived:
        if derived.name not in branches or derived.link is None:
            continue
        for table in derived.reads:
            # A row whose own key cannot be read counts as absent, not as unplaced.
            if derived.link in contract.tables[table].columns.keys() - {contract.tables[table].key}:
                yield table, derived.link
