"""Days that are recorded late, again, or corrected give the store that days in order give."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.findings import (
    AskedRun,
    Evidence,
    FindingFilter,
    Question,
    RecordedState,
    RunRecord,
    Store,
    open_store,
)
from evaluator.model import ControlResult, Finding
from tests.findings.conftest import DAY, digest, finding, on_both, record

NATURES = {"ANN-01": "state", "ANN-09": "state", "ANN-15": "event"}
PLACES = [(code, subject) for code in NATURES for subject in ("p1", "p2")]
LAST_DAY = 7
names = itertools.count()

#: What a snapshot says of a finding: facts that it shows, or the evidence.
Says = int | Evidence


@dataclass(frozen=True)
class Day:
    """A snapshot of a day, and how it is judged."""

    number: int
    version: int
    policy: str
    complete: bool
    full: bool
    evaluated: bool
    window_from: int
    says: Mapping[tuple[str, str], Says]

    def record(self, series: str) -> RunRecord:
        """The run of it in a series."""
        codes = tuple(NATURES)
        lacks = () if self.evaluated else ("annotations",)
        return record(
            self.number,
            codes,
            series=series,
            snapshot_digest=self.digest(series),
            bundle_digest=digest(self.policy),
            incomplete=() if self.complete else ("1 row is in quarantine",),
            coverage="full" if self.full else "sample",
            window_from=self.window_from,
            control_digests={code: digest(code + self.policy) for code in codes},
            results=tuple(ControlResult(code, {}, {}, not_evaluated=lacks) for code in codes),
        )

    def digest(self, series: str) -> str:
        """Of its snapshot."""
        return digest(f"{series} {self.number} {self.version}")

    def findings(self) -> list[Finding]:
        """What it shows; a control that is not evaluated shows nothing."""
        return [
            finding(code, subject, {"n": says}, nature=NATURES[code])
            for (code, subject), says in self.says.items()
            if self.evaluated and not isinstance(says, Evidence)
        ]


SAYS = st.one_of(
    st.integers(0, 1),
    st.sampled_from([Evidence.CLEAR, Evidence.CLEAR, Evidence.ABSENT, Evidence.UNDETERMINED]),
)
MOSTLY = st.sampled_from([True, True, True, False])


@st.composite
def snapshots(draw: st.DrawFn) -> list[Day]:
    """Some snapshots of some days, several of one day among them; other days have none."""
    numbers = draw(st.lists(st.integers(1, LAST_DAY), min_size=1, max_size=6))
    return [
        Day(
            number,
            version,
            draw(st.sampled_from(["old", "old", "new"])),
            *(draw(MOSTLY), draw(MOSTLY), draw(MOSTLY)),
            draw(st.sampled_from([0, 1_800_000_000])),
            draw(st.fixed_dictionaries(dict.fromkeys(PLACES, SAYS))),
        )
        for version, number in enumerate(numbers)
    ]


def _record(store: Store, days: Sequence[Day], series: str) -> None:
    by_digest = {day.digest(series): day for day in days}

    def ask(run: AskedRun, questions: Sequence[Question]) -> dict[str, str]:
        says = by_digest[run.snapshot_digest].says
        told = {one.finding_id: says[one.control, one.subject_id] for one in questions}
        # Only open findings that the day does not show are asked for.
        return {name: Evidence(says) for name, says in told.items()}

    for day in days:
        store.record(day.record(series), day.findings(), recorded_at=0, ask=ask)


def _history(store: Store, series: str) -> dict[str, list[tuple[object, ...]]]:
    """All that is known of each finding, but for when it became known."""
    begun = store.findings(FindingFilter(series, changes=("opened", "recorded")))
    return {
        f"{one.control} {one.subject_id}": [
            _told(state) for state in store.finding(one.finding_id).known if state.series == series
        ]
        for one in begun
    }


def _told(state: RecordedState) -> tuple[object, ...]:
    return (
        *(state.state, state.reason, state.change, state.since, state.state_since, state.policy),
        *(state.facts["n"], state.subject_time, state.from_as_of, state.to_as_of),
    )


@pytest.fixture
def shared(url: str) -> Iterator[Store]:
    """A store that all histories share, each in series of its own."""
    with open_store(url) as store:
        yield store


@st.composite
def orders(draw: st.DrawFn) -> list[Day]:
    """Some snapshots in any order, some of them several times."""
    return draw(st.lists(st.sampled_from(draw(snapshots())), min_size=1, max_size=8))


QUICK = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@pytest.mark.heavy
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@settings(QUICK, max_examples=200)
@given(late=orders())
def test_order_does_not_matter(shared: Store, late: list[Day]) -> None:
    """Gaps, repeats, corrections, other policies, late days: the last word on each day counts."""
    _compare(shared, late)


@pytest.mark.heavy
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@QUICK
@given(late=orders())
def test_order_does_not_matter_on_postgresql(shared: Store, late: list[Day]) -> None:
    """The same law on the other database."""
    _compare(shared, late)


def _compare(shared: Store, late: list[Day]) -> None:
    final = {day.number: day for day in late}
    in_order = [final[number] for number in sorted(final)]
    series = [f"{which} {next(names)}" for which in ("late", "in order")]
    for name, days in zip(series, (late, in_order), strict=True):
        _record(shared, days, name)
    told = [_history(shared, name) for name in series]
    assert told[0] == told[1]


@on_both
def test_a_late_first_day(store: Store) -> None:
    """It opens what later days then resolve: each later day is asked once, in order."""
    says = dict.fromkeys(PLACES, Evidence.CLEAR)
    unknown = dict.fromkeys(PLACES, Evidence.UNDETERMINED)
    shown = dict.fromkeys(PLACES, 1)
    common = ("old", True, True, True, 0)
    days = [
        Day(3, 0, *common, says),
        Day(2, 0, *common, unknown),
        Day(1, 0, *common, shown),
    ]
    _record(store, days, "s")
    states = store.finding(finding("ANN-01", "p1").finding_id).known
    assert [(one.state, one.from_as_of) for one in states] == [
        ("violating", 1 * DAY),
        ("unconfirmed", 2 * DAY),
        ("fixed", 3 * DAY),
    ]
