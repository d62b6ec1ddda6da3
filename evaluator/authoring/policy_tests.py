"""All tests of a policies folder in one run: its Rego tests with coverage, and its examples.

The Rego tests and their coverage come from `opa test`. The examples are judged by a bundle that is
built anew, so that what is tested is what would ship.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from evaluator.authoring.build import build_bundle
from evaluator.authoring.examples import EXAMPLES, example_failures, read_examples, wasm_ask
from evaluator.authoring.modules import ROOT
from evaluator.authoring.opa import Opa
from evaluator.bundle.reader import Bundle
from evaluator.errors import ConfigurationError

__all__ = [
    "Coverage",
    "ExampleTests",
    "PolicyTests",
    "RegoTests",
    "measure_coverage",
    "rounded_down",
    "run_examples",
    "run_policy_tests",
    "run_rego_tests",
]

#: `opa test` ends with 2 where tests failed or were skipped, and has printed the results.
_TESTS_FAILED = 2
#: Examples are YAML, which OPA would otherwise load as data.
_OPA_TEST = ("test", ROOT, "--ignore", "*.yaml", "-f", "json")


@dataclass(frozen=True, slots=True)
class RegoTests:
    """What the Rego tests gave."""

    run: int
    #: ``file:line: package.name: what happened``; a skipped test is one that failed.
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which lines of the policies the Rego tests reach; lines of tests do not count."""

    #: Lines on which something begins that can be evaluated.
    lines: int
    #: ``file:line`` of those with something that no test evaluates, by file and line.
    uncovered: tuple[str, ...]

    @property
    def percent(self) -> Fraction:
        """Covered lines of a hundred, exactly; 100 where there are none."""
        if not self.lines:
            return Fraction(100)
        return Fraction(100 * (self.lines - len(self.uncovered)), self.lines)


@dataclass(frozen=True, slots=True)
class ExampleTests:
    """What the examples of all controls gave."""

    controls: int
    run: int
    #: One line for each example that does not hold, and each file that cannot be read.
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyTests:
    """Everything that was tested."""

    rego: RegoTests
    #: None where Rego tests failed: what they reached then says nothing.
    coverage: Coverage | None
    examples: ExampleTests

    def passed(self, least: Fraction = Fraction(0)) -> bool:
        """Whether there are tests, all hold, and they cover ``least`` percent of the lines."""
        return (
            self.rego.run > 0
            and not self.rego.failures
            and not self.examples.failures
            and self.coverage is not None
            and self.coverage.percent >= least
        )


def rounded_down(percent: Fraction) -> float:
    """A share for the reader, to two places: only what is whole is shown as 100."""
    return int(percent * 100) / 100


def run_policy_tests(policies: Path, opa: Opa) -> PolicyTests:
    """Build the policies and run all their tests.

    Raises:
        ConfigurationError: if no bundle can be built of them.
        ToolError: with OPA's message, for Rego that does not compile.
    """
    with tempfile.TemporaryDirectory(prefix="qinglang-test-") as scratch:
        bundle = build_bundle(policies, Path(scratch) / "bundle", opa)
        rego = run_rego_tests(policies, opa)
        coverage = None if rego.failures else measure_coverage(policies, opa)
        return PolicyTests(rego, coverage, run_examples(policies, bundle))


def run_rego_tests(policies: Path, opa: Opa) -> RegoTests:
    """Run the Rego tests of a policies folder.

    Raises:
        ToolError: with OPA's message, for Rego that does not compile.
    """
    printed = opa.run(*_OPA_TEST, folder=policies, accepted=(0, _TESTS_FAILED))
    results = sorted(json.loads(printed), key=_place)
    failures = [
        f"{':'.join(map(str, _place(result)))}: "
        f"{result['package'].removeprefix('data.')}.{result['name']}: {happened}"
        for result in results
        if (happened := _shortcoming(result))
    ]
    return RegoTests(len(results), tuple(failures))


def _place(result: Mapping[str, Any]) -> tuple[str, int]:
    return result["location"]["file"], result["location"]["row"]


def _shortcoming(result: Mapping[str, Any]) -> str | None:
    """Why a test did not pass; None where it did."""
    if "error" in result:
        return str(result["error"]["message"]).replace("\n", " ")
    if result.get("fail"):
        return "failed"
    return "was skipped" if result.get("skip") else None


def measure_coverage(policies: Path, opa: Opa) -> Coverage:
    """Which lines the Rego tests reach; to be asked where all of them pass.

    Raises:
        ToolError: with OPA's message, also where a test fails.
    """
    report = opa.ask(*_OPA_TEST, "--coverage", folder=policies)
    lines = 0
    uncovered: list[tuple[str, int]] = []
    for file, result in report["files"].items():
        if not file.endswith("_test.rego"):
            missed = _rows(result, "not_covered")
            lines += len(missed | _rows(result, "covered"))
            uncovered += [(file, row) for row in missed]
    return Coverage(lines, tuple(f"{file}:{row}" for file, row in sorted(uncovered)))


def _rows(result: Mapping[str, Any], kind: str) -> set[int]:
    return {part["start"]["row"] for part in result.get(kind, ())}


def run_examples(policies: Path, bundle: Bundle) -> ExampleTests:
    """Judge the examples of every control of a bundle by the bundle's compiled module.

    Args:
        policies: the folder that has the examples.
        bundle: built of the same folder.
    """
    ask = wasm_ask(bundle)
    defaults = bundle.framework.defaults()
    run = 0
    failures: list[str] = []
    for control in bundle.controls.values():
        path = policies.joinpath(*control.package.split("."), EXAMPLES)
        try:
            examples = read_examples(path, control, bundle.contract)
        except ConfigurationError as error:
            failures.append(f"{control.code}: {error}")
            continue
        run += len(examples)
        failures += example_failures(control, examples, defaults, ask)
    return ExampleTests(len(bundle.controls), run, tuple(failures))
