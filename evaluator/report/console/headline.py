"""The head of the report: which run this is, whether it is whole, and what was changed for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from rich.text import Text

from evaluator.report.base import Override, RunReport
from evaluator.report.console.page import Page, indented
from evaluator.report.layout import Cell, hanging
from evaluator.report.local_time import local_time
from evaluator.report.messages import is_time
from evaluator.report.terminal import visible

__all__ = ["headline"]


def headline(report: RunReport, page: Page) -> Iterator[Text]:
    """Platform, snapshot, time, framework; every reason to be incomplete; every override."""
    run = report.run
    about = page.joined(
        [
            page.words("platform", name=visible(run.platform_id)),
            page.words("snapshot", name=visible(run.snapshot_id)),
            page.words("as_of", time=local_time(run.as_of)),
            page.words("framework", name=visible(run.framework)),
        ],
        by="clause",
    )
    status = (
        Cell(page.words("complete"), "bold green")
        if run.complete
        else Cell(page.words("incomplete"), "bold red")
    )
    yield from hanging([status, Cell("  ")], Cell(about, "bold"), page.width)
    for reason in run.incomplete:
        yield from indented(hanging([Cell("- ")], Cell(visible(reason), "red"), page.room))
    if run.coverage == "sample":
        yield from indented(hanging([], Cell(page.words("sample"), "yellow"), page.room))
    if run.overrides:
        yield page.heading("overrides")
        for name, override in run.overrides.items():
            for line in _changes(name, override, page):
                yield from indented(hanging([Cell("- ")], Cell(line, "yellow"), page.room))


def _changes(name: str, override: Override, page: Page) -> Iterator[str]:
    """What an override changes; of a map the entries that differ."""
    default, value = override.default, override.value
    if default == value:
        yield page.words("override_same", name=visible(name))
    elif isinstance(default, Mapping) and isinstance(value, Mapping):
        for key in sorted(default.keys() | value.keys()):
            if default.get(key) != value.get(key):
                yield from _changes(
                    f"{name}.{key}", Override(default.get(key), value.get(key)), page
                )
    else:
        yield page.words(
            "override",
            name=visible(name),
            default=_value(name, default, page),
            value=_value(name, value, page),
        )


def _value(name: str, value: Any, page: Page) -> str:  # noqa: ANN401 (any JSON value)
    if value is None:
        return page.words("no_value")
    if is_time(name) and isinstance(value, int):
        return local_time(value)
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return visible(text)
