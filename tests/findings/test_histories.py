"""Random histories of runs against a model that keeps everything and works nothing out ahead."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from evaluator.findings import FindingFilter, Store, open_store
from evaluator.model import Finding
from tests.findings.conftest import DAY, digest, finding, record

NATURES = {"ANN-01": "state", "ANN-09": "state", "ANN-15": "event"}
SUBJECTS = ("p1", "p2", "p3")
LAST_DAY = 6

names = itertools.count()


class Run(NamedTuple):
    """What one run says: of which controls on which day, and what it shows."""

    day: int
    codes: tuple[str, ...]
    #: (control, subject) -> facts.
    shown: dict[tuple[str, str], int]
    complete: bool


class Stands(NamedTuple):
    """How a finding stands."""

    state: str
    facts: int


@dataclass
class Naive:
    """What each control showed on each day, the latest run's word; no intervals."""

    days: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)

    def record(self, run: Run) -> None:
        """Take what a run says for the truth about its controls on its day."""
        for code in run.codes:
            self.days[code, run.day] = {
                subject: facts for (one, subject), facts in run.shown.items() if one == code
            }

    def at(self, as_of: int) -> dict[tuple[str, str], Stands]:
        """(control, subject) -> how it stands at an as_of, in seconds."""
        standing = {}
        for code, nature in NATURES.items():
            days = sorted(day for one, day in self.days if one == code and day * DAY <= as_of)
            for subject in SUBJECTS if days else ():
                shown = self.days[code, days[-1]].get(subject)
                earlier = [self.days[code, day].get(subject) for day in days]
                seen = [facts for facts in earlier if facts is not None]
                if shown is not None:
                    standing[code, subject] = Stands("violating", shown)
                elif seen and nature == "state":
                    standing[code, subject] = Stands("unconfirmed", seen[-1])
        return standing


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """A run of some controls on some day that shows some findings."""
    codes = draw(st.lists(st.sampled_from(sorted(NATURES)), min_size=1, unique=True))
    shown = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(codes), st.sampled_from(SUBJECTS)), st.integers(0, 1)
        )
    )
    return Run(draw(st.integers(1, LAST_DAY)), tuple(codes), shown, draw(st.booleans()))


def _findings(run: Run) -> list[Finding]:
    return [
        finding(code, subject, {"n": facts}, nature=NATURES[code])
        for (code, subject), facts in run.shown.items()
    ]


def _record(store: Store, run: Run, series: str, number: int, recorded_at: int = 0) -> None:
    outcome = store.record(
        record(
            run.day,
            run.codes,
            series=series,
            platform_id="platform-1",
            snapshot_digest=digest(f"{series} {number}"),
            incomplete=() if run.complete else ("1 row is in quarantine",),
        ),
        _findings(run),
        recorded_at=recorded_at,
    )
    assert not outcome.repeated


def _standing(store: Store, series: str, as_of: int) -> dict[tuple[str, str], Stands]:
    found = store.findings(FindingFilter(series, as_of))
    standing = {
        (one.control, one.subject_id): Stands(one.state, int(one.facts["n"])) for one in found
    }
    assert len(standing) == len(found), "no finding stands in two ways at once"
    return standing


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """A store that all histories share, each in a series of its own; it waits for no disk."""

    def hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    path = tmp_path_factory.mktemp("histories") / "store.db"
    event.listen(Engine, "connect", hurry)
    try:
        with open_store(f"sqlite:///{path}") as store:
            yield store, path
    finally:
        event.remove(Engine, "connect", hurry)


QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(history=st.lists(runs(), max_size=7))
def test_any_history_stands_as_the_model_says(
    shared: tuple[Store, Path], history: list[Run]
) -> None:
    """Runs of any days in any order, of any controls, corrected and incomplete ones too."""
    store, path = shared
    series, naive = f"any-{next(names)}", Naive()
    known_then: list[dict[int, dict[tuple[str, str], Stands]]] = []
    for number, run in enumerate(history):
        _record(store, run, series, number)
        naive.record(run)
        known_then.append({at: naive.at(at) for at in _moments()})
        shown = {
            (one.control, one.subject_id): int(one.facts["n"])
            for one in store.findings(
                FindingFilter(series, run.day * DAY, controls=run.codes, states=("violating",))
            )
        }
        assert shown == run.shown, "a run's findings are the rows that cover its as_of"
    for at in _moments():
        assert _standing(store, series, at) == naive.at(at)
    assert _known_later(path, series, len(history)) == known_then
    _assert_no_row_too_many(path, series)


