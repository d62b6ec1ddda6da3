"""``qinglang evaluate`` as its user calls it: what goes where, exit codes, bad input."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from evaluator.findings import open_store
from tests.conftest import Run, WriteSnapshot


@pytest.fixture
def copied(small_snapshot: Path, tmp_path: Path) -> Path:
    """A copy of the small snapshot that may be damaged."""
    return Path(shutil.copytree(small_snapshot, tmp_path / "copied"))


def test_findings_give_exit_code_1(qinglang: Run, small_snapshot: Path) -> None:
    """A complete run with findings ends with 1, and says why."""
    ended = qinglang("evaluate", small_snapshot)
    assert ended.code == 1
    assert "exit code 1: " in ended.out
    assert ended.err == ""


def test_threshold(qinglang: Run, small_snapshot: Path) -> None:
    """Findings below the threshold leave exit code 0."""
    only = ("evaluate", small_snapshot, "--only", "ANN-01", "--fail-on")
    assert qinglang(*only, "high").code == 0
    assert qinglang(*only, "medium").code == 1
    assert qinglang(*only, "low").code == 1
    assert qinglang(*only, "never").code == 0


def test_machine_output_is_alone_on_standard_output(qinglang: Run, small_snapshot: Path) -> None:
    """What a program reads is JSON and nothing else; people read standard error."""
    ended = qinglang("evaluate", small_snapshot, "-o", "json", "-o", "console", "--progress")
    report = json.loads(ended.out)
    assert report["run"]["complete"] is True
    assert report["findings"]
    assert "exit code 1" in ended.err
    assert "Judging: post" in ended.err


def test_several_reports(qinglang: Run, small_snapshot: Path, tmp_path: Path) -> None:
    """Each format can have a file of its own."""
    ended = qinglang(
        "evaluate",
        small_snapshot,
        *("-o", f"json:{tmp_path}/a.json", "-o", f"csv:{tmp_path}/b.csv"),
        *("-o", f"ndjson:{tmp_path}/c.ndjson"),
    )
    assert ended.code == 1
    assert ended.out == ""
    findings = json.loads((tmp_path / "a.json").read_text())["findings"]
    lines = (tmp_path / "c.ndjson").read_text().splitlines()
    rows = (tmp_path / "b.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) - 1 == len(findings)
    assert sum(json.loads(line)["type"] == "finding" for line in lines) == len(findings)


def test_chinese(qinglang: Run, small_snapshot: Path) -> None:
    """Messages and words come in Chinese where that is asked for."""
    ended = qinglang("evaluate", small_snapshot, "--lang", "zh", "-o", "ndjson")
    messages = [
        line["message"]
        for line in map(json.loads, ended.out.splitlines())
        if line["type"] == "finding"
    ]
    assert messages
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in message) for message in messages)


def test_recorded_with_a_database(qinglang: Run, small_snapshot: Path) -> None:
    """A database on the command line records; the same run again changes nothing."""
    for _ in range(2):
        assert qinglang("evaluate", small_snapshot, "--db", "sqlite:///here.db").code == 1
    listed = json.loads(qinglang("runs", "list", "--db", "sqlite:///here.db", "-o", "json").out)
    assert len(listed) == 1
    assert listed[0]["series"] == "default"


def test_nothing_is_recorded_by_default(qinglang: Run, small_snapshot: Path) -> None:
    """Without a series or a database no file appears."""
    qinglang("evaluate", small_snapshot)
    assert list(Path.cwd().iterdir()) == []


BAD_CALLS = [
    (["--only", "ANN-99"], 2, "--only ANN-99: is no control"),
    (["--param", "standing_from"], 2, "--param standing_from: must be NAME=JSON"),
    (["--param", "standing_from=x"], 2, "the value is no JSON"),
    (["--param", 'standing_from="x"'], 2, "parameter standing_from: must be an integer"),
    (["--param", "standing=1"], 2, "Did you mean standing_from?"),
    (["--param", "a=1", "--param", "a=2"], 2, "--param a: is given twice"),
    (["--max-quarantined", "many"], 2, "must be a number of rows such as 300"),
    (["--max-quarantined", "101%"], 2, "must be at most 100%"),
    (["--max-undetermined", "lots"], 2, "setting max_undetermined"),
    (["--fail-on", "always"], 2, "setting fail_on"),
    (["--engine", "regal"], 2, "setting engine"),
    (["--memory", "much"], 2, "much"),
    (["--db", "no such url"], 2, "no such url"),
    (["--lang", "fr"], 2, "setting lang"),
    (["-o", "yaml"], 2, "there is no format 'yaml'"),
    (["-o", "json", "-o", "csv"], 2, "only one of them can have standard output"),
    (["-o", "json:missing/report.json"], 2, "there is no folder missing"),
    (["--bundle", "missing"], 3, "missing: is no bundle folder"),
]


@pytest.mark.parametrize(("options", "code", "message"), BAD_CALLS, ids=str)
def test_bad_calls(
    qinglang: Run, small_snapshot: Path, options: list[str], code: int, message: str
) -> None:
    """Each wrong option is named with the rule that it breaks; nothing is written."""
    ended = qinglang("evaluate", small_snapshot, *options)
    assert ended.code == code
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


def test_no_such_folder(qinglang: Run) -> None:
    """The folder is named."""
    ended = qinglang("evaluate", "nowhere")
    assert ended.code == 3
    assert "snapshot nowhere: there is no such folder" in ended.err
    assert "remedy: " in ended.err


def test_no_manifest(qinglang: Run, tmp_path: Path) -> None:
    """A folder without snapshot.json is no snapshot."""
    ended = qinglang("evaluate", tmp_path)
    assert ended.code == 3
    assert "holds no snapshot.json" in ended.err


def test_broken_manifest(qinglang: Run, copied: Path) -> None:
    """Broken JSON is told with its line and column."""
    (copied / "snapshot.json").write_text('{"snapshot_id": }')
    ended = qinglang("evaluate", copied)
    assert ended.code == 3
    assert "snapshot.json: is no JSON at line 1, column 17" in ended.err


def test_truncated_parquet(qinglang: Run, copied: Path) -> None:
    """A file that lost its end is named, and no report is written."""
    (copied / "snapshot.json").write_text(_without_digests(copied))
    (path,) = copied.glob("posts*.parquet")
    path.write_bytes(path.read_bytes()[:-100])
    ended = qinglang("evaluate", copied)
    assert ended.code == 3
    assert f"load snapshot: {path.name}" in ended.err
    assert ended.out == ""


def _without_digests(folder: Path) -> str:
    manifest = json.loads((folder / "snapshot.json").read_text())
    manifest.pop("tables", None)
    return json.dumps(manifest)


def test_quarantine(qinglang: Run, write_snapshot: WriteSnapshot) -> None:
    """An unknown enumeration, a naive time and a repeated key are shown with their raw values."""
    account = {"account_id": "a", "account_class": "personal", "created_at": 1_700_000_000}
    accounts = [
        account | {"status": "asleep"},
        account | {"account_id": "b", "status": "active", "created_at": "2025-01-01T00:00:00"},
        account | {"account_id": "c", "status": "active"},
        account | {"account_id": "c", "status": "muted"},
    ]
    folder = write_snapshot({"accounts": accounts, "monetisation": [], "certifications": []})
    ended = qinglang("evaluate", folder, "-o", "json")
    assert ended.code == 3
    quarantine = json.loads(ended.out)["quarantine"]["accounts"]
    assert quarantine["count"] == 4
    faults = [(row["row"], fault) for row in quarantine["faults"] for fault in row["faults"]]
    assert [(row, fault["column"], fault["value"]) for row, fault in faults] == [
        (1, "status", "asleep"),
        (2, "created_at", "2025-01-01T00:00:00"),
        (3, "account_id", "c"),
        (4, "account_id", "c"),
    ]


def test_opa_that_is_not_there(qinglang: Run, small_snapshot: Path) -> None:
    """A server that does not listen is named with the way to start it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        ended = qinglang("evaluate", small_snapshot, "--engine", "opa", "--opa-url", url)
    assert ended.code == 3
    assert url in ended.err
    assert "opa run --server --bundle" in ended.err


