"""Sends candidates to a judge in batches, on threads, and isolates those it cannot decide."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.pool import AsyncResult, ThreadPool
from typing import Final

from evaluator.judge.base import Context, DocumentError, Judge
from evaluator.model import Candidate, Decision, Undecided

__all__ = ["decide"]

#: A batch is closed at this many bytes of documents, however few they are.
_BATCH_BYTES: Final = 4 * 1024 * 1024
#: Batches in flight for each thread: enough to keep it busy, few enough to bound memory.
_AHEAD: Final = 3
#: Seconds between looks for an interrupt. One that arrives just before a wait does not end it.
_LOOK: Final = 0.25


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

    A batch that fails because of one of its documents is asked again document by document: the one
    that fails alone becomes ``Undecided``, all others are decided. Splitting by halves instead
    would wait for the limit of time at each level; so it is waited for once for the batch and once
    for each document that exceeds it. A batch that is merely too large passes in this way too.

    Candidates are read as they are needed: no more than a few batches a thread are held. Closing
    the iterator early, an error or an interrupt drops what is waiting, and does not wait for the
    questions in flight: they end by themselves at the judge's limit, on threads that do not keep
    the process from ending.

    Args:
        judge: answers; threads ask it at the same time.
        subject: the subject kind of all candidates.
        candidates: whatever is to be judged.
        context: what is the same for all of them.
        threads: batches that are judged at once.
        batch_size: documents in a batch at most.
        batch_bytes: bytes of documents in a batch at most, unless one document alone has more.

    Raises:
        JudgeError: if the judge cannot answer at all.
    """
    questions = _Questions(judge, subject, context)
    pool = ThreadPool(threads)
    pending: deque[AsyncResult[list[Decision | Undecided]]] = deque()
    try:
        for batch in _batches(candidates, batch_size, batch_bytes):
            pending.append(pool.apply_async(questions.decide, (batch,)))
            if len(pending) >= threads * _AHEAD:
                yield _awaited(pending.popleft())
        while pending:
            yield _awaited(pending.popleft())
    finally:
        questions.stopped.set()
        pool.terminate()


def _awaited(result: AsyncResult[list[Decision | Undecided]]) -> list[Decision | Undecided]:
    while not result.ready():
        result.wait(_LOOK)
    return result.get()


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


@dataclass(frozen=True, slots=True)
class _Questions:
    """Asks one judge about one subject kind, until it is stopped."""

    judge: Judge
    subject: str
    context: Context
    stopped: threading.Event = field(default_factory=threading.Event)

    def decide(self, batch: list[Candidate]) -> list[Decision | Undecided]:
        try:
            return self._ask(batch)
        except DocumentError as fault:
            if len(batch) == 1:
                return [Undecided(batch[0], fault.rule)]
        decided: list[Decision | Undecided] = []
        for candidate in batch:
            if self.stopped.is_set():
                break  # nobody waits for the rest
            decided += self.decide([candidate])
        return decided

    def _ask(self, batch: list[Candidate]) -> list[Decision | Undecided]:
        documents = [candidate.document for candidate in batch]
        answers = self.judge.ask(self.subject, documents, self.context)
        return [Decision(*pair) for pair in zip(batch, answers, strict=True)]
