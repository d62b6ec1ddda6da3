"""Counts findings by their cause, in memory that does not grow with their number.

One broken template makes a million findings with one cause, and a reader wants that as one line.
Causes may also be a million (an account each). At most ``tracked`` of each direction are counted at
a time: where there are more, the counters of Misra and Gries (Finding repeated elements, 1982) keep
every cause that has more than 1 / (tracked + 1) of its direction's findings, and a second pass
counts those that were kept exactly.

Directions weigh the same: each has counters of its own, and an equal share of what is shown, so
that a million missing labels never hide a single breach of privacy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Final, TypeAlias

import orjson

from evaluator.model import SEVERITIES, Facts, Finding

__all__ = ["Cause", "Causes", "count_causes"]

_TRACKED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings of one control with one root; an empty ``facts``: the control names no cause."""

    control: str
    facts: Facts
    severity: str
    direction: str
    count: int
    #: One finding of it.
    example: Finding


@dataclass(frozen=True, slots=True)
class Causes:
    """The largest causes, and what lies beyond them."""

    #: Most findings first, then the gravest.
    largest: tuple[Cause, ...]
    #: How many causes there are, or, where it is not exact, a number that they exceed.
    number: int
    exact: bool
    #: Findings of all causes.
    total: int


_Key: TypeAlias = tuple[str, bytes]


@dataclass(slots=True)
class _Counter:
    count: int
    example: Finding


def count_causes(
    findings: Callable[[], Iterator[Finding]], shown: int, tracked: int = _TRACKED
) -> Causes:
    """Group all findings by control and cause.

    Args:
        findings: gives a fresh iterator; called twice where there are many causes.
        shown: how many causes are wanted.
        tracked: how many causes of a direction are counted at a time.
    """
    directions: dict[str, dict[_Key, _Counter]] = {}
    total = 0
    dropped = False
    for finding in findings():
        total += 1
        counters = directions.setdefault(finding.direction, {})
        key = _key(finding)
        counter = counters.get(key)
        if counter is not None:
            counter.count += 1
        elif len(counters) < tracked:
            counters[key] = _Counter(1, finding)
        else:
            dropped = True
            _decrement(counters)
    if dropped:
        _recount(directions, findings())
    ranked = [
        sorted((_cause(key, counter) for key, counter in counters.items()), key=_rank)
        for _, counters in sorted(directions.items())
    ]
    number = tracked if dropped else sum(map(len, ranked))
    largest = sorted(_by_turns(ranked, shown), key=_rank)
    return Causes(tuple(largest), number, not dropped, total)


def _by_turns(ranked: Sequence[Sequence[Cause]], shown: int) -> Iterator[Cause]:
    """The first of each, the second of each, and so on, ``shown`` in all."""
    turns = (cause for turn in zip_longest(*ranked) for cause in turn if cause is not None)
    return islice(turns, shown)


def _key(finding: Finding) -> _Key:
    return finding.control, orjson.dumps(dict(finding.cause), option=orjson.OPT_SORT_KEYS)


def _decrement(counters: dict[_Key, _Counter]) -> None:
    for key in list(counters):
        counters[key].count -= 1
        if not counters[key].count:
            del counters[key]


def _recount(directions: dict[str, dict[_Key, _Counter]], findings: Iterator[Finding]) -> None:
    for counters in directions.values():
        for counter in counters.values():
            counter.count = 0
    for finding in findings:
        kept = directions[finding.direction].get(_key(finding))
        if kept is not None:
            kept.count += 1


def _cause(key: _Key, counter: _Counter) -> Cause:
    control, facts = key
    example = counter.example
    return Cause(
        control,
        orjson.loads(facts),
        example.severity,
        example.direction,
        counter.count,
        example,
    )


def _rank(cause: Cause) -> tuple[int, int, str, bytes]:
    facts = orjson.dumps(dict(cause.facts), option=orjson.OPT_SORT_KEYS)
    return -cause.count, -SEVERITIES.index(cause.severity), cause.control, facts
