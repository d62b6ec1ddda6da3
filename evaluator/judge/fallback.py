"""The judge in process, with an OPA server for the documents that it cannot decide."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from evaluator.errors import JudgeError
from evaluator.judge.base import Context, DocumentError, Judge
from evaluator.model import Answer

__all__ = ["FallbackJudge"]


class FallbackJudge(Judge):
    """Asks the second judge about what the first one fails on alone.

    The second one is opened when it is first needed, and tried once: where it cannot be reached, it
    is not waited for again. A document that neither decides stays undecided, with both reasons.

    Args:
        first: the judge.
        second: opens the other one.
    """

    def __init__(self, first: Judge, second: Callable[[], Judge]) -> None:
        self.name = first.name
        self._first = first
        self._open = second
        self._second: Judge | None = None
        self._absent: JudgeError | None = None
        self._lock = threading.Lock()

    def ask(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        """See :meth:`evaluator.judge.base.Judge.ask`."""
        try:
            return self._first.ask(subject, documents, context)
        except DocumentError as fault:
            if len(documents) > 1:
                # Asked again one by one, most of them will do.
                raise
            try:
                return self._opened().ask(subject, documents, context)
            except (DocumentError, JudgeError) as other:
                reason = f"{fault.rule}; and {other.offender} {other.rule}"
                raise DocumentError(fault.offender, reason) from other

    def close(self) -> None:
        """Close both."""
        self._first.close()
        with self._lock:
            if self._second is not None:
                self._second.close()

    def _opened(self) -> Judge:
        with self._lock:
            if self._absent is not None:
                raise self._absent
            if self._second is None:
                try:
                    self._second = self._open()
                except JudgeError as error:
                    self._absent = error
                    raise
            return self._second
