"""Puts many rows into a table the fastest way that each database has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import Connection, Table, exc

__all__ = ["insert_rows", "join_whole_sets", "refresh_statistics"]

#: Rows that are handed to SQLite at once.
_CHUNK: Final = 10_000


def insert_rows(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows of all columns of a table, in their order; gives their number.

    PostgreSQL gets them by COPY, SQLite in portions of one prepared statement.

    Raises:
        sqlalchemy.exc.DBAPIError: whatever the driver says, in SQLAlchemy's words.
    """
    if connection.dialect.name == "postgresql":
        return _copy(connection, table, rows)
    signs = ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {table.name} VALUES ({signs})"  # noqa: S608 (the name is ours)
    count = 0
    given = iter(rows)
    while chunk := [tuple(row) for row in islice(given, _CHUNK)]:
        connection.exec_driver_sql(statement, chunk)
        count += len(chunk)
    return count


def join_whole_sets(connection: Connection) -> None:
    """Have PostgreSQL join by hashing for this transaction.

    It takes most of a run's findings for changed ones to be few, and would look them up in a loop.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_nestloop = off")


def refresh_statistics(connection: Connection, *tables: Table) -> None:
    """Tell PostgreSQL's planner what is in tables that have just been filled."""
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def _copy(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> int:
    import psycopg  # noqa: PLC0415 (nobody else needs to wait for it)

    first = list(islice(given := iter(rows), 1))
    if not first:
        return 0
    statement = f"COPY {table.name} ({', '.join(table.columns.keys())}) FROM STDIN"
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection), "PostgreSQL is reached by psycopg"
    count = 0
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in chain(first, given):
                copy.write_row(row)
                count += 1
    except psycopg.Error as error:
        raise exc.DBAPIError.instance(
            statement, None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
    return count
