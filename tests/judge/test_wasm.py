"""The Wasm judge keeps its limits, isolates what breaks, and goes on with a fresh instance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evaluator.errors import BundleError, JudgeError
from evaluator.judge import Context, DocumentError, WasmJudge
from evaluator.model import Answer, Candidate, Decision, Undecided

pytestmark = pytest.mark.opa

Ask = Callable[..., list[Decision | Undecided]]
Open = Callable[..., WasmJudge]


def test_answers_come_in_the_order_of_the_documents(open_wasm: Open, ask: Ask) -> None:
    """Each document has its own answer, with sorted facts and missing names."""
    posts = [
        {"values": ["b", "é", "a", 3, True]},
        {},
        {"silent": False, "missing": ["posts.y", "posts.x"]},
    ]
    first, second, third = ask(open_wasm(), *posts)
    assert isinstance(first, Decision)
    assert first.answers["TRY-01"].violations == (
        {"value": "a"},
        {"value": "b"},
        {"value": "é"},
        {"value": 3},
        {"value": True},
    )
    assert isinstance(second, Decision)
    assert second.answers["TRY-01"] == Answer(applies=True, violations=(), undetermined=())
    assert isinstance(third, Decision)
    assert third.answers["TRY-01"].undetermined == ("posts.x", "posts.y")


@pytest.mark.parametrize(
    ("post", "limits", "reason"),
    [
        ({"dividend": 0, "divisor": 0}, {}, "trapped: opa_arith_divide: invalid number"),
        ({"conflict": True}, {}, "trapped: trial.rego:28:1: var assignment conflict"),
        (
            {"loop": 30_000},
            {"timeout": 0.5},
            "took longer than 0.5 seconds (judge_timeout)",
        ),
        (
            {"allocate": 5_000_000},
            {"memory": 16},
            "needed more than 16 MiB of memory (judge_memory)",
        ),
        (
            {"padding": "x" * 2**25},
            {"memory": 32},
            "needed more than 32 MiB of memory (judge_memory)",
        ),
        (
            {"values": [2**53]},
            {},
            "control TRY-01 (qinglang/judge/post): fact 'value' is an integer beyond 2^53 - 1",
        ),
    ],
    ids=["division", "conflict", "time", "memory", "input", "integer"],
)
def test_a_bad_document_is_isolated(
    open_wasm: Open, ask: Ask, post: dict[str, Any], limits: dict[str, Any], reason: str
) -> None:
    """Only the bad document is undecided, with one line on what happened to it."""
    judged = ask(open_wasm(**limits), {"values": [1]}, post, {"values": [2]}, {})
    assert [type(one) for one in judged] == [Decision, Undecided, Decision, Decision]
    assert [one.candidate.subject_id for one in judged] == ["0", "1", "2", "3"]
    assert isinstance(judged[1], Undecided)
    assert judged[1].reason == reason


def test_a_document_that_exhausts_the_stack_is_isolated(open_wasm: Open, context: Context) -> None:
    """Wasmtime's backtrace is left out of the reason."""
    deep = b'{"post":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    with pytest.raises(DocumentError) as failed:
        open_wasm(memory=256).ask("post", [deep], context)
    assert failed.value.rule == "trapped: call stack exhausted"


def test_a_failed_instance_is_replaced(open_wasm: Open, ask: Ask) -> None:
    """However often an instance fails, the next question runs in a sound one."""
    judge = open_wasm()
    judged = ask(judge, *[{"dividend": 0, "divisor": 0}, {"values": [7]}] * 20)
    assert [type(one) for one in judged] == [Undecided, Decision] * 20
    # Once for the batch, once for each bad document.
    assert judge._policy.instances_recreated == 21


def test_a_batch_that_is_merely_large_is_decided(open_wasm: Open, ask: Ask) -> None:
    """Documents that need too much memory only together are all decided."""
    judge = open_wasm(memory=32)
    judged = ask(judge, *[{"allocate": 100_000}] * 10)
    assert [type(one) for one in judged] == [Decision] * 10
    assert judge._policy.instances_recreated == 1


def test_a_batch_that_is_merely_slow_is_decided(open_wasm: Open, ask: Ask) -> None:
    """Documents that take too long only together are all decided."""
    judged = ask(open_wasm(timeout=1.0), *[{"loop": 600}] * 120)
    assert [type(one) for one in judged] == [Decision] * 120


