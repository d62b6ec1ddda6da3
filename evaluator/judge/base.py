"""What every judge is asked and answers, and how an answer is checked.

A judge keeps no state: parameters and snapshot travel with each question. Sets come in another
order from Wasm than from a server, so they are sorted here before anything depends on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Protocol, Self

import orjson

from evaluator.errors import JudgeError, QinglangError
from evaluator.model import Answer, Fact, canonical_json

__all__ = ["Context", "DocumentError", "Judge", "read_answers"]

_LARGEST: Final = 2**53 - 1
_PARTS: Final = 3
_NOT_APPLICABLE: Final = Answer(applies=False, violations=(), undetermined=())
_PASS: Final = Answer(applies=True, violations=(), undetermined=())


class DocumentError(QinglangError):  # noqa: N818 (it is the document's fault, not the run's)
    """A question failed in a way that a single one of its documents may have caused."""


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
            {"controls": self.controls, "params": self.parameters, "snapshot": self.snapshot}
        )
        object.__setattr__(self, "_head", head[:-1] + b',"documents":[')

    def question(self, documents: Sequence[bytes]) -> bytes:
        """The JSON text of a question about these documents."""
        return self._head + b",".join(documents) + b"]}"


class Judge(Protocol):
    """Answers questions about documents of one subject kind."""

    name: str

    def ask(
        self, subject: str, documents: Sequence[bytes], context: Context
    ) -> list[Mapping[str, Answer]]:
        """One mapping of control code to answer for each document, in their order.

        Raises:
            DocumentError: if one of the documents may be to blame.
            JudgeError: if the judge cannot answer at all.
        """
        ...

    def close(self) -> None:
        """Let go of everything that is held."""
        ...

    def __enter__(self) -> Self:
        """Use the judge in a ``with`` statement."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it at the end."""
        ...


def read_answers(result: object, count: int, context: Context) -> list[Mapping[str, Answer]]:
    """Check what a judge sent back; nothing that is not understood passes as an answer.

    Args:
        result: the decoded value of the judge rule.
        count: how many documents were asked about.
        context: the question's context.

    Raises:
        JudgeError: naming control and rule.
    """
    if not isinstance(result, list) or len(result) != count:
        raise JudgeError("judge", f"answered for other than the {count} documents asked about")
    return [_answers(entry, context.controls) for entry in result]


def _answers(entry: object, controls: tuple[str, ...]) -> dict[str, Answer]:
    if not isinstance(entry, dict) or entry.keys() != set(controls):
        raise JudgeError("judge", "answered for other than the requested controls")
    return {code: _answer(code, entry[code]) for code in controls}


def _answer(code: str, parts: object) -> Answer:
    if parts == [False, [], []]:
        return _NOT_APPLICABLE
    if parts == [True, [], []]:
        return _PASS
    if not isinstance(parts, list) or len(parts) != _PARTS:
        raise JudgeError(f"control {code}", "must answer applies, violations and undetermined")
    applies, violations, undetermined = parts
    if not isinstance(applies, bool):
        raise JudgeError(f"control {code}", "applies must be true or false")
    if not isinstance(violations, list) or not isinstance(undetermined, list):
        raise JudgeError(f"control {code}", "violations and undetermined must be sets")
    for facts in violations:
        _check_facts(code, facts)
    return Answer(
        applies=applies,
        violations=tuple(sorted(violations, key=canonical_json)),
        undetermined=tuple(sorted({_missing(code, entry) for entry in undetermined})),
    )


def _check_facts(code: str, facts: object) -> None:
    if not isinstance(facts, dict):
        raise JudgeError(f"control {code}", "a violation must be an object of facts")
    for name, value in facts.items():
        integer = isinstance(value, int) and abs(value) <= _LARGEST
        if not integer and not isinstance(value, str):
            raise JudgeError(
                f"control {code}",
                f"fact {name} must be a string, a boolean or an integer within 2^53",
                "Correct the control.",
            )


def _missing(code: str, entry: object) -> str:
    if isinstance(entry, dict) and entry.keys() == {"missing"}:
        name = entry["missing"]
        if isinstance(name, str):
            return name
    raise JudgeError(f"control {code}", 'undetermined must hold objects {"missing": name}')