def _moments() -> list[int]:
    """Every day, the second before it, and times before and after all days."""
    return sorted({0, *(day * DAY - late for day in range(1, LAST_DAY + 2) for late in (0, 1))})


STATES = """
SELECT f.code, f.subject_id, s.state, x.facts, s.from_as_of, s.to_as_of, s.reason
FROM finding_state s
JOIN finding f USING (finding_id) JOIN fact_set x ON x.hash = s.facts
JOIN series ON series.key = s.series_key
WHERE series.name = ? AND s.recorded_from <= ? AND s.recorded_to > ?
ORDER BY 1, 2, 5
"""
LATEST = 10**12


def _rows(path: Path, series: str, known_at: int = LATEST) -> list[tuple[str, ...]]:
    """Rows that were known at a time."""
    database = sqlite3.connect(path)
    try:
        return database.execute(STATES, (series, known_at, known_at)).fetchall()
    finally:
        database.close()


def _known_later(
    path: Path, series: str, runs: int
) -> list[dict[int, dict[tuple[str, str], Stands]]]:
    """What was known after each run, read after all of them; the n-th was recorded at n."""
    known = []
    for moment in range(1, runs + 1):
        rows = _rows(path, series, moment)
        known.append(
            {
                at: {
                    (code, subject): Stands(state, int(facts.split(":")[1].rstrip("}")))
                    for code, subject, state, facts, start, end, _ in rows
                    if int(start) <= at < int(end)
                }
                for at in _moments()
            }
        )
    return known


def _assert_no_row_too_many(path: Path, series: str) -> None:
    """Two neighbouring rows differ: the store grows with changes, not with days."""
    for one, other in itertools.pairwise(_rows(path, series)):
        if one[:2] == other[:2] and one[5] == other[4]:
            assert (one[2:4], one[6]) != (other[2:4], other[6])


def test_quiet_days_add_no_rows(store: Store, path: Path) -> None:
    """Thirty days on which nothing changes leave one row a finding."""
    findings = [finding("ANN-01", f"p{number}") for number in range(20)]
    for day in range(1, 31):
        store.record(record(day), findings, recorded_at=day)
    database = sqlite3.connect(path)
    try:
        assert database.execute("SELECT count(*) FROM finding_state").fetchall() == [(20,)]
        assert database.execute("SELECT count(*) FROM fact_set").fetchall() == [(1,)]
    finally:
        database.close()


def test_many_changes_in_several_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """More changes than are worked on at once are all written."""
    monkeypatch.setattr("evaluator.findings.planning.CHUNK", 7)
    monkeypatch.setattr("evaluator.findings.bulk._CHUNK", 7)
    first = [finding("ANN-01", f"p{number}", {"n": 1}) for number in range(30)]
    second = [finding("ANN-01", f"p{number}", {"n": 2}) for number in range(10, 40)]
    store.record(record(1), first, recorded_at=1)
    store.record(record(2), second, recorded_at=2)
    assert len(store.findings(FindingFilter("s", 1 * DAY, states=("violating",)))) == 30
    assert len(store.findings(FindingFilter("s", 2 * DAY, states=("violating",)))) == 30
    assert len(store.findings(FindingFilter("s", 2 * DAY, states=("unconfirmed",)))) == 10


def test_rows_refer_to_rows_that_exist(store: Store, path: Path) -> None:
    """The database itself refuses states of findings that there are not."""
    store.record(record(1), [finding("ANN-01", "p1")], recorded_at=1)
    database = sqlite3.connect(path)
    try:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    finally:
        database.close()
