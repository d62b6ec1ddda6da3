"""Recording runs, and asking for them and their findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from evaluator.errors import IdentityError, UsageError
from evaluator.findings import FindingFilter, Recorded, Store
from evaluator.model import ControlResult, Finding, Outcome
from tests.findings.conftest import DAY, digest, finding, on_both, record

pytestmark = on_both

P1 = finding("ANN-01", "p1", {"topic": "news"})
P2 = finding("ANN-01", "p2", {"topic": "news"}, severity="high")
J1 = finding("LAD-03", "j1", {"days": 9}, direction="over", cause={})


def test_what_was_recorded_comes_back(store: Store) -> None:
    """Every part of a run is kept."""
    results = (
        ControlResult(
            "ANN-01",
            {"violation": 1, "undetermined": 2, "pass": 3, "not_applicable": 4},
            {"posts.topic": 2, "account": 1},
            candidates=10,
            exact=True,
        ),
        ControlResult("RUM-01", {}, {}, not_evaluated=("annotations", "notices:unplaced")),
    )
    given = record(
        3,
        ("ANN-01", "RUM-01"),
        results=results,
        overrides={"label_grace_hours": 24},
        quarantined={"posts": 161},
        incomplete=("161 rows are in quarantine",),
    )
    outcome = store.record(given, [P1], recorded_at=500)
    assert outcome == Recorded(given.identity.run_id, repeated=False)
    details = store.run(outcome.run_id[:8])
    (summary,) = store.runs()
    assert details.summary == summary
    assert (summary.run_id, summary.series) == (given.identity.run_id, "s")
    assert (summary.platform_id, summary.framework) == ("platform-1", "qinglang-2025")
    assert (summary.snapshot_id, summary.as_of) == ("snapshot-3", 3 * DAY)
    assert (summary.complete, summary.findings) == (False, 1)
    assert (summary.recorded_at, summary.superseded_at) == (500, None)
    for name in (
        *("findings_digest", "outcomes_digest", "window_from", "window_to", "coverage"),
        *("incomplete", "overrides", "quarantined", "engine", "threads", "triage", "audit"),
        *("started_at", "finished_at", "control_digests"),
    ):
        assert getattr(details, name) == getattr(given, name), name
    for name in ("snapshot_digest", "bundle_digest", "semantics_version", "parameters"):
        assert getattr(details, name) == getattr(given.identity, name), name
    assert details.results["ANN-01"] == results[0]
    assert details.results["RUM-01"].not_evaluated == results[1].not_evaluated
    assert set(details.results["RUM-01"].outcomes) == {str(outcome) for outcome in Outcome}


def test_findings_come_back(store: Store) -> None:
    """Every part of a finding is kept, Unicode and unknown times included."""
    one = finding(
        "ANN-06",
        "渲染-1",
        {"contrast_centi": 150, "paid": False},
        identity={"reason": "对比度"},
        subject_time=None,
        nature="event",
    )
    store.record(record(1, ("ANN-06",)), [one], recorded_at=1)
    (found,) = store.findings()
    for name in (
        *("finding_id", "control", "subject_id", "subject_time", "identity", "facts"),
        *("severity", "direction", "nature", "cause"),
    ):
        assert getattr(found, name) == getattr(one, name), name
    assert (found.series, found.platform_id, found.state) == ("s", "platform-1", "violating")
    assert (found.from_as_of, found.to_as_of) == (1 * DAY, None)


def test_a_complete_run_is_recorded_once(store: Store) -> None:
    """The same run again writes nothing, whatever engine and threads it had."""
    first = store.record(record(1), [P1], recorded_at=1)
    again = store.record(record(1, engine="opa", threads=8), [P1], recorded_at=2)
    assert again == Recorded(first.run_id, repeated=True)
    (run,) = store.runs()
    assert run.recorded_at == 1


def test_a_series_of_its_own(store: Store) -> None:
    """The same run in another series is recorded there."""
    store.record(record(1), [P1], recorded_at=1)
    assert not store.record(record(1, series="other"), [P1], recorded_at=2).repeated
    assert [run.series for run in store.runs()] == ["s", "other"]
    assert [run.series for run in store.runs("other")] == ["other"]
    assert {one.series for one in store.findings()} == {"s", "other"}
    assert store.runs("nothing") == []


@pytest.mark.parametrize("which", ["findings", "outcomes"])
@pytest.mark.parametrize("series", ["s", "other"])
def test_another_result_is_an_error(store: Store, which: str, series: str) -> None:
    """The same identity with another digest is refused in every series; nothing is written."""
    store.record(record(1), [P1], recorded_at=1)
    other = record(1, series=series, **{f"{which}_digest": digest("x")})
    with pytest.raises(IdentityError) as told:
        store.record(other, [P2], recorded_at=2)
    assert f"was recorded with another {which} digest" in str(told.value)
    assert other.identity.run_id in str(told.value)
    assert told.value.exit_code == 3
    assert [one.finding_id for one in store.findings()] == [P1.finding_id]
    assert len(store.runs()) == 1


def test_an_incomplete_run_is_no_reason_to_stop(store: Store) -> None:
    """An incomplete run may be repeated: the later run counts, the earlier one is kept."""
    broken = record(1, incomplete=("3 subjects could not be decided",))
    store.record(broken, [P1], recorded_at=10)
    again = record(1, findings_digest=digest("both"))
    assert not store.record(again, [P1, P2], recorded_at=20).repeated
    assert [(run.complete, run.superseded_at) for run in store.runs()] == [
        (False, 20),
        (True, None),
    ]
    assert store.run(again.identity.run_id).summary.complete
    assert {one.subject_id for one in store.findings()} == {"p1", "p2"}


def test_a_complete_run_is_not_taken_back_by_an_incomplete_one(store: Store) -> None:
    """The same run, interrupted the second time, leaves what is known."""
    store.record(record(1), [P1], recorded_at=1)
    broken = record(1, incomplete=("1 subject could not be decided",), findings_digest=digest("x"))
    assert store.record(broken, [], recorded_at=2).repeated
    assert [one.state for one in store.findings()] == ["violating"]


def test_what_an_incomplete_run_does_not_show(store: Store) -> None:
    """It could not be confirmed, and is not fixed by that."""
    store.record(record(1), [P1, P2], recorded_at=1)
    broken = record(2, incomplete=("1 subject could not be decided",))
    store.record(broken, [P2], recorded_at=2)
    states = {one.subject_id: one.state for one in store.findings()}
    assert states == {"p1": "unconfirmed", "p2": "violating"}


def test_a_correction(store: Store) -> None:
    """A corrected snapshot of a day takes the place of the first, which stays as what was known."""
    store.record(record(1), [P1], recorded_at=10)
    store.record(record(1, snapshot_digest=digest("corrected")), [P2], recorded_at=20)
    assert [one.subject_id for one in store.findings()] == ["p2"]
    assert [run.superseded_at for run in store.runs()] == [20, None]
    withdrawn = store.finding(P1.finding_id)
    assert withdrawn.known == ()
    (state,) = withdrawn.states
    assert (state.recorded_from, state.recorded_to) == (10, 20)


def test_other_controls_are_left_alone(store: Store) -> None:
    """A run of one control says nothing of another, neither later nor on the same day."""
    both = ("ANN-01", "LAD-03")
    store.record(record(1, both), [P1, J1], recorded_at=1)
    store.record(record(1, ("ANN-01",), snapshot_digest=digest("x")), [P2], recorded_at=2)
    store.record(record(2, ("ANN-01",)), [P2], recorded_at=3)
    states = {one.subject_id: one.state for one in store.findings()}
    assert states == {"j1": "violating", "p2": "violating"}
    assert [run.superseded_at for run in store.runs()] == [None, None, None]


def test_clock_that_goes_back(store: Store) -> None:
    """What is recorded later counts as later, whatever the clock says."""
    store.record(record(1), [P1], recorded_at=1_000)
    store.record(record(1, snapshot_digest=digest("corrected")), [], recorded_at=10)
    assert [run.recorded_at for run in store.runs()] == [1_000, 1_001]
    assert store.findings() == []


def test_new_severity_and_cause(store: Store) -> None:
    """What another bundle says of a finding counts from its day on, and not before."""
    store.record(record(1), [P1], recorded_at=1)
    graver = finding("ANN-01", "p1", {"topic": "news"}, severity="high", cause={"topic": "news"})
    store.record(record(2, bundle_digest=digest("new")), [graver], recorded_at=2)
    assert [one.severity for one in store.findings(FindingFilter(as_of=1 * DAY))] == ["medium"]
    assert [one.severity for one in store.findings(FindingFilter(as_of=2 * DAY))] == ["high"]
    states = store.finding(P1.finding_id).known
    assert [state.cause for state in states] == [{"account_id": "a1"}, {"topic": "news"}]


FILTERS = [
    ({}, ["p1", "p2", "j1"]),
    ({"controls": ("LAD-03",)}, ["j1"]),
    ({"controls": ("LAD-03", "ANN-01")}, ["p1", "p2", "j1"]),
    ({"severity": "high"}, ["p2"]),
    ({"direction": "over"}, ["j1"]),
    ({"subject": "p1"}, ["p1"]),
    ({"states": ("unconfirmed",)}, ["p2"]),
    ({"states": ("unconfirmed",), "severity": "medium"}, []),
    ({"as_of": 1 * DAY, "states": ("violating",)}, ["p1", "p2", "j1"]),
    ({"as_of": 1 * DAY - 1}, []),
    ({"series": "s", "limit": 2}, ["p1", "p2"]),
    ({"limit": 2, "offset": 2}, ["j1"]),
    ({"series": "other"}, []),
    ({"cause": {"account_id": "a1"}}, ["p1", "p2"]),
    ({"cause": {"account_id": "a1"}, "subject": "p1"}, ["p1"]),
    ({"cause": {"account_id": "a2"}}, []),
    ({"cause": {}}, ["j1"]),
    ({"cause": {"account_id": "a1", "topic": "news"}}, []),
]


@pytest.mark.parametrize(("filters", "subjects"), FILTERS, ids=str)
def test_filters(store: Store, filters: dict[str, Any], subjects: list[str]) -> None:
    """Each filter narrows down alone and together, in the order control, subject."""
    codes = ("ANN-01", "LAD-03")
    store.record(record(1, codes), [P1, P2, J1], recorded_at=1)
    store.record(record(2, codes), [P1, J1], recorded_at=2)
    page = {name: filters[name] for name in ("limit", "offset") if name in filters}
    wanted: Any = {name: value for name, value in filters.items() if name not in page}
    found = store.findings(FindingFilter(**wanted), **page)
    assert [one.subject_id for one in found] == subjects


def test_causes(store: Store) -> None:
    """A cause is met whole: each fact with its value, be it text, number or flag, and no other."""
    causes: list[dict[str, str | int | bool]] = [
        {"n": 1},
        {"n": "1"},
        {"n": 10},
        {"n": True},
        {"n": "true"},
        {"n": -3},
        {"n": '"1'},
        {"n": 1, "m": "x"},
        {"n": "A"},
        {"n": "a"},
        {},
    ]
    shown = [finding("ANN-01", f"p{n:02}", cause=cause) for n, cause in enumerate(causes)]
    store.record(record(1), shown, recorded_at=1)

    def found(**cause: str) -> list[int]:
        return [int(one.subject_id[1:]) for one in store.findings(FindingFilter(cause=cause))]

    assert found(n="1") == [0, 1]
    assert found(n="true") == [3, 4]
    assert found(n="-3") == [5]
    assert found(n='"1') == [6]
    assert found(m="x", n="1") == [7]
    assert found(n="a") == [9]
    assert found() == [10]
    assert found(n="%") == []


def test_ids_may_be_shortened(store: Store) -> None:
    """The beginning of an id is enough where it is the beginning of one id only."""
    runs = [store.record(record(day), [P1, P2], recorded_at=day) for day in (1, 2)]
    assert store.run(runs[0].run_id[:10]).summary.as_of == 1 * DAY
    assert store.finding(P1.finding_id[:10]).subject_id == "p1"
    with pytest.raises(UsageError) as told:
        store.run("")
    assert str(told.value) == "run : is the beginning of 2 ids. Give more of its digits."
    with pytest.raises(UsageError, match="is the beginning of several ids"):
        store.finding("")


@pytest.mark.parametrize("unknown", ["0000", "%", "_", "' OR 1=1"])
def test_unknown_ids(store: Store, unknown: str) -> None:
    """An id that nothing has is told, and the place where ids are; signs have no meaning."""
    store.record(record(1), [P1], recorded_at=1)
    with pytest.raises(UsageError) as told:
        store.run(unknown)
    assert str(told.value) == f"run {unknown}: is not in this database. See `qinglang runs list`."
    with pytest.raises(UsageError) as told:
        store.finding(unknown)
    assert "See `qinglang findings list`" in str(told.value)


def test_failure_half_way(store: Store) -> None:
    """Findings that end in an error leave nothing of their run."""

    def failing() -> Iterator[Finding]:
        yield P1
        raise ValueError("the findings could not be read back")

    with pytest.raises(ValueError, match="could not be read back"):
        store.record(record(1), failing(), recorded_at=1)
    assert store.runs() == []
    assert store.findings() == []


def test_no_values_in_errors_of_the_database(store: Store) -> None:
    """Where the database refuses a row, its values are not in the message."""
    from sqlalchemy.exc import IntegrityError

    twice = [finding("ANN-01", "secret-subject")] * 2
    with pytest.raises(IntegrityError) as told:
        store.record(record(1), twice, recorded_at=1)
    assert "secret-subject" not in str(told.value)


def test_a_run_of_no_controls(store: Store) -> None:
    """Where everything was skipped there is a run that says nothing; a later one replaces it."""
    store.record(record(1, ()), [], recorded_at=1)
    store.record(record(1, (), snapshot_digest=digest("x")), [], recorded_at=2)
    assert [run.superseded_at for run in store.runs()] == [2, None]
    assert store.findings() == []
