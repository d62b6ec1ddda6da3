"""Looking after a store: whether it is sound, bringing it up to date, copying it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from evaluator.errors import StoreError, UsageError
from evaluator.findings.database import Database
from evaluator.findings.schema import bring_up_to_date, newest_version, version_of
from evaluator.findings.tables import FactSet, FindingRow, FindingState, Run, Series, table_of
from evaluator.findings.timeline import FOREVER

__all__ = ["StoreCheck", "backup_store", "check_store", "upgrade_store"]

_RUN = table_of(Run)
_SERIES = table_of(Series)
_FINDING = table_of(FindingRow)
_FACTS = table_of(FactSet)
_STATE = table_of(FindingState)


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What a store holds, and what is wrong with it."""

    version: str
    series: int
    runs: int
    findings: int
    #: States, replaced ones included.
    states: int
    #: In sentences; empty where nothing is wrong.
    faults: tuple[str, ...]


def check_store(url: str) -> StoreCheck:
    """Count what a store holds and look for what cannot be.

    A finding must stand in one way at each as_of, by what is known at one time; every state must
    have its finding and its facts; no interval may end before it begins.

    Raises:
        StoreError: if there is no store, or its schema is not this program's.
    """
    database = Database(url)
    newest = newest_version()
    found = version_of(database)
    if found != newest:
        raise StoreError(
            f"database {database.name}",
            f"has schema version {found or 'none'}, and this program needs {newest}",
            "Run `qinglang db upgrade`, or upgrade qinglang.",
        )
    with database.reading() as connection:
        series, runs, findings, states = (
            int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (_SERIES, _RUN, _FINDING, _STATE)
        )
        faults = tuple(_faults(connection, sqlite_file=database.is_sqlite))
    return StoreCheck(found, series, runs, findings, states, faults)


def upgrade_store(url: str) -> tuple[str | None, str]:
    """Bring the schema of a store up to date; the versions before and after.

    Raises:
        StoreError: if there is no store, or it is of a newer program.
    """
    database = Database(url)
    before = None if database.is_absent else version_of(database)
    bring_up_to_date(database, create=False)
    return before, newest_version()


def backup_store(url: str, target: Path) -> None:
    """Copy a store as it is at one moment, whoever writes to it meanwhile.

    SQLite makes the copy itself; of PostgreSQL it is a dump in the custom format of ``pg_dump``.

    Raises:
        UsageError: if the target exists.
        StoreError: if there is no store, or it cannot be copied.
    """
    if target.exists():
        raise UsageError(str(target), "exists already", "Name another file.")
    database = Database(url)
    bring_up_to_date(database, create=False)
    half = target.with_name(f"{target.name}.part")
    try:
        if database.is_sqlite:
            _copy_sqlite(database, half)
        else:
            _dump(database, half)
        half.replace(target)
    except OSError as error:
        raise StoreError(
            f"backup {target}",
            f"cannot be written ({error.strerror or error})",
            "Make room, or name another file.",
        ) from error
    finally:
        half.unlink(missing_ok=True)


def _copy_sqlite(database: Database, target: Path) -> None:
    try:
        with database.connection() as connection, closing(sqlite3.connect(target)) as copy:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection), "SQLite's own driver"
            source.backup(copy)
    except sqlite3.Error as error:
        raise StoreError(
            f"backup {target.with_suffix('')}",
            f"cannot be written ({error})",
            "Make room, or name another file.",
        ) from error


def _dump(database: Database, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise StoreError(
            f"database {database.name}",
            "can only be copied with pg_dump, which is not installed",
            "Install PostgreSQL's client programs.",
        )
    command = [program, "--format=custom", f"--file={target}", f"--dbname={database.dump_url}"]
    done = subprocess.run(  # noqa: S603 (found on PATH; the URL is one argument)
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["pg_dump failed"]
        raise StoreError(
            f"database {database.name}",
            f"could not be copied: {said[-1]}",
            "Use client programs at least as new as the server.",
        )


def _faults(connection: Connection, *, sqlite_file: bool) -> Iterator[str]:
    if sqlite_file:
        for (said,) in connection.execute(text("PRAGMA integrity_check(20)")):
            if said != "ok":
                yield f"the file is damaged: {said}"
        for table, _, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
            yield f"a row of {table} refers to a row of {parent} that is not there"
    empty = select(func.count()).where(
        (_STATE.c.to_as_of <= _STATE.c.from_as_of) | (_STATE.c.recorded_to < _STATE.c.recorded_from)
    )
    count = connection.execute(empty).scalar_one()
    if count:
        yield f"{count:,} states end before they begin"
    one, other = _STATE.alias("one"), _STATE.alias("other")
    twice = (
        select(func.count())
        .select_from(one)
        .join(
            other,
            (other.c.finding_id == one.c.finding_id)
            & (other.c.series_key == one.c.series_key)
            & (other.c.key > one.c.key)
            & (other.c.from_as_of < one.c.to_as_of)
            & (one.c.from_as_of < other.c.to_as_of),
        )
        .where(one.c.recorded_to == FOREVER, other.c.recorded_to == FOREVER)
    )
    count = connection.execute(twice).scalar_one()
    if count:
        yield f"{count:,} pairs of states of one finding hold at the same as_of"
