"""A policies folder of one table and one control, small enough to be broken in every way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring import Opa, find_opa

REPOSITORY = Path(__file__).resolve().parents[2]

POSTS = """\
key: post_id
holds: events
description: Posts.
columns:
  post_id:
    type: identifier
    required: true
    meta: {kind: identifier, description: Id.}
  topic:
    type: string
    allowed: [news, other]
    meta: {kind: enumeration, description: Topic.}
  length:
    type: integer
    max: 99
    meta: {kind: number, description: Length.}
  tags:
    type: list
    allowed: [a, b]
    meta: {kind: list, description: Tags.}
  hidden:
    type: boolean
    meta: {kind: flag, description: Hidden.}
  parent_id:
    type: identifier
    meta: {kind: identifier, references: posts, description: Post above.}
  seen_at:
    type: time
    meta: {kind: time, description: When it was seen.}
"""

SUBJECTS = """\
post:
  table: posts
  time: seen_at
  parents:
    above: {table: posts, of: post, via: parent_id}
  children:
    replies: {table: posts, column: parent_id, match: post_id}
"""

FRAMEWORK = """\
name: small
version: 1.0.0
title: {en: Small, zh: 小}
window: {from: "2025-01-01T00:00:00+08:00", until: "2025-02-01T00:00:00+08:00"}
time_zone: Asia/Shanghai
clauses:
  1.1 s1: {en: Posts are short., zh: 短。}
parameters:
  longest:
    type: integer
    unit: characters
    value: 10
    basis: house
    description: Longest post.
  since:
    type: time
    unit: epoch seconds
    value: "2025-01-01T00:00:00+08:00"
    basis: house
    description: When it began.
  open:
    type: integer
    unit: days
    basis: house
    description: Nothing yet.
"""

CONTROL = """\
# METADATA
# title: Too long
# description: A post is too long.
# custom:
#   code: LEN-01
#   clauses: [1.1 s1]
#   basis: [small]
#   subject: post
#   direction: under
#   severity: low
#   nature: state
#   identity: [length]
#   cause: [post.topic]
#   messages:
#     en: "{length} is too long."
#     zh: "{length} 太长。"
#   cure:
#     en: Shorten it.
#     zh: 缩短。
package qinglang.size.too_long

import data.qinglang.lib.limits

default applies := false

applies if input.post

violations contains {"length": input.post.length} if {
	input.post.length > limits.longest
}

undetermined contains {"missing": "posts.length"} if {
	input.post
	not input.post.length
}
"""

SHARED = """\
# METADATA
# title: Limits
# description: How long things may be.
package qinglang.lib.limits

longest := data.qinglang.params.longest
"""

EXAMPLES = """\
- name: long
  outcome: violation
  document: {post: {length: 11}}
  findings: [{length: 11}]
- name: short
  outcome: pass
  document: {post: {length: 10}}
- name: long enough for another limit
  outcome: violation
  params: {longest: 9}
  snapshot: {as_of: 2025-01-02T00:00:00+08:00}
  document: {post: {length: 10}}
  findings: [{length: 10}]
- name: no post
  outcome: not_applicable
  document: {above: {length: 11}, unknown: [above], replies: [{length: 3}]}
- name: unknown
  outcome: undetermined
  document: {post: {post_id: p, topic: news, tags: [a], hidden: true}}
  missing: [posts.length]
"""

FILES = {
    "contract/posts.yaml": POSTS,
    "contract/subjects.yaml": SUBJECTS,
    "frameworks/small.yaml": FRAMEWORK,
    "qinglang/size/too_long/too_long.rego": CONTROL,
    "qinglang/size/too_long/too_long_test.rego": "package qinglang.size.too_long_test\n",
    "qinglang/size/too_long/examples.yaml": EXAMPLES,
    "qinglang/lib/limits/limits.rego": SHARED,
}

#: The module of the control, and the framework file, as tests change them.
RULES = "qinglang/size/too_long/too_long.rego"

Change = Callable[[str, str, str], None]


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """The small policies folder."""
    folder = tmp_path / "policies"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def change(policies: Path) -> Change:
    """Replaces a text that a file has once."""

    def replace(name: str, old: str, new: str) -> None:
        path = policies / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def opa() -> Opa:
    """The OPA that builds bundles."""
    local = REPOSITORY / ".tools" / "bin" / "opa"
    return find_opa(local if local.exists() else None)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of this repository."""
    return REPOSITORY
