"""What every judge is asked and what it answers.

A judge keeps no state: parameters and snapshot travel with each question, so that runs at the same
time share nothing.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self

import orjson

from evaluator.errors import QinglangError
from evaluator.model import Answer, Fact

__all__ = ["Context", "DocumentError", "Judge"]


class DocumentError(QinglangError):
    """A question failed in a way that a single one of its documents may have caused.

    ``rule`` says in one line what happened; it never quotes a document.
    """


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for all questions of a run about one subject kind.

    Args:
        controls: codes of the requested controls.
        parameters: effective parameters, ``data.qinglang.params``.
        snapshot: ``data.qinglang.snapshot``.
    """

    controls: tuple[str, ...]
    parameters: Mapping[str, Any]
    snapshot: Mapping[str, Fact]
    _head: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Serialise once what every question begins with."""
        head = orjson.dumps(
            {
                "controls": self.controls,
                "params": dict(self.parameters),
                "snapshot": dict(self.snapshot),
            }
        )
        object.__setattr__(self, "_head", head[:-1] + b',"documents":[')

    def question(self, documents: Sequence[bytes]) -> bytes:
        """The JSON text of a question about these documents."""
        return self._head + b",".join(documents) + b"]}"


class Judge(Protocol):
    """Answers questions about documents of one subject kind; several threads may ask at once."""

    #: What reports call the engine.
    name: str

    @abstractmethod
    def ask(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        """One mapping of control code to answer for each document, in their order.

        Args:
            subject: the subject kind of all documents.
            documents: JSON texts.
            context: the controls, parameters and snapshot of the question.

        Raises:
            DocumentError: if one of the documents may be to blame.
            JudgeError: if the judge cannot answer at all.
        """
        ...

    @abstractmethod
    def close(self) -> None:
        """Let go of everything that is held; does not wait for questions that others still ask."""
        ...

    def __enter__(self) -> Self:
        """Use the judge in a ``with`` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it at the end."""
        self.close()
