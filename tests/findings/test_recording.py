"""Runs that meet others in their series: renamed, corrected, or recorded meanwhile."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from evaluator.errors import StoreError
from evaluator.findings import AskedRun, Question, Store, open_store
from tests.findings.conftest import DAY, digest, finding, on_both, record

pytestmark = on_both

P1, P2 = finding("ANN-01", "p1"), finding("ANN-01", "p2")


def test_findings_survive_a_rename(store: Store) -> None:
    """A control under a new code goes on with its findings: none is new, and none is left open."""
    store.record(record(1), [P1, P2], recorded_at=1)
    renamed = {"aliases": {"ANN-01": "SRC-01"}, "control_digests": {"SRC-01": digest("ANN-01")}}
    again = dataclasses.replace(P1, control="SRC-01")
    store.record(record(2, ("SRC-01",), **renamed), [again], recorded_at=2)
    states = {one.subject_id: one.state for one in store.findings()}
    assert states == {"p1": "violating", "p2": "unconfirmed"}
    assert [len(store.finding(one.finding_id).known) for one in (P1, P2)] == [1, 2]
    store.record(record(1, ("SRC-01",), snapshot_digest=digest("x"), **renamed), [], recorded_at=3)
    assert [span.state for span in store.finding(P1.finding_id).known] == ["violating"]
    assert store.runs()[0].superseded_at is not None


def test_another_run_is_recorded_meanwhile(store: Store, url: str) -> None:
    """A run that was compared with less than is known by now is compared anew: nothing is lost."""
    store.record(record(1), [P1], recorded_at=1)
    asked: list[int] = []

    def ask(run: AskedRun, questions: Sequence[Question]) -> dict[str, str]:
        asked.append(run.as_of)
        if len(asked) == 1:
            with open_store(url) as other:
                other.record(record(3), [P1], recorded_at=2)
        return {one.finding_id: "clear" for one in questions}

    assert not store.record(record(2), [], recorded_at=3, ask=ask).repeated
    assert asked == [2 * DAY, 2 * DAY]
    told = [(state.change, state.from_as_of) for state in store.finding(P1.finding_id).known]
    assert told == [("opened", DAY), ("resolved", 2 * DAY), ("reopened", 3 * DAY)]


def test_others_never_stop_recording(store: Store, url: str) -> None:
    """Where the series changes again and again, the run gives up with a message, and nothing is."""
    store.record(record(1), [P1], recorded_at=1)
    others = iter(range(10, 100))

    def ask(run: AskedRun, questions: Sequence[Question]) -> dict[str, str]:
        _ = run, questions
        with open_store(url) as other:
            other.record(record(next(others)), [P1], recorded_at=2)
        return {}

    with pytest.raises(StoreError) as told:
        store.record(record(2), [], recorded_at=3, ask=ask)
    assert "is busy: others recorded into series s 20 times" in told.value.rule
    assert told.value.remedy.startswith("Nothing of this run was recorded.")
    assert 2 * DAY not in [run.as_of for run in store.runs()]


def test_a_corrected_day_can_be_taken_back(store: Store) -> None:
    """The first snapshot of a day counts again when it is recorded again after its correction."""
    first, second = record(1), record(1, snapshot_digest=digest("corrected"))
    outcomes = [
        store.record(run, shown, recorded_at=at).repeated
        for at, (run, shown) in enumerate(
            [(first, [P1]), (second, [P2]), (first, [P1]), (first, [P1])], 1
        )
    ]
    assert outcomes == [False, False, False, True]
    assert [one.subject_id for one in store.findings()] == ["p1"]
    assert [run.superseded_at is None for run in store.runs()] == [False, False, True]


@pytest.mark.parametrize(
    "given", [{"platform_id": "platform-2"}, {"framework": "another"}], ids=str
)
def test_other_platforms_and_frameworks(store: Store, given: dict[str, str]) -> None:
    """A series of one name is another one for each platform and framework: nothing is mixed."""
    store.record(record(1), [P1], recorded_at=1)
    other = dataclasses.replace(P2, finding_id="f" * 32)
    store.record(record(2, **given), [other], recorded_at=2)
    assert [one.state for one in store.findings()] == ["violating", "violating"]
    assert store.finding(P1.finding_id).known[0].to_as_of is None


def test_another_bundle_on_the_same_day(store: Store) -> None:
    """It replaces what the first said of the day, and both runs stay."""
    store.record(record(1), [P1], recorded_at=1)
    newer = {"ANN-01": digest("newer")}
    changed = record(1, bundle_digest=digest("b"), control_digests=newer)
    store.record(changed, [P1, P2], recorded_at=2)
    assert [run.superseded_at for run in store.runs()] == [2, None]
    (now,) = store.finding(P1.finding_id).known
    assert now.policy == digest("newer")[:16]
    assert len(store.findings()) == 2
