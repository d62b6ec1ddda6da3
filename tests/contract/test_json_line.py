"""JSON is read strictly: nothing is repaired, rounded or thrown away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.contract.json_line import NotJsonError, Repeated, Unread, parse, spoilt

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(JSON)
def test_json_comes_back(value: Any) -> None:
    """What has neither fractions nor repeated keys is read as it was written."""
    assert parse(json.dumps(value)) == value
    assert spoilt(value) is None


def test_numbers_with_a_fraction_stay_texts() -> None:
    """A fraction, an exponent and an endless number of digits are no values."""
    assert parse("[1.0, 1e3, -0]") == [Unread("1.0"), Unread("1e3"), 0]
    assert parse("9" * 400) == int("9" * 400)
    assert parse("9" * 401) == Unread("9" * 401)
    assert spoilt(parse("1.5")) is None


def test_foreign_numbers_are_told() -> None:
    """NaN and its like are no JSON, at whatever depth."""
    assert spoilt(parse('{"a": [NaN]}')) == "is no JSON number"
    assert spoilt(parse("-Infinity")) == "is no JSON number"


def test_repeated_keys_keep_all_values() -> None:
    """A key that is given twice has no value of its own, and hides none."""
    value = parse('{"a": 1, "b": 2, "\\u0061": 3}')
    assert value == {"a": Repeated((1, 3)), "b": 2}
    assert spoilt(value) == "must not be given twice in one object"


@pytest.mark.parametrize("text", ["", "{", '{"a" 1}', "'a'", "01", "+1", "[1,]", '"\n"', "1 2"])
def test_what_is_no_json(text: str) -> None:
    """The reason is told without the text."""
    with pytest.raises(NotJsonError, match=r"^is no JSON \([A-Z]"):
        parse(text)


def test_depth_is_limited() -> None:
    """Sixty-four lists inside each other are read, more are not."""
    assert parse("[" * 63 + "]" * 63)
    for depth in (65, 100_000):
        with pytest.raises(NotJsonError, match="is nested too deeply"):
            parse("[" * depth + "]" * depth)
    with pytest.raises(NotJsonError, match="is nested too deeply"):
        parse('{"a":1,"a":' * 40 + "[" * 40 + "]" * 40 + "}" * 40)
    assert parse(json.dumps(["[" * 100])) == ["[" * 100]
