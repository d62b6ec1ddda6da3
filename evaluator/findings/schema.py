"""Brings the schema of a database to the version that this program knows."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from evaluator.errors import StoreError
from evaluator.findings.database import Database, wait_for_schema

__all__ = [
    "VERSION_TABLE",
    "bring_up_to_date",
    "check_writable",
    "newest_version",
    "version_of",
]

#: A name of its own: other programs that use Alembic may share the database.
VERSION_TABLE: Final = "qinglang_version"


def bring_up_to_date(database: Database, *, create: bool) -> None:
    """Run the steps that a database lacks, in one transaction.

    Args:
        database: the database.
        create: whether an empty one becomes a store.

    Raises:
        StoreError: if there is no store and none shall be made, or the schema is not one that this
            program knows.
    """
    if not create and database.is_absent:
        raise _no_store(database, "does not exist")
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    newest = scripts.get_current_head()
    with database.reading() as connection:
        found = _revision(connection)
    if found == newest:
        return
    if found is None and not create:
        raise _no_store(database, "holds no store of findings")
    known = {script.revision for script in scripts.walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"database {database.name}",
            f"has schema version {found}, and qinglang {version('qinglang')} knows versions up to "
            f"{newest}",
            "Upgrade qinglang, or name another database with --db.",
        )
    with database.writing() as connection:
        wait_for_schema(connection)
        # Another process may have been faster: Alembic looks again, under the lock.
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest_version() -> str:
    """The version of the schema that this program works with."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None, "there is one step at least"
    return newest


def version_of(database: Database) -> str | None:
    """The version of a database's schema; None where it holds no store.

    Raises:
        StoreError: if the file does not exist, or cannot be read.
    """
    if database.is_absent:
        raise _no_store(database, "does not exist")
    with database.reading() as connection:
        return _revision(connection)


def check_writable(database: Database) -> None:
    """Find out that a database cannot be written before work has been done for it.

    Raises:
        StoreError: if it is read-only or locked.
    """
    with database.connection() as connection:
        connection.execution_options(writing=True)
        with connection.begin() as transaction:
            connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = version_num"))  # noqa: S608
            transaction.rollback()


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["version_table"] = VERSION_TABLE
    return config


def _revision(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _no_store(database: Database, rule: str) -> StoreError:
    return StoreError(
        f"database {database.name}",
        rule,
        "Name one with --db, or record a run: qinglang evaluate SNAPSHOT --series NAME.",
    )
