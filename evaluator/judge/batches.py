"""Sends candidates to a judge in batches, on threads, and isolates those it cannot decide."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from evaluator.judge.base import Context, DocumentError, Judge
from evaluator.model import Candidate, Decision, Undecided

__all__ = ["decide"]

#: A batch is closed at this many bytes of documents, however few they are.
_BATCH_BYTES = 4 * 1024 * 1024
#: Batches in flight for each thread: enough to keep it busy, few enough to bound memory.
_AHEAD = 3


def decide(  # noqa: PLR0913 (keyword arguments, each a limit of its own)
    judge: Judge,
    subject: str,
    candidates: Iterable[Candidate],
    context: Context,
    *,
    threads: int,
    batch_size: int,
    batch_bytes: int = _BATCH_BYTES,
) -> Iterator[list[Decision | Undecided]]:
    """Judge all candidates; yields one list a batch, in the order of the candidates.

    A batch that fails because of one of its documents is split by halves until the document stands
    alone: it becomes ``Undecided``, all others are decided. Closing the iterator early, or an
    error, waits for the batches in flight and drops the rest.

    Raises:
        JudgeError: if the judge cannot answer at all.
    """
    pool = ThreadPoolExecutor(threads, thread_name_prefix="judge")
    pending: deque[Future[list[Decision | Undecided]]] = deque()
    try:
        for batch in _batches(candidates, batch_size, batch_bytes):
            pending.append(pool.submit(_judge_batch, judge, subject, batch, context))
            if len(pending) >= threads * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _batches(candidates: Iterable[Candidate], size: int, limit: int) -> Iterator[list[Candidate]]:
    batch: list[Candidate] = []
    volume = 0
    for candidate in candidates:
        length = len(candidate.document)
        if batch and (len(batch) >= size or volume + length > limit):
            yield batch
            batch, volume = [], 0
        batch.append(candidate)
        volume += length
    if batch:
        yield batch


def _judge_batch(
    judge: Judge, subject: str, batch: list[Candidate], context: Context
) -> list[Decision | Undecided]:
    try:
        answers = judge.ask(subject, [candidate.document for candidate in batch], context)
    except DocumentError as fault:
        if len(batch) == 1:
            return [Undecided(batch[0], fault.rule)]
        middle = len(batch) // 2
        first = _judge_batch(judge, subject, batch[:middle], context)
        return first + _judge_batch(judge, subject, batch[middle:], context)
    return [Decision(candidate, answer) for candidate, answer in zip(batch, answers, strict=True)]
