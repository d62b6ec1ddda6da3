"""Times as readers in China know them.

The offset is the fixed +08:00, not the zone Asia/Shanghai of the system's zone database: systems
without that database would show other texts, and the two differ only before September 1991, when
no platform had recorded anything.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

__all__ = ["CHINA", "local_time"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: The offset of China.
CHINA = timezone(timedelta(hours=8))


def local_time(seconds: int) -> str:
    """Epoch seconds as ``2025-09-01 00:00:00 +08:00``; as they are where no calendar holds them."""
    try:
        moment = (_EPOCH + timedelta(seconds=seconds)).astimezone(CHINA)
    except OverflowError:
        return str(seconds)
    return moment.isoformat(sep=" ").replace("+08:00", " +08:00")
