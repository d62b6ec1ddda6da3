"""The page from top to bottom: what came out, charts, controls, causes, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, TextIO

from evaluator.report.base import Language, ReportOptions, RunReport
from evaluator.report.html.overview import charts, tiles
from evaluator.report.html.style import STYLE
from evaluator.report.html.tables import causes, clauses, controls, quarantine
from evaluator.report.labels import label
from evaluator.report.local_time import local_time
from evaluator.report.terminal import visible

__all__ = ["HtmlReport"]

#: Nothing is loaded, and nothing runs: whatever a platform's data may hold.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


class HtmlReport:
    """``-o html``: one file with its charts; its length depends on controls and causes alone."""

    name = "html"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write the page."""
        lang = options.lang
        run = report.run
        title = f"{run.framework} · {run.platform_id} · {run.snapshot_id}"
        stream.write(
            f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
            f'<link rel="icon" href="data:,">\n<title>{text(title)}</title>\n'
            f"<style>{STYLE}</style>\n</head>\n<body>\n"
        )
        stream.writelines(part + "\n" for part in _parts(report, lang))
        stream.write("</body>\n</html>\n")


def text(value: str) -> str:
    """Text as HTML shows it, control characters as escapes."""
    return escape(visible(value))


def _parts(report: RunReport, lang: Language) -> Iterator[str]:
    run = report.run
    state = "complete" if run.complete else "incomplete"
    yield (
        f"<header><h1>{text(label('report_title', lang, platform=run.platform_id))}"
        f'<span class="state {state}">{label(state, lang)}</span></h1>'
        f'<div class="about"><span>{text(label("as_of", lang, time=local_time(run.as_of)))}</span>'
        f"<span>{text(label('snapshot', lang, name=run.snapshot_id))}</span>"
        f"<span>{text(label('framework', lang, name=run.framework))}</span></div></header>"
    )
    if run.incomplete:
        yield _notes(run.incomplete, "notes bad")
    told = [label("sample", lang)] if run.coverage == "sample" else []
    told += [
        label("override", lang, name=name, default=str(one.default), value=str(one.value))
        for name, one in run.overrides.items()
    ]
    told += report.warnings
    if told:
        yield _notes(told, "notes")
    yield tiles(report, lang)
    yield charts(report, lang)
    yield controls(report, lang)
    yield causes(report, lang)
    yield clauses(report, lang)
    yield quarantine(report, lang)
    yield _provenance(report, lang)


def _notes(lines: list[str] | tuple[str, ...], kind: str) -> str:
    return f'<div class="{kind}">{"".join(f"<p>{text(line)}</p>" for line in lines)}</div>'


def _provenance(report: RunReport, lang: Language) -> str:
    run = report.run
    window = label(
        "window_value", lang, start=local_time(run.window_from), end=local_time(run.window_to)
    )
    rows = [
        (label("run_id", lang), run.run_id),
        (label("window", lang), window),
        (label("findings_digest", lang), report.findings_digest),
        (label("outcomes_digest", lang), report.outcomes_digest),
        (label("snapshot_digest", lang), run.snapshot_digest),
        (label("bundle_digest", lang), run.bundle_digest),
        (label("bundle_revision", lang), run.bundle_revision),
        (label("started", lang), local_time(run.started_at)),
    ]
    pairs = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in rows)
    status = report.exit_status
    ended = "" if status is None else label("exit", lang, code=status.code, reason=status.reason)
    return (
        f"<h2>{label('provenance', lang)}</h2><div class='card'><dl>{pairs}</dl></div>"
        f"<footer>{text(ended)}</footer>"
    )
