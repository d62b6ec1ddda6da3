"""``qinglang policy check``, ``policy new`` and ``policy generate``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.authoring.check.conftest import WHOLE
from tests.authoring.conftest import FILES
from tests.conftest import REPOSITORY, Run

RULES = "policies/qinglang/size/too_long/too_long.rego"


@pytest.fixture
def policies(qinglang: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small policies that pass, in the folder in which commands run; OPA is known."""
    assert qinglang
    local = REPOSITORY / ".tools" / "bin" / "opa"
    if local.exists():
        monkeypatch.setenv("OPA", str(local))
    monkeypatch.setenv("PATH", "")
    for name, text in {**FILES, **WHOLE}.items():
        path = Path("policies") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Path("policies")


def _spoil(policies: Path) -> None:
    rules = policies.parent / RULES
    text = rules.read_text(encoding="utf-8").replace("severity: low", "severity: 100%, or:not")
    rules.write_text(text.replace("\tnot input", "  not input"), encoding="utf-8")


@pytest.mark.opa
def test_nothing_to_correct(qinglang: Run, policies: Path) -> None:
    """One line a step, with what is in order or why it was not run; exit 0."""
    assert policies
    ended = qinglang("policy", "check", "--coverage", "100%")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0] == "rego      passed   4 modules are strict"
    assert lines[-2].startswith("regal     skipped  Regal is not installed")
    assert lines[-1] == "nothing to correct"


@pytest.mark.opa
def test_problems(qinglang: Run, policies: Path) -> None:
    """Each has file, line, step, rule and remedy, a format its diff; then the summary; exit 1."""
    _spoil(policies)
    ended = qinglang("policy", "check", "policies")
    assert ended.code == 1
    lines = ended.out.splitlines()
    assert lines[0] == (
        f"{RULES}:10: controls: METADATA: custom.severity: unallowed value 100%, or:not"
    )
    assert lines[1] == "  remedy: Correct it."
    assert lines[2] == f"{RULES}:34: format: is not formatted as `opa fmt` does"
    assert lines[3] == f"  remedy: Run `opa fmt -w {RULES}`."
    assert "    +   not input.post.length" in lines
    assert "controls  failed   1 problem" in lines
    assert lines[-1] == "2 problems to correct"


@pytest.mark.opa
def test_as_annotations(qinglang: Run, policies: Path) -> None:
    """Workflow commands, in which nothing of a message can end or start another."""
    _spoil(policies)
    ended = qinglang("policy", "check", "-o", "github")
    assert ended.code == 1
    first, second, *others = ended.out.splitlines()
    assert first == (
        f"::error file={RULES},line=10,title=qinglang policy check%3A controls::METADATA: "
        "custom.severity: unallowed value 100%25, or:not.%0ACorrect it."
    )
    assert second.startswith(
        f"::error file={RULES},line=34,title=qinglang policy check%3A format::"
    )
    assert "%0A--- written%0A+++ formatted%0A" in second
    assert not any(line.startswith("::") for line in others)
    assert others[-1] == "2 problems to correct"


@pytest.mark.opa
def test_as_json(qinglang: Run, policies: Path) -> None:
    """Programs get all of it in one form, whether there are problems or none."""
    good = json.loads(qinglang("policy", "check", "-o", "json").out)
    _spoil(policies)
    bad = json.loads(qinglang("policy", "check", "-o", "json").out)
    for document, passed in ((good, True), (bad, False)):
        assert list(document) == ["policies", "passed", "checks", "problems"]
        assert document["passed"] is passed
        for step in document["checks"]:
            assert list(step) == ["name", "state", "note", "problems"]
            assert step["state"] in {"passed", "failed", "skipped"}
    assert [step["name"] for step in good["checks"]] == [step["name"] for step in bad["checks"]]
    assert good["problems"] == []
    problem = bad["problems"][0]
    assert list(problem) == ["check", "file", "line", "rule", "remedy", "detail"]
    assert (problem["file"], problem["line"]) == (RULES, 10)


def test_what_cannot_be_checked(
    qinglang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong usage exits with 2, a missing OPA with 3, and nothing goes to standard output."""
    ended = qinglang("policy", "check", "-o", "xml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(
        "error: -o xml: is no format here\n  remedy: Formats: console, json"
    )
    assert qinglang("policy", "check", "--coverage", "much").code == 2
    monkeypatch.setenv("OPA", str(tmp_path / "no"))
    ended = qinglang("policy", "check")
    assert (ended.code, ended.out) == (3, "")
    assert "cannot be run" in ended.err


@pytest.mark.opa
def test_another_folder(qinglang: Run, policies: Path) -> None:
    """A folder without policies is wrong usage."""
    ended = qinglang("policy", "check", policies / "contract")
    assert ended.code == 2
    assert "is no policies folder" in ended.err


def test_new(qinglang: Run, policies: Path) -> None:
    """The files are named, and what is next; title and kinds are as given, or as most are."""
    new = ("policy", "new", "size", "very_odd", "--subject", "post", "--clause", "1.1 s1")
    ended = qinglang(*new, "--code", "LEN-02", "--direction", "over")
    assert ended.code == 0
    folder = "policies/qinglang/size/very_odd"
    assert ended.out.splitlines() == [
        f"{folder}/very_odd.rego",
        f"{folder}/very_odd_test.rego",
        f"{folder}/examples.yaml",
    ]
    assert "qinglang policy check" in ended.err
    text = (policies / "qinglang/size/very_odd/very_odd.rego").read_text(encoding="utf-8")
    for line in ('title: "Very odd"', "direction: over", "severity: medium", "nature: state"):
        assert line in text
    ended = qinglang(*new, "--code", "LEN-03", "--severity", "mild")
    assert ended.code == 2
    assert ended.err.startswith("error: --severity mild: does not exist\n  remedy: Known: low")


def test_generate(qinglang: Run, tmp_path: Path) -> None:
    """Folders of families are written from their templates; what is right already is left."""
    policies = tmp_path / "policies"
    shutil.copytree(REPOSITORY / "policies", policies)
    changed = policies / "qinglang/governance/detection/detection.rego"
    changed.unlink()
    ended = qinglang("policy", "generate", policies)
    assert (ended.code, ended.out) == (0, f"{changed}\n")
    assert ended.err == "written: 1\n"
    assert qinglang("policy", "generate", policies).out == ""
