"""Which absent subjects may stand in the quarantine: their absence says nothing."""

from __future__ import annotations

from collections.abc import Collection

from evaluator.bundle import Contract
from evaluator.model import Prepared
from evaluator.warehouse import Warehouse, glob_escape, literal

__all__ = ["maybe_quarantined"]


def maybe_quarantined(
    warehouse: Warehouse,
    prepared: Prepared,
    contract: Contract,
    subject: str,
    ids: Collection[str],
) -> frozenset[str]:
    """Those of the ids that a quarantined row may be; all, where the key of one cannot be read.

    Args:
        warehouse: the session to read with; it may read the prepared snapshot's folder.
        prepared: the prepared snapshot.
        contract: the contract that it was prepared by.
        subject: the subject kind.
        ids: of subjects that are not in the prepared table of the kind.
    """
    table = contract.subjects[subject].table
    summary = prepared.tables.get(table)
    if summary is None or not summary.quarantined:
        return frozenset()
    file = literal(glob_escape(prepared.quarantine_file(table)))
    rows = warehouse.run(
        f"SELECT DISTINCT key FROM read_parquet({file}) "  # noqa: S608 (the name is quoted)
        "WHERE key IS NULL OR key IN (SELECT unnest(?::VARCHAR[]))",
        [list(ids)],
    )
    keys = {key for (key,) in rows}
    return frozenset(ids) if None in keys else frozenset(keys)
