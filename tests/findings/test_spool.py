"""Findings on disk: their order, their digest, their number."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.errors import JudgeError
from evaluator.findings import FindingSpool, sorting
from evaluator.model import Finding
from tests.findings.conftest import finding

FACTS = st.dictionaries(
    st.sampled_from(["topic", "at", "paid"]),
    st.one_of(
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    ),
)


@st.composite
def many_findings(draw: st.DrawFn) -> list[Finding]:
    """Findings of two controls, each subject once a control."""
    subjects = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["ANN-01", "ANN-09"]),
                st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=4),
            ),
            unique=True,
            max_size=12,
        )
    )
    return [
        finding(
            code,
            subject,
            draw(FACTS),
            subject_time=draw(st.none() | st.integers(0, 9)),
            severity=draw(st.sampled_from(["low", "high"])),
        )
        for code, subject in subjects
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(findings=many_findings(), data=st.data())
def test_order_of_arrival_does_not_matter(
    tmp_path: Path, findings: list[Finding], data: st.DataObject
) -> None:
    """Any order gives the same findings, sorted by the lines that are digested."""
    lines = sorted(_line(one) for one in findings)
    with FindingSpool(tmp_path) as spool:
        spool.add(data.draw(st.permutations(findings)))
        assert spool.digest() == hashlib.sha256(b"".join(lines)).hexdigest()
        back = list(spool)
        assert sorted(map(_line, back)) == [_line(one) for one in back]
        assert {one.finding_id: one for one in back} == {one.finding_id: one for one in findings}
        assert sum(spool.counts.values()) == len(findings)


def _line(one: Finding) -> bytes:
    """The line of a finding, written out by hand rather than by the code that is tested."""
    value = {"control": one.control, "facts": dict(one.facts), "subject": one.subject_id}
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"


def test_no_findings(tmp_path: Path) -> None:
    """The digest of no findings is that of the empty text."""
    with FindingSpool(tmp_path) as spool:
        assert spool.digest() == hashlib.sha256(b"").hexdigest()
        assert list(spool) == []
        assert spool.counts == {}


def test_fresh_iterators(tmp_path: Path) -> None:
    """Two readers do not disturb each other."""
    with FindingSpool(tmp_path) as spool:
        spool.add([finding("ANN-01", "p1"), finding("ANN-01", "p2")])
        first, second = iter(spool), iter(spool)
        assert next(first).subject_id == next(second).subject_id == "p1"
        assert next(first).subject_id == next(second).subject_id == "p2"


def test_counts(tmp_path: Path) -> None:
    """Findings are counted by control, severity and direction."""
    with FindingSpool(tmp_path) as spool:
        spool.add([finding("ANN-01", "p1"), finding("ANN-01", "p2")])
        spool.add([finding("LAD-03", "j1", severity="high", direction="over")])
        assert spool.counts == {("ANN-01", "medium", "under"): 2, ("LAD-03", "high", "over"): 1}


def test_two_findings_of_one_identity(tmp_path: Path) -> None:
    """A control that tells two findings apart by nothing is named, each time it is read."""
    with FindingSpool(tmp_path) as spool:
        spool.add([finding("ANN-01", "p1", {"topic": "a"})])
        spool.add([finding("ANN-01", "p2"), finding("ANN-01", "p1", {"topic": "b"})])
        for _ in range(2):
            with pytest.raises(JudgeError) as told:
                spool.digest()
            assert str(told.value) == (
                "control ANN-01, subject p1: has two findings of one identity. Correct the "
                "control: name the facts that tell its findings apart under identity in its "
                "METADATA."
            )


def test_nothing_is_added_once_read(tmp_path: Path) -> None:
    """A digest that was given out stays true."""
    with FindingSpool(tmp_path) as spool:
        spool.digest()
        with pytest.raises(RuntimeError, match="no more can be added"):
            spool.add([finding("ANN-01", "p1")])


def test_folder_is_left_empty(tmp_path: Path) -> None:
    """The spool takes its files with it."""
    with FindingSpool(tmp_path) as spool:
        spool.add([finding("ANN-01", "p1")])
        spool.digest()
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.heavy
def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held does not grow with the number of findings."""
    monkeypatch.setattr(sorting, "PIECE", 100_000)
    monkeypatch.setattr(sorting, "_BUFFER", 4_096)

    def findings() -> Iterator[Finding]:
        for number in range(8_000):
            yield finding("ANN-01", f"post-{number * 7919 % 8_000}", {"n": number})

    tracemalloc.start()
    with FindingSpool(tmp_path) as spool:
        spool.add(findings())
        spool.digest()
        assert sum(1 for _ in spool) == 8_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


def test_everything_comes_back(tmp_path: Path) -> None:
    """Every field of a finding survives, times that are unknown included."""
    fields: dict[str, Any] = {"identity": {"reason": "区域"}, "cause": {"pool": "热榜", "n": 1}}
    given_one = finding("ANN-06", "r\\1", {"paid": True}, subject_time=None, **fields)
    with FindingSpool(tmp_path) as spool:
        spool.add([given_one])
        assert list(spool) == [given_one]
