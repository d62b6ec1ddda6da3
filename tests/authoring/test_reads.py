"""What a control reads is found through all rules that it uses, or the control is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.reads import reads_of
from evaluator.errors import ConfigurationError

pytestmark = pytest.mark.opa

Change = Callable[[str, str, str], None]
PACKAGE = "qinglang.size.too_long"
RULES = "qinglang/size/too_long/too_long.rego"
SHARED = "qinglang/lib/limits/limits.rego"


def test_reads(policies: Path, opa: Opa) -> None:
    """Branches, parameters and packages, those behind shared rules too."""
    reads = reads_of(PACKAGE, [policies / "qinglang"], opa)
    assert reads.branches == {"post"}
    assert reads.parameters == {"longest"}
    assert reads.packages == {PACKAGE, "qinglang.lib.limits"}


def test_branches_of_shared_rules(policies: Path, opa: Opa, change: Change) -> None:
    """A branch counts wherever it is read; the list of unknown parents and T do not."""
    change(
        SHARED,
        "longest :=",
        "spare := count(input.replies) + data.qinglang.snapshot.as_of + count(input.unknown)\n\n"
        "longest := spare +",
    )
    reads = reads_of(PACKAGE, [policies / "qinglang"], opa)
    assert reads.branches == {"post", "replies"}
    assert reads.parameters == {"longest"}


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        ("data.qinglang.params[input.post.topic]", "reads a parameter by a computed name"),
        ("count(data.qinglang.params)", "reads a parameter by a computed name"),
        ("count(input)", "reads the whole input"),
        ("data.qinglang.secrets.longest", "reads data.qinglang.secrets.longest"),
    ],
)
def test_what_nobody_could_follow(
    policies: Path, opa: Opa, change: Change, new: str, rule: str
) -> None:
    """Whole documents, computed names and other data are refused by the control's name."""
    change(SHARED, "data.qinglang.params.longest", new)
    with pytest.raises(ConfigurationError) as caught:
        reads_of(PACKAGE, [policies / "qinglang"], opa)
    assert (caught.value.offender, caught.value.rule) == (PACKAGE, rule)
    assert caught.value.remedy
