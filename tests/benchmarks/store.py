"""The store of findings on each database: how fast days are recorded, and a page is read."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluator.findings import FindingFilter, RunIdentity, RunRecord, Store, open_store
from evaluator.model import ControlResult, Finding, Outcome, finding_id
from tests.benchmarks.measuring import Options, alone, peak_memory
from tests.benchmarks.page import figures, mib, rate, table
from tests.postgresql import running_server

__all__ = ["Loading", "measure", "run"]

DAY = 86_400
CODE = "ANN-01"
#: One finding of so many has other facts than the day before.
CHANGING = 10
#: Findings on a page.
PAGE = 100


@dataclass(frozen=True, slots=True)
class Loading:
    """What was measured of one database; times in seconds."""

    findings: int
    #: Recording each day, the first one into an empty store.
    days: tuple[float, ...]
    #: The slowest page over all as_ofs: the first one, and one from the middle of the list.
    first_page: float
    middle_page: float
    #: Findings on the two pages of each as_of, together.
    shown: int
    peak: int


def run(options: Options) -> Iterator[str]:
    """Measure each size on both databases, and yield the page."""
    for size in options.sizes:
        yield f"{size:,} findings a day, {options.days} days; a page is of {PAGE} findings."
        yield ""
        with tempfile.TemporaryDirectory(dir=options.folder) as name, running_server() as server:
            urls = {
                "SQLite": f"sqlite:///{Path(name).resolve()}/store.db",
                "PostgreSQL": server.new_database(),
            }
            rows = [
                _row(database, alone(measure, url, size, options.days))
                for database, url in urls.items()
            ]
        yield from table(rows)


def _row(database: str, found: Loading) -> dict[str, object]:
    return {
        "database": database,
        "findings/s": rate(found.findings, sum(found.days)),
        "first day's findings/s": rate(found.findings // len(found.days), found.days[0]),
        "seconds, all days": figures(sum(found.days)),
        "slowest first page, s": figures(found.first_page),
        "slowest middle page, s": figures(found.middle_page),
        "peak MiB": mib(found.peak),
    }


def measure(url: str, size: int, days: int) -> Loading:
    """Record days into a new store, and read pages of each as_of."""
    taken = []
    with open_store(url) as store:
        for day in range(1, days + 1):
            # Made beforehand: what is measured is the store alone.
            found = [_finding(number, day) for number in range(size)]
            begun = time.perf_counter()
            store.record(_record(day, size), found, recorded_at=day * DAY)
            taken.append(time.perf_counter() - begun)
        middle = sorted(found, key=lambda each: each.subject_id)[size // 2].finding_id
        first = [_page(store, day, None) for day in range(1, days + 1)]
        later = [_page(store, day, middle) for day in range(1, days + 1)]
    return Loading(
        findings=size * days,
        days=tuple(taken),
        first_page=max(seconds for seconds, _ in first),
        middle_page=max(seconds for seconds, _ in later),
        shown=sum(count for _, count in (*first, *later)),
        peak=peak_memory(),
    )


def _page(store: Store, day: int, after: str | None) -> tuple[float, int]:
    wanted = FindingFilter(series="s", as_of=day * DAY, after=after)
    begun = time.perf_counter()
    page = store.findings(wanted, limit=PAGE)
    return time.perf_counter() - begun, len(page)


def _finding(number: int, day: int) -> Finding:
    # A tenth of all have other facts each day; which tenth goes round.
    changed = (day - number % CHANGING) // CHANGING
    subject = f"post-{number}"
    return Finding(
        finding_id=finding_id("platform-1", CODE, subject, {}),
        control=CODE,
        subject_id=subject,
        subject_time=1_700_000_000 + number,
        identity={},
        facts={"media_kind": "image", "post": number, "views": 1_000 + changed},
        severity="medium",
        direction="under",
        nature="state",
        cause={"account_id": f"account-{number // 7}"},
    )


def _record(day: int, size: int) -> RunRecord:
    return RunRecord(
        identity=RunIdentity(
            platform_id="platform-1",
            framework="qinglang-2025",
            as_of=day * DAY,
            snapshot_digest=_digest(f"snapshot of {day}"),
            bundle_digest=_digest("bundle"),
            parameters={},
            controls=(CODE,),
            semantics_version=1,
        ),
        series="s",
        snapshot_id=f"snapshot-{day}",
        window_from=0,
        window_to=day * DAY,
        coverage="full",
        complete=True,
        incomplete=(),
        findings_digest=_digest(f"findings of {day}"),
        outcomes_digest=_digest("outcomes"),
        engine="wasm",
        threads=1,
        triage=True,
        audit=0,
        overrides={},
        started_at=day * DAY,
        finished_at=day * DAY,
        results=(ControlResult(CODE, {str(Outcome.VIOLATION): size}, {}, candidates=size),),
        control_digests={CODE: _digest(CODE)},
        quarantined={},
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
