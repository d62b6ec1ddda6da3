"""The connection to the database of a store: which URLs are understood, and what goes wrong.

SQLite keeps its rollback journal: a store stays one file, can be read from media that nobody can
write, and lies safely on network folders; a crash leaves the last transaction whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    URL,
    Connection,
    NullPool,
    Table,
    create_engine,
    event,
    exc,
    func,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from evaluator.errors import ConfigurationError, StoreError

__all__ = ["Database", "insert_unless_there", "wait_for_schema", "writing"]

#: Seconds that one process waits for another; ``?timeout=`` in the URL of a SQLite file overrides.
_PATIENCE: Final = 10.0

#: Pages of SQLite that are kept in memory, in KiB: a run's indexes are written in no order.
_CACHE: Final = 64 * 1024

#: PostgreSQL's name for the lock on the schema: a number that no other program is likely to use.
_SCHEMA_LOCK: Final = 0x71696E676C616E67

_POSTGRESQL: Final = "postgresql+psycopg"

#: Name of SQLite's error (its beginning) -> what holds, and what helps.
_FAULTS: Final = (
    (
        "SQLITE_BUSY",
        "is locked by another process",
        "Wait until that has ended, or add ?timeout=SECONDS to the URL.",
    ),
    (
        "SQLITE_READONLY",
        "cannot be written: it is read-only",
        "Give yourself the right to write the file and its folder, or name another with --db.",
    ),
    (
        "SQLITE_CANTOPEN",
        "cannot be opened or written there",
        "Create its folder, and give yourself the right to write in it.",
    ),
    (
        "SQLITE_NOTADB",
        "is no SQLite database",
        "Name another file with --db.",
    ),
    (
        "SQLITE_CORRUPT",
        "is damaged",
        "Restore it from a backup; `sqlite3 FILE .recover` saves what can be read.",
    ),
    (
        "SQLITE_FULL",
        "cannot be written: there is no space left",
        "Make room on its disk; nothing of this run was recorded.",
    ),
)


class Database:
    """A database that one program uses for a short time; each connection is a fresh one.

    Args:
        text: URL as SQLAlchemy writes it, of SQLite or PostgreSQL.

    Raises:
        ConfigurationError: if it is no such URL, or the driver for it is not installed.
    """

    def __init__(self, text: str) -> None:
        url = _parsed(text)
        #: The URL as it may be shown: without password and options.
        self.name: str = url.set(query={}).render_as_string(hide_password=True)
        options: dict[str, Any] = {}
        if url.get_backend_name() == "sqlite" and "timeout" not in url.query:
            options["timeout"] = _PATIENCE
        try:
            # Values of rows stay out of messages.
            self._engine = create_engine(
                url, poolclass=NullPool, hide_parameters=True, connect_args=options
            )
        except ImportError as error:
            raise ConfigurationError(
                f"database {self.name}",
                f"needs a driver that is not installed ({error.name})",
                "Install it: pip install 'psycopg[binary]'.",
            ) from error
        if self.is_sqlite:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)
        self._url = url

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file."""
        return self._engine.dialect.name == "sqlite"

    @property
    def dump_url(self) -> str:
        """The URL as PostgreSQL's own programs take it, password included: never to be shown."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def is_absent(self) -> bool:
        """Whether it is a local file that does not exist."""
        path = self._url.database or ""
        return self.is_sqlite and not path.startswith("file:") and not Path(path).exists()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection without a transaction; begin one with ``begin``.

        Raises:
            StoreError: if the database cannot be reached, read or written.
        """
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that only reads.

        Raises:
            StoreError: if the database cannot be reached or read.
        """
        with self.connection() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that writes: all of it stays, or nothing.

        Raises:
            StoreError: if the database cannot be reached or written.
        """
        with self.connection() as connection, writing(connection):
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (exc.IntegrityError, exc.ProgrammingError, exc.DataError):
            raise
        except exc.DBAPIError as error:
            raise self._fault(error.orig) from error

    def _fault(self, error: BaseException | None) -> StoreError:
        offender = f"database {self.name}"
        if isinstance(error, sqlite3.Error):
            for code, rule, remedy in _FAULTS:
                if getattr(error, "sqlite_errorname", "").startswith(code):
                    return StoreError(offender, rule, remedy)
        said = str(error).strip().splitlines()
        return StoreError(
            offender,
            f"cannot be used ({said[0] if said else type(error).__name__})",
            "Check that it is there and that the URL is right (--db).",
        )


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """A transaction of a connection that writes, and on SQLite locks at once."""
    connection.execution_options(writing=True)
    with connection.begin():
        yield


def insert_unless_there(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that passes over rows whose key is there already, in the database's own words."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def wait_for_schema(connection: Connection) -> None:
    """Wait until no other process changes the schema, for the time of the transaction.

    SQLite's transactions that write do so anyway.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except (exc.ArgumentError, ValueError) as error:
        # A password stands before the last @, if there is one.
        hidden = "***@" + text.rpartition("@")[2] if "@" in text else text
        raise ConfigurationError(
            f"database URL {hidden!r}",
            "cannot be read",
            "Write sqlite:///FILE, or postgresql://USER@HOST/NAME.",
        ) from error
    name = url.set(query={}).render_as_string(hide_password=True)
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername=_POSTGRESQL)
    if backend != "sqlite":
        raise ConfigurationError(
            f"database URL {name}",
            "is of no database that a store can live in",
            "Write sqlite:///FILE, or postgresql://USER@HOST/NAME.",
        )
    if not url.database or url.database == ":memory:":
        raise ConfigurationError(
            f"database URL {name}",
            "is a database in memory, which keeps nothing",
            "Name a file: sqlite:///qinglang.db.",
        )
    return url


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy begins transactions (below); the driver would begin them later than they must.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")


def _begin(connection: Connection) -> None:
    # A transaction that writes takes its lock at once: two that had read before would deadlock.
    mode = "IMMEDIATE" if connection.get_execution_options().get("writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")
