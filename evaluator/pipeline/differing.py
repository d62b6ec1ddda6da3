"""What two versions of policies said of one snapshot, sorted on disk and merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from evaluator.findings.sorting import LineSorter
from evaluator.model import Finding
from evaluator.report.impact import Group

__all__ = ["Differences", "Said"]

#: Groups of one kind and control that are kept apart; all are counted.
_GROUPS: Final = 200


class Said:
    """What one side says, in any number, on disk.

    Args:
        folder: an existing folder.
        name: of the side.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.findings = LineSorter(folder, f"{name}-findings")
        self.unknown = LineSorter(folder, f"{name}-undetermined")

    def finding(self, finding: Finding, code: str) -> None:
        """Keep a finding, under the code that both sides are compared under."""
        facts = {"severity": finding.severity, "direction": finding.direction}
        part = [dict(finding.facts), facts, dict(finding.cause)]
        self.findings.add(_line([finding.finding_id], [code, finding.subject_id, *part]))

    def undetermined(self, code: str, subject_id: str, missing: tuple[str, ...]) -> None:
        """Keep that a subject is undetermined, and for want of what."""
        self.unknown.add(_line([code, subject_id], [list(missing)]))


class Differences:
    """How two sides differ: counted by control and kind, and grouped by cause.

    Args:
        old: what the version in force says.
        new: what the other one says.
    """

    def __init__(self, old: Said, new: Said) -> None:
        #: (control, kind) -> number; kinds are those of `Group`.
        self.counts: Counter[tuple[str, str]] = Counter()
        self._groups: dict[tuple[str, str, bytes], list[Any]] = {}
        self._held: Counter[tuple[str, str]] = Counter()
        self._findings(old, new)
        self._undetermined(old, new)

    @property
    def groups(self) -> tuple[Group, ...]:
        """By control, kind and number, the largest first."""
        found = [
            Group(code, kind, orjson.loads(cause), count, subject, before, after)
            for (code, kind, cause), (count, subject, before, after) in self._groups.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.control, one.kind, -one.count)))

    def _findings(self, old: Said, new: Said) -> None:
        for _, was, now in _merged(old.findings, new.findings):
            code, subject, facts, weight, cause = now or was or []
            if was is None:
                self._add(code, "added", cause, subject, None, facts)
            elif now is None:
                self._add(code, "removed", cause, subject, facts, None)
            elif (was[2], was[3]) != (facts, weight):
                self._add(code, "changed", cause, subject, was[2] | was[3], facts | weight)
            else:
                self.counts[code, "unchanged"] += 1

    def _undetermined(self, old: Said, new: Said) -> None:
        for (code, subject), was, now in _merged(old.unknown, new.unknown):
            if (was is None) is (now is None):
                continue
            kind = "turned_undetermined" if was is None else "turned_determined"
            (missing,) = now or was or []
            self._add(code, kind, {"missing": ", ".join(missing)}, subject, None, None)

    def _add(  # noqa: PLR0913, PLR0917 (which one, how it differs, and an example)
        self,
        code: str,
        kind: str,
        cause: dict[str, Any],
        subject: str,
        before: Any,  # noqa: ANN401 (facts)
        after: Any,  # noqa: ANN401 (facts)
    ) -> None:
        self.counts[code, kind] += 1
        key = (code, kind, orjson.dumps(cause, option=orjson.OPT_SORT_KEYS))
        group = self._groups.get(key)
        if group is not None:
            group[0] += 1
        elif self._held[code, kind] < _GROUPS:
            self._held[code, kind] += 1
            self._groups[key] = [1, subject, before, after]


def _line(key: list[str], value: list[Any]) -> bytes:
    """A line whose order is that of its key; JSON text holds no tab."""
    return orjson.dumps(key) + b"\t" + orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _merged(
    old: LineSorter, new: LineSorter
) -> Iterator[tuple[list[str], list[Any] | None, list[Any] | None]]:
    """Key, and what each side says under it; None where a side says nothing."""
    old.seal()
    new.seal()
    left, right = iter(old), iter(new)
    was, now = next(left, None), next(right, None)
    while was is not None or now is not None:
        first = was.partition(b"\t")[0] if was is not None else None
        second = now.partition(b"\t")[0] if now is not None else None
        key = min(each for each in (first, second) if each is not None)
        before = after = None
        if first == key and was is not None:
            before, was = orjson.loads(was.partition(b"\t")[2]), next(left, None)
        if second == key and now is not None:
            after, now = orjson.loads(now.partition(b"\t")[2]), next(right, None)
        yield orjson.loads(key), before, after
