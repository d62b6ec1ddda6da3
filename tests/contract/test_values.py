"""How raw values are shown."""

from __future__ import annotations

import pytest

from evaluator.contract.json_line import Repeated, Unread
from evaluator.contract.values import SHOWN, show


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("text, as it is", "text, as it is"),
        ("", ""),
        ("清朗" * 200, "清朗" * 100),
        ("half \ud800", "half \\ud800"),
        ("\ud800" * 200, "\\ud800" * 33 + "\\u"),
        (True, "true"),
        (7, "7"),
        (["a", None, Unread("1.5")], '["a", null, "1.5"]'),
        (Repeated((1, "清")), '[1, "清"]'),
        (Unread("NaN", foreign=True), "NaN"),
        ({"a": "x" * 300}, '{"a": "' + "x" * 193),
    ],
)
def test_show(value: object, shown: str) -> None:
    """Texts are shown as they are, everything else as JSON; both are cut and can be encoded."""
    assert show(value) == shown
    assert len(show(value)) <= SHOWN
    assert show(value).encode().decode() == shown
