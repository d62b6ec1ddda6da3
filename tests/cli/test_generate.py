"""``qinglang snapshot generate``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from evaluator.cli.boundary import run_guarded
from evaluator.cli.generate import generate
from evaluator.snapshot import open_snapshot
from evaluator.synthetic.tables import TABLES

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process: its exit code, and what it said."""
    app = typer.Typer(rich_markup_mode=None)
    app.command()(generate)

    def run_it(*arguments: object) -> tuple[int, str]:
        code = run_guarded(lambda: app(list(map(str, arguments))))
        shown = capsys.readouterr()
        assert shown.out == ""
        return code, shown.err

    return run_it


def test_it_writes_a_snapshot_and_its_truth(run: Run, tmp_path: Path) -> None:
    """The options decide the content; rows are counted for the reader."""
    folder, truth = tmp_path / "snapshot", tmp_path / "truth.ndjson"
    options = ["--posts", 300, "--seed", 5, "--as-of", "2025-09-10T00:00:00+08:00", "--days", 30]
    options += ["--violation-rate", 0.1, "--null-rate", 0.1, "--format", "mixed"]
    code, shown = run(folder, *options, "--truth", truth, "--no-progress")
    assert code == 0
    assert shown.splitlines()[0].startswith(f"generated {folder}: operators ")
    assert "posts 300," in shown
    assert shown.splitlines()[1] == f"truth: {truth}"
    manifest = open_snapshot(folder, TABLES).manifest
    assert manifest.as_of == 1_757_433_600
    assert manifest.window_from == 1_757_433_600 - 30 * 86_400
    assert manifest.table_rows["posts"] == 300
    assert b'"control":"ANN-01"' in truth.read_bytes()


def test_it_writes_a_platform_day_by_day(run: Run, tmp_path: Path) -> None:
    """One folder and one file of truth for each day."""
    folder, truth = tmp_path / "days", tmp_path / "truth"
    code, shown = run(folder, "--posts", 100, "--daily", 2, "--truth", truth)
    assert code == 0
    names = ["2025-09-23", "2025-09-24"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert sorted(path.stem for path in truth.iterdir()) == names
    assert len(shown.splitlines()) == 3


def test_it_needs_no_more_than_a_folder(run: Run, tmp_path: Path) -> None:
    """Every option has a default, and a moment may be given as epoch seconds."""
    code, shown = run(tmp_path / "snapshot", "--posts", 10, "--as-of", 1_758_643_200)
    assert code == 0
    assert "truth" not in shown


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--as-of", "yesterday"],
            (
                "error: --as-of yesterday: is neither RFC 3339 with an offset nor epoch seconds\n"
                "  remedy: Write --as-of 2025-09-24T00:00:00+08:00.\n"
            ),
        ),
        (
            ["--posts", "-5"],
            "error: posts -5: must be 0 or more\n  remedy: Ask for fewer or none.\n",
        ),
        (
            ["--format", "xml"],
            "error: format xml: is unknown\n  remedy: Formats are parquet, ndjson, csv, mixed.\n",
        ),
    ],
)
def test_wrong_usage_is_told(run: Run, tmp_path: Path, options: list[str], message: str) -> None:
    """What is wrong, and what to do, with exit code 2; nothing is written."""
    assert run(tmp_path / "snapshot", *options) == (2, message)
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_folder_is_refused(run: Run, tmp_path: Path) -> None:
    """Nobody's files are taken away."""
    (tmp_path / "thesis.txt").write_text("mine")
    code, shown = run(tmp_path, "--posts", 10)
    assert code == 2
    assert "holds files and no snapshot.json" in shown
    assert (tmp_path / "thesis.txt").read_text() == "mine"
