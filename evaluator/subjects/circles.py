"""Tells ways that run in a circle within 64 hops from ways that are only long."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.subjects.staging import Staging

__all__ = ["short_circles"]


def short_circles(staging: Staging, stretches: Sequence[str], ways: str) -> str:
    """Store the ``node``s on whose way a post comes twice within the hops of ``ways``.

    A way of t hops to a circle of c posts comes back to one of them after t + c hops.

    Args:
        staging: keeps the rows.
        stretches: relations of stretches of 1, 2, 4, … hops, as citation.py has them.
        ways: the next of them, twice as long as the last.
    """
    longest = 2 ** len(stretches)
    endless = _endless(staging, ways, longest)
    circles = _circle_sizes(staging, stretches[0], endless)
    # How far each way can go without being in a circle: the longest stretches first.
    outside = staging.store(f"SELECT node, node AS place, 0 AS hops FROM {endless}")  # noqa: S608
    for power in reversed(range(len(stretches))):
        further = staging.store(
            "SELECT way.node, CASE WHEN circle.node IS NULL THEN reached ELSE place END AS place, "  # noqa: S608
            f"CASE WHEN circle.node IS NULL THEN way.hops + {2**power} ELSE way.hops END AS hops "
            f"FROM {outside} AS way JOIN {stretches[power]} AS stretch ON stretch.node = place "
            f"LEFT JOIN {circles} AS circle ON circle.node = reached"
        )
        staging.drop(outside)
        outside = further
    found = staging.store(
        "SELECT way.node "  # noqa: S608 (names are quoted)
        f"FROM {outside} AS way JOIN {stretches[0]} AS hop ON hop.node = place "
        f"JOIN {circles} AS circle ON circle.node = reached "
        f"LEFT JOIN {circles} AS inside ON inside.node = way.node "
        "WHERE CASE WHEN inside.node IS NULL THEN way.hops + 1 ELSE 0 END + circle.size "
        f"<= {longest}"
    )
    staging.drop(endless, circles, outside)
    return found


def _endless(staging: Staging, ways: str, hops: int) -> str:
    """The nodes whose ways have no end at all, and the post of a circle that they reach."""
    endless = staging.store(f"SELECT node, reached FROM {ways} WHERE whole")  # noqa: S608
    posts = staging.warehouse.value(f"SELECT count(*) FROM {ways}")  # noqa: S608
    count = staging.warehouse.value(f"SELECT count(*) FROM {endless}")  # noqa: S608
    # A way as long as there are posts has come to its circle.
    while count and hops <= posts:
        doubled = staging.store(
            f"SELECT one.node, two.reached FROM {endless} AS one "  # noqa: S608
            f"JOIN {endless} AS two ON two.node = one.reached"
        )
        staging.drop(endless)
        endless = doubled
        count = staging.warehouse.value(f"SELECT count(*) FROM {endless}")  # noqa: S608
        hops *= 2
    return endless


def _circle_sizes(staging: Staging, hops: str, endless: str) -> str:
    """The nodes of all circles, and how many each has: those that share its smallest."""
    labelled = staging.store(
        "SELECT hop.node, hop.reached, hop.node AS smallest "  # noqa: S608 (names are quoted)
        f"FROM {hops} AS hop SEMI JOIN {endless} AS way ON way.reached = hop.node"
    )
    count = staging.warehouse.value(f"SELECT count(*) FROM {labelled}")  # noqa: S608
    seen = 1
    while seen < count:
        doubled = staging.store(
            "SELECT one.node, two.reached, least(one.smallest, two.smallest) AS smallest "  # noqa: S608
            f"FROM {labelled} AS one JOIN {labelled} AS two ON two.node = one.reached"
        )
        staging.drop(labelled)
        labelled = doubled
        seen *= 2
    sizes = staging.store(
        f"SELECT node, count(*) OVER (PARTITION BY smallest) AS size FROM {labelled}"  # noqa: S608
    )
    staging.drop(labelled)
    return sizes
