"""The schema of a store, and how it is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, create_mock_engine

from evaluator.errors import StoreError
from evaluator.findings import open_store
from evaluator.findings.database import Database
from evaluator.findings.schema import VERSION_TABLE, _config
from evaluator.findings.tables import metadata
from tests.findings.conftest import finding, on_both, record


def _execute(path: Path, statement: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(path)
    try:
        with database:
            return database.execute(statement).fetchall()
    finally:
        database.close()


def test_migrations_make_what_the_models_say(url: str, path: Path) -> None:
    """Tables that the steps make do not differ from those that the program expects."""
    with open_store(url):
        pass
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_models_fit_postgresql() -> None:
    """Every table can be written down in PostgreSQL's words, with 64 bits for times and keys."""
    statements: list[str] = []
    engine = create_mock_engine(
        "postgresql://",
        lambda statement, *_: statements.append(str(statement.compile(dialect=engine.dialect))),
    )
    metadata.create_all(engine, checkfirst=False)
    (state,) = [one for one in statements if "CREATE TABLE finding_state" in one]
    assert "key BIGSERIAL NOT NULL" in state
    assert "from_as_of BIGINT NOT NULL" in state


def test_newer_version(url: str, path: Path) -> None:
    """A schema that this program does not know is left alone; both versions are named."""
    with open_store(url) as store:
        store.record(record(1), [finding("ANN-01", "p1")], recorded_at=1)
    (known,) = _execute(path, "SELECT version_num FROM qinglang_version")
    _execute(path, "UPDATE qinglang_version SET version_num = '9999'")
    before = path.read_bytes()
    for create in (True, False):
        with pytest.raises(StoreError) as told, open_store(url, create=create):
            pass
        assert "has schema version 9999, and qinglang" in told.value.rule
        assert f"knows versions up to {known[0]}" in told.value.rule
        assert told.value.remedy.startswith("Upgrade qinglang")
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(url: str, path: Path) -> None:
    """A file that was made beforehand, with its rights, is used."""
    path.touch()
    with open_store(url) as store:
        assert store.runs() == []


def test_a_failed_step_leaves_nothing(url: str, path: Path) -> None:
    """Steps are one transaction: where one fails, the database is as it was."""
    _execute(path, "CREATE TABLE finding (of_something_else TEXT)")
    with pytest.raises(StoreError) as told, open_store(url):
        pass
    assert "table finding already exists" in str(told.value)
    tables = _execute(path, "SELECT name FROM sqlite_master")
    assert tables == [("finding",)]


@pytest.mark.parametrize("content", [None, b""])
def test_reading_makes_no_store(url: str, path: Path, content: bytes | None) -> None:
    """Who only reads is told that there is nothing, and nothing is made."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError) as told, open_store(url, create=False):
        pass
    absent = "does not exist" if content is None else "holds no store of findings"
    assert told.value.rule == absent
    assert "qinglang evaluate SNAPSHOT --series NAME" in told.value.remedy
    assert (path.read_bytes() if path.exists() else None) == content


def test_other_programs_may_share_the_database(url: str, path: Path) -> None:
    """Tables of others, Alembic's own among them, are not touched."""
    _execute(path, "CREATE TABLE alembic_version (version_num TEXT)")
    with open_store(url) as store:
        store.record(record(1), [], recorded_at=1)
    assert _execute(path, "SELECT * FROM alembic_version") == []


VERSION_1 = (
    "INSERT INTO series VALUES (1, 'platform-1', 'qinglang-2025', 's')",
    *(
        f"INSERT INTO run VALUES ({day}, 1, 'r{day}', '', {day}, '', '', '', 1, '{{}}', '{{}}', 0, "  # noqa: S608 (our own values)
        f"{day}, 'full', true, '[]', 1, '', '', '{{}}', 'wasm', 1, true, 0, 0, 0, {day}, "
        "9007199254740991)"
        for day in (1, 3)
    ),
    *(
        f"INSERT INTO run_control VALUES ({day}, 'ANN-01', '{digit * 64}', 1, 0, 0, 0, 1, true, "  # noqa: S608 (our own values)
        "'[]', 9007199254740991)"
        for day, digit in ((1, "a"), (3, "b"))
    ),
    "INSERT INTO finding VALUES ('f1', 'ANN-01', 'state', 'p1', '{}')",
    "INSERT INTO finding VALUES ('f2', 'ANN-01', 'event', 'p2', '{}')",
    "INSERT INTO fact_set VALUES ('h1', 'high', 'under', '{}', '{}')",
    *(
        f"INSERT INTO finding_state VALUES ({key}, 1, '{finding}', '{state}', 'h1', 7, {start}, "  # noqa: S608 (our own values)
        f"{end}, {start}, 9007199254740991)"
        for key, finding, state, start, end in (
            (1, "f1", "violating", 1, 3),
            (2, "f1", "unconfirmed", 3, 9007199254740991),
            (3, "f2", "violating", 1, 9007199254740991),
        )
    ),
)


@on_both
def test_states_of_version_1(url: str) -> None:
    """A store of version 1 is brought up: its states get what can be told of them afterwards."""
    config = _config()
    with Database(url).writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in VERSION_1:
            connection.exec_driver_sql(statement)
    with open_store(url) as store:
        shown, unconfirmed = store.finding("f1").known
        (event,) = store.finding("f2").known
        assert store.runs()[0].as_of == 1
    assert (shown.change, shown.since, shown.state_since) == ("opened", 1, 1)
    assert (unconfirmed.change, unconfirmed.since, unconfirmed.state_since) == ("unconfirmed", 1, 3)
    assert (shown.reason, unconfirmed.reason) == ("", "not_kept")
    assert (shown.policy, unconfirmed.policy) == ("a" * 16, "b" * 16)
    assert (event.change, event.since) == ("recorded", 1)
