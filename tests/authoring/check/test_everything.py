"""One check tells everything that is wrong with policies, each problem at its place."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.authoring import Opa, build_bundle
from evaluator.authoring.check import Check, check_policies
from evaluator.bundle import load_bundle
from evaluator.errors import UsageError
from tests.authoring.conftest import CONTROL, EXAMPLES

pytestmark = pytest.mark.opa

Change = Callable[[str, str, str], None]

FOLDER = "qinglang/size/too_long"
RULES = f"{FOLDER}/too_long.rego"


def _states(found: Check) -> dict[str, str]:
    return {step.name: str(step.state) for step in found.steps}


def _told(found: Check, policies: Path) -> set[tuple[str, str, int | None, str]]:
    """Step, file below the policies, line and the beginning of the rule."""
    return {
        (
            problem.check,
            problem.file.removeprefix(f"{policies.as_posix()}/"),
            problem.line,
            problem.rule,
        )
        for problem in found.problems
    }


def test_whole_policies(
    whole: Path, tmp_path: Path, opa: Opa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every step is run and passes, but the linter that is not there, which is said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    bundled = tmp_path / "bundle"
    bundle = build_bundle(whole, bundled, opa)
    found = check_policies(whole, opa, bundle=bundled, base=bundle, least=Fraction(100))
    assert found.passed
    states = _states(found)
    assert states.pop("regal") == "skipped"
    assert "not installed" in found.steps[-1].note
    assert list(states) == [
        *("rego", "format", "layout", "contract", "controls", "codes", "clauses", "families"),
        *("tests", "coverage", "examples", "bundle"),
    ]
    assert set(states.values()) == {"passed"}
    assert all(step.note for step in found.steps)


def test_everything_at_once(whole: Path, opa: Opa, change: Change) -> None:
    """Faults of a dozen kinds are told in one round, each with file and line."""
    change(RULES, "severity: low", "severity: mild\n#   owner: me")
    second = whole / "qinglang/size/shape"
    second.mkdir()
    text = CONTROL.replace("too_long", "shape").replace("LEN-01", "LEN-02")
    text = text.replace('"{length} is', '"{width} is').replace("[1.1 s1]", "[9.9 s9]")
    (second / "shape.rego").write_text(text.replace("\tnot input", "  not input"))
    third = whole / "qinglang/size/form"
    third.mkdir()
    (third / "form.rego").write_text(
        CONTROL.replace("too_long", "form").replace("LEN-01", "LEN-03")
    )
    (third / "form_test.rego").write_text("package qinglang.size.form_test\n")
    (third / "examples.yaml").write_text(EXAMPLES.replace("{length: 11}}", "{lenght: 11}}", 1))
    (third / "notes.md").write_text("x")
    change("codes.txt", "# Codes.\n", "# Codes.\nLEN-00 size.gone\n")
    tests = whole / FOLDER / "too_long_test.rego"
    tests.write_text(tests.read_text() + "\ntest_bad if 1 == 2\n")
    (whole / "qinglang/size/readme.txt").write_text("x")
    found = check_policies(whole, opa)
    assert _told(found, whole) == {
        ("format", "qinglang/size/shape/shape.rego", 34, "is not formatted as `opa fmt` does"),
        ("layout", "qinglang/size/shape", None, "has no shape_test.rego"),
        ("layout", "qinglang/size/shape", None, "has no examples.yaml"),
        (
            "layout",
            "qinglang/size/form/notes.md",
            None,
            "does not belong into the folder of size.form",
        ),
        (
            "layout",
            "qinglang/size",
            None,
            "holds files, but is no folder of the form qinglang/<family>/<control>",
        ),
        ("controls", RULES, 10, "METADATA: custom.severity: unallowed value mild"),
        ("controls", RULES, 11, "METADATA: custom.owner: unknown field"),
        ("controls", "qinglang/size/shape/shape.rego", 6, "clauses: 9.9 s9 is not in small"),
        (
            "controls",
            "qinglang/size/shape/shape.rego",
            15,
            "messages.en: width is no fact of the control's violations",
        ),
        ("controls", "qinglang/size/form/examples.yaml", 3, "post: has no column lenght"),
        ("codes", "codes.txt", 2, "LEN-00 disappeared: qinglang.size.gone has it no longer"),
        ("codes", "qinglang/size/shape/shape.rego", 5, "code: LEN-02 is not listed in codes.txt"),
        ("codes", "qinglang/size/form/form.rego", 5, "code: LEN-03 is not listed in codes.txt"),
        (
            "tests",
            f"{FOLDER}/too_long_test.rego",
            17,
            "qinglang.size.too_long_test.test_bad: failed",
        ),
    }
    assert all(problem.remedy for problem in found.problems)
    states = _states(found)
    assert {name for name, state in states.items() if state == "skipped"} >= {
        *("clauses", "coverage", "examples", "bundle"),
    }
    (unformatted,) = (problem for problem in found.problems if problem.check == "format")
    assert "-  not input.post.length\n+\tnot input.post.length" in unformatted.detail


def test_rego_that_does_not_compile(whole: Path, opa: Opa, change: Change) -> None:
    """OPA's own findings have lines; what needs Rego that compiles is skipped, not guessed."""
    change(RULES, "applies if input.post\n", "applies if {\n\tunused := 1\n\tinput.post\n}\n")
    change("qinglang/lib/limits/limits.rego", "data.qinglang.params.longest", "nothing")
    change("frameworks/small.yaml", "time_zone: Asia/Shanghai", "zone: Asia/Shanghai")
    found = check_policies(whole, opa)
    told = _told(found, whole)
    assert ("contract", "frameworks/small.yaml", 5, "zone: unknown field") in told
    assert ("contract", "frameworks/small.yaml", 1, "time_zone: required field") in told
    rego = {(file, line) for check, file, line, _ in told if check == "rego"}
    assert rego == {(RULES, 27), ("qinglang/lib/limits/limits.rego", 6)}
    states = _states(found)
    assert {name for name, state in states.items() if state == "skipped"} >= {
        *("format", "controls", "clauses", "tests", "coverage", "examples", "bundle"),
    }


