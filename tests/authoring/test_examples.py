"""Examples are read strictly, run through a bundle, and fail with what was answered instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring import Opa, build_bundle
from evaluator.authoring.examples import (
    SNAPSHOT,
    Example,
    example_failures,
    read_examples,
    wasm_ask,
)
from evaluator.bundle import Bundle
from evaluator.errors import ConfigurationError
from evaluator.model import Outcome

pytestmark = pytest.mark.opa

Change = Callable[[str, str, str], None]
FILE = "qinglang/size/too_long/examples.yaml"


@pytest.fixture
def bundle(policies: Path, tmp_path: Path, opa: Opa) -> Bundle:
    """The small bundle."""
    return build_bundle(policies, tmp_path / "bundle", opa)


def _read(bundle: Bundle, policies: Path) -> tuple[Example, ...]:
    return read_examples(policies / FILE, bundle.controls["LEN-01"], bundle.contract)


def _failures(bundle: Bundle, policies: Path) -> list[str]:
    control = bundle.controls["LEN-01"]
    examples = _read(bundle, policies)
    return example_failures(control, examples, bundle.framework.defaults(), wasm_ask(bundle))


def test_examples_that_hold(bundle: Bundle, policies: Path) -> None:
    """Every outcome, other parameters, another snapshot: all as they say."""
    examples = _read(bundle, policies)
    assert {example.outcome for example in examples} == {
        Outcome.VIOLATION,
        Outcome.PASS,
        Outcome.NOT_APPLICABLE,
        Outcome.UNDETERMINED,
    }
    assert examples[2].snapshot == {"as_of": 1735747200}
    assert examples[0].place == "too_long/examples.yaml line 1"
    assert _failures(bundle, policies) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("findings: [{length: 11}]", "findings: [{length: 12}]", "findings is [{'length': 11}]"),
        ("outcome: pass", "outcome: not_applicable", "outcome is pass and not not_applicable"),
        (
            "tags: [a], hidden: true}}\n  missing: [posts.length]",
            "tags: [a]}}",
            "missing is ['posts.length'] and not []",
        ),
        ("params: {longest: 9}\n", "params: {}\n", "outcome is pass and not violation"),
    ],
)
def test_examples_that_fail(  # noqa: PLR0913, PLR0917 (what is changed, and what is told)
    bundle: Bundle, policies: Path, change: Change, old: str, new: str, told: str
) -> None:
    """A failure names control, place, example, and what differs."""
    change(FILE, old, new)
    (failure,) = _failures(bundle, policies)
    assert failure.startswith("LEN-01: too_long/examples.yaml line ")
    assert told in failure


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("outcome: pass", "outcome: passes", "unallowed value passes"),
        ("name: short", "name: long", "line 5: name: 'long' is taken"),
        ("name: short\n", "name: short\n  note: x\n", "line 6: examples.1.note: unknown field"),
        ("  findings: [{length: 11}]\n", "", "line 2: findings: are those of a violation"),
        ("outcome: pass", "outcome: violation", "findings: are those of a violation"),
        ("as_of:", "asof:", "asof"),
        ("document: {post: {length: 10}}\n- name: long e", "document: {pots: {}}\n- name: long e",
         "line 7: pots: a document of post has no such branch. It has post, above, replies."),
        ("replies: [{length: 3}]", "replies: [3]", "replies: a row is a mapping"),
        ("above: {length: 11}", "above: 1", "above: a row is a mapping"),
        ("replies: [{length: 3}]", "replies: 3", "replies: a row is a mapping"),
        ("unknown: [above]", "unknown: [up]", "unknown: must list parents of the document"),
        ("unknown: [above]", "unknown: above", "They are above."),
        ("topic: news", "topik: news", "post: has no column topik. It has hidden, length"),
        ("topic: news", "topic: sports", "post.topic: 'sports' is not allowed"),
        ("topic: news", "topic: null", "post.topic: None is not allowed. Leave the key out"),
        ("tags: [a]", "tags: [c]", "post.tags: ['c'] is not allowed"),
        ("tags: [a]", "tags: a", "post.tags: 'a' is not allowed"),
        ("hidden: true", "hidden: 1", "post.hidden: 1 is not allowed"),
        ("hidden: true", "length: true", "post.length: True is not allowed"),
        ("hidden: true", "seen_at: soon", "post.seen_at: 'soon' is not allowed"),
        ("hidden: true", "seen_at: 2025-01-02T00:00:00", "post.seen_at: datetime"),
        ("post_id: p", "post_id: 7", "post.post_id: 7 is not allowed"),
    ],
)  # fmt: skip
def test_examples_that_cannot_be_meant(  # noqa: PLR0913, PLR0917 (as above)
    bundle: Bundle, policies: Path, change: Change, old: str, new: str, told: str
) -> None:
    """An unknown key, branch, column or value is refused with file and line."""
    change(FILE, old, new)
    with pytest.raises(ConfigurationError) as caught:
        _read(bundle, policies)
    assert told in str(caught.value)
    assert "too_long/examples.yaml" in str(caught.value)


def test_times(bundle: Bundle, policies: Path, change: Change) -> None:
    """Times may be RFC 3339 or epoch seconds."""
    change(FILE, "hidden: true", "seen_at: 2025-01-02T00:00:00+08:00")
    assert _read(bundle, policies)[4].document["post"]["seen_at"] == 1735747200
    change(FILE, "seen_at: 2025-01-02T00:00:00+08:00", "seen_at: 5")
    assert _read(bundle, policies)[4].document["post"]["seen_at"] == 5


def test_snapshot_of_examples(bundle: Bundle) -> None:
    """What examples are judged at is a snapshot of the contract's version."""
    assert SNAPSHOT["as_of"] == 1758297600
    assert SNAPSHOT["contract_version"] == bundle.contract.version
    assert SNAPSHOT["window_from"] < SNAPSHOT["window_to"] <= SNAPSHOT["as_of"]
