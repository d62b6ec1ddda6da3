"""``qinglang policy test``: the Rego tests of a policies folder, their coverage, the examples."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from evaluator.cli.options import (
    CoverageOption,
    OpaOption,
    PoliciesArgument,
    ValueFormat,
    parse_share,
)

if TYPE_CHECKING:
    from evaluator.authoring.policy_tests import PolicyTests

__all__ = ["run_tests"]


def run_tests(
    policies: PoliciesArgument = Path("policies"),
    *,
    coverage: CoverageOption = None,
    opa: OpaOption = None,
    output: ValueFormat = "console",
) -> None:
    """Run all tests of policies: Rego tests with coverage, and examples in Wasm (needs OPA).

    Exit codes: 0 all hold; 1 some do not, there are none, or too few lines are covered; 2 the
    policies cannot be built; 3 OPA is missing or refuses them.
    """
    from evaluator.authoring import find_opa
    from evaluator.authoring.policy_tests import run_policy_tests
    from evaluator.cli.listing import check_value_format, show_value

    check_value_format(output)
    least = parse_share(coverage)
    found = run_policy_tests(policies, find_opa(opa))
    passed = found.passed(least)
    if output == "json":
        show_value(_document(found, passed=passed), output)
    else:
        show_value(_summary(found, least, passed=passed), output)
        _show_shortcomings(found)
    raise typer.Exit(0 if passed else 1)


def _document(found: PolicyTests, *, passed: bool) -> dict[str, Any]:
    from evaluator.authoring.policy_tests import rounded_down

    coverage = found.coverage
    return {
        "passed": passed,
        "rego": {"run": found.rego.run, "failures": list(found.rego.failures)},
        "coverage": None
        if coverage is None
        else {
            "percent": rounded_down(coverage.percent),
            "lines": coverage.lines,
            "uncovered": list(coverage.uncovered),
        },
        "examples": {
            "controls": found.examples.controls,
            "run": found.examples.run,
            "failures": list(found.examples.failures),
        },
    }


def _summary(found: PolicyTests, least: Fraction, *, passed: bool) -> dict[str, Any]:
    from evaluator.authoring.policy_tests import rounded_down

    rego, examples, coverage = found.rego, found.examples, found.coverage
    covered = "not measured, because tests failed"
    if coverage is not None:
        covered = f"{rounded_down(coverage.percent):g}% of {coverage.lines:,} lines"
        if coverage.percent < least:
            covered += f", {rounded_down(least):g}% are asked for"
    return {
        "rego tests": f"{rego.run:,} run, {len(rego.failures):,} failed",
        "coverage": covered,
        "examples": f"{examples.run:,} run of {examples.controls:,} controls, "
        f"{len(examples.failures):,} failed",
        "all hold": passed,
    }


def _show_shortcomings(found: PolicyTests) -> None:
    """Everything that fails, one whole line each, so that an editor finds the place."""
    from evaluator.report import terminal

    uncovered = found.coverage.uncovered if found.coverage else ()
    for heading, lines in (
        ("failed Rego tests", found.rego.failures),
        ("failed examples", found.examples.failures),
        ("lines that no test reaches as a whole", uncovered),
    ):
        if lines:
            typer.echo(f"\n{heading}:")
            for line in lines:
                typer.echo(f"  {terminal.visible(line)}")
