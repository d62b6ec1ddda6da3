"""All tests of a policies folder in one run, and what counts as passing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.authoring import Opa, build_bundle
from evaluator.authoring.policy_tests import (
    Coverage,
    ExampleTests,
    PolicyTests,
    RegoTests,
    measure_coverage,
    run_examples,
    run_policy_tests,
    run_rego_tests,
)
from evaluator.bundle import Bundle
from evaluator.errors import ToolError

Change = Callable[[str, str, str], None]

FOLDER = "qinglang/size/too_long"
HEAD = """\
package qinglang.size.too_long_test

import data.qinglang.size.too_long

"""
ENOUGH = """\
test_long if {
	some found in too_long.violations with input as {"post": {"length": 11}}
		with data.qinglang.params.longest as 10
	found.length == 11
}

test_post if too_long.applies with input as {"post": {}}

test_no_post if not too_long.applies with input as {}

test_unknown if count(too_long.undetermined) == 1 with input as {"post": {}}
"""


@pytest.fixture
def write_tests(policies: Path) -> Callable[[str], None]:
    """Gives the small control these Rego tests."""

    def write(rules: str) -> None:
        path = policies / FOLDER / "too_long_test.rego"
        head = HEAD if "too_long" in rules else HEAD.partition("\n")[0]
        path.write_text(f"{head}\n{rules}", encoding="utf-8")

    return write


@pytest.fixture
def bundle(policies: Path, tmp_path: Path, opa: Opa) -> Bundle:
    """The small bundle."""
    return build_bundle(policies, tmp_path / "bundle", opa)


@pytest.mark.opa
def test_everything_at_once(policies: Path, opa: Opa, write_tests: Callable[[str], None]) -> None:
    """Rego tests, their coverage, and the examples of a bundle that is built for them."""
    write_tests(ENOUGH)
    found = run_policy_tests(policies, opa)
    assert found.rego == RegoTests(4, ())
    assert found.coverage is not None
    assert (found.coverage.uncovered, found.coverage.percent) == ((), 100)
    assert found.coverage.lines > 5
    assert found.examples == ExampleTests(1, 5, ())
    assert found.passed(Fraction(100))


@pytest.mark.opa
def test_what_a_rego_test_can_end_with(
    policies: Path, opa: Opa, write_tests: Callable[[str], None]
) -> None:
    """Each that does not pass is named with its place; one that is skipped does not pass."""
    write_tests(
        "test_good if true\n\ntest_bad if 1 == 2\n\ntodo_test_later if true\n\n"
        "_two := n if some n in [1, 2]\n\ntest_torn if _two\n"
    )
    found = run_rego_tests(policies, opa)
    assert found.run == 4
    file, name = f"{FOLDER}/too_long_test.rego", "qinglang.size.too_long_test"
    bad, later, torn = found.failures
    assert torn.startswith(f"{file}:10: {name}.test_torn: rule data.{name}._two produced conflict")
    assert bad == f"{file}:4: {name}.test_bad: failed"
    assert later == f"{file}:6: {name}.todo_test_later: was skipped"
    tested = run_policy_tests(policies, opa)
    assert (tested.rego, tested.coverage) == (found, None)


@pytest.mark.opa
def test_lines_without_a_test(policies: Path, opa: Opa, write_tests: Callable[[str], None]) -> None:
    """Lines that no test reaches are named; those of tests do not count, nor do examples."""
    write_tests("test_unknown if count(too_long.undetermined) == 1 with input as {}\n")
    assert run_rego_tests(policies, opa).run == 1
    write_tests("test_none if true\n")
    found = measure_coverage(policies, opa)
    assert found.percent == 0
    rules = (policies / FOLDER / "too_long.rego").read_text(encoding="utf-8").splitlines()
    line = 1 + rules.index("default applies := false")
    assert f"{FOLDER}/too_long.rego:{line}" in found.uncovered
    assert found.uncovered[0] == "qinglang/lib/limits/limits.rego:6"
    assert len(found.uncovered) == found.lines


@pytest.mark.opa
def test_rego_that_does_not_compile(
    policies: Path, opa: Opa, write_tests: Callable[[str], None]
) -> None:
    """OPA's message is passed on."""
    write_tests("test_good if nothing\n")
    with pytest.raises(ToolError, match=r"opa test: .*var nothing is unsafe"):
        run_rego_tests(policies, opa)


@pytest.mark.opa
def test_examples_that_do_not_hold(policies: Path, bundle: Bundle, change: Change) -> None:
    """What was answered instead is told; files that are wrong or absent are failures as well."""
    path = policies / FOLDER / "examples.yaml"
    change(f"{FOLDER}/examples.yaml", "outcome: pass", "outcome: not_applicable")
    found = run_examples(policies, bundle)
    assert (found.controls, found.run) == (1, 5)
    (failure,) = found.failures
    assert failure.startswith("LEN-01: too_long/examples.yaml line 5: short: outcome is pass and")
    path.write_text("[]", encoding="utf-8")
    assert run_examples(policies, bundle).failures[0].startswith("LEN-01: too_long/examples.yaml:")
    path.unlink()
    found = run_examples(policies, bundle)
    assert found == ExampleTests(
        1, 0, (f"LEN-01: {path}: cannot be read (No such file or directory)",)
    )


GOOD = PolicyTests(RegoTests(1, ()), Coverage(3, ("a.rego:1",)), ExampleTests(1, 1, ()))


@pytest.mark.parametrize(
    ("found", "least", "passed"),
    [
        (GOOD, Fraction(0), True),
        (GOOD, Fraction(200, 3), True),
        (GOOD, Fraction(200001, 3000), False),
        (PolicyTests(RegoTests(0, ()), GOOD.coverage, GOOD.examples), Fraction(0), False),
        (PolicyTests(RegoTests(1, ("bad",)), None, GOOD.examples), Fraction(0), False),
        (PolicyTests(GOOD.rego, GOOD.coverage, ExampleTests(1, 1, ("bad",))), Fraction(0), False),
    ],
)
def test_what_passes(found: PolicyTests, least: Fraction, passed: bool) -> None:
    """There are tests, all hold, and the share that is asked for is covered, to the line."""
    assert found.passed(least) is passed


def test_nothing_to_cover() -> None:
    """Where there are no lines, none is missed."""
    assert Coverage(0, ()).percent == 100
