"""Puts the rows of a block together for each subject, as the contract's page on documents says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evaluator.synthetic.parameters import CERTIFIED_FIELDS
from evaluator.synthetic.tables import Block
from evaluator.synthetic.truth.citation import Citations
from evaluator.synthetic.truth.completions import Document
from evaluator.synthetic.truth.words import Row, live

__all__ = ["KEYS", "Documents"]

#: Subject -> its key, in the root row.
KEYS: Mapping[str, str] = {
    "post": "post_id",
    "rendering": "rendering_id",
    "account": "account_id",
    "certification": "certification_id",
    "adjudication": "adjudication_id",
    "sanction": "sanction_id",
    "complaint": "complaint_id",
    "ranking": "entry_id",
}


class Documents:
    """The documents of one block, subject by subject.

    Args:
        block: rows that refer to nothing outside, or to nothing that there is.
        window: first and last moment of the snapshot's period.
        as_of: the moment of the snapshot.
    """

    def __init__(self, block: Block, window: tuple[int, int], as_of: int) -> None:
        self._rows: dict[str, list[Row]] = {name: list(block.rows(name)) for name in block.tables}
        self._window = window
        self._groups: dict[tuple[str, str], dict[Any, list[Row]]] = {}
        self._citations = Citations(
            self._by("posts", "post_id"),
            self._by("accounts", "account_id"),
            self._by("annotations", "post_id"),
            as_of,
        )

    def of(self, subject: str) -> Iterator[tuple[str, Document]]:
        """The id and the document of each subject of a kind."""
        make: Mapping[str, tuple[str, Callable[[Row], dict[str, Any]]]] = {
            "post": ("posts", self._post),
            "rendering": ("renderings", self._rendering),
            "account": ("accounts", self._account),
            "certification": ("certifications", self._certification),
            "adjudication": ("adjudications", self._adjudication),
            "sanction": ("sanctions", self._sanction),
            "complaint": ("complaints", lambda row: {"complaint": row, "unknown": []}),
            "ranking": ("rankings", self._ranking),
        }
        table, document = make[subject]
        for row in self.rows(table):
            yield row[KEYS[subject]], document(row)

    def rows(self, table: str) -> Sequence[Row]:
        """All rows of one table; none where the block has no such table."""
        return self._rows.get(table, ())

    def _by(self, table: str, column: str) -> dict[Any, list[Row]]:
        """Rows by the value of a column; those with null are with none."""
        found = self._groups.get((table, column))
        if found is None:
            found = self._groups[table, column] = {}
            for row in self.rows(table):
                if row[column] is not None:
                    found.setdefault(row[column], []).append(row)
        return found

    def _children(self, table: str, column: str, value: str | None) -> list[Row]:
        return self._by(table, column).get(value, [])

    def _parent(
        self, document: dict[str, Any], name: str, table: str, key: tuple[str, str | None]
    ) -> Row | None:
        """Look a parent up and put it into the document, or its name among the unknown ones."""
        column, value = key
        rows = self._children(table, column, value)
        document[name] = rows[0] if rows else None
        if value is not None and not rows:
            document["unknown"].append(name)
        return rows[0] if rows else None

    def _account_and_operator(self, document: dict[str, Any], account_id: str) -> None:
        account = self._parent(document, "account", "accounts", ("account_id", account_id))
        self._operator(document, account)

    def _operator(self, document: dict[str, Any], account: Row | None) -> None:
        operator_id = None if account is None else account["operator_id"]
        self._parent(document, "operator", "operators", ("operator_id", operator_id))

    def _post(self, row: Row) -> dict[str, Any]:
        post_id = row["post_id"]
        document = {
            "post": row,
            "unknown": [],
            "citation": self._citations.of(row),
            "annotations": self._children("annotations", "post_id", post_id),
            "recommendations": self._children("recommendations", "post_id", post_id),
            "adjudications": self._children("adjudications", "post_id", post_id),
            "sanctions": self._children("sanctions", "account_id", row["account_id"]),
        }
        self._account_and_operator(document, row["account_id"])
        return document

    def _rendering(self, row: Row) -> dict[str, Any]:
        document = {"rendering": row, "unknown": []}
        self._parent(document, "annotation", "annotations", ("annotation_id", row["annotation_id"]))
        self._parent(document, "post", "posts", ("post_id", row["post_id"]))
        return document

    def _account(self, row: Row) -> dict[str, Any]:
        account_id = row["account_id"]
        tables = (
            "certifications",
            "verifications",
            "notices",
            "adjudications",
            "sanctions",
            "monetisation",
        )
        document: dict[str, Any] = {
            name: self._children(name, "account_id", account_id) for name in tables
        }
        document |= {"account": row, "unknown": []}
        document["professional_posts"] = self._professional_posts(account_id)
        self._operator(document, row)
        return document

    def _professional_posts(self, account_id: str) -> list[Row]:
        counted: dict[str, dict[str, Any]] = {}
        first, last = self._window
        for post in self._children("posts", "account_id", account_id):
            field = post["field"] or "unknown"
            if field not in {*CERTIFIED_FIELDS, "unknown"} or post["origin"] == "repost":
                continue
            published_at = post["published_at"]
            if not live(post) or not first <= published_at <= last:
                continue
            row = counted.setdefault(
                field,
                {"field": field, "posts": 0, "first_at": published_at, "last_at": published_at},
            )
            row["posts"] += 1
            row["first_at"] = min(row["first_at"], published_at)
            row["last_at"] = max(row["last_at"], published_at)
        return list(counted.values())

    def _certification(self, row: Row) -> dict[str, Any]:
        document: dict[str, Any] = {"certification": row, "unknown": []}
        document["adjudications"] = self._children("adjudications", "account_id", row["account_id"])
        self._parent(document, "account", "accounts", ("account_id", row["account_id"]))
        return document

    def _adjudication(self, row: Row) -> dict[str, Any]:
        own, account_id = row["adjudication_id"], row["account_id"]

        def prior(table: str, time: str) -> list[Row]:
            return [
                other
                for other in self._children(table, "account_id", account_id)
                if other[time] < row["decided_at"] and other["adjudication_id"] != own
            ]

        document = {
            "adjudication": row,
            "unknown": [],
            "notices": self._children("notices", "adjudication_id", own),
            "sanctions": self._children("sanctions", "adjudication_id", own),
            "annotations": self._children("annotations", "post_id", row["post_id"]),
            "prior_adjudications": prior("adjudications", "decided_at"),
            "prior_notices": prior("notices", "sent_at"),
            "prior_sanctions": prior("sanctions", "starts_at"),
        }
        self._parent(document, "account", "accounts", ("account_id", account_id))
        self._parent(document, "post", "posts", ("post_id", row["post_id"]))
        return document

    def _sanction(self, row: Row) -> dict[str, Any]:
        document: dict[str, Any] = {"sanction": row, "unknown": []}
        document["appeals"] = self._children("appeals", "sanction_id", row["sanction_id"])
        self._parent(document, "account", "accounts", ("account_id", row["account_id"]))
        for name in ("adjudication", "notice"):
            key = f"{name}_id"
            self._parent(document, name, f"{name}s", (key, row[key]))
        return document

    def _ranking(self, row: Row) -> dict[str, Any]:
        document: dict[str, Any] = {"ranking": row, "unknown": []}
        document["adjudications"] = self._children("adjudications", "post_id", row["post_id"])
        self._parent(document, "post", "posts", ("post_id", row["post_id"]))
        return document
