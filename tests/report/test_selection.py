"""A bounded format shows some of every control."""

from __future__ import annotations

import dataclasses

import pytest

from evaluator.errors import QinglangError
from evaluator.report.selection import chosen, shares
from tests.report.conftest import MakeFinding, MakeReport


def test_shares_are_fair() -> None:
    """Small numbers are shown whole, large ones share the rest, and the sum is what is allowed."""
    assert shares({"a": 1_000, "b": 3, "c": 1_000}, 100) == {"a": 49, "b": 3, "c": 48}
    assert shares({"a": 2, "b": 1}, 100) == {"a": 2, "b": 1}
    assert shares({}, 100) == {}
    assert sum(shares(dict.fromkeys("abcdefg", 9), 3).values()) == 3


def test_chosen_are_the_first_of_each(make_report: MakeReport, make_finding: MakeFinding) -> None:
    """In digest order; what lies behind the last one that is shown is read too."""
    findings = [make_finding("ANN-01", f"p{number}") for number in range(9)]
    findings += [make_finding("LAD-06", f"j{number}") for number in range(2)]
    report = make_report(findings)
    assert [one.subject_id for one in chosen(report, 5)] == ["p0", "p1", "p2", "j0", "j1"]
    short = dataclasses.replace(report, findings=lambda: iter(findings[:-1]))
    with pytest.raises(QinglangError, match="11 were counted, but 10 could be read back"):
        list(chosen(short, 1))
