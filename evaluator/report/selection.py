"""Which findings a bounded format shows: some of every control, never those of one alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from evaluator.model import Finding
from evaluator.report.base import RunReport

__all__ = ["chosen", "shares"]


def shares(counts: Mapping[str, int], most: int) -> dict[str, int]:
    """How many of each are shown, ``most`` in all: small numbers whole, large ones alike.

    Args:
        counts: how many there are of each.
        most: how many are shown at most.
    """
    shown = dict.fromkeys(counts, 0)
    left, waiting = most, sorted(counts, key=lambda name: (counts[name], name))
    while waiting:
        name = waiting.pop(0)
        shown[name] = min(counts[name], -(-left // (len(waiting) + 1)))
        left -= shown[name]
    return shown


def chosen(report: RunReport, most: int) -> Iterator[Finding]:
    """At most ``most`` findings in digest order; all are read, so that a lack is told.

    Raises:
        QinglangError: at the end, where the findings cannot be read back in full.
    """
    wanted = shares(report.by_control(), most)
    taken: Counter[str] = Counter()
    for finding in report.stream():
        if taken[finding.control] < wanted[finding.control]:
            taken[finding.control] += 1
            yield finding
