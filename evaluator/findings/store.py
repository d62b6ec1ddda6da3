"""The store: records runs, and answers what was found, when, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from evaluator.errors import StoreError
from evaluator.findings import finding_queries, run_queries
from evaluator.findings.database import Database, writing
from evaluator.findings.evidence import Ask, ask_nobody
from evaluator.findings.finding_queries import FindingFilter
from evaluator.findings.planning import make_plan
from evaluator.findings.recording import is_known, known_series, record_run
from evaluator.findings.records import Recorded, RunRecord
from evaluator.findings.results import (
    Difference,
    RecordedFinding,
    RecordedRun,
    RunDetails,
    StoredFinding,
)
from evaluator.findings.schema import bring_up_to_date, check_writable
from evaluator.findings.staging import stage
from evaluator.model import Finding

__all__ = ["Store", "open_store"]

#: All findings that are open.
EVERYTHING: Final = FindingFilter()

#: How often a run is planned anew because another one was recorded in the meantime.
_ATTEMPTS = 20


class Store:
    """An open store; ``open_store`` makes one.

    Every method raises StoreError if the database cannot be reached, read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(
        self,
        record: RunRecord,
        findings: Iterable[Finding],
        *,
        recorded_at: int,
        ask: Ask = ask_nobody,
    ) -> Recorded:
        """Record a run with its findings: all of it, or, if anything fails, nothing.

        A run that was recorded complete is passed over when it comes again while it is what counts
        for its day. An incomplete one may be repeated, and the later one counts. So does the later
        of two runs on one as_of, for the controls that both speak of; what was known before stays
        in the store as such.

        Days may come in any order. Open findings that the run does not show, and findings that it
        shows and a later day does not, are asked for, so that the store comes out the same.

        Args:
            record: the run.
            findings: all its findings, each id once, in any order.
            recorded_at: now, in epoch seconds.
            ask: finds out what a snapshot says of findings that its run does not show. While it
                is asked, no transaction is open. Where nobody can be asked, findings stay
                unconfirmed.

        Raises:
            IdentityError: if this very run was recorded complete, with another result.
            StoreError: besides, if other processes record into the series again and again.
        """
        run_id = record.identity.run_id
        with self._database.connection() as connection:
            count = stage(connection, findings, record.policies)
            for _ in range(_ATTEMPTS):
                with connection.begin():
                    series_key, version = known_series(connection, record)
                    if is_known(connection, record, series_key):
                        return Recorded(run_id, repeated=True)
                plan = make_plan(connection, series_key, version, record, ask)
                with writing(connection):
                    if record_run(connection, record, count, recorded_at, plan):
                        return Recorded(run_id, repeated=False)
        raise StoreError(
            f"database {self._database.name}",
            f"is busy: others recorded into series {record.series} {_ATTEMPTS} times while this "
            "run was compared with what is known",
            "Nothing of this run was recorded. Evaluate again when they have ended.",
        )

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

    def findings(
        self, wanted: FindingFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> list[RecordedFinding]:
        """Findings as they stand, or what began of them, by control, subject and id.

        Args:
            wanted: which.
            limit: at most so many.
            offset: without so many of the first.

        Raises:
            UsageError: if there is no finding after which to begin.
        """
        with self._database.reading() as connection:
            return finding_queries.findings(connection, wanted, limit, offset)

    def differences(
        self, earlier: int, later: int, wanted: FindingFilter = EVERYTHING
    ) -> list[Difference]:
        """Findings that stand otherwise at one as_of than at another, by control and subject.

        Args:
            earlier: epoch seconds.
            later: epoch seconds, not before ``earlier``.
            wanted: which; its times, states and changes do not matter.
        """
        with self._database.reading() as connection:
            return finding_queries.differences(connection, wanted, earlier, later)

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
