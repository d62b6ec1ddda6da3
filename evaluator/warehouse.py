"""The DuckDB session in which snapshots are validated and prepared.

Snapshots come from outside, so the session is fenced: it reaches only the folders that it was
given, its configuration is locked, its memory is limited, and what does not fit is spilled into a
temporary folder that goes away with the session.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb
import pyarrow as pa

from evaluator.errors import ConfigurationError, MemoryShortError, SnapshotError
from evaluator.settings import Settings

__all__ = ["SCHEMAS", "Warehouse", "glob_escape", "identifier", "literal"]

#: ``raw``: files as they came; ``clean`` and ``quarantined``: what validation made of them;
#: ``staging``: what one step keeps for itself.
SCHEMAS = ("raw", "clean", "quarantined", "staging")

Result = TypeVar("Result")

#: Seconds between two looks at a running query.
_LOOK = 0.2
#: Words of the system for a full disk and a full quota, as DuckDB passes them on, in errors of
#: several classes: of input and output, of a commit, of a write that another thread made.
_FULL = re.compile("No space left|Disk quota exceeded")
#: How such an error tells which file it is about; an error inside another has escaped quotes.
_NAMED_FILE = re.compile(r'file \\?"([^"\\]+)\\?"')


def glob_escape(path: Path | str) -> str:
    """The path as a pattern that DuckDB matches with this one file only."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def identifier(name: str) -> str:
    """A name quoted for SQL; dots are part of the name."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | int | bool) -> str:
    """A value as SQL literal."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _next(reader: pa.RecordBatchReader) -> pa.RecordBatch | None:
    """The next batch, None at the end; Arrow shows DuckDB's errors as those of the system."""
    try:
        return next(reader, None)
    except OSError as error:
        memory = str(error).startswith("Out of Memory")
        raise (duckdb.OutOfMemoryException if memory else duckdb.IOException)(str(error)) from error


