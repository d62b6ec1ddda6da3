"""Rows that were taken out, undecided subjects and warnings are shown with their place."""

from __future__ import annotations

from collections.abc import Callable

from evaluator.model import Fault, QuarantinedRow, TableSummary
from evaluator.report import RunReport, UndecidedSubject

MakeReport = Callable[..., RunReport]
MakeSummary = Callable[..., TableSummary]
Rendered = Callable[..., str]


def _section(text: str, heading: str) -> list[str]:
    (section,) = [part for part in text.split("\n\n") if part.startswith(heading)]
    return section.splitlines()


def _row(number: int) -> QuarantinedRow:
    return QuarantinedRow("posts", "posts.csv", number, None, (Fault("topic", "is none", "x\n"),))


def test_nothing(make_report: MakeReport, rendered: Rendered) -> None:
    """The denominator is told where nothing was taken out."""
    assert _section(rendered(make_report()), "Quarantine") == [
        "Quarantine",
        "  No row is in quarantine: 1,278,161 rows in 1 table.",
    ]


def test_repeated_alone(
    make_report: MakeReport, make_summary: MakeSummary, rendered: Rendered
) -> None:
    """Repeated rows are noted, and are no quarantine."""
    report = make_report(quarantine={"posts": make_summary("posts", 10, repeated=1)})
    lines = _section(rendered(report), "Quarantine")
    assert lines[0] == "Quarantine: 0 rows"
    assert lines[-1].split() == ["posts", "10", "0", "0", "1"]


def test_first_faults(
    make_report: MakeReport, make_summary: MakeSummary, rendered: Rendered
) -> None:
    """Place, column, rule and value of the first rows; the others are counted."""
    first = tuple(map(_row, range(1_001, 1_006)))
    table = make_summary("posts", 9_999, quarantined=5, unplaced_rows=1, first=first)
    sound = {name: make_summary(name, 1) for name in ("a", "b")}
    text = rendered(make_report(quarantine={**sound, "posts": table}))
    assert _section(text, "Quarantine")[-2:] == [
        "  posts      9,999            5         1         0",
        "  Nothing to report on a, b.",
    ]
    lines = _section(text, "First faults")
    assert lines[3] == r"  posts.csv row 1,001  topic   is none  x\n"
    assert lines[-2:] == ["  2 more rows", "  All rows in quarantine: --quarantine FOLDER"]


def test_all_faults(make_report: MakeReport, make_summary: MakeSummary, rendered: Rendered) -> None:
    """Where all rows are shown, there are no more."""
    table = make_summary("posts", 9_999, quarantined=1, first=(_row(7),))
    text = rendered(make_report(quarantine={"posts": table}))
    assert "more row" not in text
    assert "  All rows in quarantine: --quarantine FOLDER\n" in text


def test_rows_without_faults_at_hand(
    make_report: MakeReport, make_summary: MakeSummary, rendered: Rendered
) -> None:
    """Where no row is at hand, they are counted all the same."""
    table = make_summary("posts", 9_999, quarantined=1)
    lines = _section(rendered(make_report(quarantine={"posts": table})), "Quarantine")
    assert lines[-2:] == ["  1 more row", "  All rows in quarantine: --quarantine FOLDER"]


def test_undecided(make_report: MakeReport, rendered: Rendered) -> None:
    """Subjects with their reasons; there is no rest where all are named."""
    report = make_report(
        complete=False,
        incomplete=("x",),
        undecided=(UndecidedSubject("post", "p1\x00", "took too long"),),
        undecided_total=1,
    )
    assert _section(rendered(report), "Undecided") == [
        "Undecided: 1 subject",
        r"  - post p1\x00: took too long",
    ]


def test_warnings(make_report: MakeReport, rendered: Rendered) -> None:
    """Every warning is shown."""
    text = rendered(make_report(warnings=("one", "two")))
    assert _section(text, "Warnings") == ["Warnings", "  - one", "  - two"]
