"""``qinglang attest`` as its user calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.bundle import duties, load_bundle
from tests.conftest import AS_OF, Run, WriteSnapshot

FILE = "capabilities.ndjson"
GIVEN = ["--statement", "in_place", "--role", "compliance_officer", "--expires", "2099-12-31"]


def test_all_duties_pass(qinglang: Run, write_snapshot: WriteSnapshot) -> None:
    """With every duty attested, and the file in a snapshot, the controls of duties pass."""
    evidence = Path("evidence.pdf")
    evidence.write_bytes(b"minutes")
    for duty in duties(load_bundle().contract):
        ended = qinglang(
            "attest", duty, *GIVEN, "--at", "2025-09-01", "--evidence", evidence, "--file", FILE
        )
        assert (ended.code, ended.out) == (0, "")
        assert f"on {duty}" in ended.err
    folder = write_snapshot({})
    Path(FILE).rename(folder / FILE)
    codes = [f"GOV-{number:02}" for number in range(1, 14)]
    ended = qinglang("evaluate", folder, "--only", ",".join(codes), "-o", "json")
    assert ended.code == 0
    controls = json.loads(ended.out)["controls"]
    assert {code: part["outcomes"]["pass"] for code, part in controls.items()} == dict.fromkeys(
        codes, 1
    )
    covered = qinglang("framework", "coverage", "--snapshot", folder, "-o", "json")
    ages = [
        control["attestation"]["age_days"]
        for part in json.loads(covered.out)["clauses"]
        for control in part["controls"]
        if "duty" in control
    ]
    assert ages == [(AS_OF - 1_756_742_399) // 86_400] * 13


def test_list(qinglang: Run) -> None:
    """Every duty is listed: with its latest statement and its age, or without one."""
    qinglang("attest", "detection", *GIVEN, "--at", "2025-09-01", "--evidence-hash", "a" * 64)
    ended = qinglang("attest", "detection", *GIVEN, "--statement", "partly")
    assert "without evidence, detection is undetermined" in ended.err
    ended = qinglang("attest", "--list", "-o", "json")
    rows = {row["duty"]: row for row in json.loads(ended.out)}
    assert (ended.code, len(rows)) == (0, 13)
    assert rows["detection"] == {
        "duty": "detection",
        "statement": "partly",
        "role": "compliance_officer",
        "age_days": 0,
        "expires_at": 4_102_415_999,
        "expired": False,
        "evidence": False,
    }
    assert set(rows["certification"].values()) == {"certification", None}
    assert "2099-12-31" in qinglang("attest", "--list").out


def test_said_twice(qinglang: Run) -> None:
    """The same statement of the same time is kept once."""
    told = [qinglang("attest", "detection", *GIVEN, "--at", "2025-09-01").err for _ in range(2)]
    assert told[0].startswith(f"{FILE}: added")
    assert told[1].startswith(f"{FILE}: has already")
    assert len(Path(FILE).read_text().splitlines()) == 1


BAD_CALLS = [
    (["detection"], "--statement, --role, --expires: must be given"),
    ([], "DUTY, --statement, --role, --expires: must be given"),
    (["tidiness", *GIVEN], "attestation: duty must be one of detection"),
    (["detection", *GIVEN, "--role", "Li Lei"], "--role Li Lei: must be a role and never a person"),
    (["detection", *GIVEN, "--expires", "soon"], "--expires soon: must be a date"),
    (["detection", *GIVEN, "--at", "2099-01-01"], "attested_at must not lie in the future"),
    (["detection", *GIVEN, "--evidence", "gone"], "--evidence gone: cannot be read"),
    (
        ["detection", *GIVEN, "--evidence", "x", "--evidence-hash", "y"],
        "--evidence and --evidence-hash: are both given",
    ),
    (["--list"], "--file capabilities.ndjson: cannot be used"),
    (["--list", "-o", "yaml"], "-o yaml: is no format here"),
]


@pytest.mark.parametrize(("arguments", "told"), BAD_CALLS, ids=str)
def test_bad_calls(qinglang: Run, arguments: list[str], told: str) -> None:
    """What is wrong is named, and no file appears."""
    ended = qinglang("attest", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert not Path(FILE).exists()
