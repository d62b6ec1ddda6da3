"""The text of a question."""

from __future__ import annotations

from types import MappingProxyType

import orjson

from evaluator.judge import Context


def test_a_question_holds_what_the_judge_rule_reads() -> None:
    """Controls, parameters and snapshot travel with the documents, whose bytes are not touched."""
    context = Context(
        controls=("A-01", "B-01"),
        parameters=MappingProxyType({"days": 3}),
        snapshot={"as_of": 2**53 - 1},
    )
    documents = [b'{"post": {}}', '{"post":{"post_id":"é😀"}}'.encode()]
    question = context.question(documents)
    assert orjson.loads(question) == {
        "controls": ["A-01", "B-01"],
        "params": {"days": 3},
        "snapshot": {"as_of": 2**53 - 1},
        "documents": [{"post": {}}, {"post": {"post_id": "é😀"}}],
    }
    assert question.endswith(b",".join(documents) + b"]}")


def test_a_question_may_be_about_nothing() -> None:
    """No document is an empty list."""
    assert orjson.loads(Context((), {}, {}).question([])) == {
        "controls": [],
        "params": {},
        "snapshot": {},
        "documents": [],
    }
