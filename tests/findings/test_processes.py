"""Processes that die while they record, and processes that record at once."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from evaluator.findings import FindingFilter, open_store
from tests.findings.conftest import DAY, finding, on_both, record

pytestmark = on_both

P1, P2 = finding("ANN-01", "p1"), finding("ANN-01", "p2")


class _Killed:
    """Makes the process die in the middle of a transaction."""

    def __init__(self, statement: str) -> None:
        self._statement = statement

    def __call__(self, *given: object) -> None:
        if self._statement in str(given[2]):
            os.kill(os.getpid(), signal.SIGKILL)


def _record_and_die(url: str, statement: str) -> None:
    from sqlalchemy import Engine, event

    with open_store(url) as store:
        event.listen(Engine, "after_cursor_execute", _Killed(statement))
        store.record(record(2), [P2], recorded_at=2)


KILLED_AT = ["TABLE staged_finding", "INTO run_control", "INTO finding_state"]


@pytest.mark.heavy
@pytest.mark.parametrize("statement", KILLED_AT)
def test_kill_while_recording(url: str, statement: str) -> None:
    """A process that is killed leaves what was there, and the run can be recorded again."""
    with open_store(url) as store:
        store.record(record(1), [P1], recorded_at=1)
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_record_and_die, args=(url, statement))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    with open_store(url) as store:
        assert [run.as_of for run in store.runs()] == [1 * DAY]
        assert [one.subject_id for one in store.findings()] == ["p1"]
        assert not store.record(record(2), [P2], recorded_at=3).repeated
        assert len(store.findings()) == 2


def _record_and_die_afterwards(url: str) -> None:
    with open_store(url) as store:
        store.record(record(2), [P2], recorded_at=2)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.heavy
def test_kill_after_recording(url: str) -> None:
    """What was committed is there, and the same run again doubles nothing."""
    process = multiprocessing.get_context("spawn").Process(
        target=_record_and_die_afterwards, args=(url,)
    )
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    with open_store(url) as store:
        assert [one.subject_id for one in store.findings()] == ["p2"]
        assert store.record(record(2), [P2], recorded_at=3).repeated
        assert len(store.runs()) == 1


def _record_some(url: str, first: int, barrier: object) -> None:
    barrier.wait(60)  # type: ignore[attr-defined]
    for day in range(first, first + 4, 2):
        with open_store(url) as store:
            found = [finding("ANN-01", f"p{number}", {"n": day}) for number in range(50)]
            store.record(record(day), found, recorded_at=day)


@pytest.mark.heavy
def test_two_processes_at_once(url: str) -> None:
    """Two processes record into one new store at once: both succeed, and nothing is lost."""
    url = url.removesuffix("?timeout=0.05")
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(2)
    processes = [
        context.Process(target=_record_some, args=(url, first, barrier)) for first in (1, 2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    with open_store(url, create=False) as store:
        assert [run.as_of for run in store.runs()] == [day * DAY for day in range(1, 5)]
        for day in range(1, 5):
            found = store.findings(FindingFilter("s", day * DAY))
            assert [one.facts["n"] for one in found] == [day] * 50
