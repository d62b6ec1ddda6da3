"""One finding over time, whatever the order in which its days become known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.findings.evidence import Evidence
from evaluator.findings.timeline import (
    FIXED,
    FOREVER,
    POLICY_CHANGED,
    SUBJECT_GONE,
    UNCONFIRMED,
    VIOLATING,
    Day,
    Seen,
    Span,
    revise_event,
    revise_state,
)

A, B = Seen("a", None, "one"), Seen("b", 7, "one")
NEWER = Seen("a", None, "two")


def _day(number: int, **fields: object) -> Day:
    day = Day(number, number, "one", 5, 50, full=True, complete=True, evaluated=True)
    return replace(day, **fields)  # type: ignore[arg-type]


class Record:
    """What the days say, and the timeline as it is known so far; days are recorded one by one."""

    def __init__(self) -> None:
        self.days: dict[int, Day] = {}
        self.says: dict[int, Seen | str] = {}
        self.spans: list[Span] = []
        self.asked: list[int] = []

    def take(self, day: Day, says: Seen | str) -> None:
        """Record a day, for the first time or anew."""
        self.days[day.as_of], self.says[day.as_of] = day, says
        later = [self.days[one] for one in sorted(self.days) if one > day.as_of]
        steps = revise_state(self.spans, day, later, says if isinstance(says, Seen) else None)
        answer: str | None = None
        while True:
            try:
                asked = steps.send(answer)  # type: ignore[arg-type]
            except StopIteration as done:
                self.spans = done.value
                return
            self.asked.append(asked.as_of)
            told = self.says[asked.as_of]
            assert isinstance(told, str), "a day that shows the finding is not asked"
            answer = told


def _states(spans: Sequence[Span]) -> list[tuple[int, str]]:
    return [(span.start, span.state) for span in spans]


SAYS = st.sampled_from(
    [A, B, NEWER, Evidence.CLEAR, Evidence.CLEAR, Evidence.ABSENT, Evidence.UNDETERMINED]
)


@st.composite
def _days(draw: st.DrawFn) -> tuple[Day, Seen | str]:
    says = draw(SAYS)
    policy = says.policy if isinstance(says, Seen) else draw(st.sampled_from(["one", "two"]))
    day = _day(
        draw(st.integers(1, 8)),
        policy=policy,
        full=draw(st.booleans()),
        complete=draw(st.sampled_from([True, True, False])),
        evaluated=isinstance(says, Seen) or draw(st.sampled_from([True, True, False])),
        window_from=draw(st.sampled_from([5, 8])),
    )
    return day, says


@given(history=st.lists(_days(), max_size=16))
def test_any_order_with_corrections(history: Sequence[tuple[Day, Seen | str]]) -> None:
    """Day by day, in any order and as often as one likes: what the last word on each day gives."""
    late, final = Record(), {day.as_of: (day, says) for day, says in history}
    for day, says in history:
        late.take(day, says)
    in_order = Record()
    for as_of in sorted(final):
        in_order.take(*final[as_of])
    assert late.spans == in_order.spans
    assert _as_defined(final) == in_order.spans


def _as_defined(days: Mapping[int, tuple[Day, Seen | str]]) -> list[Span]:
    """The definition, read off day by day with nothing kept but the last state."""
    spans: list[Span] = []
    for place, as_of in enumerate(order := sorted(days)):
        day, says = days[as_of]
        end = order[place + 1] if place + 1 < len(order) else FOREVER
        last = spans[-1] if spans else None
        is_open = last is not None and last.state in {VIOLATING, UNCONFIRMED}
        if isinstance(says, Seen):
            now = Span(as_of, end, VIOLATING, says, "opened", as_of, as_of)
            if last is not None and not is_open:
                now = replace(now, change="reopened")
            elif last is not None:
                steady = last.state == VIOLATING
                began = last.state_since if steady else as_of
                change = "amended" if steady else "confirmed"
                now = replace(now, since=last.since, state_since=began, change=change)
        elif last is None:
            continue
        elif not is_open:
            now = replace(last, end=end)
        else:
            state, reason = _meaning(day, says, last.seen)
            steady = state == last.state
            change = "unconfirmed" if state == UNCONFIRMED else "resolved"
            now = Span(
                *(as_of, end, state, last.seen, "amended" if steady else change, last.since),
                state_since=last.state_since if steady else as_of,
                reason=reason,
            )
        if last is not None and last.stands_as(now):
            spans[-1] = replace(last, end=end)
        else:
            spans.append(now)
    return spans


def _meaning(day: Day, says: str, seen: Seen) -> tuple[str, str]:
    if not day.complete:
        return UNCONFIRMED, Evidence.INCOMPLETE
    if not day.evaluated:
        return UNCONFIRMED, Evidence.NOT_EVALUATED
    if says == Evidence.CLEAR:
        return (FIXED if day.policy == seen.policy else POLICY_CHANGED), ""
    if says != Evidence.ABSENT:
        return UNCONFIRMED, says
    time = seen.subject_time
    inside = time is not None and day.window_from <= time <= day.window_to
    return (SUBJECT_GONE, "") if day.full and inside else (UNCONFIRMED, "not_exported")


RESOLUTIONS = [
    (B, _day(2), Evidence.CLEAR, FIXED, ""),
    (B, _day(2, policy="two"), Evidence.CLEAR, POLICY_CHANGED, ""),
    (B, _day(2), Evidence.ABSENT, SUBJECT_GONE, ""),
    (B, _day(2, full=False), Evidence.ABSENT, UNCONFIRMED, "not_exported"),
    (B, _day(2, window_from=8), Evidence.ABSENT, UNCONFIRMED, "not_exported"),
    (B, _day(2, window_to=6), Evidence.ABSENT, UNCONFIRMED, "not_exported"),
    (A, _day(2), Evidence.ABSENT, UNCONFIRMED, "not_exported"),
    (B, _day(2), Evidence.UNDETERMINED, UNCONFIRMED, Evidence.UNDETERMINED),
    (B, _day(2, complete=False), Evidence.CLEAR, UNCONFIRMED, Evidence.INCOMPLETE),
    (B, _day(2, evaluated=False), Evidence.CLEAR, UNCONFIRMED, Evidence.NOT_EVALUATED),
]


@pytest.mark.parametrize(("seen", "day", "says", "state", "reason"), RESOLUTIONS)
def test_evidence(seen: Seen, day: Day, says: str, state: str, reason: str) -> None:
    """Only evidence resolves: judged clear, or gone from where it would have to be."""
    record = Record()
    record.take(_day(1), seen)
    record.take(day, says)
    assert _states(record.spans) == [(1, VIOLATING), (2, state)]
    assert record.spans[1].reason == reason
    assert record.spans[1].since == 1


def test_it_comes_back() -> None:
    """A resolved finding that is shown again has opened again; the time to fix is told by both."""
    record = Record()
    for number, says in enumerate(
        [A, Evidence.UNDETERMINED, A, Evidence.CLEAR, Evidence.CLEAR, A, B], 1
    ):
        record.take(_day(number), says)
    assert [(span.start, span.change, span.since) for span in record.spans] == [
        (1, "opened", 1),
        (2, "unconfirmed", 1),
        (3, "confirmed", 1),
        (4, "resolved", 1),
        (6, "reopened", 6),
        (7, "amended", 6),
    ]
    assert record.asked == [2, 4]


def test_a_resolved_finding_is_asked_for_no_more() -> None:
    """What was fixed and is not shown stays fixed, whatever later days might have said."""
    record = Record()
    for number, says in enumerate([A, Evidence.CLEAR, Evidence.UNDETERMINED, Evidence.ABSENT], 1):
        record.take(_day(number), says)
    assert record.asked == [2]
    assert _states(record.spans) == [(1, VIOLATING), (2, FIXED)]


def test_a_new_finding_is_asked_for_on_later_days() -> None:
    """A late day that opens it asks the days after it, up to the one that resolves it."""
    record = Record()
    for number, says in enumerate([Evidence.UNDETERMINED, Evidence.CLEAR, Evidence.ABSENT], 2):
        record.take(_day(number), says)
    assert record.asked == []
    record.take(_day(1), A)
    assert record.asked == [2, 3]
    assert _states(record.spans) == [(1, VIOLATING), (2, UNCONFIRMED), (3, FIXED)]


def test_what_did_not_change_is_one_span() -> None:
    """Ten days that show the same are one row."""
    record = Record()
    for number in range(1, 11):
        record.take(_day(number), A)
    assert record.spans == [Span(1, FOREVER, VIOLATING, A, "opened", 1, 1)]


EVENT = st.lists(st.tuples(st.integers(1, 8), st.sampled_from([None, A, B])), max_size=20)


@given(history=EVENT)
def test_events_in_any_order(history: Sequence[tuple[int, Seen | None]]) -> None:
    """An event stands where days show it, and is recorded once, on the first of them."""
    spans: list[Span] = []
    days: dict[int, Seen | None] = {}
    for day, shown in history:
        following = min((other for other in days if other > day), default=FOREVER)
        spans = revise_event(spans, day, following, shown)
        days[day] = shown
        first = min((other for other, seen in days.items() if seen), default=None)
        assert [span.change for span in spans[:1]] == ["recorded"] * (first is not None)
        assert {span.change for span in spans[1:]} <= {"amended"}
        assert {span.since for span in spans} <= {first}
        for other, seen in days.items():
            covering = [span.seen for span in spans if span.start <= other < span.end]
            assert covering == ([] if seen is None else [seen])
