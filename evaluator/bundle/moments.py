"""Times of the contract: RFC 3339 with an offset becomes whole epoch seconds, floored.

Both snapshot.json and the cells of NDJSON and CSV hold such times; the pattern is written so that
Python and SQL (RE2) accept the same texts.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

__all__ = ["LARGEST", "TIME_PATTERN", "epoch_seconds"]

#: Counts and times lie within plus and minus this, where JSON numbers are still exact.
LARGEST = 2**53 - 1

#: RFC 3339, with its lower-case letters; no leap second, no hour 24, and ``T`` in the middle.
TIME_PATTERN = (
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]"
    r"((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])(?:\.[0-9]+)?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)
_TIME = re.compile(TIME_PATTERN)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_seconds(text: str) -> int | None:
    """Epoch seconds of an RFC 3339 time, its fraction dropped (floor); None where it is none."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    day, clock, sign, hours, minutes = found.groups()
    try:
        local = datetime.fromisoformat(f"{day}T{clock}+00:00")
    except ValueError:  # 30 February, year 0: dates that the pattern cannot tell
        return None
    seconds = (local - _EPOCH) // timedelta(seconds=1)
    offset = int(hours or 0) * 3600 + int(minutes or 0) * 60
    return seconds + offset if sign == "-" else seconds - offset
