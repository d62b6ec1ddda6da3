"""Databases that cannot be used: what is wrong with each, and what helps."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ClauseElement, Engine, create_mock_engine, event

from evaluator.errors import ConfigurationError, StoreError
from evaluator.findings import Store, open_store
from evaluator.findings.database import Database, insert_unless_there, wait_for_schema
from evaluator.findings.tables import Series, table_of
from tests.findings.conftest import finding, record
from tests.postgresql import Server

NOBODY = 65_534

BAD_URLS = [
    ("no such url", "database URL 'no such url': cannot be read"),
    ("", "database URL '': cannot be read"),
    ("postgresql://host:port/x", "cannot be read"),
    ("mysql://u:secret@h/x", "database URL mysql://u:***@h/x: is of no database that a store can"),
    ("sqlite://", "is a database in memory, which keeps nothing"),
    ("sqlite:///:memory:", "is a database in memory, which keeps nothing"),
]


@pytest.mark.parametrize(("url", "message"), BAD_URLS)
def test_urls_that_cannot_be_used(url: str, message: str) -> None:
    """Each is a fault of the configuration, with an example of how to write it."""
    with pytest.raises(ConfigurationError) as told, open_store(url):
        pass
    assert message in str(told.value)
    assert "sqlite:///" in told.value.remedy
    assert told.value.exit_code == 2


@pytest.mark.parametrize(
    "url",
    [
        "postgresql//user:secret@host/name",
        "postgresql://user:sec@ret:secret@host:port/name",
        "mysql://user:secret@host/name?password=secret",
    ],
)
def test_passwords_are_not_shown(url: str) -> None:
    """However a URL is mistyped, its password is in no message."""
    with pytest.raises(ConfigurationError) as told:
        Database(url)
    assert "host" in str(told.value)
    assert "secret" not in str(told.value)


def test_driver_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL without its driver tells what to install, and no password."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigurationError) as told:
        Database("postgresql://user:secret@host/name?sslpassword=secret")
    assert str(told.value) == (
        "database postgresql+psycopg://user:***@host/name: needs a driver that is not installed "
        "(psycopg). Install it: pip install 'psycopg[binary]'."
    )


def _fails(url: str, *, create: bool = True) -> StoreError:
    with pytest.raises(StoreError) as told, open_store(url, create=create):
        pass
    assert told.value.exit_code == 3
    assert told.value.remedy
    return told.value


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    """No folder is made up."""
    error = _fails(f"sqlite:///{tmp_path}/none/store.db")
    assert error.rule == "cannot be opened or written there"
    assert f"{tmp_path}/none/store.db" in error.offender
    assert error.remedy == "Create its folder, and give yourself the right to write in it."


@pytest.mark.parametrize("create", [True, False])
def test_file_that_is_no_database(path: Path, url: str, *, create: bool) -> None:
    """A text is told from a database."""
    path.write_text("this is no database, and longer than its header" * 10)
    assert _fails(url, create=create).rule == "is no SQLite database"


def test_damaged_database(store: Store, path: Path, url: str) -> None:
    """A database whose pages were overwritten is told to be damaged."""
    store.record(record(1), [finding("ANN-01", f"p{n}") for n in range(500)], recorded_at=1)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    assert _fails(url).rule == "is damaged"


@pytest.mark.parametrize("create", [True, False])
def test_locked_database(store: Store, path: Path, url: str, *, create: bool) -> None:
    """Where another process holds the lock for longer than one waits, that is the message."""
    assert store.runs() == []
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        error = _fails(url, create=create)
        with pytest.raises(StoreError):
            store.record(record(1), [], recorded_at=1)
    finally:
        other.close()
    assert error.rule == "is locked by another process"
    assert "?timeout=" in error.remedy
    assert str(path) in error.offender
    assert store.runs() == []


def test_recording_beside_a_reader(store: Store, path: Path) -> None:
    """Findings are brought in before the lock is taken, and what is locked out writes nothing."""
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is locked by another process"):
            store.record(record(1), [finding("ANN-01", "p1")], recorded_at=1)
        assert store.findings() == []
    finally:
        other.close()
    store.record(record(1), [finding("ANN-01", "p1")], recorded_at=1)
    assert len(store.findings()) == 1


def test_disk_that_is_full(store: Store) -> None:
    """Without space nothing of the run is recorded."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    event.listen(Engine, "connect", limit)
    try:
        with pytest.raises(StoreError) as told:
            store.record(record(1), [finding("ANN-01", f"p{n}") for n in range(500)], recorded_at=1)
    finally:
        event.remove(Engine, "connect", limit)
    assert told.value.rule == "cannot be written: there is no space left"
    assert store.runs() == []


