"""How one finding stands over time, and what becomes of that when one more day is known.

A timeline is a list of spans over as_of, in order and without overlap. It says for each day that
was evaluated whether the finding was shown, and with which facts:

- A *state* finding that a day does not show is not fixed by that: absence is no evidence. From the
  first day that shows it its timeline has no gap, and holds *unconfirmed* where it was not shown,
  with the facts that were last seen.
- An *event* finding happened once and is never open. Its timeline has a gap where no day shows it.

The timeline is a function of what the days show, so it does not depend on the order in which they
became known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["FOREVER", "UNCONFIRMED", "VIOLATING", "Seen", "Span", "revise"]

#: The end of an interval that has none; the largest integer that every JSON reader can hold.
FOREVER: Final = 2**53 - 1

VIOLATING: Final = "violating"
UNCONFIRMED: Final = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run shows of a finding: facts (by their hash), and its subject's time."""

    facts: str
    subject_time: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """A state that holds from ``start`` to before ``end``, in epoch seconds of as_of."""

    start: int
    end: int
    state: str
    #: What was last seen.
    seen: Seen


def revise(
    spans: Sequence[Span], day: int, following: int, shown: Seen | None, *, event: bool
) -> list[Span]:
    """The timeline, now that it is known what ``day`` shows (for the first time, or anew).

    Args:
        spans: the timeline so far.
        day: as_of of the run.
        following: the next as_of at which the finding's control was evaluated, or ``FOREVER``.
        shown: what the run shows of the finding; None: nothing.
        event: whether it is an event finding.
    """
    before = _clipped(spans, 0, day)
    after = _clipped(spans, following, FOREVER)
    if event:
        now = [] if shown is None else [Span(day, following, VIOLATING, shown)]
        return _joined([*before, *now, *after])
    while after and after[0].state == UNCONFIRMED:
        after.pop(0)
    known = after[0].start if after else FOREVER
    if shown is not None:
        now = [Span(day, following, VIOLATING, shown), Span(following, known, UNCONFIRMED, shown)]
    elif before:
        now = [Span(day, known, UNCONFIRMED, before[-1].seen)]
    else:
        now = []
    return _joined([*before, *now, *after])


def _clipped(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """The parts of the spans that lie between ``start`` and ``end``."""
    return [
        replace(span, start=max(span.start, start), end=min(span.end, end))
        for span in spans
        if span.start < end and span.end > start
    ]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans without empty ones, neighbours that say the same made one."""
    joined: list[Span] = []
    for span in spans:
        if span.start == span.end:
            continue
        last = joined[-1] if joined else None
        if last and (last.end, last.state, last.seen) == (span.start, span.state, span.seen):
            joined[-1] = replace(last, end=span.end)
        else:
            joined.append(span)
    return joined
