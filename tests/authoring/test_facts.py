"""Facts are read off the rules wherever they are written down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.facts import facts_of
from evaluator.authoring.modules import read_modules

pytestmark = pytest.mark.opa

RULES = "qinglang/size/too_long/too_long.rego"
HEAD = '{"length": input.post.length}'


@pytest.mark.parametrize(
    ("head", "facts"),
    [
        (HEAD, {"length"}),
        ('{"length": 1, "reason": "long"}', {"length", "reason"}),
        ('object.filter(input.post, {"length", "topic"})', {"length", "topic"}),
        ('object.filter(input.post, ["length"])', {"length"}),
        ("limits.facts", {"limit"}),
        ("limits.computed", None),
        ("limits.longest", None),
        ("input.post", None),
        ("object.filter(input.post, limits.keys)", None),
        ('object.union({"length": 1}, input.post)', None),
        (
            'object.union({"length": 1}, object.filter(input.post, {"topic"}))',
            {"length", "topic"},
        ),
        ("{input.post.topic: 1}", None),
        ('object.remove(input.post, ["topic"])', None),
        ('"text"', None),
    ],
)
def test_facts(
    policies: Path, opa: Opa, change: Callable[..., None], head: str, facts: set[str] | None
) -> None:
    """An object, a filtered object, or a shared rule that is one; None where it is computed."""
    change(RULES, HEAD, head)
    change(
        "qinglang/lib/limits/limits.rego",
        "longest :=",
        'facts := {"limit": 1}\n\ncomputed := input.post\n\nkeys := {"length"}\n\nlongest :=',
    )
    modules = read_modules(policies, opa)
    assert facts_of(RULES, modules, str(policies), opa) == facts


def test_facts_of_several_rules_add_up(
    policies: Path, opa: Opa, change: Callable[..., None]
) -> None:
    """Each rule gives its own; rules of other names do not count."""
    change(
        RULES,
        "undetermined contains",
        'violations contains {"reason": "x"}\n\nundetermined contains',
    )
    change(
        RULES,
        "import data.qinglang.lib.limits",
        "import data.qinglang.lib.limits as bounds\nimport input.post as item",
    )
    change(RULES, "limits.longest", "bounds.longest + count(item)")
    modules = read_modules(policies, opa)
    assert facts_of(RULES, modules, str(policies), opa) == {"length", "reason"}