@contextmanager
def _shared_folder() -> Iterator[Path]:
    """A folder with a store that everybody may read and only its owner may write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_store(f"sqlite:///{folder}/store.db") as store:
            store.record(record(1), [finding("ANN-01", "p1")], recorded_at=1)
        (folder / "store.db").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Without the rights of root, to whom no file is read-only."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


def test_read_only_file() -> None:
    """A file that may not be written is told before anything else is done, and can be read."""
    with _shared_folder() as folder, _as_nobody():
        url = f"sqlite:///{folder}/store.db"
        error = _fails(url)
        with open_store(url, create=False) as store:
            assert len(store.findings()) == 1
    assert error.rule == "cannot be written: it is read-only"
    assert error.remedy.startswith("Give yourself the right to write the file and its folder")


def test_read_only_folder() -> None:
    """A file in a folder that may not be written cannot be written safely, and can be read."""
    with _shared_folder() as folder:
        (folder / "store.db").chmod(0o666)
        with _as_nobody():
            url = f"sqlite:///{folder}/store.db"
            error = _fails(url)
            with open_store(url, create=False) as store:
                assert len(store.findings()) == 1
    assert error.rule == "cannot be written: it is read-only"


def test_read_only_by_url(store: Store, path: Path) -> None:
    """SQLite's own way to open a file read-only works."""
    store.record(record(1), [], recorded_at=1)
    url = f"sqlite:///file:{path}?mode=ro&uri=true"
    assert _fails(url).rule == "cannot be written: it is read-only"
    with open_store(url, create=False) as reading:
        assert len(reading.runs()) == 1


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("connection refused\nIs it running?", "cannot be used (connection refused)"),
        ("", "cannot be used (ConnectionError)"),
    ],
)
def test_other_faults_are_told_as_they_come(url: str, said: str, rule: str) -> None:
    """What a driver says is passed on, its first line."""
    error = Database(url)._fault(ConnectionError(said))
    assert error.rule == rule
    assert "--db" in error.remedy


class Connected:
    """A connection to a database of a kind that writes down what it is asked to do."""

    def __init__(self, kind: str) -> None:
        self.dialect = create_mock_engine(f"{kind}://", lambda *_: None).dialect
        self.asked: list[str] = []

    def execute(self, statement: ClauseElement) -> None:
        """Write the statement down in the database's own words."""
        self.asked.append(str(statement.compile(dialect=self.dialect)))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_rows_that_are_there_are_passed_over(kind: str) -> None:
    """The one statement that the databases word differently is worded for both."""
    connected: Any = Connected(kind)
    connected.execute(insert_unless_there(connected, table_of(Series)))
    (statement,) = connected.asked
    assert statement.endswith("ON CONFLICT DO NOTHING")


@pytest.mark.parametrize(("kind", "asked"), [("sqlite", 0), ("postgresql", 1)])
def test_only_one_process_changes_the_schema(kind: str, asked: int) -> None:
    """PostgreSQL is asked for a lock; SQLite's transactions lock by themselves."""
    connected: Any = Connected(kind)
    wait_for_schema(connected)
    assert ["pg_advisory_xact_lock" in statement for statement in connected.asked] == [True] * asked


@pytest.mark.heavy
def test_database_that_goes_away_and_comes_back(server: Server) -> None:
    """Away before or while recording: one message, nothing of the run; back: it is recorded."""
    with open_store(server.new_database()) as store:
        store.record(record(1), [finding("ANN-01", "p1")], recorded_at=1)

        def away() -> Iterator[Any]:
            yield finding("ANN-01", "p1")
            server.stop()
            yield finding("ANN-01", "p2")

        with pytest.raises(StoreError) as during:
            store.record(record(2), away(), recorded_at=2)
        with pytest.raises(StoreError) as before:
            store.record(record(2), [], recorded_at=2)
        server.start()
        for told in (during, before):
            assert told.value.rule.startswith("cannot be used (")
            assert "Check that it is there" in told.value.remedy
        assert [run.as_of for run in store.runs()] == [86_400]
        again = [finding("ANN-01", "p1"), finding("ANN-01", "p2")]
        assert not store.record(record(2), again, recorded_at=2).repeated
        assert len(store.findings()) == 2
