"""Formats are known by name, and a misspelt one is answered with the near ones."""

from __future__ import annotations

import pytest

from evaluator.errors import UsageError
from evaluator.report import FORMATS
from evaluator.report.formats import known_format


def test_formats() -> None:
    """Each stands under its own name; all but the console's are for programs."""
    assert list(FORMATS) == [
        *("console", "json", "ndjson", "csv", "html", "markdown"),
        *("xlsx", "sarif", "junit", "oscal", "github"),
    ]
    assert all(form.name == name for name, form in FORMATS.items())
    assert [name for name, form in FORMATS.items() if not form.machine] == ["console"]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("JSON", "Did you mean json or ndjson?"),
        ("consol", "Did you mean console?"),
        ("x", f"Formats are {', '.join(FORMATS)}."),
    ],
)
def test_unknown_format(name: str, remedy: str) -> None:
    """The remedy names what was meant, or all there is."""
    with pytest.raises(UsageError) as caught:
        known_format(name, FORMATS, f"-o {name}")
    assert str(caught.value) == f"-o {name}: there is no format {name!r}. {remedy}"
