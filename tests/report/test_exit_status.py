"""Exit codes: incomplete is never masked, and every limit is exact."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model import SEVERITIES, ControlResult, Finding
from evaluator.report import RunReport, exit_code, undetermined_share
from evaluator.report.exit_status import percent

MakeReport = Callable[..., RunReport]
MakeFinding = Callable[..., Finding]
FailOn = Literal["low", "medium", "high", "never"]


def _result(undetermined: int, passed: int, *, lacking: bool = False) -> ControlResult:
    if lacking:
        return ControlResult("ANN-01", {}, {}, not_evaluated=("posts",))
    outcomes = {"undetermined": undetermined, "pass": passed, "not_applicable": 1_000}
    return ControlResult("ANN-01", outcomes, {})


@given(
    fail_on=st.sampled_from(get_args(FailOn)),
    counts=st.dictionaries(st.sampled_from(SEVERITIES), st.integers(0, 3)),
    undetermined=st.integers(0, 50),
    passed=st.integers(0, 50),
    limit=st.none() | st.integers(0, 1_000).map(lambda tenths: tenths / 10),
    lacking=st.booleans(),
    strict=st.booleans(),
    complete=st.booleans(),
)
def test_every_case(make_report: MakeReport, **case: Any) -> None:
    """The code follows from the counts, and from nothing else."""
    report = make_report(
        results={"ANN-01": _result(case["undetermined"], case["passed"], lacking=case["lacking"])},
        finding_counts={("X", name, "under"): count for name, count in case["counts"].items()},
        complete=case["complete"],
        incomplete=() if case["complete"] else ("a row is in quarantine.",),
    )
    code, reason = exit_code(
        report,
        fail_on=case["fail_on"],
        fail_on_not_evaluated=case["strict"],
        max_undetermined=case["limit"],
    )
    found = case["fail_on"] != "never" and any(
        count and SEVERITIES.index(name) >= SEVERITIES.index(case["fail_on"])
        for name, count in case["counts"].items()
    )
    limit, might_apply = case["limit"], case["undetermined"] + case["passed"]
    too_much = (
        limit is not None
        and not case["lacking"]
        and 1_000 * case["undetermined"] > round(limit * 10) * might_apply
    )
    expected = int(found or too_much or (case["strict"] and case["lacking"]))
    assert code == (expected if case["complete"] else 3)
    assert ("severity" in reason) is (found and case["complete"])
    assert ("% undetermined" in reason) is (too_much and case["complete"])
    assert not reason.endswith(".")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"fail_on": "low"}, "1,200 findings of severity low or above"),
        ({"fail_on": "high"}, "1 finding of severity high or above"),
        ({"fail_on": "high", "lang": "zh"}, "有 1 项严重度为高及以上的发现"),
        (
            {"fail_on": "never", "fail_on_not_evaluated": True, "max_undetermined": 33.3},
            "not evaluated: ANN-09; 33.34% undetermined, and 33.3% are allowed",
        ),
        ({"fail_on": "never"}, "complete, and nothing at or above a threshold"),
    ],
)
def test_reasons(make_report: MakeReport, options: dict[str, Any], reason: str) -> None:
    """The reason names every limit that was passed, in the language of the report."""
    report = make_report(
        results={
            "ANN-01": _result(1, 2),
            "ANN-09": ControlResult("ANN-09", {}, {}, not_evaluated=("annotations",)),
        },
        finding_counts={("X", "low", "under"): 1_199, ("Y", "high", "privacy"): 1},
    )
    assert exit_code(report, **options).reason == reason


def test_incomplete(make_report: MakeReport) -> None:
    """All reasons are told, as one clause."""
    report = make_report(complete=False, incomplete=("one thing.", "另一件事。"))
    assert exit_code(report, fail_on="low") == (3, "the run is incomplete: one thing; 另一件事")


def test_limit_is_what_was_written(make_report: MakeReport) -> None:
    """A tenth of a percent is a tenth, not the double next to it."""
    report = make_report(results={"ANN-01": _result(1, 999)})
    assert undetermined_share(report) == Fraction(1, 10)
    assert exit_code(report, fail_on="low", max_undetermined=0.1).code == 0
    assert exit_code(report, fail_on="low", max_undetermined=0.09999999).code == 1


def test_nothing_applies(make_report: MakeReport) -> None:
    """Where nothing might apply, nothing is undetermined."""
    assert undetermined_share(make_report(results={"ANN-01": _result(0, 0)})) == 0


@given(st.fractions(0, 100))
def test_percent_never_looks_smaller(share: Fraction) -> None:
    """Shares are rounded up, by less than a hundredth of a percent."""
    assert 0 <= Fraction(percent(share)) - share < Fraction(1, 100)
