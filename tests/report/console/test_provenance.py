"""The foot tells by what a run is known, how it was made, and its exit code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evaluator.report import ExitStatus, RunReport

MakeReport = Callable[..., RunReport]
Rendered = Callable[..., str]


def test_digests_fold(make_report: MakeReport, rendered: Rendered) -> None:
    """Long ids are folded and never cut."""
    report = make_report(run_id="r" * 150)
    text = rendered(report, width=80)
    assert text.count("r" * 68 + "\n") == 2
    assert report.findings_digest in text
    assert report.outcomes_digest in text


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (
            {"audit": 9},
            "engine    wasm, 2 threads, triage with 9 subjects audited per control, semantics 1",
        ),
        (
            {"engine": "opa", "threads": 1, "audit": 0},
            "engine    opa, 1 thread, triage, semantics 1",
        ),
        ({"triage": False}, "engine    wasm, 2 threads, no triage, semantics 1"),
        ({}, "time      42.04 s: Hashing files 0.84 s, Judging: post 41.20 s"),
        ({"stages": {}}, "time      0.00 s"),
        ({"stages": {"x": 4_000_000}}, "time      4,000.00 s: x 4,000.00 s"),
    ],
)
def test_engine_and_time(
    make_report: MakeReport, rendered: Rendered, run: dict[str, Any], line: str
) -> None:
    """Engine, threads, triage; the time in all and of each stage."""
    assert f"  {line}\n" in rendered(make_report(**run))


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (ExitStatus(1, "3 findings"), "exit code 1: 3 findings"),
        (ExitStatus(3, "bad\x1b"), r"exit code 3: bad\x1b"),
    ],
)
def test_exit_line(
    make_report: MakeReport, rendered: Rendered, status: ExitStatus, line: str
) -> None:
    """The last line is the exit code and its reason."""
    assert rendered(make_report(exit_status=status)).endswith(f"\n\n{line}\n")


def test_no_exit_status(make_report: MakeReport, rendered: Rendered) -> None:
    """Without an exit status there is no such line."""
    assert "exit code" not in rendered(make_report())
