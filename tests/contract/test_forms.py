"""Texts mean the same in SQL as in Python."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluator.bundle.moments import epoch_seconds
from evaluator.contract.forms.base import exact_integer, list_of_names, moment
from evaluator.warehouse import Warehouse

DIGITS = st.text("0123456789TtZz:+-. ", max_size=30)
MOMENTS = st.builds(
    lambda when, fraction, zone: when.strftime("%04Y-%m-%dT%H:%M:%S") + fraction + zone,
    st.datetimes(datetime(1, 1, 1)),  # noqa: DTZ001 (the zone is written beside it)
    st.sampled_from(["", ".0", ".999999999"]),
    st.sampled_from(["Z", "z", "+08:00", "-23:59", "+24:00", "", "+8"]),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(MOMENTS, DIGITS), min_size=1, max_size=60))
@example(["2023-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "0000-01-01T00:00:00Z"])
def test_moments(warehouse: Warehouse, texts: list[str]) -> None:
    """A text is a time in SQL where it is one in Python, and the same."""
    found = warehouse.run(f"SELECT {moment('t')} FROM (SELECT unnest(?) AS t)", [texts])  # noqa: S608
    assert [value for (value,) in found] == [epoch_seconds(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0", 0), ("-1", -1), ("9223372036854775807", 2**63 - 1)),
        *(
            (text, None)
            for text in ("-0", "+1", "01", " 1", "1.0", "1e3", "1_0", "0x1", "", "true")
        ),
        ("9223372036854775808", None),
    ],
)
def test_exact_integers(warehouse: Warehouse, text: str, value: int | None) -> None:
    """Only what JSON would write for it is an integer."""
    query = f"SELECT {exact_integer('t')} FROM (SELECT ? AS t)"  # noqa: S608
    assert warehouse.value(query, [text]) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[]", []),
        ('["a_1", "B"]', ["a_1", "B"]),
        (' [ "a" ,\t"b" ] ', ["a", "b"]),
        *((text, None) for text in ("", "[", '["a",]', '["a b"]', '["\\u0061"]', "[1]", '"a"')),
    ],
)
def test_lists_of_names(warehouse: Warehouse, text: str, value: list[str] | None) -> None:
    """Lists of plain names are cut up in SQL; all others are left to Python."""
    query = f"SELECT {list_of_names('t')} FROM (SELECT ? AS t)"  # noqa: S608
    assert warehouse.value(query, [text]) == value


def test_the_epoch() -> None:
    """Epoch seconds are those of Python's own calendar."""
    when = datetime(2025, 9, 24, 1, 2, 3, tzinfo=UTC)
    assert epoch_seconds("2025-09-24T09:02:03.9+08:00") == int(when.timestamp())
