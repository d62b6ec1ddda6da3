"""One line of JSON, read strictly: nothing is repaired, rounded or thrown away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["NotJsonError", "Repeated", "Unread", "parse", "spoilt"]

#: Digits of the longest integer that is read; Python itself refuses some thousands.
MOST_DIGITS = 400
#: Objects and lists inside each other; the contract needs two.
DEEPEST = 64
TOO_DEEP = "is nested too deeply"


class NotJsonError(ValueError):
    """A text that is no JSON; the message says so as a rule, without the text."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that stands for no value of the contract, as it was written."""

    text: str
    #: A name that JSON does not have: NaN, Infinity.
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Repeated:
    """All values of a key that one object gives more than once."""

    values: tuple[Any, ...]


def parse(text: str) -> Any:  # noqa: ANN401
    """The value of a JSON text; numbers with a fraction or exponent are Unread.

    Raises:
        NotJsonError: if it is no JSON.
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        # Without the place: faults are grouped by their words.
        raise NotJsonError(f"is no JSON ({error.msg})") from error
    except RecursionError as error:
        raise NotJsonError(TOO_DEEP) from error
    if text.count("[") + text.count("{") > DEEPEST and _depth(value) > DEEPEST:
        raise NotJsonError(TOO_DEEP)
    return value


def spoilt(value: object) -> str | None:
    """The rule that a value breaks as JSON, at whatever depth; None for a sound one."""
    if isinstance(value, Repeated):
        return "must not be given twice in one object"
    if isinstance(value, Unread):
        return "is no JSON number" if value.foreign else None
    return next((rule for item in _inner(value) if (rule := spoilt(item))), None)


def _inner(value: object) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, Repeated):
        return value.values
    return value if isinstance(value, list) else ()


def _depth(value: object) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [item for outer in level for item in _inner(outer)]
    return depth


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        for key in values:
            same = tuple(value for name, value in pairs if name == key)
            if len(same) > 1:
                values[key] = Repeated(same)
    return values


def _integer(digits: str) -> Any:  # noqa: ANN401
    return int(digits) if len(digits) <= MOST_DIGITS else Unread(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs,
    parse_int=_integer,
    parse_float=Unread,
    parse_constant=lambda name: Unread(name, foreign=True),
)
