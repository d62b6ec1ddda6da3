"""From decisions to outcomes and findings."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from evaluator.findings import Tally, cause_of, settled_answer
from evaluator.model import Answer, Candidate, Control, Decision, finding_id

TABLES = {"post": "posts", "annotations": "annotations", "account": "accounts"}


def control(code: str, **fields: Any) -> Control:
    """A control on posts that reads the post and its annotations."""
    given: dict[str, Any] = {
        "package": "qinglang.annotation.example",
        "title": "Example",
        "description": "",
        "clauses": ("2.3 s1",),
        "basis": (),
        "subject": "post",
        "direction": "under",
        "severity": "medium",
        "nature": "state",
        "identity": (),
        "cause": ("post.account_id", "topic"),
        "messages": {"en": "", "zh": ""},
        "cure": {"en": "", "zh": ""},
        "branches": frozenset({"post", "annotations"}),
        "parameters": frozenset(),
        "tables": ("posts",),
        "modules": (),
        "digest": "00",
    }
    return Control(code=code, **(given | fields))


def decision(answers: dict[str, Answer], *tainted: str, subject: str = "p1") -> Decision:
    """A decision about a post of account a1."""
    document = {"post": {"post_id": subject, "account_id": "a1"}, "annotations": []}
    candidate = Candidate(subject, 1_700_000_000, orjson.dumps(document), frozenset(tainted))
    return Decision(candidate, answers)


VIOLATES = Answer(applies=True, violations=({"topic": "news"},), undetermined=("posts.topic",))
UNKNOWN = Answer(applies=True, violations=(), undetermined=("posts.topic", "account"))
PASSES = Answer(applies=True, violations=(), undetermined=())
APART = Answer(applies=False, violations=(), undetermined=())


def test_every_outcome_is_counted() -> None:
    """Each subject counts once for each control, under the first outcome that holds."""
    tally = Tally("platform-1", [control("ANN-01"), control("ANN-09")], TABLES)
    for first, second in ((VIOLATES, APART), (UNKNOWN, PASSES), (PASSES, PASSES), (APART, UNKNOWN)):
        tally.add(decision({"ANN-01": first, "ANN-09": second}))
    results = tally.results({"ANN-09": True})
    assert results["ANN-01"].outcomes == {
        "violation": 1,
        "undetermined": 1,
        "pass": 1,
        "not_applicable": 1,
    }
    assert results["ANN-09"].outcomes == {
        "violation": 0,
        "undetermined": 1,
        "pass": 2,
        "not_applicable": 1,
    }
    assert results["ANN-01"].missing == {"account": 1, "posts.topic": 1}
    assert (results["ANN-01"].candidates, results["ANN-01"].exact) == (4, False)
    assert results["ANN-09"].exact is True


def test_a_finding_for_each_violation() -> None:
    """Findings carry the METADATA of their control, and identity and cause of their facts."""
    one = control("ANN-06", identity=("reason", "entry_id"), severity="low", nature="event")
    facts = ({"reason": "region", "topic": "news"}, {"reason": "contrast"})
    answer = Answer(applies=True, violations=facts, undetermined=())
    found = Tally("platform-1", [one], TABLES).add(decision({"ANN-06": answer}))
    assert [finding.identity for finding in found] == [{"reason": "region"}, {"reason": "contrast"}]
    assert [finding.cause for finding in found] == [
        {"account_id": "a1", "topic": "news"},
        {"account_id": "a1"},
    ]
    assert found[0].finding_id == finding_id("platform-1", "ANN-06", "p1", {"reason": "region"})
    assert (found[0].severity, found[0].direction, found[0].nature) == ("low", "under", "event")
    assert (found[0].subject_id, found[0].subject_time) == ("p1", 1_700_000_000)
    assert found[0].facts == facts[0]


def test_findings_come_in_the_order_of_answers() -> None:
    """A subject that violates two controls has a finding of each."""
    tally = Tally("platform-1", [control("ANN-01"), control("ANN-09")], TABLES)
    found = tally.add(decision({"ANN-01": VIOLATES, "ANN-09": VIOLATES}))
    assert [finding.control for finding in found] == ["ANN-01", "ANN-09"]


@pytest.mark.parametrize("answer", [VIOLATES, UNKNOWN, PASSES, APART])
def test_taint_comes_first(answer: Answer) -> None:
    """Where a quarantined row would have hung, nothing else is said and nothing found."""
    tally = Tally("platform-1", [control("ANN-01")], TABLES)
    assert tally.add(decision({"ANN-01": answer}, "annotations", "post")) == []
    result = tally.results()["ANN-01"]
    assert result.outcomes["undetermined"] == 1
    assert result.missing == {"annotations:quarantined": 1, "posts:quarantined": 1}


def test_taint_of_what_is_not_read() -> None:
    """A quarantined row that the control would not have read changes nothing."""
    one = control("ANN-01")
    given = decision({"ANN-01": VIOLATES}, "account")
    assert settled_answer(one, given, TABLES) == VIOLATES
    assert len(Tally("platform-1", [one], TABLES).add(given)) == 1


def test_settled_answer_of_a_tainted_subject() -> None:
    """What explains a subject says the same as what counts it."""
    settled = settled_answer(
        control("ANN-01"), decision({"ANN-01": VIOLATES}, "annotations"), TABLES
    )
    assert settled == Answer(applies=True, violations=(), undetermined=("annotations:quarantined",))


def test_cause_leaves_out_what_is_unknown() -> None:
    """An absent parent or column is no cause."""
    one = control("ANN-01", cause=("account.operator_id", "post.account_id", "topic"))
    assert cause_of(one, {}, {"post": {"account_id": "a1"}}) == {"account_id": "a1"}
