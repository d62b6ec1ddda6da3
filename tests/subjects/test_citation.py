"""Ways of citation are followed for 64 hops, and what is not known on them is never guessed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

AS_OF = 100
HOPS = 64


def citations(world: Any, prepared: Any = None) -> dict[str, dict[str, Any] | None]:
    """Post -> its citation row, None where it has none."""
    found = world.candidates(prepared or world.prepare("post"), "post", "citation")
    return {key: orjson.loads(each.document).get("citation") for key, each in found.items()}


def chain(world: Any, cited: Sequence[str | None], **more: Any) -> dict[str, dict[str, Any] | None]:
    """Posts p0, p1, … of one account, and what each cites."""
    world.have("operators")
    world.have("annotations")
    world.have("accounts", {"account_id": "some", "operator_id": "o"})
    posts = ({"post_id": f"p{i}", "cited_post_id": next_} for i, next_ in enumerate(cited))
    world.have("posts", *posts, **more)
    return citations(world)


OPEN = {"cyclic": False, "open_ended": True, "other_account": False}
CYCLIC = {"cyclic": True, "open_ended": False, "other_account": False}


def ended(hops: int, *, external: bool = False, other: bool = False) -> dict[str, Any]:
    """A way of so many hops to a post of operator o."""
    return {
        "cyclic": False,
        "open_ended": False,
        "hops": hops,
        "terminal_operator_id": "o",
        "terminal_external": external,
        "other_account": other,
    }


def test_a_way_ends_at_a_post_that_cites_none(world: Any) -> None:
    """Only posts that cite have a way."""
    rows = chain(world, ["p1", "p2", None])
    assert rows == {"p0": ended(2), "p1": ended(1), "p2": None}


def test_a_way_of_64_hops_has_an_end_and_a_longer_one_is_open(world: Any) -> None:
    """The program follows no further."""
    rows = chain(world, [f"p{i}" for i in range(1, 67)] + [None])
    assert rows["p2"] == ended(64)
    assert rows["p1"] == OPEN
    assert rows["p0"] == OPEN
    assert rows["p66"] is None


@pytest.mark.parametrize("size", [1, 2, 63, 64])
def test_a_circle_within_64_hops_is_cyclic(world: Any, size: int) -> None:
    """Also of one post that cites itself."""
    rows = chain(world, [f"p{(i + 1) % size}" for i in range(size)])
    assert set(map(str, rows.values())) == {str(CYCLIC)}


def test_a_circle_of_more_posts_is_a_long_way(world: Any) -> None:
    """No post comes twice within 64 hops."""
    rows = chain(world, [f"p{(i + 1) % 65}" for i in range(65)])
    assert set(map(str, rows.values())) == {str(OPEN)}


def test_the_way_to_a_circle_counts_too(world: Any) -> None:
    """A post of a circle of four comes twice after the hops to it and four more."""
    tail = [f"p{i}" for i in range(1, 63)]
    rows = chain(world, [*tail, "p63", "p64", "p65", "p62"])
    assert rows["p2"] == CYCLIC
    assert rows["p1"] == OPEN
    assert rows["p65"] == CYCLIC


def test_a_post_that_is_not_there_leaves_the_way_open(world: Any) -> None:
    """Missing and quarantined posts are the same."""
    rows = chain(world, ["p1", "gone", "bad"], bad=[{"post_id": "bad", "account_id": "b"}])
    assert rows == {"p0": OPEN, "p1": OPEN, "p2": OPEN}


def test_a_cited_account_that_is_not_there_leaves_the_way_open(world: Any) -> None:
    """The account of the first post is not looked at."""
    world.have("operators")
    world.have("annotations")
    world.have("accounts", {"account_id": "some", "operator_id": "o"}, bad=[{"account_id": "bad"}])
    world.have(
        "posts",
        {"post_id": "p", "account_id": "bad", "cited_post_id": "q"},
        {"post_id": "q"},
        {"post_id": "r", "cited_post_id": "p"},
    )
    rows = citations(world)
    assert rows["p"] == ended(1, other=True)
    assert rows["r"] == {**OPEN, "other_account": True}


def test_a_post_cites_by_its_earliest_active_source_label(world: Any) -> None:
    """Where it has no cited_post_id itself; labels that cite none are passed over."""
    world.have("operators")
    world.have("accounts", {"account_id": "some"})
    posts = [{"post_id": f"p{i}"} for i in range(5)]
    world.have("posts", *posts, {"post_id": "p", "cited_post_id": "p1"}, {"post_id": "q"})

    def label(key: str, post: str, start: int, cited: str | None, **more: Any) -> dict[str, Any]:
        body = {"annotation_id": key, "post_id": post, "from_ts": start, "cited_post_id": cited}
        return {"kind": "source", "source_kind": "vague", **body, **more}

    world.have(
        "annotations",
        label("a", "p", 1, "gone"),
        label("none", "q", 1, None),
        label("ended", "q", 2, "gone", to_ts=AS_OF - 1),
        label("no source", "q", 2, "gone", kind="fiction"),
        label("z", "q", 3, "gone"),
        label("b", "q", 3, "p4", to_ts=AS_OF),
        label("later", "q", 4, "gone"),
    )
    rows = citations(world)
    assert rows["p"] == {**OPEN, "open_ended": False, "hops": 1, "terminal_external": False}
    assert rows["q"] == rows["p"]
    assert rows["p4"] is None


@pytest.mark.parametrize(
    ("kinds", "external"),
    [
        ([], False),
        (["vague", "original", "post"], False),
        (["vague", "outlet"], True),
        (["official", None], True),
        (["vague", None], None),
    ],
)
def test_the_end_is_external_where_a_label_there_says_so(
    world: Any, kinds: list[str | None], external: bool | None
) -> None:
    """It is unknown where none says so and one's kind is not known."""
    world.have("operators")
    world.have("accounts", {"account_id": "some"})
    world.have("posts", {"post_id": "p", "cited_post_id": "q"}, {"post_id": "q"})
    world.have(
        "annotations",
        *(
            {"annotation_id": f"x{i}", "post_id": "q", "kind": "source", "source_kind": kind}
            for i, kind in enumerate(kinds)
        ),
    )
    row = citations(world)["p"]
    assert row is not None
    assert row.get("terminal_external") is external
    assert "terminal_operator_id" not in row


