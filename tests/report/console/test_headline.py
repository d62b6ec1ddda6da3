"""The head tells which run it is, every reason, every override."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from evaluator.report import Override, RunReport

MakeReport = Callable[..., RunReport]
Rendered = Callable[..., str]


def _head(text: str) -> list[str]:
    return text.split("\n\n", 1)[0].splitlines()


def test_complete(make_report: MakeReport, rendered: Rendered) -> None:
    """One line where there is nothing more to say."""
    (line,) = _head(rendered(make_report(), width=120))
    assert line == (
        "COMPLETE  platform weibo, snapshot weibo-2025-09-24, as of 2025-09-24 00:00:00 +08:00, "
        "framework qinglang-2025"
    )


def test_incomplete(make_report: MakeReport, rendered: Rendered) -> None:
    """Every reason has its line."""
    report = make_report(complete=False, incomplete=("first", "second"), coverage="sample")
    first, *rest = _head(rendered(report, width=120))
    assert first.startswith("INCOMPLETE  platform weibo")
    assert rest == [
        "  - first",
        "  - second",
        "  The snapshot is a sample: counts are of the sample, not of the platform.",
    ]


@pytest.mark.parametrize(
    ("name", "override", "line"),
    [
        ("action_days", Override(3, 5), "action_days: 3 -> 5"),
        ("action_days", Override(3, 3), "action_days: set to its default"),
        ("complaint_days", Override(None, 30), "complaint_days: no value -> 30"),
        (
            "standing_from",
            Override(1_688_918_400, 0),
            "standing_from: 2023-07-10 00:00:00 +08:00 -> 1970-01-01 08:00:00 +08:00",
        ),
        ("fields", Override(["law"], ["law", "中"]), 'fields: ["law"] -> ["law","中"]'),
        ("name", Override("a", "b\x1b"), r"name: a -> b\x1b"),
        ("flag", Override(default=False, value=True), "flag: false -> true"),
    ],
)
def test_overrides(
    make_report: MakeReport, rendered: Rendered, name: str, override: Override, line: str
) -> None:
    """An override shows default and value; times are times."""
    report = make_report(overrides={name: override})
    assert _head(rendered(report, width=120))[1:] == ["Parameters set for this run", f"  - {line}"]


def test_overrides_of_maps(make_report: MakeReport, rendered: Rendered) -> None:
    """Of a map the entries that differ are shown, also those that came or went."""
    override = Override({"A": 2, "B": 2, "D": 0}, {"A": 3, "B": 2, "C": 4})
    lines = _head(rendered(make_report(overrides={"max_rank": override}), width=120))
    assert lines[2:] == [
        "  - max_rank.A: 2 -> 3",
        "  - max_rank.C: no value -> 4",
        "  - max_rank.D: 0 -> no value",
    ]
