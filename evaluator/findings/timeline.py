"""How one finding stands over time, and what becomes of that when one more day is known.

A timeline is a list of spans over as_of, in order and without overlap. It is a function of what
the days of the series say of the finding, so it does not depend on the order in which they became
known:

- A *state* finding opens on the first day that shows it, and stays open until there is evidence
  that it is not so any more: its subject was judged again and is clear of it, or the subject is
  gone from where it would have to be. A day that shows neither leaves it *unconfirmed*, with the
  facts that were last seen and the reason. Once resolved it is asked for no more; it reopens when
  a day shows it again.
- An *event* finding happened once and is never open. Its timeline has a gap where no day shows it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from evaluator.findings.evidence import Evidence

__all__ = [
    "FIXED",
    "FOREVER",
    "OPEN",
    "POLICY_CHANGED",
    "RESOLVED",
    "SUBJECT_GONE",
    "UNCONFIRMED",
    "VIOLATING",
    "Day",
    "Seen",
    "Span",
    "revise_event",
    "revise_state",
]

#: The end of an interval that has none; the largest integer that every JSON reader can hold.
FOREVER: Final = 2**53 - 1

VIOLATING: Final = "violating"
UNCONFIRMED: Final = "unconfirmed"
FIXED: Final = "fixed"
SUBJECT_GONE: Final = "subject_gone"
POLICY_CHANGED: Final = "policy_changed"
OPEN: Final = (VIOLATING, UNCONFIRMED)
RESOLVED: Final = (FIXED, SUBJECT_GONE, POLICY_CHANGED)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run shows of a finding."""

    #: The hash of its facts.
    facts: str
    subject_time: int | None
    #: Beginning of the digest of the control that judged.
    policy: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a series, as far as one control is concerned. Times are epoch seconds."""

    as_of: int
    run_key: int
    #: Beginning of the digest of the control that judged on it.
    policy: str
    window_from: int
    window_to: int
    #: The snapshot is no sample.
    full: bool
    #: The run was complete.
    complete: bool
    #: The control was evaluated.
    evaluated: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A state that holds from ``start`` to before ``end``, in epoch seconds of as_of."""

    start: int
    end: int
    state: str
    #: What was last seen.
    seen: Seen
    #: How it came to stand so: a word for what began at ``start``.
    change: str
    #: As_of at which the finding opened, or opened again; of a resolved one, what was resolved.
    since: int
    #: As_of from which on it is in this state, with whatever facts or reason.
    state_since: int
    #: Why it could not be confirmed; empty in other states.
    reason: str = ""

    def stands_as(self, other: Span) -> bool:
        """Whether nothing but the time tells the two apart."""
        return (self.state, self.reason, self.seen, self.since, self.state_since) == (
            (other.state, other.reason, other.seen, other.since, other.state_since)
        )


#: Gives each day on which the finding must be asked for, takes the answer, and returns the spans.
Questions: TypeAlias = Generator[Day, str, list[Span]]


def revise_state(
    spans: Sequence[Span], day: Day, later: Sequence[Day], shown: Seen | None
) -> Questions:
    """The timeline of a state finding, now that it is known what ``day`` shows.

    Args:
        spans: the timeline so far.
        day: the day that is recorded, for the first time or anew.
        later: the days after it on which the control was asked for, in order.
        shown: what the day's run shows of the finding; None: nothing.

    Yields:
        Each day, in order, on which the finding must be asked for; to be sent the evidence.
    """
    course = _clipped(spans, 0, day.as_of)
    ends = [*(one.as_of for one in later), FOREVER]
    before = _covering(spans, day.as_of)
    last = course[-1] if course else None
    for number, (one, end) in enumerate(zip((day, *later), ends, strict=True)):
        old = _covering(spans, one.as_of)
        if number and _same(last, before):
            # From here on everything follows as it did before.
            return _joined([*course, *_clipped(spans, one.as_of, FOREVER)])
        evidence = shown if number == 0 else _seen_on(old)
        if evidence is not None:
            last = _shown(last, one, end, evidence)
        elif last is not None and last.state in OPEN:
            known = _known_evidence(old, one) if number else None
            last = _silent(last, one, end, known or _by_day(one) or (yield one))
        elif last is not None:
            last = replace(last, start=one.as_of, end=end)
        before = old
        if last is not None:
            course.append(last)
    return _joined(course)


