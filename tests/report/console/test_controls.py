"""Every control has its denominators or the reason why it has none."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.model import ControlResult
from evaluator.report import RunReport

MakeReport = Callable[..., RunReport]
Rendered = Callable[..., str]


def _section(text: str, heading: str) -> list[str]:
    (section,) = [part for part in text.split("\n\n") if part.startswith(heading)]
    return section.splitlines()


def test_counts(make_report: MakeReport, rendered: Rendered) -> None:
    """Code, title, severity, direction and the four counts on one line."""
    outcomes = {"violation": 1, "undetermined": 2, "pass": 12_345_678, "not_applicable": 4}
    report = make_report(results={"ANN-12": ControlResult("ANN-12", outcomes, {})})
    lines = _section(rendered(report, width=120), "Controls")
    assert lines[0] == "Controls: 1 evaluated, 0 not evaluated"
    assert " ".join(lines[2].split()) == (
        "Code Control Severity Direction Violations Undetermined Pass applicable"
    )
    assert " ".join(lines[-1].split()) == (
        "ANN-12 Refutation label missing high under 1 2 12,345,678 4"
    )


def test_reasons(make_report: MakeReport, rendered: Rendered) -> None:
    """Tables that are absent and rows that have no place are told apart."""
    result = ControlResult("ANN-12", {}, {}, not_evaluated=("a", "b:unplaced", "c"))
    lines = _section(rendered(make_report(results={"ANN-12": result}), width=200), "Controls")
    assert lines[0] == "Controls: 0 evaluated, 1 not evaluated"
    assert lines[-1].endswith("not evaluated: the snapshot has no a, c; rows of b cannot be placed")


def test_narrow(make_report: MakeReport, rendered: Rendered) -> None:
    """Where there is no room, severity and direction stand below the title."""
    lines = _section(rendered(make_report(), width=80), "Controls")
    assert "Severity" not in lines[2]
    assert lines[5].strip() == "medium, under"


def test_missing_facts(make_report: MakeReport, rendered: Rendered) -> None:
    """Facts are added up over controls, most first, and the share is told."""
    results = {
        "ANN-01": ControlResult("ANN-01", {"undetermined": 5, "pass": 5}, {"x": 2, "y": 5}),
        "ANN-09": ControlResult("ANN-09", {"undetermined": 5, "pass": 1}, {"x": 5}),
    }
    lines = _section(rendered(make_report(results=results)), "Undetermined")
    assert lines[1] == ("  10 of 16 answers that might apply (62.50%); one may lack several facts.")
    assert lines[-2].split(maxsplit=2) == ["x", "7", "ANN-01 2, ANN-09 5"]
    assert lines[-1].split(maxsplit=2) == ["y", "5", "ANN-01 5"]


def test_many_missing_facts(make_report: MakeReport, rendered: Rendered) -> None:
    """The first ten are shown, the others counted."""
    missing = {f"posts.c{number:02}": 1 for number in range(13)}
    results = {"ANN-01": ControlResult("ANN-01", {"undetermined": 13}, missing)}
    lines = _section(rendered(make_report(results=results)), "Undetermined")
    assert sum("posts.c" in line for line in lines) == 10
    assert lines[-1] == "  3 more facts"
