"""Tables that preparing keeps for itself, removed when it is done or has failed."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from evaluator.warehouse import Warehouse, identifier

__all__ = ["Staging"]


class Staging:
    """Makes tables in the schema ``staging``, for the time of a ``with`` block."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self._kept: list[str] = []
        self._made = 0

    def __enter__(self) -> Self:
        """Begin without tables."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Remove all tables that are left."""
        for relation in self._kept:
            self.warehouse.drop(relation)
        self._kept.clear()

    def store(self, query: str) -> str:
        """Keep the rows of a query and return the relation that has them."""
        relation = f"staging.{identifier(f'prepare {self._made}')}"
        self.warehouse.run(f"CREATE TABLE {relation} AS {query}")
        self._made += 1
        self._kept.append(relation)
        return relation

    def drop(self, *relations: str) -> None:
        """Remove tables that are not needed any more."""
        for relation in relations:
            self.warehouse.drop(relation)
            self._kept.remove(relation)