def test_a_quarantined_label_ends_the_way_open_where_no_post_is_cited(world: Any) -> None:
    """At any post of the way, the first one too: the label might cite another."""
    world.have("operators")
    world.have("accounts", {"account_id": "some", "operator_id": "o"})
    world.have(
        "annotations",
        {"annotation_id": "x", "post_id": "q", "kind": "source", "cited_post_id": "r"},
        bad=[{"annotation_id": key, "post_id": key} for key in "pqt"],
    )
    world.have(
        "posts",
        {"post_id": "p", "cited_post_id": "r"},
        {"post_id": "q"},
        {"post_id": "r"},
        {"post_id": "s", "cited_post_id": "t"},
        {"post_id": "t"},
    )
    assert citations(world) == {"p": ended(1), "q": OPEN, "r": None, "s": OPEN, "t": OPEN}


def test_there_is_no_way_where_a_table_is_absent(world: Any) -> None:
    """Citations need posts, annotations, accounts and operators."""
    world.have("posts", {"post_id": "p", "cited_post_id": "p"})
    world.have("annotations")
    world.have("accounts")
    assert citations(world) == {"p": None}


# --- the same, hop by hop -----------------------------------------------------------------------


def followed(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """What contract.md says, as it says it."""
    posts = {row["post_id"]: row for row in tables["posts"]}
    accounts = {row["account_id"]: row for row in tables["accounts"]}
    hidden = {row["post_id"] for row in tables["bad annotations"]}
    rows = {}
    for key in posts:
        way, end = _way(key, posts, tables["annotations"], hidden)
        if len(way) == 1 and end == "end":
            rows[key] = None
            continue
        known = [post for post in way[: HOPS + 1] if post in posts]
        twice = len(set(way[: HOPS + 1])) < len(way[: HOPS + 1])
        lost = any(posts[post]["account_id"] not in accounts for post in known[1:])
        row = {
            "cyclic": twice,
            "open_ended": not twice and (end == "open" or lost or len(way) > HOPS + 1),
            "other_account": len({posts[post]["account_id"] for post in known}) > 1,
        }
        if not twice and not row["open_ended"]:
            row |= _end(way, posts, accounts, tables["annotations"])
        rows[key] = row
    return rows


def _way(key: str, posts: Any, labels: Any, hidden: set[str]) -> tuple[list[str], str]:
    way = [key]
    while len(way) <= HOPS + 1:
        post = posts.get(way[-1])
        if post is None or (post["cited_post_id"] is None and way[-1] in hidden):
            return way, "open"
        citing = [row for row in _active(labels, way[-1]) if row["cited_post_id"]]
        citing.sort(key=lambda row: (row["from_ts"], row["annotation_id"]))
        following = post["cited_post_id"] or (citing[0]["cited_post_id"] if citing else None)
        if following is None:
            return way, "end"
        way.append(following)
    return way, "long"


def _active(labels: Any, post: str) -> list[Any]:
    return [
        row
        for row in labels
        if row["post_id"] == post
        and row["kind"] == "source"
        and row["from_ts"] <= AS_OF
        and (row["to_ts"] is None or row["to_ts"] >= AS_OF)
    ]


def _end(way: list[str], posts: Any, accounts: Any, labels: Any) -> dict[str, Any]:
    kinds = [row["source_kind"] for row in _active(labels, way[-1])]
    external: bool | None = any(kind in ("outlet", "official") for kind in kinds)
    if not external and None in kinds:
        external = None
    row = {
        "hops": len(way) - 1,
        "terminal_operator_id": accounts[posts[way[-1]]["account_id"]]["operator_id"],
        "terminal_external": external,
    }
    return {name: value for name, value in row.items() if value is not None}


def _graph(seed: int) -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(seed)  # noqa: S311 (a test)
    size = chance.choice([3, 20, 150])
    jump, none, gone = (chance.choice([0, 0.01, 0.1, 0.4]) for _ in range(3))

    def cited(index: int) -> str | None:
        roll = chance.random()
        if roll < none:
            return None
        if roll < none + gone:
            return "gone"
        return f"p{chance.randrange(size) if chance.random() < jump else (index + 1) % size}"

    labelled = chance.choice([0.0, 0.5])
    labels = [
        {
            "annotation_id": f"x{index}",
            "post_id": f"p{chance.randrange(size)}",
            "kind": chance.choice(["source", "source", "fiction"]),
            "from_ts": chance.choice([1, 2, AS_OF]),
            "to_ts": chance.choice([None, None, AS_OF - 1, AS_OF]),
            "cited_post_id": cited(chance.randrange(size)),
            "source_kind": chance.choice([None, "outlet", "vague", "official"]),
        }
        for index in range(int(size * labelled))
    ]
    lonely = chance.choice([0, 0.5])
    posts = [
        {
            "post_id": f"p{index}",
            "account_id": f"a{chance.choice([0, 0, 0, 0, 1, 2])}",
            "cited_post_id": None if chance.random() < lonely else cited(index),
        }
        for index in range(size)
    ]
    accounts = [
        {"account_id": f"a{index}", "operator_id": chance.choice([None, "o"])}
        for index in range(chance.choice([2, 3, 3]))
    ]
    bad = [{"post_id": f"p{chance.randrange(size)}"} for _ in range(chance.choice([0, 0, 2]))]
    return {"posts": posts, "accounts": accounts, "annotations": labels, "bad annotations": bad}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_pointer_doubling_gives_what_walking_gives(
    world: Any, tmp_path_factory: Any, seed: int
) -> None:
    """On chains, circles, forks and gaps alike."""
    tables = _graph(seed)
    world.clear()
    world.folder = tmp_path_factory.mktemp("graph")
    world.have("operators")
    world.have("posts", *tables["posts"])
    world.have("accounts", *tables["accounts"])
    world.have("annotations", *tables["annotations"], bad=tables["bad annotations"])
    assert citations(world) == followed(tables)
