"""The foot of the report: by what the run is known again, how it was made, and its exit code."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from evaluator.report.base import RunReport, RunSection
from evaluator.report.console.page import Page, indented
from evaluator.report.labels import stage_name
from evaluator.report.layout import labelled_lines
from evaluator.report.local_time import local_time
from evaluator.report.terminal import visible

__all__ = ["exit_line", "provenance"]


def provenance(report: RunReport, page: Page) -> Iterator[Text]:
    """Digests, engine, and the time that each stage took."""
    run = report.run
    window = page.words(
        "window_value", start=local_time(run.window_from), end=local_time(run.window_to)
    )
    values = {
        "run_id": run.run_id,
        "window": window,
        "findings_digest": report.findings_digest,
        "outcomes_digest": report.outcomes_digest,
        "snapshot_digest": run.snapshot_digest,
        "bundle_digest": run.bundle_digest,
        "bundle_revision": run.bundle_revision,
        "engine": _engine(run, page),
        "started": local_time(run.started_at),
        "stages": _stages(run, page),
    }
    pad = max(cell_len(page.words(key)) for key in values)
    yield page.heading("provenance")
    for key, value in values.items():
        lines = labelled_lines(page.words(key), pad, [visible(value)], page.room)
        yield from indented(lines)


def exit_line(report: RunReport, page: Page) -> Iterator[Text]:
    """The exit code and its reason, in one line however long: ``tail -1`` shows the whole."""
    if report.exit_status is None:
        return
    code, reason = report.exit_status
    text = page.words("exit", code=code, reason=visible(reason))
    yield Text(text, "bold red" if code else "bold green")


def _engine(run: RunSection, page: Page) -> str:
    triage = page.words("triage" if run.triage else "no_triage")
    if run.triage and run.audit:
        triage = page.words("triage_audited", subjects=page.counted("subjects", run.audit))
    threads = page.counted("threads", run.threads)
    semantics = page.words("semantics", version=run.semantics_version)
    return page.joined([run.engine, threads, triage, semantics], by="clause")


def _stages(run: RunSection, page: Page) -> str:
    times = [
        page.words("stage", name=stage_name(name, page.lang), seconds=_seconds(taken))
        for name, taken in run.stages.items()
    ]
    total = page.words("seconds", seconds=_seconds(sum(run.stages.values())))
    return total + page.words("colon") + page.joined(times, by="clause") if times else total


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:,.2f}"
