"""One finding over time, whatever the order in which its days become known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.findings.timeline import (
    FOREVER,
    UNCONFIRMED,
    VIOLATING,
    Seen,
    Span,
    revise,
)

A, B = Seen("a", None), Seen("b", 7)
DAYS = st.integers(1, 8)
SHOWN = st.sampled_from([None, A, B, Seen("a", 7)])


def _of_days(days: Mapping[int, Seen | None], *, event: bool) -> list[Span]:
    """The timeline, worked out from all days at once."""
    spans: list[Span] = []
    last: Seen | None = None
    for day, end in zip(sorted(days), [*sorted(days)[1:], FOREVER], strict=True):
        shown = days[day]
        last = shown or last
        if shown is not None:
            spans.append(Span(day, end, VIOLATING, shown))
        elif last is not None and not event:
            spans.append(Span(day, end, UNCONFIRMED, last))
    whole: list[Span] = []
    for span in spans:
        before = whole[-1] if whole else None
        if (
            before
            and before.end == span.start
            and (before.state, before.seen)
            == (
                span.state,
                span.seen,
            )
        ):
            whole[-1] = Span(before.start, span.end, span.state, span.seen)
        else:
            whole.append(span)
    return whole


@given(
    history=st.lists(st.tuples(DAYS, SHOWN), max_size=20),
    event=st.booleans(),
)
def test_any_order_with_corrections(
    history: Sequence[tuple[int, Seen | None]], *, event: bool
) -> None:
    """Day by day, in any order and as often as one likes: always what all days together say."""
    spans: list[Span] = []
    days: dict[int, Seen | None] = {}
    for day, shown in history:
        following = min((other for other in days if other > day), default=FOREVER)
        spans = revise(spans, day, following, shown, event=event)
        days[day] = shown
        assert spans == _of_days(days, event=event)


def test_absence_is_no_evidence() -> None:
    """A state finding that is not shown any more is unconfirmed, with the facts last seen."""
    spans = revise([], 1, FOREVER, A, event=False)
    spans = revise(spans, 2, FOREVER, None, event=False)
    assert spans == [Span(1, 2, VIOLATING, A), Span(2, FOREVER, UNCONFIRMED, A)]


def test_what_did_not_change_is_one_span() -> None:
    """Ten days that show the same are one row."""
    spans: list[Span] = []
    for day in range(1, 11):
        spans = revise(spans, day, FOREVER, A, event=False)
    assert spans == [Span(1, FOREVER, VIOLATING, A)]


def test_a_late_day_before_all_others() -> None:
    """A finding that a late, earlier day shows is unconfirmed on the days that did not show it."""
    assert revise([], 1, 3, A, event=False) == [
        Span(1, 3, VIOLATING, A),
        Span(3, FOREVER, UNCONFIRMED, A),
    ]


@pytest.mark.parametrize("shown", [None, A])
def test_events_leave_gaps(shown: Seen | None) -> None:
    """An event is never unconfirmed: a day that does not show it has nothing of it."""
    spans = revise([Span(1, FOREVER, VIOLATING, A)], 2, FOREVER, None, event=True)
    assert spans == [Span(1, 2, VIOLATING, A)]
    later = revise(spans, 3, FOREVER, shown, event=True)
    assert later == [Span(1, 2, VIOLATING, A), *([Span(3, FOREVER, VIOLATING, A)] if shown else [])]
