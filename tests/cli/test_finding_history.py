"""``qinglang findings``: what opened, was resolved and came back, and what was known when."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import pytest

from evaluator.findings import AskedRun, Question, open_store
from tests.conftest import Run
from tests.findings.conftest import finding, record

#: 2025-09-01T00:00+08:00.
FIRST = 1_756_656_000
DAY = 86_400
P1, P2 = finding("ANN-01", "p1"), finding("ANN-12", "p2", severity="high")
EVENT = finding("LAD-12", "p3", nature="event")
CODES = ("ANN-01", "ANN-12", "LAD-12")


def _clear(_: AskedRun, questions: Sequence[Question]) -> dict[str, str]:
    return {one.finding_id: "clear" for one in questions}


@pytest.fixture
def recorded(qinglang: Run) -> Run:
    """Five days: p1 opens, is fixed, comes back; the last shows it only after a correction."""
    days = [[P1], [P1, P2], [P2, EVENT], [P1, P2, EVENT], [P2, EVENT]]
    with open_store("sqlite:///qinglang.db") as store:
        for number, shown in enumerate(days):
            as_of = FIRST + number * DAY
            store.record(
                record(1, CODES, as_of=as_of), shown, recorded_at=as_of + 3_600, ask=_clear
            )
        corrected = record(1, CODES, as_of=FIRST + 4 * DAY, snapshot_digest="c" * 64)
        store.record(corrected, [P1, P2, EVENT], recorded_at=FIRST + 10 * DAY, ask=_clear)
    return qinglang


def _listed(run: Run, *options: str) -> list[tuple[str, str]]:
    ended = run("findings", "list", "-o", "json", *options)
    assert (ended.code, ended.err) == (0, "")
    return [(row["subject"], row["state"]) for row in json.loads(ended.out)]


KNOWN_BEFORE = ("--known-at", "2025-09-08")
LISTED: list[tuple[tuple[str, ...], list[tuple[str, str]]]] = [
    ((), [("p1", "violating"), ("p2", "violating"), ("p3", "violating")]),
    (KNOWN_BEFORE, [("p2", "violating"), ("p3", "violating")]),
    ((*KNOWN_BEFORE, "--state", "resolved"), [("p1", "fixed")]),
    (("--as-of", "2025-09-03", "--state", "fixed"), [("p1", "fixed")]),
    (("--as-of", "2025-09-01", "--state", "any"), [("p1", "violating")]),
    (("--opened",), [("p1", "violating"), ("p2", "violating")]),
    (("--opened", "--from", "2025-09-02", "--to", "2025-09-02"), [("p2", "violating")]),
    (("--opened", "--to", "2025-09-01"), [("p1", "violating")]),
    (("--resolved",), [("p1", "fixed")]),
    (("--resolved", *KNOWN_BEFORE), [("p1", "fixed"), ("p1", "fixed")]),
    (("--reopened",), [("p1", "violating")]),
    (("--unconfirmed",), []),
    (("--events", "--resolved"), [("p1", "fixed"), ("p3", "violating")]),
    (("--clause", "2.3 s1", "--family", "annotation"), [("p1", "violating")]),
    (("--family", "complaint"), []),
    (("--family", "ladder", "--control", "LAD-12"), [("p3", "violating")]),
    (("--after", P1.finding_id), [("p2", "violating"), ("p3", "violating")]),
]


@pytest.mark.parametrize(("options", "expected"), LISTED, ids=str)
def test_list(recorded: Run, options: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    """How things stand, what began when, and what was known before the correction."""
    assert sorted(_listed(recorded, *options)) == expected


BAD: list[tuple[tuple[str, ...], str]] = [
    (("list", "--opened", "--as-of", "2025-09-01"), "ask what began in a period"),
    (("list", "--from", "2025-09-01"), "need a change to look for"),
    (("list", "--clause", "9.9"), "--clause 9.9: is unknown"),
    (("list", "--family", "x"), "--family x: is unknown"),
    (("list", "--known-at", "then"), "--known-at then: must be a date"),
    (("list", "--after", "ffff"), "finding ffff: is not in this database"),
    (("diff", "2025-09-02", "2025-09-01"), "the second day lies before the first"),
    (("history", "ffff"), "finding ffff: is not in this database"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD, ids=str)
def test_bad_calls(recorded: Run, arguments: tuple[str, ...], message: str) -> None:
    """What is wrong is named, with exit code 2."""
    ended = recorded("findings", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def _rows(run: Run, output: str, *arguments: str) -> list[dict[str, Any]]:
    out = run("findings", *arguments, "-o", output).out
    if output == "json":
        found: list[dict[str, Any]] = json.loads(out)
        return found
    if output == "ndjson":
        return [json.loads(line) for line in out.splitlines()]
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.parametrize("output", ["json", "ndjson", "csv"])
def test_history(recorded: Run, output: str) -> None:
    """One finding, change by change; the time to fix lies between since and from_as_of."""
    rows = _rows(recorded, output, "history", P1.finding_id[:12])
    assert [row["change"] for row in rows] == ["opened", "resolved", "reopened"]
    assert [row["state"] for row in rows] == ["violating", "fixed", "violating"]
    assert [int(row["since"]) for row in rows] == [FIRST, FIRST, FIRST + 3 * DAY]
    before = _rows(recorded, output, "history", P1.finding_id, *KNOWN_BEFORE)
    assert [row["change"] for row in before] == ["opened", "resolved", "reopened", "resolved"]


@pytest.mark.parametrize("output", ["json", "ndjson", "csv"])
def test_diff(recorded: Run, output: str) -> None:
    """What stands otherwise on one day than on another, and what was not known on one of them."""
    rows = _rows(recorded, output, "diff", "2025-09-01", "2025-09-03")
    told = [(row["subject"], row["before"] or "", row["after"] or "") for row in rows]
    assert told == [
        ("p1", "violating", "fixed"),
        ("p2", "", "violating"),
        ("p3", "", "violating"),
    ]
    assert _rows(recorded, "json", "diff", "2025-09-04", "2025-09-05") == []
    (one,) = _rows(recorded, "json", "diff", "2025-09-04", "2025-09-05", *KNOWN_BEFORE)
    assert (one["before"], one["after"]) == ("violating", "fixed")


def test_diff_of_resolved_findings(recorded: Run) -> None:
    """A finding that was resolved and came back in between stands as a new episode."""
    (one,) = _rows(recorded, "json", "diff", "2025-09-02", "2025-09-04", "--control", "ANN-01")
    assert (one["before"], one["after"], one["since"]) == (
        *("violating", "violating"),
        FIRST + 3 * DAY,
    )


def test_for_readers(recorded: Run) -> None:
    """The console shows both as tables."""
    assert "reopened" in recorded("findings", "history", P1.finding_id).out
    shown = recorded("findings", "diff", "2025-09-01", "2025-09-03").out
    assert P1.finding_id[:12] in shown
    assert P1.finding_id not in shown
