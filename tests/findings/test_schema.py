"""The schema of a store, and how it is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, create_mock_engine

from evaluator.errors import StoreError
from evaluator.findings import open_store
from evaluator.findings.schema import VERSION_TABLE
from evaluator.findings.tables import metadata
from tests.findings.conftest import finding, record


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
