"""``qinglang findings`` as its user calls it."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from evaluator.bundle import load_bundle
from evaluator.cli import findings
from evaluator.cli.boundary import run_guarded
from evaluator.cli.moments import moment_given
from evaluator.errors import UsageError
from evaluator.findings import open_store
from evaluator.model import Finding
from tests.conftest import Run, WriteSnapshot
from tests.findings.conftest import finding, record

#: 2025-09-01T00:00+08:00.
FIRST = 1_756_656_000
DAY = 86_400

Shown = tuple[int, str, str]
Command = Callable[..., Shown]

P1 = finding("ANN-01", "p1", {"topic": "social_event"})
P2 = finding("ANN-12", "p2", {"adjudication_id": "=j9"}, severity="high", cause={})
OLD = finding("OLD-01", "p3", {"n": 1}, direction="over")


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Runs the commands of this group in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    root = typer.Typer(pretty_exceptions_enable=False)
    root.add_typer(findings.app, name="findings")

    def run(*arguments: str) -> Shown:
        monkeypatch.setattr(sys, "argv", ["qinglang", "findings", *arguments])
        code = run_guarded(root)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def recorded(command: Command) -> Command:
    """A database with two days, the second of which does not show p1 any more."""
    codes = ("ANN-01", "ANN-12", "OLD-01")
    days: list[list[Finding]] = [[P1, P2, OLD], [P2, OLD]]
    with open_store("sqlite:///qinglang.db") as store:
        for number, shown in enumerate(days):
            as_of = FIRST + number * DAY
            store.record(record(1, codes, as_of=as_of), shown, recorded_at=as_of + 3_600)
    return command


def test_list_on_the_console(recorded: Command) -> None:
    """A reader sees short ids, states, and times with their offset."""
    code, out, err = recorded("list")
    assert (code, err) == (0, "")
    (line,) = [one for one in out.splitlines() if "p1" in one]
    assert P1.finding_id[:12] in line
    assert P1.finding_id not in line
    assert "unconfirmed" in line
    assert "2025-09-02 00:00:00 +08:00" in line


def test_series_are_told_apart(recorded: Command) -> None:
    """The console names series where findings of several are shown."""
    _, out, _ = recorded("list")
    assert "series" not in out
    with open_store("sqlite:///qinglang.db") as store:
        store.record(record(1, series="weekly"), [P1], recorded_at=FIRST)
    _, out, _ = recorded("list")
    assert "series" in out
    assert "weekly" in out


def test_list_for_programs(recorded: Command) -> None:
    """JSON, NDJSON and CSV hold every part of every finding, times as epoch seconds."""
    code, out, _ = recorded("list", "-o", "json")
    rows = json.loads(out)
    assert code == 0
    assert [(row["subject"], row["state"]) for row in rows] == [
        ("p1", "unconfirmed"),
        ("p2", "violating"),
        ("p3", "violating"),
    ]
    assert rows[0] == {
        "id": P1.finding_id,
        "series": "s",
        "platform": "platform-1",
        "control": "ANN-01",
        "subject": "p1",
        "subject_time": 1_700_000_000,
        "severity": "medium",
        "direction": "under",
        "nature": "state",
        "state": "unconfirmed",
        "reason": "not_kept",
        "change": "unconfirmed",
        "since": FIRST,
        "state_since": FIRST + DAY,
        "from_as_of": FIRST + DAY,
        "to_as_of": None,
        "identity": {},
        "facts": {"topic": "social_event"},
        "cause": {"account_id": "a1"},
    }
    _, out, _ = recorded("list", "-o", "ndjson")
    assert [json.loads(line) for line in out.splitlines()] == rows
    _, out, _ = recorded("list", "-o", "csv")
    table = list(csv.DictReader(io.StringIO(out)))
    assert [row["id"] for row in table] == [row["id"] for row in rows]


FILTERS = [
    (["--as-of", "2025-09-01", "--state", "violating"], ["p1", "p2", "p3"]),
    (["--as-of", str(FIRST - 1)], []),
    (["--as-of", "2025-09-01T00:00:00+08:00", "--control", "ANN-01"], ["p1"]),
    (["--control", "ANN-01", "--control", "ANN-12"], ["p1", "p2"]),
    (["--severity", "high"], ["p2"]),
    (["--direction", "over"], ["p3"]),
    (["--subject", "p2"], ["p2"]),
    (["--state", "unconfirmed"], ["p1"]),
    (["--series", "other"], []),
    (["--cause", "account_id=a1"], ["p1", "p3"]),
    (["--cause", "account_id=a1", "--control", "ANN-01"], ["p1"]),
    (["--cause", ""], ["p2"]),
    (["--cause", "account_id=a2"], []),
    (["--db", "sqlite:///qinglang.db", "--series", "s", "--limit", "3"], ["p1", "p2", "p3"]),
]


@pytest.mark.parametrize(("options", "subjects"), FILTERS, ids=str)
def test_filters(recorded: Command, options: list[str], subjects: list[str]) -> None:
    """Each option narrows the list down."""
    code, out, err = recorded("list", *options, "-o", "json")
    assert (code, err) == (0, "")
    assert [row["subject"] for row in json.loads(out)] == subjects


def test_what_is_left_out_is_told(recorded: Command) -> None:
    """A list that was cut short says so on standard error, in every format."""
    for output in ("json", "console"):
        code, out, err = recorded("list", "--limit", "2", "-o", output)
        assert code == 0
        assert "p2" in out
        assert "p3" not in out
        assert err == "the first 2 findings are shown; --limit N shows more\n"


def test_the_console_shows_a_page(command: Command) -> None:
    """Without a limit readers get 50 findings, and programs all."""
    with open_store("sqlite:///qinglang.db") as store:
        store.record(record(1), [finding("ANN-01", f"p{n}") for n in range(60)], recorded_at=1)
    _, out, err = command("list")
    assert "the first 50 findings are shown" in err
    _, out, err = command("list", "-o", "ndjson")
    assert (len(out.splitlines()), err) == (60, "")


def test_no_findings(command: Command) -> None:
    """A store without findings is no error."""
    with open_store("sqlite:///qinglang.db"):
        pass
    assert command("list") == (0, "no findings\n", "")
    assert command("list", "-o", "json") == (0, "[]\n", "")


BAD_CALLS = [
    (["list", "--as-of", "yesterday"], 2, "--as-of yesterday: must be a date, a time with its"),
    (["list", "--severity", "grave"], 2, "--severity grave: is unknown"),
    (["list", "--direction", "up"], 2, "remedy: Write under or over or privacy."),
    (["list", "--state", "mended"], 2, "--state mended: is unknown"),
    (["list", "--cause", "account_id"], 2, "--cause account_id: must be NAME=VALUE"),
    (["list", "--cause", "a=1", "--cause", "a=2"], 2, "--cause a=2: must be NAME=VALUE, each"),
    (["list", "-o", "yaml"], 2, "-o yaml: is no format here"),
    (["show", "ab", "-o", "csv"], 2, "-o csv: is no format here"),
    (["list", "--db", "nonsense"], 2, "database URL 'nonsense': cannot be read"),
    (["list"], 3, "database sqlite:///qinglang.db: does not exist"),
    (["show", "ab"], 3, "remedy: Name one with --db, or record a run"),
    (["show", "ab", "--bundle", "missing"], 3, "missing: is no bundle folder"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), BAD_CALLS, ids=str)
def test_bad_calls(
    command: Command, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    """What is wrong is named; no database appears, nothing is written to standard output."""
    ended, out, err = command(*arguments)
    assert (ended, out) == (code, "")
    assert message in err
    assert list(tmp_path.iterdir()) == []


def test_show(recorded: Command) -> None:
    """One finding is shown with its clauses, its message, the cure, and its states over time."""
    control = load_bundle().controls["ANN-01"]
    code, out, err = recorded("show", P1.finding_id[:10], "-o", "json")
    shown = json.loads(out)
    assert (code, err) == (0, "")
    assert (shown["id"], shown["title"]) == (P1.finding_id, control.title)
    assert "social_event" in shown["message"]
    assert list(shown["clauses"]) == list(control.clauses)
    assert all(shown["clauses"].values())
    assert shown["cure"] == control.cure["en"]
    assert shown["basis"] == list(control.basis)
    assert shown["run"]["as_of"] == FIRST + DAY
    assert set(shown["parameters"]) == control.parameters
    assert shown["parameters"]["label_grace_hours"] == {
        "value": 24,
        "unit": "hours",
        "basis": "house",
    }
    assert shown["parameters"]["standing_from"]["value"] is None
    assert shown["facts"] == {"topic": "social_event"}
    assert shown["cause"] == {"account_id": "a1"}
    assert [
        (state["state"], state["from_as_of"], state["to_as_of"]) for state in shown["states"]
    ] == [("violating", FIRST, FIRST + DAY), ("unconfirmed", FIRST + DAY, None)]
    assert shown["states"][1]["recorded_from"] == FIRST + DAY + 3_600
    assert [state["to_as_of"] for state in shown["replaced"]] == [None]


def test_show_on_the_console(recorded: Command) -> None:
    """Readers get times with their offset, and Chinese where they ask for it."""
    code, out, _ = recorded("show", P1.finding_id, "--lang", "zh")
    assert code == 0
    assert load_bundle().controls["ANN-01"].cure["zh"][:6] in out
    assert "from_as_of: 2025-09-02 00:00:00 +08:00" in out


def test_show_of_a_control_that_is_not_in_the_bundle(recorded: Command) -> None:
    """What was recorded is shown; what only the bundle could tell is said to be missing."""
    code, out, err = recorded("show", OLD.finding_id, "-o", "json")
    shown = json.loads(out)
    assert code == 0
    assert shown["facts"] == {"n": 1}
    assert "title" not in shown
    assert "cure" not in shown
    assert err == "OLD-01 is not in this bundle: no title, clauses, message and cure\n"


def test_show_of_a_finding_that_was_withdrawn(recorded: Command) -> None:
    """A finding that a correction took back is shown as it was known last."""
    with open_store("sqlite:///qinglang.db") as store:
        for number in range(2):
            as_of = FIRST + number * DAY
            corrected = record(1, ("ANN-01",), as_of=as_of, snapshot_digest="c" * 64)
            store.record(corrected, [], recorded_at=as_of + 7_200)
    code, out, _ = recorded("show", P1.finding_id, "-o", "json")
    shown = json.loads(out)
    assert code == 0
    assert shown["states"] == []
    assert all(state["recorded_to"] for state in shown["replaced"])
    assert shown["facts"] == {"topic": "social_event"}


def test_show_with_its_document(
    qinglang: Run, small_snapshot: Path, write_snapshot: WriteSnapshot
) -> None:
    """While the snapshot is there, the document that was judged is shown; another one is noted."""
    shared = ["--only", "ANN-09", "--param", "label_grace_hours=25"]
    ended = qinglang("evaluate", small_snapshot, *shared, "-o", "json", "--series", "s")
    found = json.loads(ended.out)["findings"][0]
    ended = qinglang("findings", "show", found["id"], "--snapshot", small_snapshot, "-o", "json")
    shown = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert shown["document"]["post"]["post_id"] == found["subject"]
    assert shown["parameters"]["label_grace_hours"] == {
        "value": 25,
        "unit": "hours",
        "basis": "house",
        "override": True,
    }
    posts = [
        {
            "post_id": found["subject"],
            "account_id": "a",
            "published_at": FIRST,
            "media_kind": "text",
            "origin": "own",
        }
    ]
    other = write_snapshot({"posts": posts, "annotations": []})
    ended = qinglang("findings", "show", found["id"], "--snapshot", other)
    assert ended.code == 0
    assert "is not the snapshot of run" in ended.err
    assert "published_at: 2025-09-01 00:00:00 +08:00" in " ".join(ended.out.split())


def test_one_line_of_the_report_is_one_command_away(qinglang: Run, small_snapshot: Path) -> None:
    """What the console counts by cause is listed, exactly, by the command that it names."""
    ended = qinglang("evaluate", small_snapshot, "-o", "json", "--series", "s")
    causes: dict[tuple[str, str], list[str]] = {}
    for found in json.loads(ended.out)["findings"]:
        key = (found["control"], json.dumps(found["cause"]))
        causes.setdefault(key, []).append(found["id"])
    largest = sorted(causes, key=lambda key: -len(causes[key]))[:3]
    several = [key for key in causes if len(json.loads(key[1])) > 1][:2]
    assert several
    for code, cause in {*largest, *several}:
        options = [f"{name}={value}" for name, value in json.loads(cause).items()] or [""]
        asked = [word for option in options for word in ("--cause", option)]
        command = ["findings", "list", "-o", "csv", "--state", "violating", "--control", code]
        listed = csv.DictReader(io.StringIO(qinglang(*command, *asked).out))
        assert sorted(row["id"] for row in listed) == sorted(causes[code, cause])


def test_unknown_id(recorded: Command) -> None:
    """An id that is not there is a wrong argument."""
    code, _, err = recorded("show", "ffffffff")
    assert code == 2
    assert "finding ffffffff: is not in this database" in err


TIMES = [
    ("2025-09-01", FIRST + DAY - 1),
    ("2025-09-01T00:00:00+08:00", FIRST),
    ("2025-08-31T16:00:00Z", FIRST),
    (str(FIRST), FIRST),
    ("0", 0),
]


@pytest.mark.parametrize(("text", "seconds"), TIMES)
def test_times_that_are_understood(text: str, seconds: int) -> None:
    """A date stands for its end in China, so that a snapshot of that day is in it."""
    assert moment_given("--as-of", text) == seconds


@pytest.mark.parametrize("text", ["", "-1", "2025-13-01", "2025-09-01T00:00:00", "1e3", "²"])
def test_times_that_are_not(text: str) -> None:
    """A time without its offset is no moment, and nothing is guessed."""
    with pytest.raises(UsageError) as told:
        moment_given("--as-of", text)
    assert told.value.offender == f"--as-of {text}"
    assert told.value.remedy == ("Write --as-of 2025-09-24, or --as-of 2025-09-24T00:00:00+08:00.")
