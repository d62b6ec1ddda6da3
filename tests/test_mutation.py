"""The mutation run is kept in working order: it makes every mutant, and tells what notices."""

from __future__ import annotations

import pytest

from tests.mutation.__main__ import main
from tests.mutation.mutants import mutants

MODULE = """\
# METADATA
# title: 1 < 2 is "left alone"
package qinglang.things

import data.qinglang.lib.calendar

default applies := false # 3 == 3

grown := {"least": 1} if input.thing.kind == "plant"

applies if {
	not input.thing.dead
	every leaf in input.leaves {
		leaf.size >= 7
	}
}
"""

CHANGES = [
    (7, "`false` → `true` in `default applies := false # 3 == 3`"),
    (9, '`"least"` → `"mutated"` in `grown := {"least": 1} if input.thing.kind == "plant"`'),
    (9, '`1` → `2` in `grown := {"least": 1} if input.thing.kind == "plant"`'),
    (9, '`1` → `0` in `grown := {"least": 1} if input.thing.kind == "plant"`'),
    (9, '`==` → `!=` in `grown := {"least": 1} if input.thing.kind == "plant"`'),
    (9, '`"plant"` → `"mutated"` in `grown := {"least": 1} if input.thing.kind == "plant"`'),
    (9, '`grown := {"least": 1} if input.thing.kind == "plant"` without its body'),
    (12, "`not input.thing.dead` without `not`"),
    (12, "without `not input.thing.dead`"),
    (13, "without `every leaf in input.leaves {`"),
    (14, "`>=` → `>` in `leaf.size >= 7`"),
    (14, "`>=` → `<` in `leaf.size >= 7`"),
    (14, "`7` → `8` in `leaf.size >= 7`"),
    (14, "`7` → `6` in `leaf.size >= 7`"),
    (14, "without `leaf.size >= 7`"),
]


def test_every_place_is_changed_in_every_way() -> None:
    """Comparisons, constants, negations and statements; comments, package and imports are not."""
    assert [(one.line, one.change) for one in mutants("things.rego", MODULE)] == CHANGES


def test_a_mutant_differs_in_one_place_and_keeps_its_lines() -> None:
    """Places mean the same in a mutant; what goes on over several lines goes as a whole."""
    lines = MODULE.splitlines()
    for mutant in mutants("things.rego", MODULE):
        changed = mutant.text.splitlines()
        assert len(changed) == len(lines)
        differing = [number for number in range(len(lines)) if changed[number] != lines[number]]
        whole = "every" in mutant.change
        assert differing == ([12, 13, 14] if whole else [mutant.line - 1])


@pytest.mark.opa
@pytest.mark.heavy
def test_mutants_are_caught(capsys: pytest.CaptureFixture[str]) -> None:
    """A control whose every line matters has no mutant that goes unnoticed."""
    assert main(["education_lapsed", "--documents", "30", "--processes", "1"]) == 0
    shown = capsys.readouterr()
    assert "Survived, of those that compile: 0.00 %." in shown.out
    assert (
        shown.err
        == "qinglang/governance/education_lapsed/education_lapsed.rego: 7 mutants, 0 left\n"
    )


@pytest.mark.opa
@pytest.mark.heavy
def test_what_goes_unnoticed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Mutants that mean the same survive: each is listed with its place, and the run fails."""
    sample = ["--percent", "15", "--seed", "13", "--documents", "30", "--processes", "1"]
    assert main(["too_soon_after_transfer", *sample, "--allowed", "0"]) == 1
    survived = "too_soon_after_transfer.rego:43` `0` → `-1` in `count(_too_soon(grant)) > 0`"
    assert survived in capsys.readouterr().out
