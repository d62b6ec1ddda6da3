"""Of several statements on a duty one counts, and a control judges the statements of one duty."""

from __future__ import annotations

import pytest

from evaluator.bundle import Attestation, Bundle, attested_duty, deciding, duties

DAY = 86_400
ROW = {
    "capability_id": "c1",
    "duty": "detection",
    "statement": "in_place",
    "attester_role": "compliance_officer",
    "attested_at": 10 * DAY,
    "expires_at": 20 * DAY,
}


def test_rows() -> None:
    """A row without evidence is a statement without evidence; a row without a duty is none."""
    assert Attestation.from_row(ROW).evidence_hash is None
    assert Attestation.from_row(ROW | {"evidence_hash": "e"}).evidence_hash == "e"
    with pytest.raises(KeyError, match="duty"):
        Attestation.from_row({name: value for name, value in ROW.items() if name != "duty"})


def test_age() -> None:
    """Age is in whole days; a statement holds at its last second, and not after it."""
    stated = Attestation.from_row(ROW)
    assert [stated.age_days(moment) for moment in (10 * DAY, 11 * DAY - 1, 11 * DAY)] == [0, 0, 1]
    assert [stated.expired(moment) for moment in (20 * DAY, 20 * DAY + 1)] == [False, True]


def test_the_latest_counts() -> None:
    """The latest statement counts, of one time that of the greatest id by its UTF-8 bytes."""
    rows = [("b", 3), ("a", 3), ("z", 1), ("\U00010000", 2), ("\uff5e", 2)]
    stated = [
        Attestation.from_row(ROW | {"capability_id": name, "attested_at": time, "duty": duty})
        for duty, chosen in (("detection", rows[:3]), ("certification", rows[3:]))
        for name, time in chosen
    ]
    assert {duty: each.capability_id for duty, each in deciding(stated).items()} == {
        "detection": "b",
        "certification": "\U00010000",
    }


def test_each_duty_has_one_control(shipped: Bundle) -> None:
    """Every duty of the contract is judged by exactly one control, in the order of the codes."""
    judged = {
        code: duty
        for code, control in shipped.controls.items()
        if (duty := attested_duty(control)) is not None
    }
    assert list(judged) == [f"GOV-{number:02}" for number in range(1, 14)]
    assert tuple(judged.values()) == duties(shipped.contract)
