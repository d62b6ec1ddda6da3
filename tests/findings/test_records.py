"""What identifies a run, and what a record must not say."""

from __future__ import annotations

import dataclasses
import hashlib
import re

import pytest

from evaluator.findings import RunIdentity
from tests.findings.conftest import record

IDENTITY = RunIdentity("p", "f", 86_400, "aa", "bb", {"n": 1, "list": ["x"]}, ("B", "A"), 1)

OTHERS = {
    "platform_id": "q",
    "framework": "g",
    "as_of": 0,
    "snapshot_digest": "ab",
    "bundle_digest": "bc",
    "parameters": {"n": 2, "list": ["x"]},
    "controls": ("A",),
    "semantics_version": 2,
}


def test_digest_is_of_canonical_json() -> None:
    """The digest is SHA-256 over sorted keys without spaces, controls sorted."""
    text = (
        '{"as_of":86400,"bundle":"bb","controls":["A","B"],"framework":"f",'
        '"parameters":{"list":["x"],"n":1},"platform":"p","semantics":1,"snapshot":"aa"}'
    )
    assert IDENTITY.digest == hashlib.sha256(text.encode()).hexdigest()
    assert IDENTITY.run_id == IDENTITY.digest[:32]


def test_order_of_controls_does_not_matter() -> None:
    """Controls are a set."""
    assert dataclasses.replace(IDENTITY, controls=("A", "B")).run_id == IDENTITY.run_id


def test_every_part_counts() -> None:
    """Each part of the identity makes another run, and no part was forgotten here."""
    assert set(OTHERS) == {field.name for field in dataclasses.fields(RunIdentity)}
    ids = {dataclasses.replace(IDENTITY, **{name: other}).run_id for name, other in OTHERS.items()}
    assert len(ids | {IDENTITY.run_id}) == len(OTHERS) + 1


def test_fractions_have_no_identity() -> None:
    """A parameter with a fraction would print differently elsewhere; it is refused."""
    with pytest.raises(TypeError, match="canonical JSON has no float"):
        _ = dataclasses.replace(IDENTITY, parameters={"n": 0.5}).digest


def test_complete_needs_no_reason() -> None:
    """A record cannot be complete and give a reason why it is not."""
    whole = record(1)
    with pytest.raises(ValueError, match="complete exactly where it has no reason"):
        dataclasses.replace(whole, incomplete=("2 rows are in quarantine",))
    with pytest.raises(ValueError, match="complete exactly where it has no reason"):
        dataclasses.replace(whole, complete=False)


def test_a_result_for_each_control() -> None:
    """A control that was asked for cannot be left out of the results."""
    whole = record(1, ("ANN-01", "ANN-09"))
    with pytest.raises(ValueError, match=re.escape("one result for each control")):
        dataclasses.replace(whole, results=whole.results[:1])
