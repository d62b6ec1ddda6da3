"""A real platform's snapshot, from one end to the other; its figures are known beforehand."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from evaluator.bundle import load_bundle

REPOSITORY = Path(__file__).resolve().parents[2]
SNAPSHOT = REPOSITORY.parent / "shared" / "real" / "weibo-ced"
#: Tables that the source says nothing about, and that the controls of the copy need.
EMPTY = ("annotations", "operators", "sanctions", "notices", "certifications", "monetisation")
GIBIBYTE = 1 << 30

pytestmark = [
    pytest.mark.real,
    pytest.mark.heavy,
    pytest.mark.skipif(
        not SNAPSHOT.is_dir(), reason="the real snapshot is not beside the repository"
    ),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all runs."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def with_empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot as a platform would export it that has no rows in the other tables."""
    folder = tmp_path_factory.mktemp("copy") / "weibo-ced"
    shutil.copytree(SNAPSHOT, folder)
    folder.chmod(0o755)
    for table in EMPTY:
        (folder / f"{table}.ndjson").touch()
    return folder


def _evaluate(snapshot: Path, cache: Path, *options: str) -> tuple[int, dict[str, Any], int]:
    """Exit code, report, and the largest resident memory in bytes."""
    report = cache / "report.json"
    command = [sys.executable, "-c", "from scheduler.cli import main; main()", "evaluate"]
    arguments = [str(snapshot), "-o", f"json:{report}", "--cache-dir", str(cache), *options]
    errors = cache / "errors.txt"
    with errors.open("w") as stream:
        process = psutil.Popen([*command, *arguments], stderr=stream)
    peak = 0
    while process.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        try:
            process.wait(timeout=0.2)
        except psutil.TimeoutExpired:
            continue
    code = process.wait()
    assert code in {0, 1, 3}, errors.read_text()
    return code, json.loads(report.read_text()), peak


def _outcomes(report: dict[str, Any], code: str) -> dict[str, int]:
    outcomes: dict[str, int] = report["controls"][code]["outcomes"]
    return {name: count for name, count in outcomes.items() if count}


def test_as_it_is(cache: Path) -> None:
    """Garbled times end in quarantine with their raw values; what lacks a table says so."""
    code, report, peak = _evaluate(SNAPSHOT, cache)
    assert code == 3
    assert report["quarantine"]["posts"]["count"] == 161
    assert report["quarantine"]["adjudications"]["count"] == 87
    for table in ("posts", "adjudications"):
        for row in report["quarantine"][table]["faults"]:
            assert all(fault["value"] for fault in row["faults"])
    present = {"accounts", "posts", "adjudications"}
    for code_, control in load_bundle().controls.items():
        lacking = sorted(set(control.tables) - present)
        assert report["controls"][code_]["not_evaluated"] == lacking
    assert peak < 2 * GIBIBYTE


def test_quarantine_may_be_allowed(cache: Path) -> None:
    """With an allowance for what is garbled the run is complete."""
    code, report, _ = _evaluate(SNAPSHOT, cache, "--max-quarantined", "300")
    assert code in {0, 1}
    assert report["run"]["complete"] is True


def test_with_empty_tables(with_empty_tables: Path, cache: Path) -> None:
    """Each adjudicated post lacks a refutation label; no post is young enough for a source."""
    code, report, peak = _evaluate(with_empty_tables, cache, "--max-quarantined", "300")
    assert code == 1
    assert _outcomes(report, "ANN-12")["violation"] == 1_451
    assert _outcomes(report, "ANN-01") == {"not_applicable": 1_277_682}
    assert peak < 2 * GIBIBYTE


def test_parameter_override(with_empty_tables: Path, cache: Path) -> None:
    """Were the rule as old as the posts, their unknown topics would decide."""
    code, report, _ = _evaluate(
        with_empty_tables,
        cache,
        *("--max-quarantined", "300", "--only", "ANN-01", "--param", "standing_from=0"),
    )
    assert code == 0
    assert _outcomes(report, "ANN-01") == {"undetermined": 3_300, "not_applicable": 1_274_382}
    assert report["controls"]["ANN-01"]["missing"] == {"posts.topic": 3_300}
    assert report["run"]["overrides"]["standing_from"]["value"] == 0


def test_without_triage(with_empty_tables: Path, cache: Path) -> None:
    """Judging every post of a real platform gives the digests of judging candidates only."""
    only = ("--only", "ANN-01", "--only", "ANN-12")
    options = ("--max-quarantined", "300", "--param", "standing_from=0", *only)
    code, triaged, _ = _evaluate(with_empty_tables, cache, *options)
    assert code == 1
    assert triaged["controls"]["ANN-12"]["candidates"] < 2_000
    _, every, _ = _evaluate(with_empty_tables, cache, *options, "--no-triage")
    assert every["findings_digest"] == triaged["findings_digest"]
    assert every["outcomes_digest"] == triaged["outcomes_digest"]
