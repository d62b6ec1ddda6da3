"""What a quarantined row touches is unknown: each rule of the contract by itself."""

from __future__ import annotations

from typing import Any

import pytest

POST = {"post_id": "p", "account_id": "a"}
JUDGED = {"adjudication_id": "j", "account_id": "a", "post_id": "p", "decided_at": 50}


def test_a_quarantined_parent_is_unknown_and_tainted(world: Any) -> None:
    """Its key leads to the subject, and its row is not in the snapshot."""
    world.have("accounts", bad=[{"account_id": "a", "_unreadable": ["created_at"]}])
    world.have("operators", {"operator_id": "o"})
    world.have("posts", POST)
    document, tainted = world.one("post")
    assert document["unknown"] == ["account"]
    assert tainted == {"account"}


def test_a_quarantined_parent_of_a_parent_touches_through_it(world: Any) -> None:
    """The way from the subject leads over clean rows."""
    world.have("operators", bad=[{"operator_id": "o"}, {"operator_id": "o"}])
    world.have("accounts", {"account_id": "a", "operator_id": "o"})
    world.have("posts", POST)
    document, tainted = world.one("post")
    assert document["unknown"] == ["operator"]
    assert tainted == {"operator"}


def test_a_parent_whose_key_cannot_be_read_is_only_not_there(world: Any) -> None:
    """Nobody can tell whose parent it was."""
    world.have("accounts", bad=[{"_key": None, "_unreadable": ["account_id"]}])
    world.have("posts", POST)
    document, tainted = world.one("post")
    assert document["unknown"] == ["account"]
    assert tainted == frozenset()


def test_a_quarantined_row_of_another_key_touches_nothing(world: Any) -> None:
    """Only the subject that it would hang on is touched."""
    world.have("accounts", {"account_id": "a"}, bad=[{"account_id": "b"}])
    world.have("annotations", bad=[{"annotation_id": "x", "post_id": "q"}])
    world.have("posts", POST)
    _, tainted = world.one("post")
    assert tainted == frozenset()


def test_a_quarantined_child_touches_the_array_that_would_have_held_it(world: Any) -> None:
    """Its foreign key leads to the subject; the array shows the clean rows."""
    world.have(
        "annotations",
        {"annotation_id": "x", "post_id": "p"},
        bad=[{"annotation_id": "y", "post_id": "p", "_unreadable": ["kind"]}],
    )
    world.have("posts", POST)
    document, tainted = world.one("post")
    assert [row["annotation_id"] for row in document["annotations"]] == ["x"]
    assert tainted == {"annotations"}


def test_a_child_whose_own_key_cannot_be_read_touches_all_the_same(world: Any) -> None:
    """It needs no key to hang on a subject."""
    bad = {"_key": None, "post_id": "p", "_unreadable": ["annotation_id"]}
    world.have("annotations", bad=[bad])
    world.have("posts", POST)
    assert world.one("post")[1] == {"annotations"}


def test_a_child_whose_foreign_key_cannot_be_read_touches_no_subject(world: Any) -> None:
    """It is unplaced, and counted as such by validation."""
    bad = {"annotation_id": "x", "post_id": None, "_unreadable": ["post_id"]}
    world.have("annotations", bad=[bad])
    world.have("posts", POST)
    assert world.one("post")[1] == frozenset()


def test_a_child_touches_by_each_of_its_foreign_keys_apart(world: Any) -> None:
    """A sanction hangs on its verdict and on its account's verdicts; here only the one is read."""
    bad = {"sanction_id": "s", "adjudication_id": "j", "_unreadable": ["account_id"]}
    world.have("sanctions", bad=[bad])
    world.have("adjudications", JUDGED)
    assert world.one("adjudication")[1] == {"sanctions"}


def test_a_quarantined_root_is_no_subject(world: Any) -> None:
    """It is neither judged nor counted."""
    world.have("posts", {"post_id": "q"}, bad=[POST])
    prepared = world.prepare("post")
    assert prepared.subjects == {"post": 1}
    assert world.candidates(prepared, "post").keys() == {"q"}


@pytest.mark.parametrize(
    ("bad", "touched"),
    [
        ({"sent_at": 49}, True),
        ({"sent_at": 50}, False),
        ({"sent_at": 51}, False),
        ({"_unreadable": ["sent_at"]}, True),
        ({"sent_at": 49, "adjudication_id": "j"}, False),
        ({"_unreadable": ["sent_at"], "adjudication_id": "j"}, False),
        ({"sent_at": 49, "adjudication_id": "k"}, True),
        ({"sent_at": 49, "_unreadable": ["adjudication_id"]}, True),
        ({"sent_at": 50, "_unreadable": ["adjudication_id"]}, False),
        ({"_unreadable": ["sent_at", "adjudication_id"]}, True),
        ({"_unreadable": ["sent_at"], "account_id": "b"}, False),
        ({"_unreadable": ["sent_at", "account_id"], "account_id": None}, False),
    ],
)
def test_prior_arrays_are_touched_by_what_may_lie_before(
    world: Any, bad: dict[str, Any], touched: bool
) -> None:
    """A time or verdict that can be read tells; one that cannot might be any."""
    world.have("notices", bad=[{"notice_id": "n", "account_id": "a", **bad}])
    world.have("adjudications", JUDGED)
    assert ("prior_notices" in world.one("adjudication")[1]) is touched


@pytest.mark.parametrize(
    ("bad", "touched"),
    [
        ({"adjudication_id": "k", "decided_at": 49}, True),
        ({"adjudication_id": "k", "decided_at": 50}, False),
        ({"decided_at": 49, "_key": None, "_unreadable": ["adjudication_id"]}, True),
    ],
)
def test_a_quarantined_verdict_touches_later_ones_of_its_account(
    world: Any, bad: dict[str, Any], touched: bool
) -> None:
    """Its own key is what tells it from the subject, and need not be readable."""
    world.have("adjudications", JUDGED, bad=[{"account_id": "a", **bad}])
    assert world.one("adjudication")[1] == ({"prior_adjudications"} if touched else set())


def test_a_row_touches_every_subject_that_it_would_hang_on(world: Any) -> None:
    """One bad sanction of an account touches all of its posts."""
    world.have("sanctions", bad=[{"sanction_id": "s", "account_id": "a"}] * 2)
    world.have("posts", *({"post_id": f"p{i}", "account_id": "ab"[i % 2]} for i in range(6)))
    found = world.candidates(world.prepare("post"), "post")
    touched = {key for key, candidate in found.items() if candidate.tainted == {"sanctions"}}
    assert touched == {"p0", "p2", "p4"}


def test_several_branches_may_be_tainted(world: Any) -> None:
    """Each is named, whatever branches of the document are asked for."""
    world.have("accounts", bad=[{"account_id": "a"}])
    world.have("annotations", bad=[{"annotation_id": "x", "post_id": "p"}])
    world.have("posts", POST)
    assert world.one("post", "sanctions")[1] == {"account", "annotations"}


def test_the_platform_has_all_rows_of_its_tables(world: Any) -> None:
    """A bad row of such a table would have been in the array, whatever of it can be read."""
    world.have("education", {"event_id": "e2"}, {"event_id": "e1"})
    world.have("negative_lists", bad=[{"_key": None, "_unreadable": ["list_id"]}])
    document, tainted = world.one("platform")
    assert document["platform"] == {"platform_id": 'plat"form'}
    assert [row["event_id"] for row in document["education"]] == ["e1", "e2"]
    assert document["capabilities"] == []
    assert document["negative_lists"] == []
    assert tainted == {"negative_lists"}
