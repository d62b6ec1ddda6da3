"""The values that cross from one stage to the next, and the contracts they are bound to.

Everything here is frozen: a stage hands over a fact, not a workspace. Times are epoch seconds,
digests lower-case hexadecimal SHA-256, facts strings, booleans and integers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TypeAlias

import orjson

__all__ = [
    "SEMANTICS_VERSION",
    "SEVERITIES",
    "Answer",
    "Candidate",
    "Control",
    "ControlResult",
    "Decision",
    "Fact",
    "Facts",
    "Fault",
    "Finding",
    "Outcome",
    "Prepared",
    "QuarantinedRow",
    "RawTable",
    "Snapshot",
    "SnapshotManifest",
    "SourceFile",
    "TableSummary",
    "Undecided",
    "canonical_json",
    "digest_of_files",
    "digest_of_lines",
    "finding_id",
]

#: Raised by one whenever the same inputs may give other outcomes; part of a run's identity.
SEMANTICS_VERSION = 1

#: From mild to grave.
SEVERITIES: tuple[str, ...] = ("low", "medium", "high")

Fact: TypeAlias = str | int | bool
Facts: TypeAlias = Mapping[str, Fact]


def canonical_json(value: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8 unescaped; no floats (ids depend on it).

    Raises:
        TypeError: where ``value`` holds anything but strings, integers, booleans, lists, maps.
    """
    _refuse_floats(value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _refuse_floats(value: object) -> None:
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _refuse_floats(item)
    elif value is None or isinstance(value, float):
        raise TypeError(f"canonical JSON has no {type(value).__name__}")


def digest_of_files(digests: Mapping[str, str]) -> str:
    """Digest of a folder: SHA-256 of canonical JSON {relative path: SHA-256 of its bytes}."""
    return hashlib.sha256(canonical_json(digests)).hexdigest()


def digest_of_lines(lines: Iterable[bytes]) -> str:
    """Digest of canonical JSON lines that come sorted bytewise; each is ended by a newline."""
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line)
        whole.update(b"\n")
    return whole.hexdigest()


def finding_id(platform_id: str, code: str, subject_id: str, identity: Facts) -> str:
    """First 32 hex digits of SHA-256 of canonical JSON [platform, code, subject, identity]."""
    line = canonical_json([platform_id, code, subject_id, identity])
    return hashlib.sha256(line).hexdigest()[:32]


class Outcome(StrEnum):
    """What a control answers for one subject; first that holds, in this order."""

    VIOLATION = "violation"
    UNDETERMINED = "undetermined"
    PASS = "pass"  # noqa: S105 (an outcome, not a password)
    NOT_APPLICABLE = "not_applicable"


# --- snapshot -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SnapshotManifest:
    """snapshot.json: what was exported, of whom, up to when."""

    snapshot_id: str
    platform_id: str
    as_of: int
    window_from: int
    window_to: int
    coverage: Literal["full", "sample"]
    contract_version: int = 1
    sampling_ppm: int | None = None
    generator: str | None = None
    #: table -> rows that the exporter says it wrote (every row, bad ones too).
    table_rows: Mapping[str, int] = field(default_factory=dict)
    #: relative path -> SHA-256 that the exporter says the file has.
    file_digests: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Fact]:
        """What policies see as ``data.qinglang.snapshot``: no nulls, times as integers."""
        values: dict[str, Fact | None] = {
            "snapshot_id": self.snapshot_id,
            "platform_id": self.platform_id,
            "as_of": self.as_of,
            "window_from": self.window_from,
            "window_to": self.window_to,
            "coverage": self.coverage,
            "contract_version": self.contract_version,
            "sampling_ppm": self.sampling_ppm,
            "generator": self.generator,
        }
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a table, as found; ``path`` is relative to the snapshot, with slashes."""

    table: str
    path: str
    format: Literal["parquet", "ndjson", "csv"]
    compression: Literal["none", "gzip", "zstd"]
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot folder whose files are known, hashed and not yet read."""

    folder: Path
    manifest: SnapshotManifest
    digest: str
    files: tuple[SourceFile, ...]
    #: Tables that are present (also those with no rows), sorted.
    tables: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """One file as a relation in the warehouse, before any value was looked at.

    ``relation`` has the columns ``_row`` (BIGINT, 1-based record number in the file) and, by form:
    *native* (Parquet): the file's own columns with their physical types; *text* (CSV): each column
    as VARCHAR, and ``_broken`` VARCHAR, the text of a record that could not be split into columns;
    *json* (NDJSON): one VARCHAR column ``_line``. Columns whose names no contract can have are
    left out of the relation.
    """

    source: SourceFile
    relation: str
    form: Literal["native", "text", "json"]
    #: Physical type by column of the file as DuckDB names it; empty for *json*.
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell or row."""

    column: str
    rule: str
    #: The raw value, cut at 200 characters; empty where there is none.
    value: str


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that was taken out: where it stood and every fault of it."""

    table: str
    file: str
    row: int
    key: str | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What became of the rows of one table; read = kept + quarantined + repeated."""

    table: str
    read: int
    kept: int
    quarantined: int
    #: Rows equal to another row of the same key, beyond the first.
    repeated: int
    #: linking column -> rows that cannot be placed because that column cannot be read.
    unplaced: Mapping[str, int]
    #: Rows that at least one link cannot place.
    unplaced_rows: int
    #: The first quarantined rows, by file and row.
    first: tuple[QuarantinedRow, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared snapshot: one nested Parquet table per subject kind, in a folder of its own.

    Columns of a subject table: ``subject_id`` VARCHAR, ``subject_time`` BIGINT, the branches of
    the subject's document under their names (root and parents STRUCT, children LIST(STRUCT) in
    key order), ``unknown`` LIST(VARCHAR), and ``tainted`` LIST(VARCHAR): names of the branches
    that a quarantined row touches.
    """

    folder: Path
    digest: str
    manifest: SnapshotManifest
    snapshot_digest: str
    tables: Mapping[str, TableSummary]
    #: subject kind -> number of subjects.
    subjects: Mapping[str, int]
    warnings: tuple[str, ...] = ()

    def subject_files(self, subject: str) -> list[Path]:
        """Parquet parts of one subject kind, in order."""
        return sorted((self.folder / "subjects" / subject).glob("*.parquet"))

    def quarantine_file(self, table: str) -> Path:
        """Parquet file with all quarantined rows of one table (columns of QuarantinedRow)."""
        return self.folder / "quarantine" / f"{table}.parquet"


