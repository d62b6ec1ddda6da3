"""The platform as it was at an earlier moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from evaluator.synthetic import Blueprint
from evaluator.synthetic.blocks import generate_blocks
from evaluator.synthetic.history import AHEAD, BEGINS, as_it_was
from evaluator.synthetic.tables import TABLES, Block

T = 1_758_643_200
DAY = 86_400
THEN = T - 10 * DAY

Make = Callable[..., Blueprint]
Past = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def past(blueprint: Make, block_of: Callable[..., Block]) -> Past:
    """Rows of one table as they were ten days before as_of."""

    def rows_of(table: str, **tables: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        block = as_it_was(block_of(tables), blueprint(days_before=10))
        rows = list(block.rows(table))
        return [{name: each for name, each in row.items() if each is not None} for row in rows]

    return rows_of


def test_later_rows_were_not_there(past: Past) -> None:
    """A row is there from its first second on."""
    notices = [{"notice_id": str(at), "sent_at": THEN + at} for at in (-1, 0, 1)]
    assert [row["notice_id"] for row in past("notices", notices=notices)] == ["-1", "0"]


def test_later_times_had_not_happened(past: Past) -> None:
    """What happened later is null; what is set beforehand stays."""
    sanction = {"sanction_id": "s", "starts_at": THEN, "ends_at": T + 1, "lifted_at": THEN + 1}
    assert past("sanctions", sanctions=[sanction]) == [
        {"sanction_id": "s", "starts_at": THEN, "ends_at": T + 1}
    ]
    kept = sanction | {"lifted_at": THEN}
    assert past("sanctions", sanctions=[kept]) == [kept]


def test_states_follow_their_times(past: Past) -> None:
    """A revocation, a decision and its result come together."""
    revoked = {"valid_from": 0, "state": "revoked", "revoked_at": THEN + 1}
    assert past("certifications", certifications=[revoked]) == [{"valid_from": 0, "state": "valid"}]
    earlier = revoked | {"revoked_at": THEN}
    assert past("certifications", certifications=[earlier]) == [earlier]
    complaint = {"received_at": 0, "decided_at": T, "outcome": "upheld"}
    assert past("complaints", complaints=[complaint]) == [{"received_at": 0}]
    appeal = {"filed_at": 0, "decided_at": T, "result": "upheld", "reviewer_differs": True}
    assert past("appeals", appeals=[appeal]) == [{"filed_at": 0}]
    early = {"decided_at": THEN}
    assert past("appeals", appeals=[appeal | early]) == [appeal | early]
    assert past("complaints", complaints=[complaint | early]) == [complaint | early]


@pytest.mark.parametrize(
    ("status", "closed_at", "mute", "told"),
    [
        ("muted", None, {"ends_at": T + 1, "starts_at": THEN + 1}, "active"),
        ("muted", None, {"ends_at": T + 1, "starts_at": THEN}, "muted"),
        ("active", None, {"ends_at": THEN + 1, "starts_at": THEN}, "muted"),
        ("active", None, {"ends_at": THEN, "starts_at": THEN - 1}, "active"),
        ("active", None, {"lifted_at": THEN, "starts_at": THEN - 1}, "active"),
        ("muted", None, {"ends_at": THEN, "starts_at": THEN - 1}, "muted"),
        ("closed", THEN, {"ends_at": THEN, "starts_at": THEN - 1}, "closed"),
        ("closed", THEN + 1, {"ends_at": THEN, "starts_at": THEN - 1}, "active"),
    ],
)
def test_accounts_were_what_their_sanctions_say(
    past: Past, status: str, closed_at: int | None, mute: dict[str, int], told: str
) -> None:
    """Muted while a mute was in force, closed since the closure; what is unexplained stays."""
    account = {"account_id": "a", "created_at": 0, "status": status, "closed_at": closed_at}
    sanction = {"account_id": "a", "measure": "short_mute", **mute}
    (row,) = past("accounts", accounts=[account], sanctions=[sanction])
    assert row["status"] == told


def test_posts_cited_what_was_there(past: Past) -> None:
    """A citation of a later post had not been written; one of an unknown post may have been."""
    posts = [
        {"post_id": "p", "published_at": 0, "cited_post_id": "q"},
        {"post_id": "q", "published_at": T},
        {"post_id": "r", "published_at": 0, "cited_post_id": "z"},
    ]
    assert past("posts", posts=posts) == [{"post_id": "p", "published_at": 0}, posts[2]]


def test_renderings_are_as_old_as_what_they_show(past: Past) -> None:
    """Of a later label or post there was none."""
    tables = {
        "posts": [{"post_id": "p", "published_at": T}, {"post_id": "q", "published_at": 0}],
        "annotations": [{"annotation_id": "x", "from_ts": T}, {"annotation_id": "y", "from_ts": 0}],
        "renderings": [
            {"rendering_id": f"{post}{label}", "post_id": post, "annotation_id": label}
            for post in "pqz"
            for label in "xyz"
        ],
    }
    assert [row["rendering_id"] for row in past("renderings", **tables)] == ["qy", "qz", "zy", "zz"]


def test_nothing_lies_ahead(blueprint: Make) -> None:
    """No time of an earlier snapshot is later than its moment, but those that may be."""
    for final in generate_blocks(blueprint(posts=800)):
        block = as_it_was(final, blueprint(posts=800, days_before=20))
        for table, columns in TABLES.items():
            times = [name for name, kind in columns.items() if kind == "time" and name not in AHEAD]
            for row in block.rows(table):
                assert all(row[name] is None or row[name] <= T - 20 * DAY for name in times)


def test_every_table_with_times_begins_somewhere() -> None:
    """Only operators, who are not dated, and renderings have no beginning of their own."""
    assert set(TABLES) - set(BEGINS) == {"operators", "renderings"}