class Warehouse:
    """One DuckDB database in a temporary folder, for the time of a ``with`` block.

    Statements run in threads of their own while the caller waits, because only then Ctrl-C reaches
    the caller at once; the statement that runs is interrupted and KeyboardInterrupt goes on.

    Args:
        settings: gives ``memory`` (text such as "1GiB") and ``threads``.
        reads: folders that queries may read, the snapshot's above all.
        writes: folders that queries may write.

    Raises:
        ConfigurationError: if DuckDB does not understand the memory limit.
    """

    def __init__(
        self, settings: Settings, *, reads: Iterable[Path] = (), writes: Iterable[Path] = ()
    ) -> None:
        self._settings = settings
        # DuckDB compares patterns too, so that a folder is named in both forms.
        self._allowed = [
            form
            for path in (*reads, *writes)
            for form in (str(path.resolve()), glob_escape(path.resolve()))
        ]
        self._temporary = tempfile.TemporaryDirectory(prefix="qinglang-")
        self.folder = Path(self._temporary.name).resolve()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="warehouse")
        self._connection: duckdb.DuckDBPyConnection | None = None

    def __enter__(self) -> Self:
        """Open the database and lock its configuration."""
        try:
            self._connection = self._open()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the database and remove its folder."""
        self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._threads.shutdown()
        self._temporary.cleanup()

    def _open(self) -> duckdb.DuckDBPyConnection:
        threads = self._settings.threads or len(os.sched_getaffinity(0))
        try:
            connection = duckdb.connect(
                str(self.folder / "warehouse.duckdb"),
                config={
                    "memory_limit": self._settings.memory,
                    "threads": threads,
                    "temp_directory": str(self.folder / "spill"),
                    # No query depends on it, and keeping it costs memory.
                    "preserve_insertion_order": False,
                    # An extension would come from the network.
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                },
            )
        except duckdb.Error as error:
            raise ConfigurationError(
                f"memory {self._settings.memory!r}, threads {threads}",
                str(error).splitlines()[0],
                'Write the memory as in "2GiB".',
            ) from error
        connection.execute("SET allowed_directories = ?", [[str(self.folder), *self._allowed]])
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        for schema in SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        return connection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the database, for one query."""
        if self._connection is None:
            raise RuntimeError("the warehouse is not open")
        return self._connection.cursor()

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return all its rows.

        Raises:
            SnapshotError: if memory or disk do not suffice.
        """
        with self._one_query() as cursor:
            return self._wait(
                cursor, lambda: cursor.execute(statement, list(parameters)).fetchall()
            )

    def value(self, statement: str, parameters: Sequence[Any] = ()) -> Any:  # noqa: ANN401
        """The first column of the first row."""
        return self.run(statement, parameters)[0][0]

    def batches(
        self, statement: str, parameters: Sequence[Any] = (), *, rows: int = 2048
    ) -> Iterator[pa.RecordBatch]:
        """Run one query and yield its rows as Arrow batches of about ``rows`` rows.

        Raises:
            SnapshotError: if memory or disk do not suffice.
        """
        with self._one_query() as cursor:
            reader = self._wait(
                cursor,
                lambda: cursor.sql(statement, params=list(parameters)).to_arrow_reader(rows),
            )
            while True:
                batch = self._wait(cursor, lambda: _next(reader))
                if batch is None:
                    return
                yield batch

    def create(self, relation: str, stream: pa.RecordBatchReader) -> None:
        """Make a table ``schema.name`` of all rows of an Arrow stream."""
        self._take(f"CREATE TABLE {relation} AS SELECT * FROM arriving", stream)  # noqa: S608

    def append(self, relation: str, rows: pa.RecordBatch) -> None:
        """Add rows to a table; columns are matched by name, those left out become null."""
        stream = pa.RecordBatchReader.from_batches(rows.schema, [rows])
        self._take(f"INSERT INTO {relation} BY NAME SELECT * FROM arriving", stream)  # noqa: S608

    def _take(self, statement: str, stream: pa.RecordBatchReader) -> None:
        with self._one_query() as cursor:
            cursor.register("arriving", stream)
            try:
                self._wait(cursor, lambda: cursor.execute(statement))
            finally:
                cursor.unregister("arriving")

    def drop(self, relation: str, *, view: bool = False) -> None:
        """Remove a table, or a view, ``schema.name``."""
        self.run(f"DROP {'VIEW' if view else 'TABLE'} {relation}")

    def parquet(self, relation: str, path: Path, columns: Sequence[str | None]) -> dict[str, str]:
        """Make a view ``schema.name`` of a Parquet file and return its columns' types.

        Args:
            relation: name of the view; its column ``_row`` numbers the rows from 1.
            path: the file, taken literally; where it is a link, what it leads to.
            columns: what each column of the file, in order, is called; None leaves it out.
        """
        positions = ", ".join(f"c{index}" for index in range(len(columns)))
        named = [f"c{i} AS {identifier(name)}" for i, name in enumerate(columns) if name]
        self.run(
            f"CREATE VIEW {relation} AS SELECT {', '.join(['place + 1 AS _row', *named])} "  # noqa: S608
            f"FROM read_parquet({literal(glob_escape(path.resolve()))}, file_row_number = true, "
            f"hive_partitioning = false) AS file({positions}{', ' if columns else ''}place)"
        )
        types = self.run(f"DESCRIBE {relation}")
        return {str(row[0]): str(row[1]) for row in types if row[0] != "_row"}

    @contextmanager
    def _one_query(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _wait(self, cursor: duckdb.DuckDBPyConnection, work: Callable[[], Result]) -> Result:
        running: Future[Result] = self._threads.submit(work)
        try:
            # In steps: an interrupt that comes just before a wait without end would not end it.
            while not running.done():
                wait([running], _LOOK)
            return running.result()
        except duckdb.OutOfMemoryException as error:
            raise MemoryShortError(
                f"memory limit {self._settings.memory}",
                "is too small for this snapshot",
                "Raise it (--memory), or use fewer threads (--threads).",
            ) from error
        except duckdb.Error as error:
            if not _FULL.search(str(error)):
                raise
            named = _NAMED_FILE.search(str(error))
            raise SnapshotError(
                named[1] if named else str(self.folder),
                "no space is left on this disk",
                "Make room, or name another disk: TMPDIR for what is temporary, --cache-dir for "
                "prepared snapshots.",
            ) from error
        except BaseException:
            # Again and again: a query that has not begun yet does not notice.
            while not running.done():
                cursor.interrupt()
                wait([running], _LOOK)
            raise
