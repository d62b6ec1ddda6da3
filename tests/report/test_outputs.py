"""``-o`` is read strictly, and what it names is written whole or not at all."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.errors import QinglangError, UsageError
from evaluator.model import Finding
from evaluator.report import Output, ReportOptions, RunReport, parse_outputs, write_outputs

MakeReport = Callable[..., RunReport]
TAKEN = "only one of them can have standard output."
PROGRAM = Path(__file__).parent / "program.py"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("texts", "outputs"),
    [
        ([], [Output("console")]),
        (["json"], [Output("json")]),
        (["json:-"], [Output("json")]),
        (["json:a:b.json"], [Output("json", Path("a:b.json"))]),
        (["console", "json"], [Output("console"), Output("json")]),
        (["json", "json:x.json"], [Output("json"), Output("json", Path("x.json"))]),
        (["csv:/dev/null"], [Output("csv", Path("/dev/null"))]),
    ],
)
def test_parsing(texts: list[str], outputs: list[Output]) -> None:
    """Formats with and without a place."""
    assert parse_outputs(texts) == outputs


def test_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A tilde is the home folder; one of an unknown user is a name."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert parse_outputs(["json:~/x.json"]) == [Output("json", tmp_path / "x.json")]
    assert parse_outputs(["json:~nobody-of-this-name"]) == [
        Output("json", Path("~nobody-of-this-name"))
    ]


@pytest.mark.parametrize(
    ("texts", "error"),
    [
        (["jsn"], "-o jsn: there is no format 'jsn'. Did you mean json or ndjson?"),
        (["json:"], "-o json:: names no file. Write -o json, or add a path."),
        (["json:."], "-o json:.: . is a folder. Name a file in it."),
        (
            ["json:no/x"],
            "-o json:no/x: there is no folder no. Make it, or name another place.",
        ),
        (
            ["json", "csv"],
            f"-o json -o csv: {TAKEN} Give the others a file, as in -o csv:report.csv.",
        ),
        (
            ["csv", "csv"],
            f"-o csv -o csv: {TAKEN} Give the others a file, as in -o csv:report.csv.",
        ),
        (
            ["json:x", "csv:./x"],
            "-o csv:./x: writes the same file as -o json:x. Name another file.",
        ),
        (["json:x", "json:x"], "-o json:x: writes the same file as -o json:x. Name another file."),
    ],
)
def test_refused(texts: list[str], error: str) -> None:
    """What makes no sense is told before anything runs."""
    with pytest.raises(UsageError) as caught:
        parse_outputs(texts)
    assert str(caught.value) == error


def test_folder_that_may_not_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing rights are told before anything runs."""
    # The superuser may write everywhere, so the question is answered here for any user.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError) as caught:
        parse_outputs(["json:x.json"])
    assert str(caught.value) == "-o json:x.json: . may not be written to. Name a place that may."


def test_console_moves_aside(make_report: MakeReport) -> None:
    """A machine format has standard output alone; the console report goes to standard error."""
    stdout, stderr = io.StringIO(), io.StringIO()
    outputs = parse_outputs(["console", "json"])
    write_outputs(make_report(), outputs, ReportOptions(), stdout=stdout, stderr=stderr)
    assert json.loads(stdout.getvalue())["run"]["platform_id"] == "weibo"
    assert stderr.getvalue().startswith("COMPLETE  platform weibo")


def test_console_on_standard_output(
    make_report: MakeReport, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without another taker the console report has standard output."""
    write_outputs(make_report(), parse_outputs(["console", "json:x.json"]), ReportOptions())
    captured = capsys.readouterr()
    assert captured.out.startswith("COMPLETE  platform weibo")
    assert not captured.err


def test_files(make_report: MakeReport, make_finding: Callable[..., Finding], folder: Path) -> None:
    """All formats into files in one run; CSV has its mark there, others none."""
    names = ("console", "json", "ndjson", "csv")
    outputs = parse_outputs([f"{name}:out.{name}" for name in names])
    write_outputs(make_report([make_finding("ANN-12", "p1")]), outputs, ReportOptions(lang="zh"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"out.{one}" for one in names)
    marked = [name for name in names if Path(f"out.{name}").read_bytes()[:3] == b"\xef\xbb\xbf"]
    assert marked == ["csv"]


def test_lost_findings_leave_no_file(make_report: MakeReport, folder: Path) -> None:
    """Where findings cannot be read back in full, the old file stays."""
    report = make_report(finding_counts={("ANN-12", "high", "under"): 5})
    (folder / "x.json").write_text("old")
    with pytest.raises(QinglangError, match="5 were counted, but 0 could be read back"):
        write_outputs(report, parse_outputs(["json:x.json"]), ReportOptions())
    assert (folder / "x.json").read_text() == "old"
    assert len(list(folder.iterdir())) == 1


def _run(shell: str) -> subprocess.CompletedProcess[str]:
    command = f"set -o pipefail; {shell}"
    environment = os.environ | {"PROGRAM": f"{sys.executable} {PROGRAM}", "PYTHONUTF8": "1"}
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, env=environment
    )


@pytest.mark.parametrize(
    ("output", "first"),
    [("ndjson", '{"type":"run"'), ("csv", "id,control"), ("json", "{"), ("console", "COMPLETE")],
)
def test_reader_that_leaves(output: str, first: str) -> None:
    """A pipe that closes early ends the program quietly and well."""
    done = _run(f"$PROGRAM 2000 {output} | head -1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(first)
    assert done.stdout.count("\n") == 1


def test_full_disk_below_standard_output() -> None:
    """A full disk is one message and exit code 3, not a traceback."""
    done = _run("$PROGRAM 10 json > /dev/full")
    assert done.returncode == 3
    assert done.stderr == (
        "<stdout>: cannot be written (No space left on device). "
        "Make room, or name another place with -o FORMAT:PATH.\n"
    )


def test_standard_output_by_its_device() -> None:
    """``/dev/stdout`` is a place like any other, also where it is a pipe."""
    done = _run("$PROGRAM 3 csv:/dev/stdout | cat")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("裁定-1") == 6
