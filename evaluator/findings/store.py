"""The store: records runs, and answers what was found, when, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from evaluator.findings import finding_queries, run_queries
from evaluator.findings.database import Database, writing
from evaluator.findings.finding_queries import FindingFilter
from evaluator.findings.recording import record_run
from evaluator.findings.records import Recorded, RunRecord
from evaluator.findings.results import RecordedFinding, RecordedRun, RunDetails, StoredFinding
from evaluator.findings.schema import bring_up_to_date, check_writable
from evaluator.findings.staging import stage
from evaluator.model import Finding

__all__ = ["Store", "open_store"]


class Store:
    """An open store; ``open_store`` makes one.

    Every method raises StoreError if the database cannot be reached, read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self, record: RunRecord, findings: Iterable[Finding], *, recorded_at: int
    ) -> Recorded:
        """Record a run with its findings: all of it, or, if anything fails, nothing.

        A run that was recorded complete is passed over when it comes again. An incomplete one may
        be repeated, and the later one counts. So does the later of two runs on one as_of, for the
        controls that both speak of; what was known before stays in the store as such.

        Args:
            record: the run.
            findings: all its findings, each id once, in any order.
            recorded_at: now, in epoch seconds.

        Raises:
            IdentityError: if this very run was recorded complete, with another result.
        """
        with self._database.connection() as connection:
            count = stage(connection, findings)
            with writing(connection):
                return record_run(connection, record, count, recorded_at)

    def runs(self, series: str | None = None) -> list[RecordedRun]:
        """All runs, of one series or of all: by as_of, the earliest recorded first."""
        with self._database.reading() as connection:
            return run_queries.runs(connection, series)

    def run(self, run_id: str) -> RunDetails:
        """The run whose id begins so; of several records of one run the latest.

        Raises:
            UsageError: if there is none, or ids of several runs begin so.
        """
        with self._database.reading() as connection:
            return run_queries.run(connection, run_id)

    def findings(  # noqa: PLR0913 (one for each thing that one can ask for)
        self,
        series: str | None = None,
        as_of: int | None = None,
        controls: Sequence[str] = (),
        *,
        severity: str | None = None,
        direction: str | None = None,
        subject: str | None = None,
        state: str | None = None,
        cause: Mapping[str, str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[RecordedFinding]:
        """Findings as they stand, by control, subject and id.

        Args:
            series: of one series only.
            as_of: as they stood then, in epoch seconds; None: after the latest run.
            controls: codes; none: of all controls.
            severity: of this severity only.
            direction: of this direction only.
            subject: of the subject with this id only.
            state: in this state only.
            cause: with exactly this cause: each of its names, with its value as text.
            limit: at most so many.
            offset: without so many of the first.
        """
        wanted = FindingFilter(
            series, as_of, tuple(controls), severity, direction, subject, state, cause
        )
        with self._database.reading() as connection:
            return finding_queries.findings(connection, wanted, limit, offset)

    def finding(self, finding_id: str) -> StoredFinding:
        """The finding whose id begins so, with its states over time.

        Raises:
            UsageError: if there is none, or ids of several findings begin so.
        """
        with self._database.reading() as connection:
            return finding_queries.finding(connection, finding_id)


@contextmanager
def open_store(url: str, *, create: bool = True) -> Iterator[Store]:
    """Open the store at a URL, and bring its schema up to date.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql://USER:PASSWORD@HOST/NAME``. How many seconds to
            wait for another process is an option of the URL for SQLite: ``?timeout=30``.
        create: make a store where there is none, and make sure that it can be written. Otherwise
            it is only read.

    Raises:
        ConfigurationError: if the URL cannot be read, or is of another database.
        StoreError: if the database cannot be opened, is no store, or is of a newer version.
    """
    database = Database(url)
    bring_up_to_date(database, create=create)
    if create:
        check_writable(database)
    yield Store(database)
