"""Rows with one key: equal ones are kept once, all of a key that differ or are faulty go out."""

from __future__ import annotations

from evaluator.bundle import Table
from evaluator.contract.loading import Loader
from evaluator.warehouse import Warehouse, identifier, literal

__all__ = ["settle_repeats"]

DIFFERS = "another row of this key differs"
FAULTY = "another row of this key is faulty"


def settle_repeats(warehouse: Warehouse, table: Table, loader: Loader) -> int:
    """Compare rows of one key across all files; returns how many were repetitions."""
    key = identifier(table.key)
    # Hashes are smaller than keys, and few keys are there twice. Keys that only share their hash
    # are among the candidates, and are found to be single there.
    warehouse.run(
        "CREATE TABLE staging.twice AS SELECT code FROM "  # noqa: S608 (names are quoted)
        f"(SELECT hash({key}) AS code FROM {loader.clean} UNION ALL "
        f"SELECT hash(_key) FROM {loader.quarantined} WHERE _key IS NOT NULL) "
        "GROUP BY code HAVING count(*) > 1"
    )
    try:
        if not warehouse.value("SELECT count(*) FROM staging.twice"):
            return 0
        return _settle(warehouse, table, loader)
    finally:
        warehouse.drop("staging.twice")


def _settle(warehouse: Warehouse, table: Table, loader: Loader) -> int:
    key = identifier(table.key)
    columns = ", ".join(identifier(name) for name in table.columns)
    candidates = f"FROM {loader.clean} WHERE hash({key}) IN (SELECT code FROM staging.twice)"  # noqa: S608
    # Rows are compared as they are: every row that differs makes a group of its own.
    warehouse.run(
        "CREATE TABLE staging.keys AS "  # noqa: S608 (names are quoted)
        f"WITH versions AS (SELECT {columns} {candidates} GROUP BY ALL), "
        f"counted AS (SELECT {key} AS key, count(*) > 1 AS differs FROM versions GROUP BY key) "
        f"SELECT *, key IN (SELECT _key FROM {loader.quarantined} WHERE _key IS NOT NULL) "
        "AS faulty FROM counted"
    )
    warehouse.run(
        "CREATE TABLE staging.twins AS "  # noqa: S608 (names are quoted)
        "SELECT place, faulty, differs OR faulty AS out, "
        "row_number() OVER (PARTITION BY key ORDER BY _file, _row) > 1 AS again "
        f"FROM (SELECT rowid AS place, _file, _row, {key} AS key {candidates}) "
        "JOIN staging.keys USING (key)"
    )
    rule = f"CASE WHEN faulty THEN {literal(FAULTY)} ELSE {literal(DIFFERS)} END"
    warehouse.run(
        f"INSERT INTO {loader.quarantined} SELECT _file, _row, {key}, [], "  # noqa: S608
        f"[{{'column': {literal(table.key)}, 'rule': {rule}, 'value': {key}}}], {columns} "
        f"FROM {loader.clean} AS kept JOIN staging.twins ON kept.rowid = place WHERE out"
    )
    repeated = warehouse.value("SELECT count(*) FROM staging.twins WHERE again AND NOT out")
    warehouse.run(
        f"DELETE FROM {loader.clean} WHERE rowid IN "  # noqa: S608 (names are quoted)
        "(SELECT place FROM staging.twins WHERE out OR again)"
    )
    warehouse.drop("staging.twins")
    warehouse.drop("staging.keys")
    return int(repeated)
