"""What a finished run hands to the reports, and what every report format is.

The pipeline fills a `RunReport` once; formats only read it. Findings may be millions, so they are
no list: `RunReport.findings` gives a fresh iterator each time, in digest order, and a format takes
them one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, TextIO, TypeAlias

from evaluator.errors import QinglangError
from evaluator.model import Control, ControlResult, Finding, TableSummary
from evaluator.report.waiving import NOTHING_WAIVED, Waived, Waivers

__all__ = [
    "ExitStatus",
    "Language",
    "Override",
    "ReportFormat",
    "ReportOptions",
    "RunReport",
    "RunSection",
    "UndecidedSubject",
]

Language: TypeAlias = Literal["en", "zh"]


class ExitStatus(NamedTuple):
    """The exit code of a run, and why: a clause that continues "exit code 1: …", no full stop."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Override:
    """A parameter that the user set; ``default`` is None where the framework has no value."""

    default: Any
    value: Any


@dataclass(frozen=True, slots=True)
class UndecidedSubject:
    """A subject that no judge could decide."""

    subject_kind: str
    subject_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunSection:
    """What a run was about and how it went; times are epoch seconds, stages milliseconds."""

    run_id: str
    platform_id: str
    snapshot_id: str
    framework: str
    as_of: int
    window_from: int
    window_to: int
    coverage: Literal["full", "sample"]
    snapshot_digest: str
    bundle_digest: str
    bundle_revision: str
    #: Effective parameters, overrides included.
    parameters: Mapping[str, Any]
    overrides: Mapping[str, Override]
    #: Codes of the controls that were asked for, sorted.
    controls: tuple[str, ...]
    semantics_version: int
    engine: str
    threads: int
    triage: bool
    #: Subjects a control that were judged although triage let them go.
    audit: int
    started_at: int
    finished_at: int
    #: Stage -> milliseconds, in the order in which they ran.
    stages: Mapping[str, int]
    complete: bool
    #: Why the run is incomplete, in sentences; empty exactly where it is complete.
    incomplete: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything that a report may show.

    Raises:
        ValueError: where ``complete`` contradicts the reasons or the undecided subjects; a partial
            result must never look complete.
    """

    run: RunSection
    #: Code -> what the control is, and what was counted.
    controls: Mapping[str, tuple[Control, ControlResult]]
    #: Table -> what became of its rows; every table of the snapshot.
    quarantine: Mapping[str, TableSummary]
    #: A fresh iterator over all findings in digest order.
    findings: Callable[[], Iterator[Finding]]
    #: (control, severity, direction) -> number of findings.
    finding_counts: Mapping[tuple[str, str, str], int]
    findings_digest: str
    outcomes_digest: str
    #: Clause -> its text in the language of the report.
    clauses: Mapping[str, str]
    #: The first subjects that could not be decided, and how many there are in all.
    undecided: tuple[UndecidedSubject, ...] = ()
    undecided_total: int = 0
    warnings: tuple[str, ...] = ()
    exit_status: ExitStatus | None = None
    #: None: the run knows of none.
    waivers: Waivers | None = None
    #: What they did; nothing where there are none.
    waived: Waived = NOTHING_WAIVED

    def waived_by(self, finding: Finding) -> str | None:
        """Id of the waiver in force that a finding falls under; None: it counts."""
        waiver = None if self.waivers is None else self.waivers.of(finding)
        return None if waiver is None else waiver.waiver_id

    def __post_init__(self) -> None:
        """Refuse a report that contradicts itself."""
        if self.run.complete is bool(self.run.incomplete):
            raise ValueError("a run is complete exactly where it has no reason to be incomplete")
        if self.run.complete and self.undecided_total:
            raise ValueError("a run with undecided subjects is not complete")
        if len(self.undecided) > self.undecided_total:
            raise ValueError("undecided_total counts all undecided subjects")

    @property
    def total(self) -> int:
        """Number of findings."""
        return sum(self.finding_counts.values())

    def by_control(self) -> Counter[str]:
        """Control -> number of findings; controls without findings are left out."""
        counts: Counter[str] = Counter()
        for (code, _, _), count in self.finding_counts.items():
            counts[code] += count
        return +counts

    def stream(self) -> Iterator[Finding]:
        """All findings once, counted on the way.

        Raises:
            QinglangError: at the end, where other than ``total`` findings came: what was written
                is not the whole.
        """
        count = 0
        for finding in self.findings():
            count += 1
            yield finding
        if count != self.total:
            raise QinglangError(
                f"findings of run {self.run.run_id}",
                f"{self.total} were counted, but {count} could be read back",
                "Run again; the report that was being written is not usable.",
            )


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How to write, not what.

    Args:
        lang: language of messages and labels.
        width: columns of the console report; None: as wide as the terminal, 80 to 200.
        causes: lines of causes that the console report shows at most.
        into_file: the stream is a file of its own (and no pipe or terminal).
    """

    lang: Language = "en"
    width: int | None = None
    causes: int = 20
    into_file: bool = False


class ReportFormat(Protocol):
    """Writes a report to a text stream."""

    @property
    def name(self) -> str:
        """The word after ``-o``."""

    @property
    def machine(self) -> bool:
        """Meant for programs: UTF-8 always, and alone on standard output."""

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the whole report; memory does not grow with the number of findings.

        Raises:
            OSError: where the stream cannot be written (a closed pipe included).
            QinglangError: where the findings cannot be read back in full.
        """
