"""Where the citations of a post lead, counted as the contract's page on derived tables says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluator.synthetic.truth.words import Row, active

__all__ = ["Citations"]

#: A way that is longer is not followed to its end.
MOST_HOPS = 64
EXTERNAL = frozenset({"outlet", "official"})
#: What a way without a known end does not have.
NO_END: Row = {"hops": None, "terminal_operator_id": None, "terminal_external": None}


class Citations:
    """The ways of a block's posts; each group of rows is given by the value of its column."""

    def __init__(
        self,
        posts: Mapping[str, Sequence[Row]],
        accounts: Mapping[str, Sequence[Row]],
        annotations: Mapping[str, Sequence[Row]],
        as_of: int,
    ) -> None:
        self._posts = posts
        self._accounts = accounts
        self._annotations = annotations
        self._as_of = as_of

    def of(self, post: Row) -> Row | None:
        """The row of a post that cites; None for one that does not."""
        way = [post]
        met = {post["post_id"]}
        cyclic = known = False
        while (following := self._next(way[-1])) is not None:
            cyclic = following in met
            known = not cyclic and following in self._posts and len(way) <= MOST_HOPS
            if not known:
                break
            met.add(following)
            way.append(self._posts[following][0])
        if following is None and len(way) == 1:
            return None
        cited = way[1:]
        accounts = [post["account_id"] for post in cited]
        ends = following is None and all(account in self._accounts for account in accounts)
        row: dict[str, Any] = {
            "cyclic": cyclic,
            "open_ended": not cyclic and not ends,
            "other_account": any(account != post["account_id"] for account in accounts),
        }
        if not ends:
            return {**row, **NO_END}
        return row | {
            "hops": len(cited),
            "terminal_operator_id": self._accounts[accounts[-1]][0]["operator_id"],
            "terminal_external": self._external(cited[-1]),
        }

    def _sources(self, post: Row) -> list[Row]:
        """Active source labels of a post, the earliest first."""
        sources = [
            label
            for label in self._annotations.get(post["post_id"], ())
            if label["kind"] == "source" and active(label, self._as_of)
        ]
        return sorted(sources, key=lambda row: (row["from_ts"], row["annotation_id"].encode()))

    def _next(self, post: Row) -> str | None:
        own: str | None = post["cited_post_id"]
        if own is not None:
            return own
        named = (label["cited_post_id"] for label in self._sources(post))
        return next((each for each in named if each is not None), None)

    def _external(self, post: Row) -> bool | None:
        kinds = [label["source_kind"] for label in self._sources(post)]
        if any(kind in EXTERNAL for kind in kinds):
            return True
        return None if None in kinds else False
