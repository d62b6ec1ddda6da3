"""JSON read sign by sign, as RFC 8259 has it: a second opinion that shares no code with the first.

Numbers stay as they are written, and an object stays a list of pairs, so that nothing is rounded
and no repeated key is lost. NaN and Infinity, which many programs write, are no other faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Json", "Number", "Object", "WrongJsonError", "depth", "read_json", "spoilt"]

BLANK = " \t\n\r"
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
WORDS = {"true": True, "false": False, "null": None}
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
HEXADECIMAL = re.compile(r"[0-9a-fA-F]{4}")
#: Beyond it the text is refused here; the program refuses it far earlier.
DEEPEST = 200


class WrongJsonError(ValueError):
    """A text that is no JSON."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Object:
    """The pairs of an object, in their order."""

    pairs: tuple[tuple[str, Json], ...]


Json: TypeAlias = "str | bool | Number | Object | list[Json] | None"


def read_json(text: str) -> Json:
    """The value of a text that holds nothing else.

    Raises:
        WrongJsonError: if it is no JSON.
    """
    reader = _Reader(text)
    value = reader.value(1)
    reader.skip()
    if reader.at < len(text):
        raise WrongJsonError
    return value


def depth(value: Json) -> int:
    """How many objects and lists lie inside each other, and a scalar in the innermost."""
    return 1 + max((depth(inner) for inner in _inner(value)), default=0)


def spoilt(value: Json) -> bool:
    """Whether an object, at whatever depth, gives a key twice, or there is no number for one."""
    if isinstance(value, Object) and len({key for key, _ in value.pairs}) < len(value.pairs):
        return True
    if isinstance(value, Number) and value.text in NO_NUMBERS:
        return True
    return any(spoilt(inner) for inner in _inner(value))


def _inner(value: Json) -> list[Json]:
    if isinstance(value, Object):
        return [inner for _, inner in value.pairs]
    return value if isinstance(value, list) else []


class _Reader:
    """A place in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0

    def skip(self) -> None:
        """Go past blanks."""
        while self._text[self.at : self.at + 1] and self._text[self.at] in BLANK:
            self.at += 1

    def _take(self, sign: str) -> bool:
        """Go past a sign and the blanks before it, if it is there."""
        self.skip()
        if self._text[self.at : self.at + 1] != sign:
            return False
        self.at += 1
        return True

    def value(self, level: int) -> Json:
        """The value that begins here."""
        if level > DEEPEST:
            raise WrongJsonError
        if self._take("{"):
            return self._object(level)
        if self._take("["):
            return self._list(level)
        if self._take('"'):
            return self._string()
        for word, meaning in WORDS.items():
            if self._text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        for word in NO_NUMBERS:
            if self._text.startswith(word, self.at):
                self.at += len(word)
                return Number(word)
        found = NUMBER.match(self._text, self.at)
        if found is None:
            raise WrongJsonError
        self.at = found.end()
        return Number(found.group())

    def _object(self, level: int) -> Object:
        pairs: list[tuple[str, Json]] = []
        while pairs or not self._take("}"):
            if not self._take('"'):
                raise WrongJsonError
            key = self._string()
            if not self._take(":"):
                raise WrongJsonError
            pairs.append((key, self.value(level + 1)))
            if self._take("}"):
                break
            if not self._take(","):
                raise WrongJsonError
        return Object(tuple(pairs))

    def _list(self, level: int) -> list[Json]:
        items: list[Json] = []
        while items or not self._take("]"):
            items.append(self.value(level + 1))
            if self._take("]"):
                break
            if not self._take(","):
                raise WrongJsonError
        return items

    def _string(self) -> str:
        """The rest of a string whose first quote was taken; halves of pairs are put together."""
        signs: list[str] = []
        while True:
            plain = PLAIN.match(self._text, self.at)
            assert plain is not None, "the pattern matches nothing, too"
            signs.append(plain.group())
            self.at = plain.end() + 1
            sign = self._text[plain.end() : self.at]
            if sign == '"':
                break
            if sign != "\\":  # a control character, or the end of the text
                raise WrongJsonError
            signs.append(self._escaped())
        return "".join(signs).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")

    def _escaped(self) -> str:
        sign = self._text[self.at : self.at + 1]
        self.at += 1
        if sign == "u":
            found = HEXADECIMAL.match(self._text, self.at)
            if found is None:
                raise WrongJsonError
            self.at = found.end()
            return chr(int(found.group(), 16))
        if sign not in ESCAPES:
            raise WrongJsonError
        return ESCAPES[sign]
