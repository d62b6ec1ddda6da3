"""``-o github``: annotations of a workflow, one for each of the largest causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TextIO

from evaluator.report.base import ReportOptions, RunReport
from evaluator.report.causes import Cause, count_causes
from evaluator.report.labels import counted, label
from evaluator.report.messages import fact_text, message
from evaluator.report.sources import source_place
from evaluator.report.terminal import visible

__all__ = ["GithubReport", "workflow_command"]

#: A workflow shows ten annotations of a kind a step, and no more.
_MOST: Final = 10
_KINDS: Final = {"high": "error", "medium": "warning", "low": "notice"}


class GithubReport:
    """Each annotation stands at the rule that found it; a last one says how many are not shown."""

    name = "github"
    machine = True

    def write(self, report: RunReport, stream: TextIO, options: ReportOptions) -> None:
        """Write one workflow command a line."""
        stream.writelines(line + "\n" for line in _lines(report, options))


def workflow_command(kind: str, fields: Mapping[str, object], text: str) -> str:
    """One workflow command; what would end it or start another one is escaped.

    Args:
        kind: ``error``, ``warning`` or ``notice``.
        fields: name -> value; those that are None are left out.
        text: may have several lines.
    """
    told = ",".join(
        f"{name}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in fields.items()
        if value is not None
    )
    return f"::{kind} {told}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _lines(report: RunReport, options: ReportOptions) -> Iterator[str]:
    lang = options.lang
    for reason in report.run.incomplete:
        yield workflow_command("error", {"title": label("incomplete", lang)}, visible(reason))
    causes = count_causes(report.stream, _MOST)
    for cause in causes.largest:
        control, _ = report.controls[cause.control]
        file, line = source_place(control)
        title = f"{control.code} {control.titled(lang)}: {counted('findings', cause.count, lang)}"
        yield workflow_command(
            _KINDS[cause.severity],
            {"file": file, "line": line, "title": title},
            _text(cause, report, options),
        )
    hidden = report.total - sum(cause.count for cause in causes.largest)
    if hidden:
        rest = counted("causes_rest", hidden, lang)
        yield workflow_command(
            "notice", {"title": "qinglang"}, f"{rest} {label('all_findings', lang)}"
        )


def _text(cause: Cause, report: RunReport, options: ReportOptions) -> str:
    control, _ = report.controls[cause.control]
    facts = label("comma", options.lang).join(
        f"{name} = {fact_text(name, value, options.lang)}" for name, value in cause.facts.items()
    )
    example = label(
        "example",
        options.lang,
        subject=cause.example.subject_id,
        message=message(control, cause.example.facts, options.lang),
    )
    return visible(f"{facts} · {example}" if facts else example)
