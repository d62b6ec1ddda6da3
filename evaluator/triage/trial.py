"""Tries conditions on a table of made-up documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.warehouse import Warehouse

__all__ = ["places_where"]

#: Conditions of one query; planning more of them together takes longer than asking twice.
_TOGETHER = 20


def places_where(
    warehouse: Warehouse, relation: str, conditions: Sequence[str]
) -> Iterator[frozenset[int]]:
    """Numbers of the documents at which each condition holds.

    Args:
        warehouse: holds the table.
        relation: the table, with a column ``place``.
        conditions: SQL conditions.
    """
    for start in range(0, len(conditions), _TOGETHER):
        some = conditions[start : start + _TOGETHER]
        lists = ", ".join(
            f"coalesce(list(place) FILTER (coalesce({each}, FALSE)), [])" for each in some
        )
        (row,) = warehouse.run(f"SELECT {lists} FROM {relation}")  # noqa: S608 (conditions of ours)
        yield from map(frozenset, row)
