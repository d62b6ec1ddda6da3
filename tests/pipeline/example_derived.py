"""Rows from which the evaluator counts what an example's document says was counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["LeftOutError", "counted_rows"]

Row = dict[str, Any]
#: (table, row).
Placed = tuple[str, Row]


class LeftOutError(Exception):
    """An example cannot be brought into a snapshot; the text is the rule that says so."""


def counted_rows(
    document: Mapping[str, Any], key: str, snapshot: Mapping[str, Any]
) -> list[Placed]:
    """Rows for the derived branches of a document.

    Args:
        document: with all its ids; a post that the way leads on from is made to cite.
        key: the document's kind of subject.
        snapshot: the window that is counted in.

    Raises:
        LeftOutError: if nothing can be counted like that.
    """
    found: list[Placed] = []
    if "citation" in document:
        found += _way(document)
    for row in document.get("professional_posts", ()):
        found += _posts_of_field(row, document[key]["account_id"], snapshot)
    for row in document.get("prompting", ()):
        found += _posts_of_channel(row, snapshot)
    return found


def _post(name: str, account: str, published_at: int, **more: Any) -> Placed:
    own = {"post_id": name, "account_id": account, "published_at": published_at}
    return "posts", own | {"media_kind": "text", "origin": "own"} | more


def _posts_of_field(row: Row, account: str, snapshot: Mapping[str, Any]) -> list[Placed]:
    first, last, count = row["first_at"], row["last_at"], row["posts"]
    inside = snapshot["window_from"] <= first <= last <= snapshot["window_to"]
    if not inside or (count == 1 and first != last):
        raise LeftOutError("posts are counted that cannot be")
    field = {} if row["field"] == "unknown" else {"field": row["field"]}
    moments = [first] * (count - 1) + [last]
    return [
        _post(f"of-{row['field']}-{number}", account, moment, **field)
        for number, moment in enumerate(moments)
    ]


def _posts_of_channel(row: Row, snapshot: Mapping[str, Any]) -> list[Placed]:
    shown = [True] * row["shown"] + [False] * row["not_shown"] + [None] * row["unknown"]
    if len(shown) != row["posts"]:
        raise LeftOutError("posts are counted that cannot be")
    name = row["publish_channel"]
    channel = {} if name == "unknown" else {"publish_channel": name}
    return [
        _post(
            f"by-{name}-{number}",
            "poster",
            snapshot["window_to"],
            **channel,
            **({} if told is None else {"label_prompt_shown": told}),
        )
        for number, told in enumerate(shown)
    ]


def _way(document: Mapping[str, Any]) -> list[Placed]:
    """Posts that cite each other as the citation says, from the document's post on."""
    citation, root = document["citation"], document["post"]
    first = root.setdefault("cited_post_id", "way-1")
    moment = root["published_at"]
    account = "way-account" if citation["other_account"] else root["account_id"]
    names = [first, *(f"way-{hop}" for hop in range(2, citation.get("hops", 1) + 1))]
    after = [*names[1:], *_beyond(citation, root)]
    found = [
        _post(name, account, moment, **({"cited_post_id": cited} if cited else {}))
        for name, cited in zip(names, [*after, None][: len(names)], strict=True)
    ]
    operator = citation.get("terminal_operator_id")
    if citation["other_account"]:
        behind = {"operator_id": operator} if operator else {}
        found.append(
            ("accounts", {"account_id": account, "created_at": moment, **_ACCOUNT, **behind})
        )
    elif "hops" in citation and (
        "account" in document.get("unknown", ())
        or document["account"].get("operator_id") != operator
    ):
        raise LeftOutError("a way leads to an account where it cannot")
    if "hops" in citation and citation.get("terminal_external") is not False:
        named = {"source_kind": "outlet"} if "terminal_external" in citation else {}
        label = {"annotation_id": "way-label", "post_id": names[-1], "kind": "source"}
        found.append(("annotations", {**label, "from_ts": moment, "set_by": "author", **named}))
    return found


_ACCOUNT = {"account_class": "personal", "status": "active"}


def _beyond(citation: Mapping[str, Any], root: Row) -> list[str]:
    if citation["cyclic"]:
        return [root["post_id"]]
    return ["nowhere"] if citation["open_ended"] else []
