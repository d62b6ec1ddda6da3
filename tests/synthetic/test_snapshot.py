"""Generated snapshots as folders."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.errors import UsageError
from evaluator.model import Snapshot
from evaluator.snapshot import open_snapshot
from evaluator.synthetic import FORMATS, Blueprint, generate_snapshot
from evaluator.synthetic.tables import TABLES

Make = Callable[..., Blueprint]


def _open(folder: Path) -> Snapshot:
    return open_snapshot(folder, TABLES)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_arguments_give_the_same_bytes(tmp_path: Path, blueprint: Make, form: str) -> None:
    """Two snapshots of one blueprint have one digest, and their truths are equal too."""
    for name in ("one", "two"):
        generate_snapshot(
            blueprint(posts=2_500), tmp_path / name, formats=form, truth=tmp_path / f"{name}.ndjson"
        )
    assert _open(tmp_path / "one").digest == _open(tmp_path / "two").digest
    assert (tmp_path / "one.ndjson").read_bytes() == (tmp_path / "two.ndjson").read_bytes()


@pytest.mark.parametrize(
    "given",
    [
        {"seed": 8},
        {"posts": 301},
        {"null_rate": 0.03},
        {"violation_rate": 0.02},
        {"days": 60},
        {"as_of": 1_758_643_201},
    ],
)
def test_other_arguments_give_another_snapshot(
    tmp_path: Path, blueprint: Make, given: dict[str, int]
) -> None:
    """Each argument matters, to the content and to the snapshot's id."""
    generate_snapshot(blueprint(posts=300), tmp_path / "one")
    generate_snapshot(blueprint(**({"posts": 300} | given)), tmp_path / "two")
    one, two = _open(tmp_path / "one"), _open(tmp_path / "two")
    assert one.digest != two.digest
    assert one.manifest.snapshot_id != two.manifest.snapshot_id


def test_the_manifest_describes_the_snapshot(tmp_path: Path, blueprint: Make) -> None:
    """Window, coverage, rows and digests are told, and agree with what lies there."""
    made = generate_snapshot(blueprint(posts=300), tmp_path / "snapshot", formats="mixed")
    snapshot = _open(tmp_path / "snapshot")
    manifest = snapshot.manifest
    assert (manifest.as_of, manifest.window_from, manifest.window_to) == (
        1_758_643_200,
        1_753_286_400,
        1_758_643_200,
    )
    assert (manifest.coverage, manifest.contract_version) == ("full", 1)
    assert manifest.generator == (
        "qinglang generator 1: posts 300, seed 7, violations 0.01, nulls 0.02"
    )
    assert manifest.table_rows == made.rows
    assert manifest.file_digests == {file.path: file.sha256 for file in snapshot.files}
    assert set(snapshot.tables) == set(TABLES)
    assert snapshot.warnings == ()
    assert made.outcomes == {}


def test_a_snapshot_without_posts_is_one(tmp_path: Path, blueprint: Make) -> None:
    """No posts, no accounts; the tables are there, and empty."""
    for form in FORMATS:
        made = generate_snapshot(blueprint(posts=0), tmp_path / form, formats=form)
        assert made.rows["posts"] == made.rows["accounts"] == 0
        assert set(_open(tmp_path / form).tables) == set(TABLES)


def test_each_table_may_have_its_own_form(tmp_path: Path, blueprint: Make) -> None:
    """Forms are given for all tables, or table by table; Parquet where nothing is said."""
    generate_snapshot(
        blueprint(posts=10), tmp_path / "snapshot", formats={"posts": "csv", "notices": "ndjson"}
    )
    names = {path.name for path in (tmp_path / "snapshot").iterdir()}
    assert {"posts.csv", "notices.ndjson", "accounts.parquet"} <= names
    assert "posts.parquet" not in names


def test_a_mixed_snapshot_has_parts_of_every_form(tmp_path: Path, blueprint: Make) -> None:
    """Tables are folders of parts, in all forms and with both compressions."""
    generate_snapshot(blueprint(posts=20_000), tmp_path / "snapshot", formats="mixed")
    forms = {(file.format, file.compression) for file in _open(tmp_path / "snapshot").files}
    assert forms == {
        ("parquet", "none"),
        ("ndjson", "none"),
        ("ndjson", "gzip"),
        ("csv", "none"),
        ("csv", "zstd"),
    }


def test_forms_hold_the_same_rows(tmp_path: Path, blueprint: Make) -> None:
    """The form of the files changes neither a row nor what holds."""
    made = {
        form: generate_snapshot(
            blueprint(posts=300), tmp_path / form, formats=form, truth=tmp_path / f"{form}.truth"
        )
        for form in FORMATS
    }
    assert len({json.dumps(dict(each.rows)) for each in made.values()}) == 1
    assert len({(tmp_path / f"{form}.truth").read_bytes() for form in FORMATS}) == 1


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        ("xml", "format xml: is unknown. Formats are parquet, ndjson, csv, mixed."),
        ({"cats": "csv"}, f"table cats: is not generated. Tables are {', '.join(TABLES)}."),
    ],
)
def test_unknown_forms_and_tables_are_refused(
    tmp_path: Path, blueprint: Make, formats: object, message: str
) -> None:
    """Before anything is written."""
    with pytest.raises(UsageError) as refused:
        generate_snapshot(blueprint(), tmp_path / "snapshot", formats=formats)  # type: ignore[arg-type]
    assert str(refused.value) == message
    assert list(tmp_path.iterdir()) == []


def test_progress_adds_up(tmp_path: Path, blueprint: Make) -> None:
    """All posts are told, a block at a time."""
    told: list[int] = []
    generate_snapshot(blueprint(posts=5_000), tmp_path / "snapshot", advance=told.append)
    assert sum(told) == 5_000
    assert len(told) > 1


@pytest.mark.heavy
def test_memory_is_bounded(tmp_path: Path) -> None:
    """Three times the posts take hardly more memory: rows are written as they are made."""
    program = """
import sys
from pathlib import Path
from evaluator.synthetic import Blueprint, generate_snapshot
from tests.benchmarks.measuring import peak_memory
blueprint = Blueprint(int(sys.argv[1]), 1, 1_758_643_200, 0.01, 0.02)
generate_snapshot(blueprint, Path(sys.argv[2]))
print(peak_memory())
"""
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", program, str(posts), str(tmp_path / str(posts))],
                cwd=Path(__file__).resolve().parents[2],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for posts in (30_000, 100_000)
    ]
    assert peaks[1] < peaks[0] + (60 << 20)
