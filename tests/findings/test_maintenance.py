"""Stores are checked, brought up to date and copied, on both databases."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text

from evaluator.errors import StoreError, UsageError
from evaluator.findings import Store, backup_store, check_store, open_store, upgrade_store
from evaluator.findings.database import Database
from evaluator.findings.schema import newest_version
from tests.findings.conftest import finding, on_both, record

#: Of a state, but for its key.
COLUMNS = (
    "series_key, finding_id, state, reason, change, since, state_since, facts, subject_time, "
    "policy, from_as_of, to_as_of, recorded_from, recorded_to"
)


def _filled(store: Store) -> None:
    store.record(record(1), [finding("ANN-01", "p1"), finding("ANN-01", "p2")], recorded_at=1)
    store.record(record(2), [finding("ANN-01", "p1")], recorded_at=2)


@on_both
def test_a_sound_store(store: Store, url: str) -> None:
    """What is in it is counted, and nothing is wrong."""
    _filled(store)
    found = check_store(url)
    assert (found.series, found.runs, found.findings) == (1, 2, 2)
    assert found.states >= 2
    assert found.version == newest_version()
    assert found.faults == ()


@on_both
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE finding_state SET to_as_of = from_as_of", "end before they begin"),
        (
            f"INSERT INTO finding_state ({COLUMNS}) SELECT {COLUMNS} FROM finding_state",  # noqa: S608 (our own)
            "hold at the same as_of",
        ),
    ],
)
def test_what_cannot_be(store: Store, url: str, change: str, fault: str) -> None:
    """States that contradict each other are found."""
    _filled(store)
    with Database(url).writing() as connection:
        connection.execute(text(change))
    (told,) = check_store(url).faults
    assert fault in told


def test_a_damaged_file(store: Store, url: str, path: Path) -> None:
    """A row that refers to nothing is found, as SQLite finds it."""
    _filled(store)
    database = sqlite3.connect(path)
    with database:
        database.execute("DELETE FROM fact_set")
    database.close()
    faults = check_store(url).faults
    assert faults
    assert all("refers to a row of fact_set that is not there" in fault for fault in faults)


def test_no_store(url: str, tmp_path: Path) -> None:
    """Where there is none, nothing is made."""
    for work in (check_store, upgrade_store):
        with pytest.raises(StoreError, match="does not exist"):
            work(url)
    with pytest.raises(StoreError, match="does not exist"):
        backup_store(url, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_another_version(store: Store, url: str, path: Path) -> None:
    """A store of another version is not checked, and one of a newer is not touched."""
    _filled(store)
    assert upgrade_store(url)[0] == upgrade_store(url)[1]
    database = sqlite3.connect(path)
    with database:
        database.execute("UPDATE qinglang_version SET version_num = '9999'")
    database.close()
    with pytest.raises(StoreError, match="has schema version 9999"):
        check_store(url)
    with pytest.raises(StoreError, match="knows versions up to"):
        upgrade_store(url)


def test_a_copy_of_sqlite(store: Store, url: str, tmp_path: Path) -> None:
    """The copy is a store; a file that is there is left alone."""
    _filled(store)
    copy = tmp_path / "copy.db"
    backup_store(url, copy)
    assert check_store(f"sqlite:///{copy}") == check_store(url)
    with open_store(f"sqlite:///{copy}", create=False) as other:
        assert other.findings() == store.findings()
    with pytest.raises(UsageError, match="exists already"):
        backup_store(url, copy)
    with pytest.raises(StoreError, match="cannot be written"):
        backup_store(url, tmp_path / "none" / "copy.db")


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_copy_of_postgresql(store: Store, url: str, tmp_path: Path) -> None:
    """The dump holds the tables."""
    _filled(store)
    target = tmp_path / "copy.dump"
    backup_store(url, target)
    done = subprocess.run(
        ["pg_restore", "--list", target], capture_output=True, text=True, check=True
    )
    assert "TABLE DATA public finding_state" in done.stdout
