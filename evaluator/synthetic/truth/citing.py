"""What holds for posts that cite: ways that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.synthetic.truth.completions import Cells, Document, Parent, Rule, Ruling
from evaluator.synthetic.truth.words import live

__all__ = ["CITING_RULES"]

FLAGS = (True, False)


def _operators(_: Document) -> list[Document]:
    return [{"operator": {"disclosed_matrix": disclosed}} for disclosed in FLAGS]


def _accounts(document: Document) -> list[Document]:
    """Accounts of the operator at the end of the way, of another one, and of none."""
    citation = document["citation"]
    end = None if citation is None else citation["terminal_operator_id"]
    accounts = [end, "" if end is None else f"{end}'"]
    held: list[Document] = [
        {"account": {"operator_id": operator_id}, **operator}
        for operator_id in accounts
        for operator in _operators(document)
    ]
    return [*held, {"account": {"operator_id": None}, "operator": None}]


def _disclosed(document: Document) -> bool:
    operator = document["operator"]
    return operator is not None and operator["disclosed_matrix"] is True


def _circular(document: Document, _as_of: int) -> Ruling:
    post, citation, account = document["post"], document["citation"], document["account"]
    if (
        citation is None
        or not live(post)
        or post["origin"] == "repost"
        or not citation["other_account"]
        or _disclosed(document)
    ):
        return False, []
    if citation["cyclic"]:
        return True, [{"cyclic": True}]
    end = citation["terminal_operator_id"]
    returns = account is not None and end is not None and account["operator_id"] == end
    if returns and citation["terminal_external"] is False:
        return True, [{"cyclic": False, "hops": citation["hops"]}]
    return True, []


def _open_ended(document: Document, _as_of: int) -> Iterator[str]:
    post, citation = document["post"], document["citation"]
    if (
        citation is not None
        and citation["open_ended"]
        and live(post)
        and post["origin"] != "repost"
        and not _disclosed(document)
    ):
        yield "citation.open_ended"


def _has_end(citation: object) -> bool:
    return isinstance(citation, dict) and citation["hops"] is not None


class _Ends(Cells):
    """The source labels of the last post, which the document shows only as one fact."""

    def alternatives(self, document: Document) -> list[Document]:
        citation = document["citation"]
        if not _has_end(citation) or citation["terminal_external"] is not None:
            return []
        return [{"citation": {**citation, "terminal_external": external}} for external in FLAGS]


CITING_RULES: tuple[Rule, ...] = (
    Rule(
        "ANN-04",
        _circular,
        hangs_on=(
            Cells("operators.disclosed_matrix", "operator", FLAGS),
            Parent("operator", _operators),
            Parent("account", _accounts),
            _Ends("annotations.source_kind", "citation", FLAGS),
        ),
        explicit=_open_ended,
    ),
)
