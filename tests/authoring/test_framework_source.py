"""The framework file follows a closed schema; its times become epoch seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.authoring.framework_source import read_framework
from evaluator.errors import ConfigurationError

Change = Callable[[str, str, str], None]
FILE = "frameworks/small.yaml"


def test_framework(policies: Path) -> None:
    """Window and times in epoch seconds; a parameter without a value has none."""
    framework = read_framework(policies / FILE)
    assert framework["window"] == {"from": 1735660800, "until": 1738339200}
    assert framework["parameters"]["since"]["value"] == 1735660800
    assert "value" not in framework["parameters"]["open"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: small", "name: Small one", "small.yaml line 1: name: value does not match regex"),
        ("zh: 小", "de: klein", "line 3: title.de: unknown field"),
        ("value: 10", "value: null", "line 12: parameters.longest.value: null value not allowed"),
        ("value: 10", "value: true", "line 12: parameters.longest.value: must be an integer"),
        ("value: 10", "value: 1.5", "line 12: parameters.longest.value: must be an integer"),
        ("type: integer\n    unit: days", "type: days\n    unit: days", "type: unallowed value"),
        ("description: Nothing yet.", "note: Nothing.", "parameters.open.note: unknown field"),
        (
            'value: "2025-01-01T00:00:00+08:00"',
            'value: "2025-01-01T00:00:00"',
            "line 18: parameters.since.value: must be a time with an offset",
        ),
        (
            'value: "2025-01-01T00:00:00+08:00"',
            "value: soon",
            "line 18: parameters.since.value: must be a time with an offset",
        ),
        (
            "unit: days\n    basis: house",
            "unit: epoch seconds\n    basis: house",
            "line 23: parameters.open.unit: epoch seconds are of type time",
        ),
        (
            "basis: house\n    description: Longest post.",
            "basis: some law\n    description: Longest post.",
            "line 13: parameters.longest.basis: must be house, or a rule with day and article",
        ),
        (
            "parameters:",
            (
                "not_checkable:\n  - clauses: [9 s9]\n    extent: part\n"
                "    matter: {en: a, zh: a}\n    reason: {en: a, zh: a}\nparameters:"
            ),
            "line 9: not_checkable.0.clauses.0: 9 s9 is no clause",
        ),
        (
            "parameters:",
            (
                "not_checkable:\n  - clauses: [1.1 s1]\n    extent: most\n"
                "    matter: {en: a, zh: a}\nparameters:"
            ),
            "line 10: not_checkable.0.extent: unallowed value most",
        ),
        ('until: "2025-02', 'until: "2024-02', "line 4: window ends before it begins"),
    ],
)
def test_faults(policies: Path, change: Change, old: str, new: str, told: str) -> None:
    """A fault is told with file, line, key and rule."""
    change(FILE, old, new)
    with pytest.raises(ConfigurationError) as caught:
        read_framework(policies / FILE)
    assert told in str(caught.value)
    assert "frameworks/small.yaml" in str(caught.value)