def test_damaged_bundle(qinglang: Run, small_snapshot: Path, tmp_path: Path) -> None:
    """A bundle with one changed byte is refused by the file's name."""
    bundle = tmp_path / "bundle"
    shutil.copytree(str(resources.files("evaluator") / "bundled"), bundle)
    (bundle / "data.json").write_text((bundle / "data.json").read_text() + " ")
    ended = qinglang("evaluate", small_snapshot, "--bundle", bundle)
    assert ended.code == 3
    assert "data.json: was altered after it was built" in ended.err


@pytest.mark.heavy
@pytest.mark.parametrize("wait_for", ["Hashing files", "Judging"])
def test_interrupt(small_snapshot: Path, tmp_path: Path, wait_for: str) -> None:
    """Ctrl-C ends with 130, and neither a report nor a run nor a half-prepared snapshot stays."""
    environment = os.environ | {"QINGLANG_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", "from scheduler.cli import main; main()", "evaluate"]
    options = ["--progress", "--db", f"sqlite:///{tmp_path}/s.db"]
    report = tmp_path / "report.json"
    with subprocess.Popen(
        [*command, str(small_snapshot), "-o", f"json:{report}", *options],
        env=environment | {"QINGLANG_BATCH_SIZE": "1"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        seen = []
        for line in process.stderr:
            seen.append(line)
            if wait_for in line:
                process.send_signal(signal.SIGINT)
                break
        rest = process.stderr.read()
        code = process.wait(timeout=60)
    assert code == 130, "".join(seen) + rest
    assert "interrupted" in rest
    assert "Traceback" not in rest
    assert not report.exists()
    with open_store(f"sqlite:///{tmp_path}/s.db") as store:
        assert store.runs() == []
