"""What is costly to open is opened once here: the bundle, a judge, a session of the warehouse."""

from __future__ import annotations

import itertools
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow as pa
import pytest

from evaluator.bundle import Bundle, load_bundle
from evaluator.errors import SnapshotError
from evaluator.judge import Judge
from evaluator.model import Snapshot, TableSummary
from evaluator.pipeline import Silent, evaluation, preparing, validated_snapshot
from evaluator.pipeline.judging import open_judge
from evaluator.settings import Settings
from evaluator.warehouse import SCHEMAS, Warehouse, identifier
from tests.fuzz.expectation import Expected, expect_snapshot
from tests.fuzz.sound import Draft

#: Seconds after which work on a few rows is taken for work without end.
FOR_EVER = 300
SETTINGS = Settings(threads=1)


@dataclass(frozen=True, slots=True)
class Checked:
    """What validation made of a snapshot."""

    snapshot: Snapshot
    summaries: dict[str, TableSummary]
    #: Table -> its clean rows, in the order of their keys.
    clean: dict[str, pa.Table]
    #: Table -> its quarantined rows, by file and row.
    quarantined: dict[str, list[dict[str, Any]]]


Check = Callable[[Path], Checked]
Write = Callable[[Draft], Path]
#: Says whether the strict readers knew what must become of every row.
Agree = Callable[[Draft], bool]


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all snapshots of these tests lie in."""
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture
def fresh_folder(snapshots: Path) -> Iterator[Path]:
    """An empty folder among the snapshots, for one test."""
    folder = snapshots / "one"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def open_warehouse(snapshots: Path) -> Iterator[Warehouse]:
    """A session that may read all of them."""
    with Warehouse(SETTINGS, reads=[snapshots]) as warehouse:
        yield warehouse


@pytest.fixture
def check(bundle: Bundle, open_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Loads and validates a snapshot as the program does, but for one session that stays open."""

    @contextmanager
    def opened(*_: object, **__: object) -> Iterator[Warehouse]:
        try:
            yield open_warehouse
        finally:
            _empty(open_warehouse)

    monkeypatch.setattr(preparing, "Warehouse", opened)

    def run(folder: Path) -> Checked:
        with (
            without_end(),
            validated_snapshot(folder, bundle, SETTINGS, Silent()) as session,
        ):
            warehouse, snapshot, validated = session
            clean, quarantined = {}, {}
            for name in snapshot.tables:
                key = identifier(bundle.contract.tables[name].key)
                rows = f"FROM clean.{identifier(name)} ORDER BY {key}"
                clean[name] = pa.Table.from_batches(
                    warehouse.batches(rows), pa_schema(bundle, name)
                )
                out = f"FROM quarantined.{identifier(name)} ORDER BY _file, _row"
                batches = warehouse.batches(out)
                quarantined[name] = [row for batch in batches for row in batch.to_pylist()]
            return Checked(snapshot, dict(validated.tables), clean, quarantined)

    return run


@pytest.fixture
def written(fresh_folder: Path) -> Write:
    """Writes a snapshot to a folder of its own, and removes the one before."""
    numbers = itertools.count()
    last: list[Path] = []

    def write(draft: Draft) -> Path:
        while last:
            shutil.rmtree(last.pop())
        folder = fresh_folder / str(next(numbers))
        folder.mkdir()
        last.append(folder)
        (folder / "snapshot.json").write_bytes(draft.manifest)
        for name in draft.empty:
            (folder / name).mkdir(exist_ok=True)
        for path, content in draft.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return folder

    return write


@pytest.fixture
def agree(check: Check, written: Write, bundle: Bundle) -> Agree:
    """Asserts that the program makes of a snapshot what the strict readers make of it."""

    def compare(draft: Draft) -> bool:
        expected = expect_snapshot(draft, bundle.contract)
        try:
            checked = check(written(draft))
        except SnapshotError:
            if expected is None or None in expected.values():
                return False
            raise
        assert expected is not None, "nobody can read this"
        assert sorted(checked.summaries) == sorted(expected)
        for name, table in expected.items():
            _compare(name, bundle.contract.tables[name].key, checked, table)
        return None not in expected.values()

    return compare


def _compare(name: str, key: str, checked: Checked, expected: Expected | None) -> None:
    summary, clean = checked.summaries[name], checked.clean[name].to_pylist()
    quarantined = checked.quarantined[name]
    assert summary.read == summary.kept + summary.quarantined + summary.repeated
    assert (len(clean), len(quarantined)) == (summary.kept, summary.quarantined)
    if expected is None:
        return
    assert {row[key]: row for row in clean} == expected.clean
    assert {
        (row["_file"], row["_row"]): (row["_key"], frozenset(row["_unreadable"]))
        for row in quarantined
    } == expected.quarantined
    assert (summary.read, summary.repeated) == (expected.read, expected.repeated)


def _empty(warehouse: Warehouse) -> None:
    """Remove all that a snapshot left behind, also one that was given up half way."""
    left = warehouse.run(
        "SELECT table_schema, table_name, table_type FROM information_schema.tables"
    )
    for schema, name, type_ in left:
        assert schema in SCHEMAS
        warehouse.drop(f"{schema}.{identifier(name)}", view=type_ == "VIEW")


def pa_schema(bundle: Bundle, table: str) -> pa.Schema:
    """The clean table's columns as Arrow has them."""
    types = {
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "BOOLEAN": pa.bool_(),
        "VARCHAR[]": pa.list_(pa.string()),
    }
    columns = bundle.contract.tables[table].columns
    return pa.schema([(name, types[column.kind.sql_type]) for name, column in columns.items()])


@pytest.fixture(scope="session")
def judge(bundle: Bundle) -> Iterator[Judge]:
    """The judge in process, compiled once."""
    with open_judge(bundle, SETTINGS) as opened:
        yield opened


@pytest.fixture
def quick_start(bundle: Bundle, judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Evaluations take the bundle and the judge that are open already."""

    def opened(*_: object) -> AbstractContextManager[Judge]:
        return nullcontext(judge)

    monkeypatch.setattr(evaluation, "configured_bundle", lambda _: bundle)
    monkeypatch.setattr(evaluation, "open_judge", opened)


@contextmanager
def without_end() -> Iterator[None]:
    """Raise TimeoutError in what would else stop the whole run."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it takes more than {FOR_EVER} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(FOR_EVER)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
