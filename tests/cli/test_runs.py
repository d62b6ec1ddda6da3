"""``qinglang runs`` as its user calls it."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from evaluator.cli import runs
from evaluator.cli.boundary import run_guarded
from evaluator.findings import open_store
from evaluator.model import ControlResult
from tests.findings.conftest import digest, finding, record

#: 2025-09-01T00:00+08:00.
FIRST = 1_756_656_000

Shown = tuple[int, str, str]
Command = Callable[..., Shown]

RECORD = record(
    1,
    ("ANN-01", "RUM-01"),
    as_of=FIRST,
    incomplete=("161 rows are in quarantine",),
    overrides={"label_grace_hours": 48},
    parameters={"label_grace_hours": 48},
    quarantined={"posts": 161},
    results=(
        ControlResult("ANN-01", {"violation": 1, "undetermined": 2}, {"posts.topic": 2}),
        ControlResult("RUM-01", {}, {}, not_evaluated=("annotations",)),
    ),
)
RUN_ID = RECORD.identity.run_id


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Runs the commands of this group in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    root = typer.Typer(pretty_exceptions_enable=False)
    root.add_typer(runs.app, name="runs")

    def run(*arguments: str) -> Shown:
        monkeypatch.setattr(sys, "argv", ["qinglang", "runs", *arguments])
        code = run_guarded(root)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def recorded(command: Command) -> Command:
    """A database with an incomplete run, and its repetition in another series."""
    with open_store("sqlite:///qinglang.db") as store:
        store.record(RECORD, [finding("ANN-01", "p1")], recorded_at=FIRST + 3_600)
        store.record(record(2, series="other"), [], recorded_at=FIRST + 7_200)
    return command


def test_list(recorded: Command) -> None:
    """Runs are listed for readers by as_of, with short ids and times with their offset."""
    code, out, err = recorded("list")
    assert (code, err) == (0, "")
    (line,) = [one for one in out.splitlines() if RUN_ID[:12] in one]
    assert RUN_ID not in line
    assert "2025-09-01 00:00:00 +08:00" in line
    assert "incomplete" in line
    assert "other" in out


def test_list_of_one_series(recorded: Command) -> None:
    """A run whose day was run anew is told from those that count; one series needs no name."""
    with open_store("sqlite:///qinglang.db") as store:
        anew = dataclasses.replace(RECORD, complete=True, incomplete=())
        store.record(anew, [], recorded_at=FIRST + 9_000)
    code, out, _ = recorded("list", "--series", "s")
    assert code == 0
    states = [word for word in out.split() if word in {"complete", "incomplete", "superseded"}]
    assert states == ["superseded", "complete"]
    assert "series" not in out


def test_list_for_programs(recorded: Command) -> None:
    """Programs get whole ids and epoch seconds, of one series where it is named."""
    code, out, _ = recorded("list", "--series", "s", "-o", "json")
    assert code == 0
    assert json.loads(out) == [
        {
            "run": RUN_ID,
            "series": "s",
            "platform": "platform-1",
            "framework": "qinglang-2025",
            "snapshot": "snapshot-1",
            "as_of": FIRST,
            "complete": False,
            "findings": 1,
            "recorded_at": FIRST + 3_600,
            "superseded_at": None,
        }
    ]
    assert recorded("list", "--series", "nothing") == (0, "no runs\n", "")


def test_show(recorded: Command) -> None:
    """A run is shown with identity, digests, overrides, reasons, and outcomes per control."""
    code, out, _ = recorded("show", RUN_ID[:8], "-o", "json")
    shown = json.loads(out)
    assert code == 0
    assert shown["run"] == RUN_ID
    assert shown["incomplete"] == ["161 rows are in quarantine"]
    assert shown["overrides"] == shown["parameters"] == {"label_grace_hours": 48}
    assert shown["snapshot_digest"] == digest("snapshot of 1")
    assert shown["bundle_digest"] == digest("bundle")
    assert shown["findings_digest"] == digest("findings")
    assert shown["outcomes_digest"] == digest("outcomes")
    assert shown["controls"]["ANN-01"] == {
        "outcomes": {"violation": 1, "undetermined": 2, "pass": 0, "not_applicable": 0},
        "missing": {"posts.topic": 2},
        "not_evaluated": [],
        "candidates": 0,
        "exact": False,
        "digest": digest("ANN-01"),
    }
    assert shown["controls"]["RUM-01"]["not_evaluated"] == ["annotations"]
    assert shown["quarantined"] == {"posts": 161}


def test_show_on_the_console(recorded: Command) -> None:
    """Readers see counts with what is missing, and what is lacking."""
    code, out, _ = recorded("show", RUN_ID)
    assert code == 0
    text = " ".join(out.split())
    assert "ANN-01: violation 1, undetermined 2, pass 0, not_applicable 0" in text
    assert "(missing: posts.topic 2)" in text
    assert "RUM-01: not evaluated, lacks annotations" in text
    assert "161 rows are in quarantine" in text


def test_show_of_a_run_without_unknown_facts(recorded: Command) -> None:
    """Where nothing is missing, nothing is said about it."""
    other = record(2, series="other").identity.run_id
    code, out, _ = recorded("show", other)
    assert code == 0
    assert "missing" not in out


BAD_CALLS = [
    (["list", "-o", "yaml"], 2, "-o yaml: is no format here"),
    (["show", "ab", "-o", "csv"], 2, "-o csv: is no format here"),
    (["list"], 3, "database sqlite:///qinglang.db: does not exist"),
    (["show", "ab"], 3, "remedy: Name one with --db, or record a run"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), BAD_CALLS, ids=str)
def test_bad_calls(
    command: Command, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    """What is wrong is named, and no database appears."""
    ended, out, err = command(*arguments)
    assert (ended, out) == (code, "")
    assert message in err
    assert list(tmp_path.iterdir()) == []


def test_unknown_id(recorded: Command) -> None:
    """An id that is not there is a wrong argument."""
    code, _, err = recorded("show", "zz")
    assert code == 2
    assert "run zz: is not in this database" in err