def test_what_is_judged(whole: Path, opa: Opa, change: Change, tmp_path: Path) -> None:
    """Examples that do not hold, lines without a test, and a bundle that is stale or absent."""
    bundled = tmp_path / "bundle"
    build_bundle(whole, bundled, opa)
    change(f"{FOLDER}/examples.yaml", "outcome: pass", "outcome: not_applicable")
    change(RULES, "A post is too long.", "It is too long.")
    tests = whole / FOLDER / "too_long_test.rego"
    tests.write_text(tests.read_text().partition("test_no_post")[0])
    found = check_policies(whole, opa, bundle=bundled, least=Fraction(100))
    by_step = {step.name: step.problems for step in found.steps}
    (example,) = by_step["examples"]
    assert (example.file, example.line) == (f"{whole}/{FOLDER}/examples.yaml", 5)
    assert example.rule.startswith("short: outcome is pass and not not_applicable")
    assert {problem.file for problem in by_step["coverage"]} == {f"{whole}/{RULES}"}
    assert all(problem.line for problem in by_step["coverage"])
    assert f"{bundled}/{RULES}" in {problem.file for problem in by_step["bundle"]}
    assert "qinglang bundle build" in by_step["bundle"][0].remedy
    absent = check_policies(whole, opa, bundle=tmp_path / "none")
    (problem,) = (each for each in absent.problems if each.check == "bundle")
    assert (problem.file, problem.rule) == (str(tmp_path / "none"), "is no bundle folder")


def test_codes_of_before(whole: Path, tmp_path: Path, opa: Opa, change: Change) -> None:
    """A code of an earlier bundle must be there still, even if the list was shortened with it."""
    base = build_bundle(whole, tmp_path / "bundle", opa)
    change(RULES, "LEN-01", "LEN-02")
    change("codes.txt", "LEN-01", "LEN-02")
    found = check_policies(whole, opa, base=load_bundle(base.folder))
    assert _told(found, whole) == {
        ("codes", "codes.txt", 1, "LEN-01 disappeared: qinglang.size.too_long has it no longer")
    }


def test_lists_that_are_no_lists(whole: Path, opa: Opa, change: Change) -> None:
    """Lines of another form and repeated codes are told; so are a missing list, and no tests."""
    change("codes.txt", "# Codes.", "LEN-1 size.too_long\nLEN-01 size.too_long")
    found = check_policies(whole, opa)
    assert {(problem.check, problem.line) for problem in found.problems} == {
        ("codes", 1),
        ("codes", 3),
    }
    (whole / "codes.txt").unlink()
    for path in whole.rglob("*_test.rego"):
        path.write_text(path.read_text().partition("\n")[0] + "\n")
    found = check_policies(whole, opa)
    assert _told(found, whole) == {
        ("codes", "codes.txt", None, "is missing: it lists all codes for ever"),
        ("tests", whole.as_posix(), None, "there are no Rego tests"),
    }


def test_clauses_without_a_control(whole: Path, opa: Opa, change: Change) -> None:
    """A clause that nothing accounts for is told at its line."""
    change(
        "frameworks/small.yaml",
        "  1.1 s1: {en",
        "  1.1 s2: {en: Posts are kind., zh: 善。}\n  1.1 s1: {en",
    )
    found = check_policies(whole, opa)
    assert _told(found, whole) == {
        ("clauses", "frameworks/small.yaml", 7, "no control names the clause 1.1 s2")
    }


def test_module_in_the_wrong_place(whole: Path, opa: Opa, change: Change) -> None:
    """A package that is not its folder is told; what would follow from it is not."""
    change(RULES, "package qinglang.size.too_long", "package qinglang.size.long")
    change(
        f"{FOLDER}/too_long_test.rego",
        "import data.qinglang.size.too_long",
        "import data.qinglang.size.long as too_long",
    )
    found = check_policies(whole, opa)
    assert _told(found, whole) == {("layout", RULES, None, "has the package qinglang.size.long")}


def test_files_that_cannot_be_read(whole: Path, opa: Opa) -> None:
    """Two frameworks are told at the folder, and words of another form at their line."""
    framework = whole / "frameworks/small.yaml"
    (whole / "frameworks/other.yaml").write_text(framework.read_text(encoding="utf-8"))
    (whole / "templates").mkdir()
    (whole / "templates/duty.yaml").write_text("GOV-01:\n  name: x\n")
    found = check_policies(whole, opa)
    told = {(problem.check, problem.file, problem.line) for problem in found.problems}
    assert told == {
        ("contract", whole.as_posix(), None),
        ("families", f"{whole}/templates/duty.yaml", 1),
        ("families", f"{whole}/templates/duty.yaml", 2),
    }
    (contract,) = (problem for problem in found.problems if problem.check == "contract")
    assert contract.rule == f"{whole}/frameworks: holds 2 frameworks, a bundle has one"


def test_no_policies(tmp_path: Path, opa: Opa) -> None:
    """Another folder is wrong usage."""
    with pytest.raises(UsageError, match="is no policies folder: it has no qinglang/"):
        check_policies(tmp_path, opa)
