"""Reads what a judge rule answered, and refuses whatever is out of form.

The form is the contract between policies and program: a control that gives a fraction, a null or
something nested would break the identity of findings, and one that gives nothing would look as if
it had passed. Sets come out of WebAssembly in another order than out of the server, so that
everything is sorted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

from evaluator.errors import JudgeError
from evaluator.judge.base import DocumentError
from evaluator.model import Answer, canonical_json

__all__ = ["read_answers"]

_PASS: Final = Answer(applies=True, violations=(), undetermined=())
_NOT_APPLICABLE: Final = Answer(applies=False, violations=(), undetermined=())

_PARTS: Final = 3
#: Beyond it, an integer is not the same number to every reader of JSON.
_LARGEST: Final = 2**53 - 1
_REBUILD: Final = "Build the bundle again; its judge rules are generated."


def read_answers(
    rule: str, result: object, controls: Sequence[str], documents: int
) -> list[Mapping[str, Answer]]:
    """Answers by control code, one mapping a document.

    Args:
        rule: the judge rule that was asked ("qinglang/judge/post"); named in errors.
        result: its value, as decoded JSON.
        controls: codes that were asked for.
        documents: number of documents that were asked about.

    Raises:
        DocumentError: if a fact is an integer beyond ±(2^53 - 1).
        JudgeError: if there is not exactly one answer for each document and control, or if one
            has not the form ``[boolean, [facts…], [{"missing": fact}…]]``.
    """
    if not isinstance(result, list) or len(result) != documents:
        found = f"{len(result)} answers" if isinstance(result, list) else _kind(result)
        raise JudgeError(rule, f"gives {found} for {documents} documents", _REBUILD)
    wanted = frozenset(controls)
    return [_row(rule, row, wanted) for row in result]


def _row(rule: str, row: object, wanted: frozenset[str]) -> dict[str, Answer]:
    if not isinstance(row, dict):
        raise JudgeError(
            rule, f"gives {_kind(row)} where an object of answers by control is due", _REBUILD
        )
    lacking = wanted - row.keys()
    if lacking:
        raise JudgeError(
            f"control {min(lacking)} ({rule})",
            "gives no answer",
            "Name a control of this subject in the bundle, and let it define applies, "
            "violations and undetermined for every document.",
        )
    if len(row) != len(wanted):
        raise JudgeError(rule, "answers for a control that was not asked for", _REBUILD)
    return {code: _answer(f"control {code} ({rule})", value) for code, value in row.items()}


def _answer(control: str, value: object) -> Answer:
    if not isinstance(value, list) or len(value) != _PARTS:
        _refuse(control, "is not [applies, violations, undetermined]")
    applies, violations, undetermined = value
    if not isinstance(applies, bool):
        _refuse(control, f"applies is {_kind(applies)} and no boolean")
    if violations == [] == undetermined:
        return _PASS if applies else _NOT_APPLICABLE
    return Answer(applies, _violations(control, violations), _undetermined(control, undetermined))


def _violations(control: str, value: object) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, list):
        _refuse(control, f"violations is {_kind(value)} and no set")
    keyed: dict[bytes, dict[str, Any]] = {}
    for facts in value:
        if not isinstance(facts, dict):
            _refuse(control, f"violations holds {_kind(facts)} and no object of facts")
        for name, fact in facts.items():
            if not isinstance(fact, (str, int)):
                _refuse(control, f"violations: fact {name!r} is {_kind(fact)}")
            if isinstance(fact, int) and abs(fact) > _LARGEST:
                # A sum of times that are each within bounds: not the control's fault.
                raise DocumentError(
                    "document", f"{control}: fact {name!r} is an integer beyond 2^53 - 1"
                )
        keyed[canonical_json(facts)] = facts
    if len(keyed) != len(value):
        _refuse(control, "violations holds the same facts twice and is no set")
    return tuple(keyed[key] for key in sorted(keyed))


def _undetermined(control: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        _refuse(control, f"undetermined is {_kind(value)} and no set")
    names: set[str] = set()
    for item in value:
        missing = item.get("missing") if isinstance(item, dict) and len(item) == 1 else None
        if not isinstance(missing, str) or not missing:
            _refuse(control, 'undetermined holds something else than {"missing": name}')
        names.add(missing)
    return tuple(sorted(names))


def _refuse(control: str, broken: str) -> NoReturn:
    raise JudgeError(
        control,
        broken,
        "Correct the control: facts are strings, booleans and integers within ±(2^53 - 1).",
    )


def _kind(value: object) -> str:
    """What JSON calls the value, with its article; never the value, which may be anything."""
    if value is None:
        return "null"
    # A reader of JSON may make a float of an integer beyond 64 bits.
    names = {bool: "a boolean", int: "an integer", float: "a fraction or beyond 64 bits"}
    names |= {str: "a string", list: "a list"}
    return names.get(type(value), "an object")
