"""``qinglang policy test``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from evaluator.cli import policy_test
from evaluator.cli.boundary import run_guarded
from tests.authoring.conftest import FILES
from tests.conftest import REPOSITORY, Ended

Run = Callable[..., Ended]

RULES = "qinglang/size/too_long/too_long.rego"
TESTS = """\
package qinglang.size.too_long_test

import data.qinglang.size.too_long

test_unknown if {
	count(too_long.undetermined) == 1 with input as {"post": {}}
}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in this process, in an empty folder, with the OPA of this repository."""
    local = REPOSITORY / ".tools" / "bin" / "opa"
    if local.exists():
        monkeypatch.setenv("OPA", str(local))
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(rich_markup_mode=None)
    app.command()(policy_test.run_tests)

    def run_it(*arguments: object) -> Ended:
        code = run_guarded(lambda: app(list(map(str, arguments))))
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    return run_it


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """Policies of one control, of which a test reaches some lines."""
    folder = tmp_path / "policies"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TESTS if name.endswith("_test.rego") else text, encoding="utf-8")
    return folder


@pytest.mark.opa
def test_what_holds(run: Run, policies: Path) -> None:
    """The policies folder beside is the default; lines that no test reaches are named."""
    ended = run()
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == "rego tests  1 run, 0 failed"
    assert lines[1].startswith("coverage    ")
    assert lines[2] == "examples    5 run of 1 controls, 0 failed"
    assert lines[3:6] == ["all hold    yes", "", "lines that no test reaches as a whole:"]
    rules = (policies / RULES).read_text(encoding="utf-8").splitlines()
    assert f"  {RULES}:{1 + rules.index('applies if input.post')}" in lines


@pytest.mark.opa
def test_too_few_lines_are_covered(run: Run, policies: Path) -> None:
    """A share that is asked for and not reached exits with 1, and says so."""
    ended = run(policies, "--coverage", "99.5%")
    assert ended.code == 1
    assert "lines, 99.5% are asked for" in ended.out
    assert "all hold    no" in ended.out


@pytest.mark.opa
def test_everything_that_fails_is_shown(run: Run, policies: Path) -> None:
    """Rego tests and examples, in one run; what they cover then says nothing."""
    rules = policies / "qinglang/size/too_long/too_long_test.rego"
    rules.write_text(TESTS + "\ntest_bad if 1 == 2\n", encoding="utf-8")
    examples = policies / "qinglang/size/too_long/examples.yaml"
    examples.write_text(
        examples.read_text(encoding="utf-8").replace("outcome: pass", "outcome: undetermined"),
        encoding="utf-8",
    )
    ended = run(policies)
    assert ended.code == 1
    assert "coverage    not measured, because tests failed" in ended.out
    name = "qinglang.size.too_long_test.test_bad"
    failed = f"qinglang/size/too_long/too_long_test.rego:9: {name}: failed"
    assert f"\nfailed Rego tests:\n  {failed}\n" in ended.out
    assert "\nfailed examples:\n  LEN-01: too_long/examples.yaml line 5: short: " in ended.out
    document = json.loads(run(policies, "-o", "json").out)
    assert document["passed"] is False
    assert document["rego"] == {"run": 2, "failures": [failed]}
    assert document["coverage"] is None
    assert document["examples"]["run"] == 5
    assert len(document["examples"]["failures"]) == 1


@pytest.mark.opa
def test_as_json(run: Run, policies: Path) -> None:
    """Programs get the same; a share is never rounded up to 100."""
    document = json.loads(run(policies, "-o", "json", "--coverage", "10").out)
    assert document["passed"] is True
    coverage = document["coverage"]
    missed = len(coverage["uncovered"])
    assert 0 < missed < coverage["lines"]
    assert coverage["percent"] == 10_000 * (coverage["lines"] - missed) // coverage["lines"] / 100


@pytest.mark.parametrize("share", ["half", "101%", "-1", "5%%"])
def test_shares_that_are_none(run: Run, share: str) -> None:
    """A share that makes no sense is refused before anything is built."""
    ended = run("--coverage", share)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"error: --coverage {share}: must be a share from 0% to 100%\n"
        "  remedy: Write --coverage 95%.\n"
    )


def test_what_cannot_be_tested(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown format is wrong usage; without OPA there is no test."""
    assert run("-o", "csv").code == 2
    monkeypatch.setenv("OPA", str(tmp_path / "no"))
    ended = run()
    assert ended.code == 3
    assert "cannot be run (No such file or directory)" in ended.err
