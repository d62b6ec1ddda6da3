"""Batches keep order and bounds, and end promptly when somebody wants them to."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evaluator.errors import JudgeError, SnapshotError
from evaluator.judge import Context, WasmJudge, decide
from evaluator.judge.batches import _Questions
from evaluator.model import Candidate, Decision, Undecided

pytestmark = pytest.mark.opa

Make = Callable[..., list[Candidate]]
Open = Callable[..., WasmJudge]


@pytest.mark.parametrize("threads", [1, 8])
@pytest.mark.parametrize("batch_size", [1, 7, 1000])
def test_decisions_come_in_the_order_of_the_candidates(
    open_wasm: Open, context: Context, candidates: Make, threads: int, batch_size: int
) -> None:
    """Whatever threads and batches there are, each candidate has its own answer, in order."""
    asked = candidates([{"values": [number]} for number in range(100)])
    judge = open_wasm(threads=threads)
    batches = list(decide(judge, "post", asked, context, threads=threads, batch_size=batch_size))
    decided = [one for batch in batches for one in batch]
    assert [one.candidate for one in decided] == asked
    assert [one.answers["TRY-01"].violations for one in decided if isinstance(one, Decision)] == [
        ({"value": number},) for number in range(100)
    ]
    full, rest = divmod(100, batch_size)
    assert [len(batch) for batch in batches] == [batch_size] * full + [rest] * bool(rest)


def test_no_candidates_give_no_batches(open_wasm: Open, context: Context) -> None:
    """Nothing to judge is no error."""
    assert list(decide(open_wasm(), "post", [], context, threads=2, batch_size=10)) == []


def test_a_batch_is_bounded_by_bytes(open_wasm: Open, context: Context, candidates: Make) -> None:
    """Large documents make small batches; one that exceeds the bound stands alone."""
    asked = candidates([{}, {}, {"padding": "x" * 100}, {}, {"padding": "x" * 30}, {}])
    batches = decide(open_wasm(), "post", asked, context, threads=1, batch_size=10, batch_bytes=64)
    assert [len(batch) for batch in batches] == [2, 1, 2, 1]


@pytest.mark.parametrize("threads", [1, 2])
def test_candidates_are_read_as_they_are_needed(
    open_wasm: Open, context: Context, candidates: Make, threads: int
) -> None:
    """Memory is bounded: only a few batches for each thread are read ahead."""
    read = 0

    def reading() -> Iterator[Candidate]:
        nonlocal read
        for candidate in candidates([{}] * 200):
            read += 1
            yield candidate

    judge = open_wasm(threads=threads)
    given = 0
    ahead = []
    for batch in decide(judge, "post", reading(), context, threads=threads, batch_size=5):
        given += len(batch)
        ahead.append(read - given)
    assert given == 200
    # The first candidate of a batch closes the one before it.
    assert max(ahead) <= 5 * (3 * threads - 1) + 1


def test_an_error_of_the_judge_ends_all(
    open_wasm: Open, context: Context, candidates: Make
) -> None:
    """A judge that cannot answer at all is not asked about every document."""
    judge = open_wasm()
    judge.close()
    batches = decide(judge, "post", candidates([{}] * 99), context, threads=2, batch_size=1)
    with pytest.raises(JudgeError, match="policy is closed"):
        list(batches)


def test_an_error_of_the_source_passes_through(
    open_wasm: Open, context: Context, candidates: Make
) -> None:
    """What goes wrong while candidates are read is not hidden."""

    def reading() -> Iterator[Candidate]:
        yield from candidates([{}] * 9)
        raise SnapshotError("posts", "cannot be read")

    with pytest.raises(SnapshotError, match="posts: cannot be read"):
        list(decide(open_wasm(), "post", reading(), context, threads=1, batch_size=2))


def test_an_iterator_may_be_closed_early(
    open_wasm: Open, context: Context, candidates: Make
) -> None:
    """Whoever has seen enough drops the rest; the judge can be used again."""
    judge = open_wasm(threads=2)
    asked = candidates([{"values": [1]}] * 50)
    batches = decide(judge, "post", asked, context, threads=2, batch_size=1)
    assert [one.candidate for one in next(batches)] == asked[:1]
    batches.close()
    assert list(batches) == []
    again = list(decide(judge, "post", asked[:1], context, threads=2, batch_size=1))
    assert len(again) == 1


def test_questions_that_were_stopped_ask_no_more(
    open_wasm: Open, context: Context, candidates: Make
) -> None:
    """A batch that is being taken apart when nobody waits any more is left as it is."""
    questions = _Questions(open_wasm(), "post", context)
    bad, good = candidates([{"dividend": 0, "divisor": 0}, {}])
    assert [type(one) for one in questions.decide([bad, good])] == [Undecided, Decision]
    questions.stopped.set()
    assert questions.decide([bad, good]) == []


INTERRUPTED = """
import signal, sys
from pathlib import Path
from evaluator.judge import Context, ServerJudge, WasmJudge, decide
from evaluator.model import Candidate

signal.signal(signal.SIGINT, signal.default_int_handler)
engine, given = sys.argv[1:]
if engine == "wasm":
    judge = WasmJudge(Path(given).read_bytes(), {}, threads=2, timeout=3600.0, memory=256)
else:
    judge = ServerJudge(given, revision="the-right-one", timeout=3600.0, threads=2)
posts = [b"{}"] + [b'{"loop": 1000000}'] * 50
asked = [Candidate("x", None, b'{"post":' + post + b"}", frozenset()) for post in posts]
try:
    with judge:
        context = Context(("TRY-01",), {}, {})
        for batch in decide(judge, "post", asked, context, threads=2, batch_size=1):
            print(len(batch), flush=True)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("engine", ["wasm", "opa"])
def test_an_interrupt_ends_the_process(
    trial: bytes, tmp_path: Path, server: Any, say: Any, engine: str
) -> None:
    """Ctrl-C ends the process at once, though questions in flight would take an hour."""
    module = tmp_path / "policy.wasm"
    module.write_bytes(trial)
    server.answers = lambda posts: say.silent if "loop" in posts[0] else _passes(say, posts)
    given = str(module) if engine == "wasm" else server.url
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, engine, given],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "1\n"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (130, "", "")


def _passes(say: Any, posts: list[dict[str, Any]]) -> Any:
    return say.sound([{"TRY-01": [True, [], []]} for _ in posts])
