"""Chance that is the same everywhere: every draw is read off a hash of its own name.

SHAKE-128 of seed, block and name gives as many bytes as are wanted, in bulk and quickly. Nothing
depends on a clock, on Python's hash order, on the machine's byte order or on the version of a
random module; and what one table draws never shifts the draws of another.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from typing import Generic, TypeVar

__all__ = ["SLOTS", "Dice", "Draws", "Wheel", "pseudonyms"]

Value = TypeVar("Value")
Other = TypeVar("Other")

#: Slots of a wheel: one for each 16-bit draw.
SLOTS = 1 << 16
#: Draws that are hashed at once where they are taken one by one.
CHUNK = 1024
#: Bytes of an id; at 80 bits ten million ids meet once in ten thousand million snapshots.
ID_BYTES = 10
#: Ids that begin so get one of the marks in front: 1 in 128.
MARKED = frozenset({"00", "ff"})
#: By the third digit: Latin with an accent, Cyrillic, Han, full width, and characters beyond the
#: basic plane, whose order in UTF-8 is not their order in UTF-16.
MARKS: Mapping[str, str] = dict(
    zip(
        "0123456789abcdef",
        [
            mark
            for mark in ("é", "жа", "博主", "\uff4b", "\U0001d4b6", "\U00020000")
            for _ in range(2)
        ]
        + ["ñ", "Ω", "한", "\ufffd"],
        strict=True,
    )
)


class Wheel(Generic[Value]):
    """Values on 65,536 slots, each as often as it weighs; a 16-bit draw picks one."""

    def __init__(self, weights: Mapping[Value, int]) -> None:
        self._slots = _spread(weights, SLOTS)

    @classmethod
    def with_unknown(cls, weights: Mapping[Other, int], rate: float) -> Wheel[Other | None]:
        """A wheel on which ``rate`` of the slots hold no value."""
        unknown = round(rate * SLOTS)
        wheel: Wheel[Other | None] = Wheel({None: 1})
        wheel._slots = (*[None] * unknown, *_spread(weights, SLOTS - unknown))
        return wheel

    def __getitem__(self, short: int) -> Value:
        """The value on one slot."""
        return self._slots[short]

    def turn(self, shorts: Iterable[int]) -> list[Value]:
        """One value for each draw."""
        return list(map(self._slots.__getitem__, shorts))


def _spread(weights: Mapping[Value, int], slots: int) -> tuple[Value, ...]:
    total = sum(weights.values())
    values: list[Value] = []
    sum_so_far = 0
    for value, weight in weights.items():
        sum_so_far += weight
        values.extend([value] * (sum_so_far * slots // total - len(values)))
    return tuple(values)


class Draws:
    """All draws of one block of a snapshot, by name."""

    def __init__(self, seed: int, block: int | str, null_rate: float = 0.0) -> None:
        self._stem = f"{seed}/{block}/"
        self._unknown = round(null_rate * SLOTS)

    def _bytes(self, name: str, length: int) -> bytes:
        return hashlib.shake_128((self._stem + name).encode()).digest(length)

    def shorts(self, name: str, number: int) -> tuple[int, ...]:
        """Draws of 16 bits, for wheels."""
        return struct.unpack(f"<{number}H", self._bytes(name, 2 * number))

    def words(self, name: str, number: int) -> tuple[int, ...]:
        """Draws of 32 bits."""
        return struct.unpack(f"<{number}I", self._bytes(name, 4 * number))

    def identifiers(self, table: str, number: int) -> list[str]:
        """Pseudonymous ids that no other table or block has."""
        return pseudonyms(self._bytes(f"{table}/id", ID_BYTES * number))

    def identifier_stream(self, table: str) -> Iterator[str]:
        """The same without end, for tables whose length is not known before."""
        return chain.from_iterable(self.identifiers(f"{table}/{part}", CHUNK) for part in count())

    def dice(self, name: str) -> Dice:
        """Draws to be taken one by one."""
        words = chain.from_iterable(self.words(f"{name}/{part}", CHUNK) for part in count())
        return Dice(words, self._unknown)


class Dice:
    """An endless stream of draws, for what is too rare or too entangled to be drawn in bulk."""

    def __init__(self, words: Iterator[int], unknown: int) -> None:
        self._words = words
        self._unknown = unknown

    def below(self, bound: int) -> int:
        """A number from 0 to ``bound`` - 1."""
        return next(self._words) * bound >> 32

    def one_in(self, number: int) -> bool:
        """True once in ``number`` times."""
        return not next(self._words) % number

    def percent(self, share: int) -> bool:
        """True ``share`` times in a hundred."""
        return next(self._words) % 100 < share

    def of(self, wheel: Wheel[Value]) -> Value:
        """A value of the wheel."""
        return wheel[next(self._words) >> 16]

    def maybe(self, wheel: Wheel[Value]) -> Value | None:
        """A value of the wheel, or none, as often as facts are unknown."""
        word = next(self._words)
        return None if word & 0xFFFF < self._unknown else wheel[word >> 16]

    def unknown(self, part: int = 1) -> bool:
        """True as often as facts are unknown, or in a ``part`` of those cases."""
        return (next(self._words) & 0xFFFF) * part < self._unknown


def pseudonyms(noise: bytes) -> list[str]:
    """Hexadecimal ids, 20 digits each; a few carry a character of another script in front."""
    digits = noise.hex()
    length = 2 * ID_BYTES
    plain = [digits[start : start + length] for start in range(0, len(digits), length)]
    return [MARKS[text[2]] + text if text[:2] in MARKED else text for text in plain]
