"""Times of the contract: RFC 3339 with an offset, floored."""

from __future__ import annotations

import pytest

from evaluator.bundle.moments import epoch_seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01t00:00:00z", 0),
        ("1970-01-01T08:00:00+08:00", 0),
        ("1969-12-31T23:30:00-00:30", 0),
        ("1970-01-01T00:00:00-00:00", 0),
        ("1970-01-01T00:00:01.999999999999Z", 1),
        ("1969-12-31T23:59:59.5Z", -1),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("0001-01-01T00:00:00+23:59", -62_135_683_140),
        ("9999-12-31T23:59:59-23:59", 253_402_387_139),
        ("2024-02-29T12:00:00Z", 1_709_208_000),
    ],
)
def test_times(text: str, seconds: int) -> None:
    """Offsets are taken off, fractions are dropped towards the past."""
    assert epoch_seconds(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "2025-01-01",
        "2025-01-01T00:00:00",
        "2025-01-01 00:00:00Z",
        "2025-01-01T00:00Z",
        "2025-01-01T00:00:00+0800",
        "2025-01-01T00:00:00+24:00",
        "2025-01-01T00:00:00 +08:00",
        "2025-01-01T24:00:00Z",
        "2025-01-01T23:59:60Z",
        "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00,5Z",
        "2025-02-29T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "12025-01-01T00:00:00Z",
        "٢٠٢٥-01-01T00:00:00Z",
        "2025-01-01T00:00:00Z\n",
        "Sat Jun 29 12:40:09 +0800 2013",
    ],
)
def test_what_is_no_time(text: str) -> None:
    """No zone, no such day, another notation: none of them is guessed."""
    assert epoch_seconds(text) is None
