"""NDJSON: one object a line, and a last line that tells a whole file from a cut one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

from evaluator.report import RunReport


def test_lines(many_things: Callable[[str], RunReport], rendered: Callable[..., str]) -> None:
    """Each line has its type; kinds come in order; the end repeats the digests."""
    report = many_things("en")
    lines = [json.loads(line) for line in rendered(report, "ndjson").splitlines()]
    kinds = Counter(line["type"] for line in lines)
    assert list(kinds.items()) == [
        ("run", 1),
        ("control", 8),
        ("finding", 1_466),
        ("quarantine", 3),
        ("repeated", 3),
        ("undecided", 1),
        ("warning", 1),
        ("end", 1),
    ]
    assert lines[-1] == {
        "type": "end",
        "findings": 1_466,
        "findings_digest": report.findings_digest,
        "outcomes_digest": report.outcomes_digest,
        "complete": False,
    }
    assert lines[1]["code"] == "ANN-01"
