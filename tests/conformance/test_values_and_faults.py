"""Both judges over a control that does what its document says: values, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from evaluator.errors import JudgeError
from evaluator.judge import decide
from evaluator.model import Answer, Candidate, Decision, Undecided, canonical_json

pytestmark = pytest.mark.opa

LARGEST = 2**53 - 1
VALUES = [
    *(
        "",
        " ",
        "a",
        "é",
        "e\u0301",
        "😀",
        "\U0010ffff",
        "清朗",
        '"',
        "\\",
        "\\u00e9",
        "/",
        "\u2028",
    ),
    *("\ufeff", "\u007f", "\n\t", "%s{}", "x" * 10_000),
    *(0, 1, -1, LARGEST, -LARGEST, 1_758_297_600),
    *(True, False),
]

Ask = Callable[..., list[Decision | Undecided]]


@pytest.fixture
def ask(trial: Any, engine: str) -> Ask:
    """Asks one of the judges about documents in one batch."""

    def ask_it(*documents: bytes) -> list[Decision | Undecided]:
        candidates = [
            Candidate(str(number), None, document, frozenset())
            for number, document in enumerate(documents)
        ]
        judge, context = trial.judges[engine], trial.context("post")
        (batch,) = decide(judge, "post", candidates, context, threads=1, batch_size=1_000)
        return batch

    return ask_it


def _document(**post: Any) -> bytes:
    return orjson.dumps({"post": post})


def test_values_come_through_unchanged(ask: Ask) -> None:
    """Every value that a fact may have is the same afterwards, in canonical order."""
    (decision,) = ask(_document(values=VALUES))
    assert isinstance(decision, Decision)
    facts = [{"value": value} for value in VALUES]
    answer = decision.answers["TRY-01"]
    assert [canonical_json(one) for one in answer.violations] == sorted(
        canonical_json(one) for one in facts
    )


def test_escapes_are_what_they_stand_for(ask: Ask) -> None:
    """A document may be written with escapes; the facts are the same as without."""
    (decision,) = ask(b'{"post":{"values":["\\ud83d\\ude00","\\u00e9","\\/","\\"","\\n"]}}')
    assert isinstance(decision, Decision)
    values = {facts["value"] for facts in decision.answers["TRY-01"].violations}
    assert values == {"😀", "é", "/", '"', "\n"}


def test_empty_sets_and_missing_names(ask: Ask) -> None:
    """Empty sets stay empty; missing names are sorted and come once."""
    first, second = ask(_document(values=[], missing=[]), _document(missing=["é", "b", "b", "a"]))
    assert isinstance(first, Decision)
    assert first.answers["TRY-01"] == Answer(applies=True, violations=(), undetermined=())
    assert isinstance(second, Decision)
    assert second.answers["TRY-01"].undetermined == ("a", "b", "é")


@pytest.mark.parametrize(
    ("post", "reasons"),
    [
        (
            {"conflict": True},
            {
                "wasm": "trapped: qinglang/trial.rego:28:1: var assignment conflict",
                "opa": "failed on the server: eval_conflict_error at qinglang/trial.rego line 28",
            },
        ),
        (
            {"loop": 20_000},
            {
                "wasm": "took longer than 1 seconds (judge_timeout)",
                "opa": "took longer than 1 seconds (opa_timeout)",
            },
        ),
        (
            {"values": [2**53]},
            dict.fromkeys(
                ("wasm", "opa"),
                "control TRY-01 (qinglang/judge/post): fact 'value' is an integer beyond 2^53 - 1",
            ),
        ),
    ],
    ids=["conflict", "loop", "integer"],
)
def test_a_bad_document_is_isolated_by_both(
    ask: Ask, engine: str, post: dict[str, Any], reasons: dict[str, str]
) -> None:
    """Both judges leave only the bad document undecided, and say what happened to it."""
    good = _document(values=["good"])
    judged = ask(good, _document(**post), *[good] * 20)
    (undecided,) = [one for one in judged if isinstance(one, Undecided)]
    assert undecided is judged[1]
    assert undecided.reason == reasons[engine]
    answers = [one.answers for one in judged if isinstance(one, Decision)]
    assert answers == [{"TRY-01": Answer(True, ({"value": "good"},), ())}] * 21  # noqa: FBT003


@pytest.mark.parametrize(
    ("value", "broken"),
    [
        (1.5, "is a fraction or beyond 64 bits"),
        (1e2, "is a fraction or beyond 64 bits"),
        (None, "is null"),
        ([1], "is a list"),
    ],
)
def test_facts_out_of_form_are_an_error_of_both(ask: Ask, value: Any, broken: str) -> None:
    """A control that gives such facts fails the run, whichever judge runs it."""
    with pytest.raises(JudgeError) as failed:
        ask(_document(values=["good"]), _document(values=[value]))
    assert failed.value.offender == "control TRY-01 (qinglang/judge/post)"
    assert failed.value.rule == f"violations: fact 'value' {broken}"


def test_a_control_that_is_silent_is_an_error_of_both(ask: Ask) -> None:
    """A control without an answer for a document fails the run."""
    with pytest.raises(JudgeError, match=r"control TRY-01 .*: gives no answer"):
        ask(_document(values=[1]), _document(silent=True))


def test_a_subject_without_controls_is_an_error_of_both(trial: Any, engine: str) -> None:
    """There is no rule to ask."""
    with pytest.raises(JudgeError, match="has no rule qinglang/judge/account"):
        trial.judges[engine].ask("account", [b"{}"], trial.context("post"))


def test_an_indefinite_division_is_where_the_judges_differ(ask: Ask, engine: str) -> None:
    """0 / 0 is undefined to the server and traps in WebAssembly: never a wrong outcome."""
    (judged,) = ask(_document(dividend=0, divisor=0))
    if engine == "opa":
        assert isinstance(judged, Decision)
        assert judged.answers["TRY-01"].violations == ()
    else:
        assert isinstance(judged, Undecided)
        assert judged.reason == "trapped: opa_arith_divide: invalid number"
