"""Tests of the policies: Rego tests with their coverage, and examples, told at their places."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from evaluator.authoring.build import write_contents
from evaluator.authoring.check.base import Problem, Step, problems_of, skipped, step
from evaluator.authoring.opa import Opa
from evaluator.authoring.policy_tests import (
    measure_coverage,
    rounded_down,
    run_examples,
    run_rego_tests,
)
from evaluator.bundle.reader import load_bundle
from evaluator.errors import ConfigurationError

__all__ = ["check_examples", "check_tests"]


def check_tests(policies: Path, least: Fraction, opa: Opa) -> list[Step]:
    """The steps ``tests`` and ``coverage``.

    Args:
        policies: the folder.
        least: percent of the lines that tests must reach.
        opa: the executable.
    """
    rego = run_rego_tests(policies, opa)
    problems = [_problem("tests", failure, policies, "Make it pass.") for failure in rego.failures]
    if not rego.run:
        problems.append(
            Problem(policies.as_posix(), None, "tests", "there are no Rego tests", "Write some.")
        )
    tests = step("tests", problems, f"{rego.run:,} Rego tests were run")
    if problems:
        return [tests, skipped("coverage", "is not measured where tests do not pass")]
    coverage = measure_coverage(policies, opa)
    told = f"{rounded_down(coverage.percent):g}% of {coverage.lines:,} lines"
    if least:
        told += f", {rounded_down(least):g}% are asked for"
    if coverage.percent >= least:
        return [tests, step("coverage", (), told)]
    uncovered = [
        _problem("coverage", f"{place}: no test reaches this line", policies, "Write a test.")
        for place in coverage.uncovered
    ]
    return [tests, step("coverage", uncovered, told)]


def check_examples(policies: Path, contents: Mapping[str, bytes]) -> Step:
    """The step ``examples``: each is judged by the bundle that the policies give.

    Args:
        policies: the folder.
        contents: all files of the bundle.
    """
    with tempfile.TemporaryDirectory(prefix="qinglang-check-") as scratch:
        folder = Path(scratch) / "bundle"
        write_contents(contents, folder)
        bundle = load_bundle(folder)
    found = run_examples(policies, bundle)
    problems = []
    for failure in found.failures:
        code, _, rest = failure.partition(": ")
        within = policies.joinpath(*bundle.controls[code].package.split("."))
        remedy = "Correct the example, or the control."
        problems.append(_problem("examples", rest, policies, remedy, within))
    told = f"{found.run:,} examples of {found.controls:,} controls were judged"
    return step("examples", problems, told)


def _problem(
    name: str, told: str, policies: Path, remedy: str, within: Path | None = None
) -> Problem:
    """``place: what happened``, as the tests tell it, at its place."""
    place, _, happened = told.partition(": ")
    error = ConfigurationError(place, happened, remedy)
    (problem,) = problems_of(name, error, policies, within)
    return problem
