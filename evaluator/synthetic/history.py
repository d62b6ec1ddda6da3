"""The generated platform as it was at an earlier moment: what was recorded by then, and no more.

A later row is left out; a later time of a row has not happened yet, and what hangs on it is as it
was before. So snapshots of several days show one platform on which violations appear, are cured,
and come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from evaluator.synthetic.blueprint import Blueprint
from evaluator.synthetic.tables import TABLES, Block, column_names

__all__ = ["as_it_was"]

#: Table -> the time at which a row of it begins to be.
BEGINS: Mapping[str, str] = {
    "accounts": "created_at",
    "posts": "published_at",
    "annotations": "from_ts",
    "adjudications": "decided_at",
    "certifications": "valid_from",
    "monetisation": "granted_at",
    "sanctions": "starts_at",
    "notices": "sent_at",
    "recommendations": "entered_at",
    "rankings": "from_ts",
    "verifications": "checked_at",
    "complaints": "received_at",
    "appeals": "filed_at",
    "capabilities": "attested_at",
    "negative_lists": "updated_at",
    "education": "held_at",
    "rectifications": "ordered_at",
}
#: Times that are set beforehand, and may lie ahead.
AHEAD = frozenset({"valid_to", "ends_at", "cure_until", "appeal_until", "expires_at", "due_at"})
MUTES = frozenset({"short_mute", "long_mute"})

Row = dict[str, Any]


def as_it_was(block: Block, blueprint: Blueprint) -> Block:
    """A block as it was recorded at the moment that the blueprint is to show."""
    past = _Past(block, blueprint.shown_at, blueprint.as_of)
    rows = {table: past.rows(table) for table in TABLES}
    return Block({table: _columns(table, rows[table]) for table in TABLES})


class _Past:
    def __init__(self, block: Block, at: int, end: int) -> None:
        self._block = block
        self._at = at
        self._end = end
        self._later_posts = {
            row["post_id"] for row in block.rows("posts") if row["published_at"] > at
        }
        self._later_labels = {
            row["annotation_id"] for row in block.rows("annotations") if row["from_ts"] > at
        }
        self._mutes: dict[str, list[Row]] = {}
        for row in block.rows("sanctions"):
            if row["measure"] in MUTES:
                self._mutes.setdefault(row["account_id"], []).append(row)

    def rows(self, table: str) -> list[Row]:
        """The rows of one table that were there."""
        begins = BEGINS.get(table)
        changes: Mapping[str, Callable[[Row, Row], None]] = {
            "accounts": self._account,
            "posts": self._citing,
            "annotations": self._citing,
            "certifications": _certification,
            "complaints": _complaint,
            "appeals": _appeal,
        }
        change = changes.get(table)
        found: list[Row] = []
        for row in self._block.rows(table):
            if (begins is not None and row[begins] > self._at) or not self._is_there(table, row):
                continue
            before = self._undone(table, row)
            if change is not None:
                change(before, row)
            found.append(before)
        return found

    def _is_there(self, table: str, row: Row) -> bool:
        """A rendering is as old as the label and the post that it shows."""
        return table != "renderings" or not (
            row["annotation_id"] in self._later_labels or row["post_id"] in self._later_posts
        )

    def _undone(self, table: str, row: Row) -> Row:
        """A row whose later times have not happened yet."""
        return {
            name: None
            if TABLES[table][name] == "time"
            and name not in AHEAD
            and value is not None
            and value > self._at
            else value
            for name, value in row.items()
        }

    def _citing(self, before: Row, _row: Row) -> None:
        if before["cited_post_id"] in self._later_posts:
            before["cited_post_id"] = None

    def _account(self, before: Row, row: Row) -> None:
        """The status follows from closures and mutes; one that nothing explains is kept."""
        mutes = [
            mute for mute in self._mutes.get(row["account_id"], ()) if mute["starts_at"] <= self._at
        ]
        final = self._mutes.get(row["account_id"], ())
        explained = any(_in_force(mute, self._end) for mute in final)
        if mutes and row["status"] == "muted" and not explained:
            return
        muted = any(_in_force(mute, self._at) for mute in mutes)
        before["status"] = "muted" if muted else "active"
        if before["closed_at"] is not None:
            before["status"] = "closed"


def _in_force(mute: Row, at: int) -> bool:
    return all(mute[name] is None or mute[name] > at for name in ("ends_at", "lifted_at"))


def _certification(before: Row, row: Row) -> None:
    if before["revoked_at"] is None and row["state"] == "revoked":
        before["state"] = "valid"


def _complaint(before: Row, _row: Row) -> None:
    if before["decided_at"] is None:
        before["outcome"] = None


def _appeal(before: Row, _row: Row) -> None:
    if before["decided_at"] is None:
        before["result"] = before["reviewer_differs"] = None


def _columns(table: str, rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    names = column_names(table)
    return list(zip(*([row[name] for name in names] for row in rows), strict=True))
