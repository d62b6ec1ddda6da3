"""What is counted from posts: which of them, in which window, and when a count is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaluator.errors import BundleError

#: Neither of these is counted.
OTHERS = [
    {"post_id": "repost", "origin": "repost"},
    {"post_id": "deleted", "deleted_at": 60},
    {"post_id": "early", "published_at": 9},
    {"post_id": "late", "published_at": 91},
]


def test_professional_posts_are_counted_by_account_and_field(world: Any) -> None:
    """Live own and quoted posts in the window, bounds included; no field is `unknown`."""
    world.have("accounts", {"account_id": "a"}, {"account_id": "b"})
    more = {"account_id": "a", "field": "medicine"}
    world.have(
        "posts",
        *({**row, **more} for row in OTHERS),
        {"post_id": "p1", "published_at": 90, **more},
        {"post_id": "p2", "published_at": 10, **more, "origin": "quote"},
        {"post_id": "p3", "account_id": "a", "field": "military"},
        {"post_id": "p4", "account_id": "a", "field": "none"},
        {"post_id": "p5", "account_id": "a"},
        {"post_id": "p6", "account_id": "a", "field": "finance"},
        {"post_id": "p7", "account_id": "c", "field": "finance"},
    )
    found = world.candidates(world.prepare("account"), "account", "professional_posts")
    counted = [
        {"field": "finance", "posts": 1, "first_at": 50, "last_at": 50},
        {"field": "medicine", "posts": 2, "first_at": 10, "last_at": 90},
        {"field": "unknown", "posts": 1, "first_at": 50, "last_at": 50},
    ]
    assert world.read(found["a"])["professional_posts"] == counted
    assert world.read(found["b"])["professional_posts"] == []


def test_a_quarantined_post_touches_the_count_of_its_account(world: Any) -> None:
    """Whatever of it can be read besides."""
    world.have("accounts", {"account_id": "a"}, {"account_id": "b"})
    bad = {"post_id": "p", "account_id": "a", "origin": "repost", "_unreadable": ["field"]}
    world.have("posts", bad=[bad])
    found = world.candidates(world.prepare("account"), "account")
    assert found["a"].tainted == {"professional_posts"}
    assert found["b"].tainted == frozenset()


def test_prompting_is_counted_by_channel(world: Any) -> None:
    """Live posts in the window that are no reposts; no channel is `unknown`."""
    world.have(
        "posts",
        *({**row, "publish_channel": "app"} for row in OTHERS),
        {"post_id": "p1", "publish_channel": "app", "label_prompt_shown": True},
        {"post_id": "p2", "publish_channel": "app", "label_prompt_shown": False},
        {"post_id": "p3", "publish_channel": "app", "label_prompt_shown": False},
        {"post_id": "p4", "publish_channel": "app"},
        {"post_id": "p5"},
    )
    document, tainted = world.one("platform", "prompting")
    assert document["prompting"] == [
        {"publish_channel": "app", "posts": 4, "shown": 1, "not_shown": 2, "unknown": 1},
        {"publish_channel": "unknown", "posts": 1, "shown": 0, "not_shown": 0, "unknown": 1},
    ]
    assert tainted == frozenset()


def test_a_quarantined_post_touches_the_prompting_of_the_platform(world: Any) -> None:
    """Also one of which nothing can be read."""
    world.have("posts", bad=[{"_key": None}])
    assert world.one("platform")[1] == {"prompting"}


def test_nothing_is_counted_without_the_table(world: Any) -> None:
    """The array is empty; the controls that need it are not evaluated."""
    world.have("accounts", {"account_id": "a"})
    document, _ = world.one("account", "professional_posts")
    assert document["professional_posts"] == []
    document, _ = world.one("platform", "prompting")
    assert document["prompting"] == []


def test_a_count_that_the_program_does_not_know_is_refused(world: Any) -> None:
    """A bundle of a later version may ask for more."""
    post = world.contract.subjects["post"]
    (citation,) = post.derived
    later = replace(post, derived=(replace(citation, name="reach"),))
    world.contract = replace(world.contract, subjects={"post": later})
    world.have("posts")
    rule = r"derived reach: this program cannot count it\. It counts citation, platform, "
    with pytest.raises(BundleError, match=rule):
        world.prepare("post")
