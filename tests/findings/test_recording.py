"""What a run under a new code of a control records."""

from __future__ import annotations

import dataclasses

from evaluator.findings import Store
from tests.findings.conftest import digest, finding, on_both, record

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
