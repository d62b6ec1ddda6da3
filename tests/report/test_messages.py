"""Messages fill in what is known and say what is not; facts are never templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from evaluator.model import Control
from evaluator.report import message
from evaluator.report.messages import fact_text, is_time


def _control(controls: Mapping[str, Control], **messages: str) -> Control:
    return dataclasses.replace(controls["ANN-12"], messages=messages)


def test_real_message(controls: Mapping[str, Control]) -> None:
    """A control's message over the facts of a finding."""
    facts = {"adjudication_id": "j1"}
    assert message(controls["ANN-12"], facts, "en").startswith("Verdict j1 found this post")
    assert message(controls["ANN-12"], facts, "zh").startswith("裁定 j1 已认定")


def test_unknown_facts(controls: Mapping[str, Control]) -> None:
    """A placeholder without a fact is an unknown fact."""
    assert message(controls["ANN-12"], {}, "en").startswith("Verdict unknown found")
    assert message(controls["ANN-12"], {}, "zh").startswith("裁定 未知 已认定")


def test_braces_in_facts(controls: Mapping[str, Control]) -> None:
    """Braces of facts and odd braces of templates are text."""
    control = _control(controls, en="{a} {b} { {} {0} }")
    facts = {"a": "{b}", "b": "{__class__}"}
    assert message(control, facts, "en") == "{b} {__class__} { {} {0} }"


def test_missing_languages(controls: Mapping[str, Control]) -> None:
    """Without the language it is English, without English the title."""
    assert message(_control(controls, en="only"), {}, "zh") == "only"
    assert message(_control(controls), {}, "zh") == controls["ANN-12"].title


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("at", 0, "1970-01-01 08:00:00 +08:00"),
        ("decided_at", 1_756_656_000, "2025-09-01 00:00:00 +08:00"),
        ("cited", True, "yes"),
        ("until_at", False, "no"),
        ("decided_at", "soon", "soon"),
        ("step", -1, "-1"),
        ("format", 5, "5"),
    ],
)
def test_facts(name: str, value: str | int | bool, text: str) -> None:
    """Times have their offset, booleans are words."""
    assert fact_text(name, value, "en") == text


def test_names_of_times() -> None:
    """Columns of the contract that hold times are known by their endings."""
    assert all(map(is_time, ("at", "published_at", "from_ts", "valid_to", "standing_from")))
    assert not any(map(is_time, ("format", "post_id", "to", "reasons_from_rank")))