def revise_event(spans: Sequence[Span], day: int, following: int, shown: Seen | None) -> list[Span]:
    """The timeline of an event finding, now that it is known what ``day`` shows.

    Args:
        spans: the timeline so far.
        day: as_of of the run.
        following: the next as_of at which the finding's control was asked for, or ``FOREVER``.
        shown: what the run shows of the finding; None: nothing.
    """
    now = [] if shown is None else [Span(day, following, VIOLATING, shown, "", 0, 0)]
    whole = [*_clipped(spans, 0, day), *now, *_clipped(spans, following, FOREVER)]
    since = whole[0].start if whole else 0
    return _joined(
        replace(
            span,
            change="amended" if number else "recorded",
            since=since,
            state_since=since,
        )
        for number, span in enumerate(whole)
    )


def _shown(last: Span | None, day: Day, end: int, seen: Seen) -> Span:
    """How it stands on a day that shows it."""
    if last is None or last.state in RESOLVED:
        change = "opened" if last is None else "reopened"
        return Span(day.as_of, end, VIOLATING, seen, change, day.as_of, day.as_of)
    if last.state == UNCONFIRMED:
        return Span(day.as_of, end, VIOLATING, seen, "confirmed", last.since, day.as_of)
    return Span(day.as_of, end, VIOLATING, seen, "amended", last.since, last.state_since)


def _silent(last: Span, day: Day, end: int, evidence: str) -> Span:
    """How an open finding stands on a day that does not show it."""
    state, reason = UNCONFIRMED, str(evidence)
    if evidence == Evidence.CLEAR:
        state = FIXED if day.policy == last.seen.policy else POLICY_CHANGED
    elif evidence == Evidence.ABSENT:
        reason = str(Evidence.NOT_EXPORTED)
        time = last.seen.subject_time
        if day.full and time is not None and day.window_from <= time <= day.window_to:
            state = SUBJECT_GONE
    if state in RESOLVED:
        return Span(day.as_of, end, state, last.seen, "resolved", last.since, day.as_of)
    began, change = day.as_of, "unconfirmed"
    if last.state == UNCONFIRMED:
        began, change = last.state_since, "amended"
    return Span(day.as_of, end, state, last.seen, change, last.since, began, reason)


def _by_day(day: Day) -> str | None:
    """What the day itself says of every finding that it does not show."""
    if not day.complete:
        return Evidence.INCOMPLETE
    return None if day.evaluated else Evidence.NOT_EVALUATED


def _seen_on(old: Span | None) -> Seen | None:
    return old.seen if old is not None and old.state == VIOLATING else None


def _known_evidence(old: Span | None, day: Day) -> str | None:
    """What is known of a day that does not show the finding; None: it was not asked for."""
    if old is None:
        return None
    if old.state == UNCONFIRMED:
        told: dict[str, str | None] = {
            Evidence.NOT_EXPORTED: Evidence.ABSENT,
            Evidence.NOT_KEPT: None,
        }
        return told.get(old.reason, old.reason)
    if old.start != day.as_of:
        return None
    return Evidence.ABSENT if old.state == SUBJECT_GONE else Evidence.CLEAR


def _covering(spans: Sequence[Span], moment: int) -> Span | None:
    return next((span for span in spans if span.start <= moment < span.end), None)


def _same(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.stands_as(other)


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
        if last and last.end == span.start and last.stands_as(span):
            joined[-1] = replace(last, end=span.end)
        else:
            joined.append(span)
    return joined
