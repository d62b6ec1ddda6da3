"""A new control is complete and passes every check; one that cannot be is refused, unwritten."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.check import check_policies
from evaluator.authoring.scaffold import NewControl, write_control
from evaluator.errors import UsageError
from tests.authoring.check.conftest import WHOLE

Change = Callable[[str, str, str], None]

CONTROL = NewControl("size", "odd", "LEN-02", "post", ["1.1 s1"], 'Odd: "so"')


@pytest.fixture
def whole(policies: Path) -> Path:
    """The small policies with all that a check asks for."""
    for name, text in WHOLE.items():
        (policies / name).write_text(text, encoding="utf-8")
    return policies


@pytest.mark.opa
@pytest.mark.parametrize("values", ["[news, other]", "[news, views, other]"])
def test_what_is_written_passes(whole: Path, opa: Opa, change: Change, values: str) -> None:
    """Whether its subject has a column of several values or none, nothing is to be corrected."""
    change(
        "contract/posts.yaml", "allowed: [news, other]", f"allowed: {values}\n    required: true"
    )
    written = write_control(whole, CONTROL)
    folder = whole / "qinglang/size/odd"
    assert set(written) == {
        folder / name for name in ("odd.rego", "odd_test.rego", "examples.yaml")
    }
    assert ("post.topic" in written[0].read_text(encoding="utf-8")) == ("views" in values)
    change("qinglang/size/too_long/examples.yaml", "topic: news, ", "")
    found = check_policies(whole, opa, least=Fraction(100))
    assert found.problems == ()
    assert (whole / "codes.txt").read_text().endswith("LEN-02 size.odd\n")


@pytest.mark.parametrize(
    ("change_of", "offender", "rule"),
    [
        ({"family": "Size"}, "family Size", "must be lower-case letters, digits and _"),
        ({"family": "lib"}, "family lib", "is kept for what is no control"),
        ({"name": "../odd"}, "name ../odd", "must be lower-case letters, digits and _"),
        ({"name": "default"}, "name default", "has a meaning in Rego"),
        ({"name": "odd_test"}, "name odd_test", "has a meaning in Rego"),
        ({"title": "a\nb"}, "--title", "must be one line of text"),
        ({"title": " "}, "--title", "must be one line of text"),
        ({"code": "LEN-2"}, "--code LEN-2", "must be three capitals, a hyphen and two digits"),
        ({"code": "LEN-01"}, "--code LEN-01", "is the code of qinglang.size.too_long"),
        ({"subject": "person"}, "--subject person", "does not exist"),
        ({"clauses": ["1.1 s1", "9"]}, "--clause 9", "is not in small"),
    ],
)
def test_what_cannot_be(
    whole: Path, change_of: dict[str, object], offender: str, rule: str
) -> None:
    """It is told what is wrong and what would be right, and no file is written."""
    before = sorted(whole.rglob("*"))
    with pytest.raises(UsageError) as caught:
        write_control(whole, dataclasses.replace(CONTROL, **change_of))  # type: ignore[arg-type]
    assert (caught.value.offender, caught.value.rule) == (offender, rule)
    assert caught.value.remedy
    assert sorted(whole.rglob("*")) == before


def test_what_is_taken(whole: Path) -> None:
    """A code that is not listed but used, and a folder that exists, are taken as well."""
    (whole / "codes.txt").unlink()
    with pytest.raises(UsageError, match="--code LEN-01: is the code of too_long"):
        write_control(whole, dataclasses.replace(CONTROL, code="LEN-01"))
    with pytest.raises(UsageError, match="exists already"):
        write_control(whole, dataclasses.replace(CONTROL, name="too_long"))
