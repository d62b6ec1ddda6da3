"""The truth about ways of citations, on rows made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

T = 1_758_643_200

Tell = Callable[..., Any]
MINE = {"operator_id": "o"}
ACCOUNTS = [MINE, {"account_id": "b", "operator_id": "o"}, {"account_id": "c"}]
OPERATORS = [{"disclosed_matrix": False}]
PLATFORM = {"accounts": ACCOUNTS, "operators": OPERATORS}


def _post(post_id: str, cited: str | None, account: str = "b", **given: Any) -> dict[str, Any]:
    return {"post_id": post_id, "cited_post_id": cited, "account_id": account, **given}


CITES = _post("p", "q", "a")
END = _post("q", None)


def test_a_way_comes_back_to_its_operator(tell: Tell) -> None:
    """ANN-04: another account of the same operator is cited, and no outside source is there."""
    found = [{"cyclic": False, "hops": 1}]
    assert tell("ANN-04", posts=[CITES, END], **PLATFORM) == found
    outside = {"post_id": "q", "source_kind": "outlet"}
    assert tell("ANN-04", posts=[CITES, END], annotations=[outside], **PLATFORM) == "pass"
    vague = outside | {"source_kind": "vague"}
    assert tell("ANN-04", posts=[CITES, END], annotations=[vague], **PLATFORM) == found
    unknown = outside | {"source_kind": None}
    assert tell("ANN-04", posts=[CITES, END], annotations=[unknown], **PLATFORM) == (
        "annotations.source_kind",
    )
    assert tell("ANN-04", posts=[CITES, _post("q", None, "c")], **PLATFORM) == "pass"
    far = [CITES, _post("q", "r", "c"), _post("r", None)]
    assert tell("ANN-04", posts=far, **PLATFORM) == [{"cyclic": False, "hops": 2}]


@pytest.mark.parametrize(
    "posts",
    [
        [CITES | {"origin": "repost"}, END],
        [CITES | {"deleted_at": T}, END],
        [_post("p", "q", "a"), _post("q", None, "a")],
        [_post("p", None, "a")],
    ],
)
def test_most_ways_do_not_count(tell: Tell, posts: list[dict[str, Any]]) -> None:
    """Reposts, deleted posts, citing oneself, citing nothing."""
    assert tell("ANN-04", posts=posts, **PLATFORM) == "not_applicable"


def test_a_way_goes_in_a_circle(tell: Tell) -> None:
    """ANN-04: whoever the others are."""
    circle = [CITES, _post("q", "p", "c")]
    assert tell("ANN-04", posts=circle, **PLATFORM) == [{"cyclic": True}]
    beyond = [CITES, _post("q", "r", "c"), _post("r", "q", "c")]
    assert tell("ANN-04", posts=beyond, **PLATFORM) == [{"cyclic": True}]


def test_disclosed_accounts_may_cite_each_other(tell: Tell) -> None:
    """ANN-04: where the platform shows that they belong together; unknown is decisive."""
    tables = {"posts": [CITES, END], "accounts": ACCOUNTS}
    assert tell("ANN-04", operators=[{"disclosed_matrix": True}], **tables) == "not_applicable"
    assert tell("ANN-04", operators=[{}], **tables) == ("operators.disclosed_matrix",)
    assert tell("ANN-04", **tables) == ("operator",)
    assert tell("ANN-04", posts=[CITES, END], accounts=ACCOUNTS[1:]) == ("account",)
    nobody = _post("q", None, "c")
    assert tell("ANN-04", posts=[CITES, nobody], accounts=ACCOUNTS[1:]) == "not_applicable"


def test_a_way_leads_out_of_the_snapshot(tell: Tell) -> None:
    """ANN-04: to a post or an account that is not there; nothing else is named then."""
    missing = ("citation.open_ended",)
    assert tell("ANN-04", posts=[CITES], **PLATFORM) == missing
    stranger = _post("q", None, "z")
    assert tell("ANN-04", posts=[CITES, stranger], **PLATFORM) == missing
    assert tell("ANN-04", posts=[CITES, stranger], accounts=ACCOUNTS) == missing
    disclosed = [{"disclosed_matrix": True}]
    told = tell("ANN-04", posts=[CITES], accounts=ACCOUNTS, operators=disclosed)
    assert told == "not_applicable"
    assert tell("ANN-04", posts=[CITES | {"origin": "repost"}], **PLATFORM) == "not_applicable"


@pytest.mark.parametrize(
    ("hops", "told"), [(64, [{"cyclic": False, "hops": 64}]), (65, ("citation.open_ended",))]
)
def test_long_ways_are_followed_so_far(tell: Tell, hops: int, told: object) -> None:
    """Sixty-four hops; one that is longer has no end that is known."""
    way = [_post(f"q{n}", f"q{n + 1}") for n in range(1, hops)]
    posts = [_post("p", "q1", "a"), *way, _post(f"q{hops}", None)]
    assert tell("ANN-04", posts=posts, **PLATFORM) == told


def test_labels_cite_where_posts_do_not(tell: Tell) -> None:
    """The earliest source label that stands and names a post, by time, then by id."""
    label = {"annotation_id": "x", "post_id": "p", "from_ts": T - 50, "cited_post_id": "q"}
    other = label | {"annotation_id": "w", "from_ts": T - 50, "cited_post_id": "r"}
    posts = [_post("p", None, "a"), END, _post("r", None, "c")]
    assert tell("ANN-04", posts=posts, annotations=[label], **PLATFORM) == [
        {"cyclic": False, "hops": 1}
    ]
    assert tell("ANN-04", posts=posts, annotations=[label, other], **PLATFORM) == "pass"
    ended = other | {"to_ts": T - 1}
    nameless = other | {"annotation_id": "v", "cited_post_id": None}
    assert tell("ANN-04", posts=posts, annotations=[label, ended, nameless], **PLATFORM) == [
        {"cyclic": False, "hops": 1}
    ]
