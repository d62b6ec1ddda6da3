"""Where the citations of posts lead, by pointer doubling.

Following the ways hop by hop would take 64 joins over all posts that cite. Here a stretch of 2^k
hops is put together from two of 2^(k-1), so that six joins follow 64 hops, whatever the ways are.
Ways that have not ended by then are few, or an attack: those that run in a circle are told from
long ones by doubling on.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.subjects.circles import short_circles
from evaluator.subjects.sources import Source
from evaluator.subjects.staging import Staging

__all__ = ["follow_citations"]

#: A way is followed for 2^6 = 64 hops.
DOUBLINGS = 6


def follow_citations(staging: Staging, sources: Mapping[str, Source], as_of: int) -> str:
    """Count ``citation`` of contract.md and return the relation, linked by ``post_id``.

    A post that cites nothing known but has a quarantined annotation gets a row too: the annotation
    might cite, and the way ends there, open, as it does at any other post.

    Args:
        staging: keeps the rows.
        sources: posts, annotations and accounts.
        as_of: when annotations must be active, epoch seconds.
    """
    labels = staging.store(
        "SELECT post_id, from_ts, annotation_id, cited_post_id, source_kind "  # noqa: S608
        f"FROM {sources['annotations'].relation} WHERE kind = 'source' AND from_ts <= {as_of} "
        f"AND (to_ts IS NULL OR to_ts >= {as_of})"
    )
    stretches = [_first_hops(staging, sources, labels)]
    for _ in range(DOUBLINGS):
        stretches.append(_doubled(staging, stretches[-1]))
    *shorter, ways = stretches
    circles = short_circles(staging, shorter, ways)
    rows = staging.store(_ends(sources, labels, shorter[0], ways, circles))
    staging.drop(labels, *stretches, circles)
    return rows


def _first_hops(staging: Staging, sources: Mapping[str, Source], labels: str) -> str:
    """Stretches of one hop: from each post that the way does not end at, properly.

    Columns: ``node`` (rowid of the post), ``reached`` (the post after the hops), ``hops`` (that
    were possible), ``whole`` (all were), ``open`` (something on the way is not known), ``differs``
    (a post is another account's than the one before, so also than the first).
    """
    posts = sources["posts"].relation
    bad = sources["annotations"].quarantine
    hidden = f"post.post_id IN (SELECT post_id FROM {bad} WHERE post_id IS NOT NULL)"  # noqa: S608
    blocked = f"(post.cited_post_id IS NULL AND {hidden})" if bad else "FALSE"
    return staging.store(
        "WITH earliest AS (SELECT post_id, "  # noqa: S608 (names are quoted)
        "arg_min(cited_post_id, {'from_ts': from_ts, 'id': annotation_id}) AS cited "
        f"FROM {labels} WHERE cited_post_id IS NOT NULL GROUP BY post_id), "
        "citing AS (SELECT post.rowid AS node, post.account_id, "
        f"{blocked} AS blocked, coalesce(post.cited_post_id, cited) AS next "
        f"FROM {posts} AS post LEFT JOIN earliest ON earliest.post_id = post.post_id), "
        "hop AS (SELECT citing.*, cited.rowid AS target, account.account_id IS NULL AS no_account, "
        "cited.account_id <> citing.account_id AS other "
        f"FROM citing LEFT JOIN {posts} AS cited ON cited.post_id = next AND NOT blocked "
        f"LEFT JOIN {sources['accounts'].relation} AS account "
        "ON account.account_id = cited.account_id WHERE next IS NOT NULL OR blocked) "
        "SELECT node, coalesce(target, node) AS reached, (target IS NOT NULL)::INTEGER AS hops, "
        "target IS NOT NULL AS whole, no_account AS open, coalesce(other, FALSE) AS differs "
        "FROM hop"
    )


def _doubled(staging: Staging, stretch: str) -> str:
    """Stretches of twice as many hops."""
    return staging.store(
        "SELECT one.node, coalesce(two.reached, one.reached) AS reached, "  # noqa: S608
        "one.hops + coalesce(two.hops, 0) AS hops, coalesce(two.whole, FALSE) AS whole, "
        "one.open OR coalesce(two.open, FALSE) AS open, "
        "one.differs OR coalesce(two.differs, FALSE) AS differs "
        f"FROM {stretch} AS one LEFT JOIN {stretch} AS two "
        "ON one.whole AND two.node = one.reached"
    )


def _ends(sources: Mapping[str, Source], labels: str, first: str, ways: str, circles: str) -> str:
    """Query of the rows: what is at the ends of ways that have a known one."""
    return (
        "WITH named AS (SELECT post_id, "  # noqa: S608 (names are quoted)
        "bool_or(coalesce(source_kind IN ('outlet', 'official'), FALSE)) AS external, "
        f"bool_or(source_kind IS NULL) AS unclear FROM {labels} GROUP BY post_id), "
        "way AS (SELECT way.*, circle.node IS NOT NULL AS cyclic, "
        # What has made all its hops and could go on is too long.
        "circle.node IS NULL AND (way.open OR (way.whole AND onward.node IS NOT NULL)) "
        f"AS open_ended FROM {ways} AS way LEFT JOIN {circles} AS circle USING (node) "
        f"LEFT JOIN {first} AS onward ON onward.node = way.reached) "
        "SELECT post.post_id, cyclic, open_ended, "
        "CASE WHEN ended THEN hops::BIGINT END AS hops, "
        "CASE WHEN ended THEN account.operator_id END AS terminal_operator_id, "
        "CASE WHEN ended AND NOT coalesce(unclear AND NOT external, FALSE) "
        "THEN coalesce(external, FALSE) END AS terminal_external, "
        "differs AS other_account "
        "FROM (SELECT *, NOT (cyclic OR open_ended) AS ended FROM way) AS way "
        f"JOIN {sources['posts'].relation} AS post ON post.rowid = way.node "
        f"JOIN {sources['posts'].relation} AS last ON last.rowid = way.reached "
        f"LEFT JOIN {sources['accounts'].relation} AS account "
        "ON account.account_id = last.account_id "
        "LEFT JOIN named ON named.post_id = last.post_id"
    )
