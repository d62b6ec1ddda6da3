"""``qinglang snapshot convert``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import typer

from evaluator.bundle import load_bundle
from evaluator.cli.boundary import run_guarded
from evaluator.cli.convert import convert
from evaluator.pipeline import Request, Silent, evaluate
from evaluator.pipeline.converting import convert_snapshot
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot
from evaluator.synthetic import Blueprint, generate_snapshot
from tests.conftest import AS_OF, WriteSnapshot

Run = Callable[..., tuple[int, str]]

ACCOUNT = {
    "account_id": 7,
    "account_class": "personal",
    "status": "active",
    "created_at": "2024-01-01T00:00:00.9+08:00",
}
FAULTY = ACCOUNT | {"account_id": "a8", "status": "asleep"}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process: its exit code, and what it said."""
    app = typer.Typer(rich_markup_mode=None)
    app.command()(convert)

    def run_it(*arguments: object) -> tuple[int, str]:
        code = run_guarded(lambda: app([*map(str, arguments), "--no-progress"]))
        shown = capsys.readouterr()
        assert shown.out == ""
        return code, shown.err

    return run_it


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated snapshot whose tables are parts in every format; not to be changed."""
    folder = tmp_path_factory.mktemp("mixed") / "snapshot"
    blueprint = Blueprint(200, 3, AS_OF, violation_rate=0.05, null_rate=0.05)
    generate_snapshot(blueprint, folder, formats="mixed")
    return folder


@pytest.fixture(scope="module")
def converted(mixed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same snapshot, converted by one thread."""
    target = tmp_path_factory.mktemp("converted") / "new" / "target"
    convert_snapshot(mixed, target, load_bundle(), Settings(threads=1), Silent())
    return target


@pytest.mark.heavy
def test_the_converted_snapshot_gives_the_same_digests(
    mixed: Path, converted: Path, tmp_path: Path
) -> None:
    """Findings and outcomes are the same, whatever the format of what was judged."""
    digests = set()
    for folder in (mixed, converted):
        settings = Settings(cache_dir=tmp_path / "cache", threads=2)
        with evaluate(Request(folder), settings, Silent()) as done:
            assert done.report.total > 0
            digests.add((done.report.findings_digest, done.report.outcomes_digest))
    assert len(digests) == 1


@pytest.mark.heavy
def test_it_repeats_byte_for_byte(run: Run, mixed: Path, converted: Path, tmp_path: Path) -> None:
    """Threads and memory do not show in what is written."""
    code, shown = run(mixed, tmp_path / "target", "--threads", 3, "--memory", "200MiB")
    assert code == 0
    assert shown.startswith(f"converted {mixed} to {tmp_path / 'target'}: 19 tables, ")
    one, other = (folder / "snapshot.json" for folder in (converted, tmp_path / "target"))
    assert one.read_bytes() == other.read_bytes()


def test_what_holds_for_the_whole_is_kept(mixed: Path, converted: Path) -> None:
    """snapshot.json says the same, and declares rows and digest of each file."""
    tables = load_bundle().contract.tables
    old, new = (open_snapshot(folder, tables) for folder in (mixed, converted))
    assert new.manifest.document() == old.manifest.document()
    assert new.manifest.table_rows == old.manifest.table_rows
    assert new.manifest.file_digests == {file.path: file.sha256 for file in new.files}
    assert {file.format for file in new.files} == {"parquet"}


