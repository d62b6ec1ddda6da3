"""Statements on duties: what is accepted, how the file grows, and what a snapshot says of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from evaluator.bundle import Attestation, Bundle, load_bundle
from evaluator.errors import SnapshotError, UsageError
from evaluator.pipeline import Silent
from evaluator.pipeline.attesting import (
    append_attestation,
    attestation,
    evidence_digest,
    read_attestations,
    snapshot_statements,
)
from evaluator.settings import load_settings
from tests.conftest import AS_OF, WriteSnapshot

NOW = AS_OF
DAY = 86_400


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """The bundle that ships."""
    return load_bundle()


def _stated(bundle: Bundle, **fields: Any) -> Attestation:
    given: dict[str, Any] = {
        "duty": "detection",
        "statement": "in_place",
        "role": "compliance_officer",
        "attested_at": NOW - DAY,
        "expires_at": NOW + DAY,
        "evidence_hash": None,
    }
    return attestation(bundle.contract, **(given | fields), now=NOW)


def test_id_depends_on_what_is_said(bundle: Bundle) -> None:
    """The same statement has the same id, another one another."""
    first, second = _stated(bundle), _stated(bundle)
    assert first == second
    assert len(first.capability_id) == 32
    assert _stated(bundle, statement="partly").capability_id != first.capability_id
    assert _stated(bundle, evidence_hash="a" * 64).evidence_hash == "a" * 64


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"duty": "tidiness"}, "duty must be one of detection, source_annotation"),
        ({"statement": "perhaps"}, "statement must be one of in_place, partly, not_in_place"),
        ({"attested_at": NOW + 1}, "attested_at must not lie in the future"),
        ({"expires_at": NOW - DAY}, "must lie after the time of the statement"),
        ({"evidence_hash": "A" * 64}, "must be a SHA-256 in 64 lower-case hexadecimal digits"),
        ({"role": "Zhang San"}, "must be a role and never a person's name"),
        ({"role": "zhang_san"}, "the last of which is one of auditor, board"),
        ({"role": "officer_zhang"}, "must be a role and never a person's name"),
        ({"role": "x_" * 70 + "officer"}, "attester_role must have at most 128 characters"),
    ],
)
def test_refused(bundle: Bundle, fields: dict[str, Any], told: str) -> None:
    """What the contract or the rule of roles does not allow is refused, and said why."""
    with pytest.raises(UsageError) as caught:
        _stated(bundle, **fields)
    assert told in str(caught.value)


def test_file_grows(bundle: Bundle, tmp_path: Path) -> None:
    """A file is made where there is none; what it has already is not written again."""
    path = tmp_path / "capabilities.ndjson"
    first, second = _stated(bundle), _stated(bundle, statement="partly")
    assert append_attestation(path, bundle.contract, first, NOW)
    assert append_attestation(path, bundle.contract, second, NOW)
    assert not append_attestation(path, bundle.contract, first, NOW)
    assert read_attestations(path, bundle.contract, NOW) == [first, second]
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert "evidence_hash" not in lines[0]


def test_file_of_another_hand(bundle: Bundle, tmp_path: Path) -> None:
    """Times as texts, nulls, more columns and a last line without its end are all right."""
    path = tmp_path / "capabilities.ndjson"
    row = {
        "capability_id": "c1",
        "duty": "detection",
        "statement": "in_place",
        "attester_role": "officer",
        "attested_at": "2025-09-01T00:00:00+08:00",
        "expires_at": "2026-09-01T00:00:00+08:00",
        "evidence_hash": None,
        "note": "x",
    }
    path.write_text("\n" + json.dumps(row))
    stated = _stated(bundle)
    assert append_attestation(path, bundle.contract, stated, NOW)
    first, second = read_attestations(path, bundle.contract, NOW)
    assert (first.attested_at, first.evidence_hash) == (1_756_656_000, None)
    assert second == stated


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nonsense", "capabilities.ndjson line 1: is no JSON object"),
        ("[]", "line 1: is no JSON object"),
        ('{"capability_id": "c"}', "line 1: attested_at is required"),
        ('{"attested_at": "soon"}', "attested_at must be a time: RFC 3339"),
    ],
)
def test_file_that_holds_anything_else(
    bundle: Bundle, tmp_path: Path, line: str, told: str
) -> None:
    """Nothing is added to a file that no snapshot could be read with; line and fault are named."""
    path = tmp_path / "capabilities.ndjson"
    path.write_text(line + "\n")
    with pytest.raises(UsageError) as caught:
        append_attestation(path, bundle.contract, _stated(bundle), NOW)
    assert told in str(caught.value)
    assert path.read_text() == line + "\n"


def test_places_that_cannot_be_used(bundle: Bundle, tmp_path: Path) -> None:
    """A name that no snapshot would read, a missing folder and missing evidence are named."""
    stated = _stated(bundle)
    with pytest.raises(UsageError, match=r"must end in \.ndjson"):
        append_attestation(tmp_path / "capabilities.json", bundle.contract, stated, NOW)
    gone = tmp_path / "gone" / "capabilities.ndjson"
    with pytest.raises(UsageError, match=r"cannot be used \(No such file"):
        append_attestation(gone, bundle.contract, stated, NOW)
    with pytest.raises(UsageError, match=r"cannot be used \(No such file"):
        read_attestations(gone, bundle.contract, NOW)
    with pytest.raises(UsageError, match=r"--evidence .* cannot be read"):
        evidence_digest(gone)


def test_evidence(tmp_path: Path) -> None:
    """Of the evidence nothing but its SHA-256 is kept."""
    path = tmp_path / "evidence.pdf"
    path.write_bytes(b"abc")
    assert evidence_digest(path).startswith("ba7816bf8f01cfea")


def test_several_writers(bundle: Bundle, tmp_path: Path) -> None:
    """Writers that append at the same time lose no line, and none writes what is there already.

    Each opens the file for itself, so that the lock keeps them apart as it does processes.
    """
    path = tmp_path / "capabilities.ndjson"
    stated = [_stated(bundle, attested_at=number % 40) for number in range(80)]
    with ThreadPoolExecutor(8) as pool:
        written = list(
            pool.map(lambda each: append_attestation(path, bundle.contract, each, NOW), stated)
        )
    assert sum(written) == 40
    found = read_attestations(path, bundle.contract, NOW)
    assert sorted(each.attested_at for each in found) == list(range(40))


def test_statements_of_a_snapshot(
    bundle: Bundle, write_snapshot: WriteSnapshot, tmp_path: Path
) -> None:
    """The statements that count are those that the controls see, at the snapshot's as_of."""
    old, new = _stated(bundle, attested_at=NOW - 9 * DAY), _stated(bundle, statement="partly")
    path = tmp_path / "capabilities.ndjson"
    for each in (new, old):
        append_attestation(path, bundle.contract, each, NOW)
    folder = write_snapshot({})
    path.rename(folder / path.name)
    settings = load_settings(cache_dir=tmp_path / "cache")
    found = snapshot_statements(folder, bundle, settings, Silent())
    assert (found.as_of, found.deciding) == (AS_OF, {"detection": new})


def test_snapshots_that_do_not_say(
    bundle: Bundle, write_snapshot: WriteSnapshot, tmp_path: Path
) -> None:
    """Without the table, or with rows of it in quarantine, nobody knows what is stated."""
    settings = load_settings(cache_dir=tmp_path / "cache")
    with pytest.raises(SnapshotError, match="has no table capabilities"):
        snapshot_statements(write_snapshot({}, "none"), bundle, settings, Silent())
    bad = write_snapshot({"capabilities": [{"capability_id": "c"}]}, "bad")
    with pytest.raises(SnapshotError, match="has 1 rows of capabilities in quarantine"):
        snapshot_statements(bad, bundle, settings, Silent())
