"""Keeps the findings of a run on disk and gives them back in the order of their digest."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import orjson

from evaluator.errors import JudgeError
from evaluator.findings.sorting import LineSorter
from evaluator.model import Finding, canonical_json, digest_of_lines

__all__ = ["FindingSpool"]

#: Stands between the parts of a record; JSON text holds no such byte.
_TAB = b"\t"


class FindingSpool:
    """Findings in any number, in bounded memory, for the time of a ``with`` block.

    Findings are added first; what reads them (``digest``, iteration) ends that.

    Args:
        folder: an existing folder that belongs to the spool while it is open.

    Raises:
        QinglangError: from every method, if the folder cannot be written.
        JudgeError: when they are first read, if a control gave a subject two findings of one
            identity.
    """

    def __init__(self, folder: Path) -> None:
        self._lines = LineSorter(folder, "findings")
        self._keys = LineSorter(folder, "keys")
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._sealed = False

    def __enter__(self) -> Self:
        """Begin to add."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Remove the files."""
        self._lines.remove()
        self._keys.remove()

    @property
    def counts(self) -> Mapping[tuple[str, str, str], int]:
        """(control, severity, direction) -> number of findings."""
        return MappingProxyType(self._counts)

    def add(self, findings: Iterable[Finding]) -> None:
        """Take findings, in any order.

        Raises:
            RuntimeError: once findings have been read.
        """
        if self._sealed:
            raise RuntimeError("findings were read already; no more can be added")
        for finding in findings:
            line, rest = _written(finding)
            self._lines.add(line + _TAB + rest)
            self._keys.add(_key(finding))
            self._counts[finding.control, finding.severity, finding.direction] += 1

    def digest(self) -> str:
        """The findings digest: over canonical JSON lines of control, facts and subject."""
        self._seal()
        return digest_of_lines(record.partition(_TAB)[0] for record in self._lines)

    def __iter__(self) -> Iterator[Finding]:
        """All findings in digest order; a fresh iterator each time."""
        self._seal()
        return map(_read, self._lines)

    def _seal(self) -> None:
        if self._sealed:
            return
        self._lines.seal()
        self._keys.seal()
        for one, other in itertools.pairwise(self._keys):
            if one == other:
                _, control, subject = orjson.loads(one)
                raise JudgeError(
                    f"control {control}, subject {subject}",
                    "has two findings of one identity",
                    "Correct the control: name the facts that tell its findings apart under "
                    "identity in its METADATA.",
                )
        self._keys.remove()
        self._sealed = True


def _key(finding: Finding) -> bytes:
    return orjson.dumps([finding.finding_id, finding.control, finding.subject_id])


def _written(finding: Finding) -> tuple[bytes, bytes]:
    line = canonical_json(
        {
            "control": finding.control,
            "facts": dict(finding.facts),
            "subject": finding.subject_id,
        }
    )
    rest = orjson.dumps(
        [
            finding.finding_id,
            finding.subject_time,
            dict(finding.identity),
            finding.severity,
            finding.direction,
            finding.nature,
            dict(finding.cause),
        ]
    )
    return line, rest


def _read(record: bytes) -> Finding:
    line, _, rest = record.partition(_TAB)
    said = orjson.loads(line)
    finding_id, subject_time, identity, severity, direction, nature, cause = orjson.loads(rest)
    return Finding(
        finding_id=finding_id,
        control=said["control"],
        subject_id=said["subject"],
        subject_time=subject_time,
        identity=identity,
        facts=said["facts"],
        severity=severity,
        direction=direction,
        nature=nature,
        cause=cause,
    )
