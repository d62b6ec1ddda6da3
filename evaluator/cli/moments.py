"""Times on the command line: how they are given, and how they are shown."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from evaluator.errors import UsageError

__all__ = ["first_moment", "moment_given", "moment_shown"]

_CHINA = timezone(timedelta(hours=8))
_DATE_LENGTH = len("2025-09-24")
_DAY = 86_400


def moment_given(option: str, text: str) -> int:
    """Epoch seconds of a date, of a time with its offset, or of epoch seconds.

    A date stands for its last second at +08:00, so that every snapshot of that day is in it.

    Args:
        option: name of the option, for the message.
        text: ``2025-09-24``, ``2025-09-24T00:00:00+08:00`` or ``1758643200``.

    Raises:
        UsageError: if it is none of these.
    """
    try:
        if text.isascii() and text.isdecimal():
            return int(text)
        moment = datetime.fromisoformat(text)
        if len(text) == _DATE_LENGTH:
            moment = moment.replace(tzinfo=_CHINA) + timedelta(days=1, seconds=-1)
        if moment.tzinfo is not None:
            return int(moment.timestamp())
    except ValueError as error:
        raise _unclear(option, text) from error
    raise _unclear(option, text)


def first_moment(option: str, text: str) -> int:
    """As `moment_given`, but a date stands for its first second at +08:00.

    Raises:
        UsageError: if it is no time.
    """
    moment = moment_given(option, text)
    is_date = len(text) == _DATE_LENGTH and not text.isdecimal()
    return moment - _DAY + 1 if is_date else moment


def moment_shown(seconds: int | None, output: str) -> int | str | None:
    """A time in a format: for readers with its offset, for programs as epoch seconds."""
    if seconds is None or output != "console":
        return seconds
    from evaluator.report import local_time

    return local_time(seconds)


def _unclear(option: str, text: str) -> UsageError:
    return UsageError(
        f"{option} {text}",
        "must be a date, a time with its offset, or epoch seconds",
        f"Write {option} 2025-09-24, or {option} 2025-09-24T00:00:00+08:00.",
    )