def test_values_arrive_in_the_form_of_the_contract(
    run: Run, write_snapshot: WriteSnapshot, tmp_path: Path
) -> None:
    """Ids are text, times whole seconds; what is empty keeps its columns; rows lie by key."""
    accounts = [ACCOUNT | {"account_id": "b"}, ACCOUNT, ACCOUNT, ACCOUNT | {"colour": "red"}]
    folder = write_snapshot({"accounts": accounts, "operators": []}, generator="exporter 2")
    code, shown = run(folder, tmp_path / "target")
    assert (code, shown) == (
        0,
        (
            "warning: accounts.ndjson: unknown column 'colour' of table accounts was not read\n"
            f"converted {folder} to {tmp_path / 'target'}: 2 tables, 2 rows written, "
            "2 repeated left out\n"
        ),
    )
    table = pq.read_table(tmp_path / "target" / "accounts.parquet")
    assert table.column_names == list(load_bundle().contract.tables["accounts"].columns)
    assert table.column("account_id").to_pylist() == ["7", "b"]
    assert table.column("created_at").to_pylist() == [1_704_038_400] * 2
    assert pq.read_metadata(tmp_path / "target" / "operators.parquet").num_rows == 0
    assert sorted(path.name for path in (tmp_path / "target").iterdir()) == [
        "accounts.parquet",
        "operators.parquet",
        "snapshot.json",
    ]


def test_faulty_rows_are_not_lost(run: Run, write_snapshot: WriteSnapshot, tmp_path: Path) -> None:
    """Where they have no place to go, nothing is written, and the reader learns how many."""
    folder = write_snapshot({"accounts": [ACCOUNT, FAULTY], "operators": [{}]})
    code, shown = run(folder, tmp_path / "target")
    assert (code, shown) == (
        3,
        (
            f"error: snapshot {folder}: has faulty rows, which would be lost: accounts 1, "
            f"operators 1\n  remedy: See them with `qinglang snapshot check {folder}`, or name a "
            "folder for them with --quarantine.\n"
        ),
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["snapshot"]


def test_faulty_rows_may_be_put_aside(
    run: Run, write_snapshot: WriteSnapshot, tmp_path: Path
) -> None:
    """The rest is converted; the exit code and a warning say that it is not everything."""
    folder = write_snapshot({"accounts": [ACCOUNT, FAULTY], "operators": []})
    target, aside = tmp_path / "target", tmp_path / "deep" / "aside"
    code, shown = run(folder, target, "--quarantine", aside)
    assert code == 1
    assert shown.splitlines()[-1] == (
        f"warning: 1 faulty rows are in {aside} and not in {target}; "
        "an evaluation of it takes them for rows that were never recorded"
    )
    assert [path.name for path in aside.iterdir()] == ["accounts.parquet"]
    (row,) = pq.read_table(aside / "accounts.parquet").to_pylist()
    assert (row["file"], row["row"], row["key"]) == ("accounts.ndjson", 2, "a8")
    manifest = json.loads((target / "snapshot.json").read_text())
    assert manifest["tables"]["accounts"]["rows"] == 1


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["snapshot"], "target {0}/snapshot: exists already"),
        (["snapshot/parquet"], "target {0}/snapshot/parquet: lies in the snapshot"),
        (["target", "snapshot/bad"], "quarantine {0}/snapshot/bad: lies in the snapshot"),
        (["target", "target/bad"], "quarantine {0}/target/bad: lies in the target"),
    ],
)
def test_places_that_make_no_sense(
    run: Run, write_snapshot: WriteSnapshot, tmp_path: Path, places: list[str], told: str
) -> None:
    """What is there is never written over, and a folder never into another one; exit code 2."""
    folder = write_snapshot({"accounts": [ACCOUNT]})
    target, *aside = (tmp_path / place for place in places)
    options = ["--quarantine", *aside] if aside else []
    code, shown = run(folder, target, *options)
    assert code == 2
    assert told.format(tmp_path) in shown
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "accounts.ndjson",
        "snapshot",
        "snapshot.json",
    ]


def test_a_quarantine_that_cannot_be_written(
    run: Run, write_snapshot: WriteSnapshot, tmp_path: Path
) -> None:
    """Nothing is converted where faulty rows find no place."""
    folder = write_snapshot({"accounts": [FAULTY]})
    (tmp_path / "file").touch()
    code, shown = run(folder, tmp_path / "target", "--quarantine", tmp_path / "file")
    assert (code, shown) == (
        3,
        (
            f"error: quarantine {tmp_path / 'file'}: cannot be written (File exists)\n"
            "  remedy: Name another folder with --quarantine.\n"
        ),
    )
    assert not (tmp_path / "target").exists()