def test_a_rule_that_is_not_in_the_module_is_an_error(open_wasm: Open, context: Context) -> None:
    """The judge cannot answer at all for a subject without controls."""
    with pytest.raises(JudgeError) as failed:
        open_wasm().ask("account", [b"{}"], context)
    assert str(failed.value) == (
        "policy.wasm: has no rule qinglang/judge/account. Build the bundle again."
    )


def test_a_rule_without_a_value_is_an_error(
    compile_wasm: Callable[..., bytes], context: Context
) -> None:
    """An undefined rule is no answer."""
    wasm = compile_wasm(judge="package qinglang.judge\n\npost := 1 if input.never\n")
    with (
        WasmJudge(wasm, {}, threads=1, timeout=10.0, memory=16) as judge,
        pytest.raises(JudgeError) as failed,
    ):
        judge.ask("post", [b"{}"], context)
    assert str(failed.value) == (
        "policy.wasm: the rule qinglang/judge/post has no value. Build the bundle again."
    )


@pytest.mark.parametrize(
    ("post", "broken"),
    [
        ({"values": [1.5]}, "violations: fact 'value' is a fraction or beyond 64 bits"),
        ({"values": [None]}, "violations: fact 'value' is null"),
        ({"silent": True}, "gives no answer"),
    ],
    ids=["fraction", "null", "silent"],
)
def test_a_control_out_of_form_is_an_error(
    open_wasm: Open, ask: Ask, post: dict[str, Any], broken: str
) -> None:
    """A control that answers out of form is wrong for all documents; the run fails."""
    with pytest.raises(JudgeError) as failed:
        ask(open_wasm(), {}, post)
    assert str(failed.value).startswith(f"control TRY-01 (qinglang/judge/post): {broken}. ")


def test_a_closed_judge_answers_nothing(open_wasm: Open, ask: Ask) -> None:
    """Closing twice is no error, asking afterwards is."""
    judge = open_wasm()
    judge.close()
    judge.close()
    with pytest.raises(JudgeError) as failed:
        ask(judge, {})
    assert str(failed.value) == "wasm judge: policy is closed"


@pytest.mark.parametrize("wasm", [b"", b"\0asm\1\0\0\0", b"no module"])
def test_a_damaged_module_is_refused(wasm: bytes) -> None:
    """What is no module of a policy is refused before any document is judged."""
    with pytest.raises(BundleError) as refused:
        WasmJudge(wasm, {}, threads=1, timeout=1.0, memory=16)
    assert str(refused.value).startswith("policy.wasm: cannot be run in 16 MiB (")
    assert str(refused.value).endswith(". Build the bundle again, or raise judge_memory.")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("length", [2**23, 2**25], ids=["parsed", "whole"])
def test_data_beyond_the_memory_are_refused(trial: bytes, length: int) -> None:
    """No document is blamed for data that leave no room: the judge does not start."""
    data = {"text": "x" * length}
    with pytest.raises(BundleError) as refused:
        WasmJudge(trial, data, threads=1, timeout=1.0, memory=16)
    assert refused.value.rule.startswith("cannot be run in 16 MiB (")


def test_a_module_that_needs_its_host_is_refused(compile_wasm: Callable[..., bytes]) -> None:
    """Functions that WebAssembly does not have itself are named."""
    wasm = compile_wasm(judge='package qinglang.judge\n\npost := sprintf("%d", [input.x])\n')
    with pytest.raises(BundleError) as refused:
        WasmJudge(wasm, {}, threads=1, timeout=1.0, memory=16)
    assert str(refused.value) == (
        "policy.wasm: needs functions of its host: sprintf. "
        "Use only functions that WebAssembly has itself."
    )


def test_data_of_the_bundle_are_seen(
    compile_wasm: Callable[..., bytes], candidates: Callable[..., list[Candidate]]
) -> None:
    """Rules read the bundle's data; parameters of the question are the control's own."""
    wasm = compile_wasm(
        judge="package qinglang.judge\n\n"
        'post := [{"TRY-01": [data.seen, [], []]} | some _ in input.documents]\n'
    )
    documents = [candidate.document for candidate in candidates([{}, {}])]
    with WasmJudge(wasm, {"seen": True}, threads=1, timeout=10.0, memory=16) as judge:
        answers = judge.ask("post", documents, Context(("TRY-01",), {}, {}))
    assert [answer["TRY-01"].applies for answer in answers] == [True, True]
