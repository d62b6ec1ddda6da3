"""All report formats by name: the one place to add another."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from evaluator.errors import UsageError
from evaluator.report.base import ReportFormat
from evaluator.report.console import ConsoleReport
from evaluator.report.csv import CsvReport
from evaluator.report.github import GithubReport
from evaluator.report.html import HtmlReport
from evaluator.report.json import JsonReport
from evaluator.report.junit import JunitReport
from evaluator.report.markdown import MarkdownReport
from evaluator.report.ndjson import NdjsonReport
from evaluator.report.oscal import OscalReport
from evaluator.report.sarif import SarifReport
from evaluator.report.xlsx import XlsxReport

__all__ = ["FORMATS", "known_format"]

_ALL: Final[tuple[ReportFormat, ...]] = (
    ConsoleReport(),
    JsonReport(),
    NdjsonReport(),
    CsvReport(),
    HtmlReport(),
    MarkdownReport(),
    XlsxReport(),
    SarifReport(),
    JunitReport(),
    OscalReport(),
    GithubReport(),
)

#: Name -> format.
FORMATS: Final[Mapping[str, ReportFormat]] = MappingProxyType({one.name: one for one in _ALL})


def known_format(name: str, known: Iterable[str], option: str) -> str:
    """``name``, where it is one of ``known``; ``option`` is what the user wrote.

    Raises:
        UsageError: where it is not, with the names that it looks like.
    """
    names = list(known)
    if name in names:
        return name
    near = difflib.get_close_matches(name.casefold(), names, n=2)
    raise UsageError(
        option,
        f"there is no format {name!r}",
        f"Did you mean {' or '.join(near)}?" if near else f"Formats are {', '.join(names)}.",
    )
