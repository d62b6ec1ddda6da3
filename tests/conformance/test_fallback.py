"""What WebAssembly traps on is decided by an OPA server where there is one, and told where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from evaluator.errors import JudgeError
from evaluator.judge import DocumentError, FallbackJudge, Judge, decide
from evaluator.model import Candidate, Decision, Undecided

pytestmark = pytest.mark.opa

POSTS: list[dict[str, Any]] = [{"values": [1]}, {"dividend": 0, "divisor": 0}, {"values": [2]}]


def _decided(trial: Any, second: Callable[[], Judge]) -> list[Decision | Undecided]:
    judge = FallbackJudge(trial.judges["wasm"], second)
    candidates = [
        Candidate(str(number), None, orjson.dumps({"post": post}), frozenset())
        for number, post in enumerate(POSTS)
    ]
    (batch,) = decide(judge, "post", candidates, trial.context("post"), threads=1, batch_size=9)
    return batch


def test_a_trap_is_decided_by_the_server(trial: Any) -> None:
    """All three are decided; the server answers for the one that traps as it does for any."""
    opened: list[Judge] = []

    def second() -> Judge:
        opened.append(trial.judges["opa"])
        return opened[-1]

    first, trapping, last = _decided(trial, second)
    assert isinstance(first, Decision)
    assert isinstance(trapping, Decision)
    assert isinstance(last, Decision)
    assert trapping.answers["TRY-01"].violations == ()
    assert trapping.answers["TRY-01"].applies
    assert len(opened) == 1


def test_a_trap_without_a_server(trial: Any) -> None:
    """The document stays undecided, with both reasons; the others are decided."""
    tried: list[int] = []

    def second() -> Judge:
        tried.append(1)
        raise JudgeError("http://127.0.0.1:9", "cannot be reached")

    for _ in range(2):
        first, trapping, last = _decided(trial, second)
        assert isinstance(first, Decision)
        assert isinstance(last, Decision)
        assert isinstance(trapping, Undecided)
        assert trapping.reason.startswith("trapped: ")
        assert trapping.reason.endswith("; and http://127.0.0.1:9 cannot be reached")
    assert len(tried) == 2


def test_an_absent_server_is_tried_once(trial: Any) -> None:
    """Hundreds of traps do not wait for it hundreds of times."""
    tried: list[int] = []

    def second() -> Judge:
        tried.append(1)
        raise JudgeError("http://127.0.0.1:9", "cannot be reached")

    judge = FallbackJudge(trial.judges["wasm"], second)
    document = orjson.dumps({"post": POSTS[1]})
    for _ in range(3):
        with pytest.raises(DocumentError, match="cannot be reached"):
            judge.ask("post", [document], trial.context("post"))
    assert len(tried) == 1
