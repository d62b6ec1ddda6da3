"""Digests and ids that must never change: other programs compute them too."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model import (
    Answer,
    ControlResult,
    Outcome,
    SnapshotManifest,
    canonical_json,
    digest_of_files,
    digest_of_lines,
    finding_id,
)

_VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@given(_VALUES)
def test_canonical_json_is_json(value: Any) -> None:
    """It reads back as it was, is UTF-8 unescaped, and has no spaces outside strings."""
    text = canonical_json(value).decode()
    assert json.loads(text) == value
    assert (
        text
        == json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"), sort_keys=False)
        or "\\u" in text
    )


def test_canonical_json_sorts_keys() -> None:
    """Keys are sorted, whatever the order in which they came."""
    assert (
        canonical_json({"b": 1, "a": {"d": True, "c": "é"}})
        == '{"a":{"c":"é","d":true},"b":1}'.encode()
    )


@pytest.mark.parametrize("value", [1.0, None, {"a": 0.5}, [None], {"a": [{"b": None}]}])
def test_canonical_json_has_no_fractions_and_no_null(value: object) -> None:
    """What two judges print differently cannot become part of an id."""
    with pytest.raises(TypeError, match="canonical JSON has no"):
        canonical_json(value)


def test_finding_id() -> None:
    """The first 32 hex digits of SHA-256 of [platform, code, subject, identity]."""
    line = '["platform","CER-04","a1",{"field":"law","grant_id":"g"}]'
    expected = hashlib.sha256(line.encode()).hexdigest()[:32]
    assert finding_id("platform", "CER-04", "a1", {"grant_id": "g", "field": "law"}) == expected


def test_digest_of_no_lines() -> None:
    """Without findings the digest is that of the empty text."""
    assert digest_of_lines([]) == hashlib.sha256(b"").hexdigest()


def test_digest_of_lines() -> None:
    """Each line is ended by a newline."""
    assert digest_of_lines([b"a", b"b"]) == hashlib.sha256(b"a\nb\n").hexdigest()


def test_digest_of_files() -> None:
    """A folder's digest is that of canonical JSON over its files' digests."""
    expected = hashlib.sha256(b'{"a":"1","b/c":"2"}').hexdigest()
    assert digest_of_files({"b/c": "2", "a": "1"}) == expected


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(applies=True, violations=({"a": 1},), undetermined=("x",)), Outcome.VIOLATION),
        (Answer(applies=False, violations=({"a": 1},), undetermined=()), Outcome.VIOLATION),
        (Answer(applies=True, violations=(), undetermined=("x",)), Outcome.UNDETERMINED),
        (Answer(applies=False, violations=(), undetermined=("x",)), Outcome.UNDETERMINED),
        (Answer(applies=True, violations=(), undetermined=()), Outcome.PASS),
        (Answer(applies=False, violations=(), undetermined=()), Outcome.NOT_APPLICABLE),
    ],
)
def test_order_of_outcomes(answer: Answer, outcome: Outcome) -> None:
    """Violation before undetermined before pass before not applicable."""
    assert answer.outcome is outcome


def test_outcome_line_has_all_four() -> None:
    """The line of a control that was not evaluated has four zeros and the names it lacks."""
    result = ControlResult("ANN-01", {}, {}, not_evaluated=("posts",))
    assert json.loads(result.outcome_line()) == {
        "control": "ANN-01",
        "missing": {},
        "not_evaluated": ["posts"],
        "outcomes": {"violation": 0, "undetermined": 0, "pass": 0, "not_applicable": 0},
    }


def test_manifest_document_has_no_nulls() -> None:
    """What is not given is absent from what policies see."""
    manifest = SnapshotManifest("s", "p", 3, 1, 2, "full")
    assert manifest.document() == {
        "snapshot_id": "s",
        "platform_id": "p",
        "as_of": 3,
        "window_from": 1,
        "window_to": 2,
        "coverage": "full",
        "contract_version": 1,
    }
