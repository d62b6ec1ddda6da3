"""Answers are read exactly, and whatever is out of form is refused with its control and rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import JudgeError
from evaluator.judge import DocumentError
from evaluator.judge.answers import read_answers
from evaluator.model import Answer, canonical_json

RULE = "qinglang/judge/post"
LARGEST = 2**53 - 1


def _read(violations: list[Any], undetermined: list[Any], *, applies: bool = True) -> Answer:
    parts = [applies, violations, undetermined]
    (answer,) = read_answers(RULE, [{"A-01": parts}], ["A-01"], 1)
    return answer["A-01"]


def test_empty_sets_pass_or_do_not_apply() -> None:
    """Without violation and unknown fact, applies alone decides."""
    assert _read([], []) == Answer(applies=True, violations=(), undetermined=())
    assert _read([], [], applies=False) == Answer(applies=False, violations=(), undetermined=())


def test_sets_are_sorted() -> None:
    """Whatever order a set comes in, the answer is the same."""
    facts = [{"id": "b"}, {"id": "a", "n": 1}, {"id": "é"}, {"id": "a", "n": True}]
    missing = [{"missing": "posts.topic"}, {"missing": "accounts.kind"}]
    answer = _read(facts, missing)
    assert answer == _read(facts[::-1], missing[::-1])
    assert answer.violations == ({"id": "a", "n": 1}, {"id": "a", "n": True}, *facts[::2])
    assert answer.undetermined == ("accounts.kind", "posts.topic")


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.text(st.characters(codec="utf-8")),
            st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(st.characters(codec="utf-8")),
        ),
        unique_by=canonical_json,
    )
)
def test_every_fact_in_form_is_kept(facts: list[dict[str, Any]]) -> None:
    """Strings, booleans and integers within ±(2^53 - 1) come through unchanged."""
    assert list(_read(facts, []).violations) == sorted(facts, key=canonical_json)


@pytest.mark.parametrize(
    ("result", "broken"),
    [
        (None, "gives null for 1 documents"),
        ({}, "gives an object for 1 documents"),
        ([], "gives 0 answers for 1 documents"),
        ([{}, {}], "gives 2 answers for 1 documents"),
        ([[]], "gives a list where an object of answers by control is due"),
        (["x"], "gives a string where an object of answers by control is due"),
        (
            [{"A-01": [True, [], []], "B-01": [True, [], []]}],
            "answers for a control that was not asked for",
        ),
    ],
)
def test_answers_for_something_else_are_refused(result: object, broken: str) -> None:
    """There is one answer for each document and control that was asked for, and no other."""
    with pytest.raises(JudgeError) as refused:
        read_answers(RULE, result, ["A-01"], 1)
    remedy = "Build the bundle again; its judge rules are generated."
    assert str(refused.value) == f"{RULE}: {broken}. {remedy}"


def test_a_control_without_an_answer_is_refused() -> None:
    """Silence is not a pass: the error names the control."""
    with pytest.raises(JudgeError) as refused:
        read_answers(RULE, [{"B-01": [True, [], []]}], ["B-01", "A-01"], 1)
    assert str(refused.value).startswith(f"control A-01 ({RULE}): gives no answer. ")


@pytest.mark.parametrize(
    ("value", "broken"),
    [
        (None, "is not [applies, violations, undetermined]"),
        ([True, []], "is not [applies, violations, undetermined]"),
        ([1, [], []], "applies is an integer and no boolean"),
        ([None, [], []], "applies is null and no boolean"),
        ([True, {}, []], "violations is an object and no set"),
        ([True, ["x"], []], "violations holds a string and no object of facts"),
        ([True, [{"x": 1.5}], []], "violations: fact 'x' is a fraction or beyond 64 bits"),
        ([True, [{"x": None}], []], "violations: fact 'x' is null"),
        ([True, [{"x": [1]}], []], "violations: fact 'x' is a list"),
        ([True, [{"x": {}}], []], "violations: fact 'x' is an object"),
        ([True, [{"x": 1}, {"x": 1}], []], "violations holds the same facts twice and is no set"),
        ([True, [], True], "undetermined is a boolean and no set"),
        ([True, [], ["x"]], 'undetermined holds something else than {"missing": name}'),
        ([True, [], [{"missing": ""}]], 'undetermined holds something else than {"missing": name}'),
        (
            [True, [], [{"missing": "x", "y": 1}]],
            'undetermined holds something else than {"missing": name}',
        ),
    ],
)
def test_answers_out_of_form_are_refused(value: object, broken: str) -> None:
    """A control that answers out of form fails the run, and is named."""
    with pytest.raises(JudgeError) as refused:
        read_answers(RULE, [{"A-01": value}], ["A-01"], 1)
    remedy = "Correct the control: facts are strings, booleans and integers within ±(2^53 - 1)."
    assert str(refused.value) == f"control A-01 ({RULE}): {broken}. {remedy}"


@pytest.mark.parametrize("fact", [2**53, -(2**53), 2**80])
def test_integers_that_not_every_reader_knows_are_the_documents_fault(fact: int) -> None:
    """Sums of values within bounds may lie beyond; one such document does not end the run."""
    with pytest.raises(DocumentError) as refused:
        _read([{"x": fact}], [])
    assert refused.value.rule == f"control A-01 ({RULE}): fact 'x' is an integer beyond 2^53 - 1"
