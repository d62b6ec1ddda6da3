"""Documents back into rows of a prepared table, so that predicates can be tried on made-up ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
import pyarrow as pa

from evaluator.bundle import Contract, Kind, SubjectKind
from evaluator.warehouse import Warehouse, identifier, literal

__all__ = ["tabulate"]

_TYPES: Final[Mapping[Kind, Any]] = {
    Kind.TIME: "BIGINT",
    Kind.NUMBER: "BIGINT",
    Kind.FLAG: "BOOLEAN",
    Kind.LIST: ["VARCHAR"],
}
_UNKNOWN: Final = "unknown"


def tabulate(
    documents: Iterable[Mapping[str, Any]],
    contract: Contract,
    kind: SubjectKind,
    warehouse: Warehouse,
    relation: str,
) -> None:
    """Make a table as a prepared one is, of documents of one kind.

    Args:
        documents: in the order in which the column ``place`` numbers them, from 0.
        contract: the contract.
        kind: the subject kind.
        warehouse: where the table is made.
        relation: its name, ``schema.name``.
    """
    arrays = kind.arrays()
    shape: dict[str, Any] = {_UNKNOWN: ["VARCHAR"]}
    for branch, columns in contract.branch_columns(kind).items():
        row = {name: _TYPES.get(column.kind, "VARCHAR") for name, column in columns.items()}
        shape[branch] = [row] if branch in arrays else row
    texts = [orjson.dumps(document).decode() for document in documents]
    arrived = pa.table({"place": list(range(len(texts))), "document": pa.array(texts, pa.string())})
    warehouse.create(f"{relation}_texts", arrived.to_reader())
    # What is absent is an empty list in a prepared table, never null.
    shown = ", ".join(
        f"coalesce(d.{identifier(name)}, []) AS {identifier(name)}"
        if name in arrays or name == _UNKNOWN
        else f"d.{identifier(name)}"
        for name in shape
    )
    warehouse.run(
        f"CREATE TABLE {relation} AS SELECT place, {shown} FROM "  # noqa: S608 (names are quoted)
        f"(SELECT place, from_json(document, {literal(orjson.dumps(shape).decode())}) AS d "
        f"FROM {relation}_texts)"
    )
    warehouse.drop(f"{relation}_texts")
