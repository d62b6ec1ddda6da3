"""Runs the days of a campaign, each into the campaign's series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from evaluator.authoring.waiver_file import configured_waivers
from evaluator.bundle import Bundle, configured_bundle
from evaluator.errors import QinglangError, SnapshotError
from evaluator.findings import open_store
from evaluator.pipeline import Observer, Request, evaluate
from evaluator.settings import Settings
from evaluator.snapshot import open_snapshot
from scheduler.campaign import Campaign
from scheduler.days import PlannedRun, day_of

__all__ = ["DayResult", "Ended", "replay"]


class Ended(StrEnum):
    """How the run of one day ended."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    #: This snapshot was recorded with this bundle before.
    RECORDED = "recorded"
    #: There is no snapshot.
    GAP = "gap"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DayResult:
    """What came of one planned run; ``exit_code`` as of ``qinglang evaluate``."""

    planned: PlannedRun
    ended: Ended
    exit_code: int
    #: Findings of the run, where there was one.
    findings: int = 0
    #: Why it failed or is a gap.
    reason: str = ""


def replay(
    campaign: Campaign, planned: Iterable[PlannedRun], settings: Settings, observer: Observer
) -> Iterator[DayResult]:
    """Run what is planned, one after the other; what fails does not keep the others from running.

    Args:
        campaign: the campaign.
        planned: its runs, in the order of days.
        settings: with the campaign's database, series and bundle.
        observer: is told what each run does.

    Raises:
        BundleError: if the bundle may not be used; then nothing runs.
        ConfigurationError: so it is if the file of waivers is not in order.
    """
    bundle = configured_bundle(settings)
    waivers = configured_waivers(settings, bundle.controls)
    for each in planned:
        request = Request(each.snapshot, waivers=waivers)
        try:
            result = _run(campaign, each, bundle, request, settings, observer)
        except QinglangError as error:
            result = DayResult(each, Ended.FAILED, error.exit_code, reason=str(error))
        yield result


def _run(  # noqa: PLR0913, PLR0917 (what is run, on what, how, and who is told)
    campaign: Campaign,
    planned: PlannedRun,
    bundle: Bundle,
    request: Request,
    settings: Settings,
    observer: Observer,
) -> DayResult:
    if not planned.snapshot.is_dir():
        reason = f"there is no snapshot at {planned.snapshot}"
        return DayResult(planned, Ended.GAP, SnapshotError.exit_code, reason=reason)
    if _is_recorded(campaign, planned, bundle, settings):
        return DayResult(planned, Ended.RECORDED, 0)
    with evaluate(request, settings, observer) as done:
        status = done.report.exit_status
        assert status is not None, "evaluate gives every report its exit status"
        run = done.report.run
        return DayResult(
            planned,
            Ended.COMPLETE if run.complete else Ended.INCOMPLETE,
            status.code,
            findings=sum(done.report.finding_counts.values()),
        )


def _is_recorded(
    campaign: Campaign, planned: PlannedRun, bundle: Bundle, settings: Settings
) -> bool:
    """Whether this snapshot counts for its day already, judged with this bundle.

    Raises:
        SnapshotError: if it is of another platform or day.
    """
    snapshot = open_snapshot(planned.snapshot, bundle.contract.tables)
    _check(campaign, planned, snapshot.manifest.platform_id, snapshot.manifest.as_of)
    with open_store(settings.db) as store:
        for run in store.runs(campaign.name):
            if (
                run.platform_id == planned.platform_id
                and run.as_of == snapshot.manifest.as_of
                and run.complete
                and run.superseded_at is None
            ):
                details = store.run(run.run_id)
                if (details.snapshot_digest, details.bundle_digest) == (
                    snapshot.digest,
                    bundle.digest,
                ):
                    return True
    return False


def _check(campaign: Campaign, planned: PlannedRun, platform_id: str, as_of: int) -> None:
    remedy = "Put each platform's snapshot of a day where the campaign file says."
    if platform_id != planned.platform_id:
        raise SnapshotError(
            f"snapshot {planned.snapshot}",
            f"is of platform {platform_id}, and belongs to {planned.platform_id} here",
            remedy,
        )
    shown = day_of(campaign, as_of)
    if shown != planned.day:
        rule = f"is as of {shown}, and belongs to {planned.day} here"
        raise SnapshotError(f"snapshot {planned.snapshot}", rule, remedy)
