"""Times are shown with the offset of China, whatever the system knows."""

from __future__ import annotations

import pytest

from evaluator.report import local_time


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1970-01-01 08:00:00 +08:00"),
        (1_756_656_000, "2025-09-01 00:00:00 +08:00"),
        (-1, "1970-01-01 07:59:59 +08:00"),
        (2**53, str(2**53)),
        (253_402_300_799, "253402300799"),
    ],
)
def test_local_time(seconds: int, text: str) -> None:
    """What no calendar holds stays a number."""
    assert local_time(seconds) == text
