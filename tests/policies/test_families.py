"""Controls that one shared rule decides: what the table of the rule must agree with.

That their folders are what their template gives is held by the check of the policies.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.authoring.families import FAMILIES, Family
from evaluator.bundle import Bundle

_EACH = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)


@_EACH
def test_every_line_of_the_table_has_its_folder(policies: Path, family: Family) -> None:
    """Table and words have the same codes, and each code is a control with rule, test, examples."""
    codes = set(family.table(policies))
    assert codes
    assert codes == set(family.words(policies))
    assert len(family.folders(policies)) == 3 * len(codes)


@_EACH
def test_what_uses_the_shared_rule_is_in_its_table(
    bundle: Bundle, policies: Path, family: Family
) -> None:
    """A control that answers by the shared rule and nothing else is one of the family."""
    words = family.words(policies)
    for code, control in bundle.controls.items():
        text = (policies / control.modules[0]).read_text(encoding="utf-8")
        assert (f"{family.name}." in text and f'("{code}")' in text) == (code in words), code


@_EACH
def test_no_two_controls_share_what_they_are_about(policies: Path, family: Family) -> None:
    """A verdict or a statement is one control's."""
    about = [each for listed in family.table(policies).values() for each in listed]
    assert len(about) == len(set(about))


def test_offences_with_a_control_are_those_of_the_contract(bundle: Bundle, policies: Path) -> None:
    """Every malicious offence but a wrong source, which another control follows, is answered."""
    verdict = next(family for family in FAMILIES if family.name == "verdict")
    about = {each for listed in verdict.table(policies).values() for each in listed}
    classes = bundle.framework.defaults()["offence_class"]
    malicious = {offence for offence, letter in classes.items() if letter == "C"}
    assert about == malicious - {"wrong_source"}
    assert about <= set(bundle.contract.tables["adjudications"].columns["offence"].rules["allowed"])
