"""What follows where facts are unknown: the rule, on rules made for the purpose."""

from __future__ import annotations

from typing import Any

from evaluator.synthetic.truth.completions import Cells, Document, Parent, Rule, Ruling, judge

BOTH = (True, False)


def _either(document: Document, _as_of: int) -> Ruling:
    """Violates for each row in which one of two flags is false."""
    return True, [
        {"row": row["name"], "left": row["left"], "right": row["right"]}
        for row in document["rows"]
        if row["left"] is False or row["right"] is False
    ]


RULE = Rule(
    "X-1",
    _either,
    identity=("row",),
    hangs_on=(Cells("rows.left", "rows", BOTH), Cells("rows.right", "rows", BOTH)),
)


def _rows(*flags: tuple[bool | None, bool | None]) -> dict[str, Any]:
    rows = [{"name": n, "left": left, "right": right} for n, (left, right) in enumerate(flags)]
    return {"rows": rows, "unknown": []}


def test_known_rows_need_no_completion() -> None:
    """Without unknown facts the rule's own answer is the answer."""
    told = judge(RULE, _rows((True, True), (True, False)), 0)
    assert told.violations == [{"row": 1, "left": True, "right": False}]
    assert (told.applies, told.missing, told.outcome) == (True, [], "violation")


def test_an_unknown_fact_is_decisive_where_it_alone_makes_a_difference() -> None:
    """One flag unknown beside a true one decides; beside a false one it does not."""
    assert judge(RULE, _rows((None, True)), 0).missing == ["rows.left"]
    beside = judge(RULE, _rows((None, False)), 0)
    assert beside.missing == []
    assert beside.violations == [{"row": 0, "right": False}]


def test_all_unknown_cells_of_a_column_vary_together() -> None:
    """A violation that stands in every completion is kept beside what is missing."""
    told = judge(RULE, _rows((None, True), (None, True), (None, False)), 0)
    assert told.missing == ["rows.left"]
    assert told.violations == [{"row": 2, "right": False}]


def test_two_unknown_facts_are_each_decisive() -> None:
    """Each of them, where the other one is known to be true."""
    told = judge(RULE, _rows((None, None)), 0)
    assert told.missing == ["rows.left", "rows.right"]
    assert told.outcome == "undetermined"


def test_a_rule_applies_only_where_it_always_does() -> None:
    """It applies if it does in every completion."""

    def decide(document: Document, _as_of: int) -> Ruling:
        return document["parent"] is not None and document["parent"]["kind"] == "a", []

    rule = Rule(
        "X-2",
        decide,
        hangs_on=(Parent("parent", lambda _: [{"parent": {"kind": kind}} for kind in "ab"]),),
    )
    assert judge(rule, {"parent": {"kind": "a"}, "unknown": []}, 0).outcome == "pass"
    unknown = {"parent": None, "unknown": ["parent"]}
    assert judge(rule, unknown, 0).outcome == "not_applicable"