# --- policies -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Control:
    """One control: its METADATA, and what the bundle's builder read off its Rego."""

    code: str
    package: str
    title: str
    description: str
    clauses: tuple[str, ...]
    basis: tuple[str, ...]
    subject: str
    direction: Literal["under", "over", "privacy"]
    severity: Literal["low", "medium", "high"]
    nature: Literal["state", "event"]
    identity: tuple[str, ...]
    #: Fact names, or ``branch.column`` of the document.
    cause: tuple[str, ...]
    #: language -> template over the facts.
    messages: Mapping[str, str]
    #: language -> what cures it.
    cure: Mapping[str, str]
    #: Document branches that the rules read (root included).
    branches: frozenset[str]
    #: Names under data.qinglang.params that the rules read.
    parameters: frozenset[str]
    #: Tables that the snapshot must have, sorted.
    tables: tuple[str, ...]
    #: Files of the bundle that the rules live in, the control's own first.
    modules: tuple[str, ...]
    #: Over the modules and the parameters' default values.
    digest: str
    #: Codes that the control had before, the oldest first; each still names it.
    aliases: tuple[str, ...] = ()
    #: Branch -> the columns of it that decide what the control answers, sorted.
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title_zh: str | None = None
    #: Line of its own module, the first of ``modules``, on which its rule for violations begins.
    line: int = 1

    @property
    def first_code(self) -> str:
        """The code under which its findings were known first, and are for ever."""
        return self.aliases[0] if self.aliases else self.code

    def titled(self, lang: str) -> str:
        """The title in a language; in English where there is none in it."""
        return (self.title_zh if lang == "zh" else None) or self.title

    @property
    def family(self) -> str:
        """The family: the second part of the package (``annotation``)."""
        return self.package.split(".")[1]


# --- judging ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """One subject on its way to a judge; ``document`` is its JSON text, nulls left out."""

    subject_id: str
    subject_time: int | None
    document: bytes
    tainted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one control says about one document, before outcomes are ordered."""

    applies: bool
    violations: tuple[dict[str, Any], ...]
    #: Names of decisive unknown facts, sorted.
    undetermined: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """Violation before undetermined before pass before not applicable (controls' rule)."""
        if self.violations:
            return Outcome.VIOLATION
        if self.undetermined:
            return Outcome.UNDETERMINED
        return Outcome.PASS if self.applies else Outcome.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Decision:
    """All answers for one candidate: control code -> answer."""

    candidate: Candidate
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A candidate that a judge could not decide (trap, time, memory); the run is incomplete."""

    candidate: Candidate
    reason: str


# --- results ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """One (control, subject, identity) that violates, with its facts (identity included)."""

    finding_id: str
    control: str
    subject_id: str
    subject_time: int | None
    identity: Facts
    facts: Facts
    severity: str
    direction: str
    nature: str
    cause: Facts


@dataclass(frozen=True, slots=True)
class ControlResult:
    """The counts of one control over all its subjects; all zero where it was not evaluated."""

    control: str
    outcomes: Mapping[str, int]
    missing: Mapping[str, int]
    not_evaluated: tuple[str, ...] = ()
    candidates: int = 0
    exact: bool = False

    def outcome_line(self) -> bytes:
        """The control's line in the outcomes digest."""
        return canonical_json(
            {
                "control": self.control,
                "missing": dict(self.missing),
                "not_evaluated": list(self.not_evaluated),
                "outcomes": {str(outcome): self.outcomes.get(outcome, 0) for outcome in Outcome},
            }
        )
