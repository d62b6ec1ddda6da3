"""A code is given once and for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.build import bundle_contents
from evaluator.authoring.codes import (
    CODES,
    GivenCode,
    add_code,
    lost_codes,
    read_codes,
    strange_aliases,
    unlisted_codes,
)
from evaluator.errors import ConfigurationError

LIST = "# Codes.\n\nANN-01 annotation.one\nCER-01 certification.two\n"
GIVEN = {
    "ANN-01": GivenCode(3, "qinglang.annotation.one"),
    "CER-01": GivenCode(4, "qinglang.certification.two"),
}


def test_the_list_is_read(tmp_path: Path) -> None:
    """Each line gives a code to a package; remarks and empty lines are none; no list is none."""
    assert read_codes(tmp_path) is None
    (tmp_path / CODES).write_text(LIST)
    assert read_codes(tmp_path) == GIVEN


@pytest.mark.parametrize(
    ("line", "rule", "remedy"),
    [
        ("ANN-1 annotation.x", "'ANN-1 annotation.x' is no code with a control", "Write a line"),
        ("ANN-02 annotation", "'ANN-02 annotation' is no code with a control", "Write a line"),
        ("ANN-01 annotation.x", "ANN-01 stands on line 3 already", "Keep the line"),
    ],
)
def test_lines_that_cannot_be(tmp_path: Path, line: str, rule: str, remedy: str) -> None:
    """A line of another form, or a code that is there already, is told with its line."""
    (tmp_path / CODES).write_text(f"{LIST}{line}\n")
    with pytest.raises(ConfigurationError) as caught:
        read_codes(tmp_path)
    assert (caught.value.offender, caught.value.rule) == ("codes.txt line 5", rule)
    assert caught.value.remedy.startswith(remedy)


def test_codes_that_are_lost() -> None:
    """A code without a control, and one that another control took, are told; others are not."""
    now = {"ANN-01": "qinglang.annotation.other", "NEW-01": "qinglang.new.one"}
    moved, gone = lost_codes(GIVEN, now)
    assert moved.offender == "codes.txt line 3"
    assert moved.rule == (
        "ANN-01 moved: it was the code of qinglang.annotation.one, "
        "and is that of qinglang.annotation.other"
    )
    assert gone.rule == "CER-01 disappeared: qinglang.certification.two has it no longer"
    assert "never removed" in gone.remedy
    assert lost_codes(GIVEN, {code: line.package for code, line in GIVEN.items()}) == []


def test_codes_that_are_not_listed() -> None:
    """A control whose code is not on the list is told at its place, with the line to add."""
    (fault,) = unlisted_codes(
        GIVEN,
        {"ANN-01": "qinglang.annotation.one", "NEW-01": "qinglang.new.one"},
        {"NEW-01": "qinglang/new/one/one.rego line 5"},
    )
    assert fault.offender == "qinglang/new/one/one.rego line 5"
    assert fault.remedy == "Add the line `NEW-01 new.one`."


def test_a_code_is_added(tmp_path: Path) -> None:
    """Lines stay in the order of the codes, and a list is made where there is none."""
    (tmp_path / CODES).write_text(LIST)
    add_code(tmp_path, "BOT-01", "qinglang.bot.three")
    add_code(tmp_path, "DIS-01", "qinglang.distortion.four")
    assert (tmp_path / CODES).read_text() == LIST.replace("CER", "BOT-01 bot.three\nCER") + (
        "DIS-01 distortion.four\n"
    )
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    add_code(fresh, "ANN-01", "qinglang.annotation.one")
    assert read_codes(fresh) == {"ANN-01": GivenCode(2, "qinglang.annotation.one")}


@pytest.mark.opa
def test_a_code_that_disappeared_is_not_built(policies: Path, opa: Opa) -> None:
    """A bundle without a code that was given is refused; one with all of them carries the list."""
    (policies / CODES).write_text("LEN-00 size.gone\nLEN-01 size.too_long\n")
    with pytest.raises(ConfigurationError, match="LEN-00 disappeared"):
        bundle_contents(policies, opa)
    (policies / CODES).write_text("LEN-01 size.too_long\n")
    carried = bundle_contents(policies, opa)["meta/codes.json"]
    assert carried == b'{\n  "LEN-01": "qinglang.size.too_long"\n}\n'


@pytest.mark.opa
def test_examples_are_read_when_a_bundle_is_built(policies: Path, opa: Opa) -> None:
    """An example of a column that does not exist is refused with its line."""
    path = policies / "qinglang/size/too_long/examples.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("{length: 10}}", "{lenght: 10}}", 1), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        bundle_contents(policies, opa)
    assert caught.value.offender == "too_long/examples.yaml line 7"
    assert caught.value.rule == "post: has no column lenght"


def test_a_code_lives_on_as_an_alias() -> None:
    """A code that a control names among its aliases is not lost; an alias is a code of before."""
    now = {"SRC-01": "qinglang.annotation.one", "CER-01": "qinglang.certification.two"}
    assert not lost_codes(GIVEN, now, {"ANN-01"})
    assert not strange_aliases(GIVEN, {"ANN-01": "a.rego line 3"}, now)
    taken, never = strange_aliases(GIVEN, {"CER-01": "a.rego", "XYZ-01": "b.rego"}, now)
    assert taken.rule == "aliases: CER-01 is the code of qinglang.certification.two"
    assert never.rule == "aliases: XYZ-01 is not listed in codes.txt, and was never given"
