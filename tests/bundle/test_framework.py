"""The framework is read as typed values, and parameters are overridden only by what fits."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from evaluator.bundle import Bundle, Framework, Parameter
from evaluator.errors import BundleError, UsageError

SAMPLES: dict[str, list[Any]] = {
    "integer": [0, -1, 2**53 - 1],
    "time": [1753286400],
    "string": ["", "x"],
    "string_list": [[], ["x"]],
    "string_map": [{"x": "y"}],
    "integer_map": [{"x": 1}],
}
REFUSED: dict[str, list[Any]] = {
    "integer": [True, 1.0, "1", None, 2**53],
    "time": [False, "2025-07-24T00:00:00+08:00"],
    "string": [1, ["x"], None],
    "string_list": ["x", [1], [True], {}],
    "string_map": [{"x": 1}, {1: "x"}, ["x"]],
    "integer_map": [{"x": "1"}, {"x": True}, 1],
}


@pytest.fixture
def source(shipped: Bundle) -> dict[str, Any]:
    """The framework that ships, as JSON."""
    read: dict[str, Any] = json.loads((shipped.folder / "meta/framework.json").read_text())
    return copy.deepcopy(read)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_types(kind: str) -> None:
    """Each type accepts its own values and no others; booleans are no integers."""
    parameter = Parameter("p", kind, "things", None, "house", "A thing.")
    assert all(parameter.accepts(value) for value in SAMPLES[kind])
    assert not [value for value in REFUSED[kind] if parameter.accepts(value)]
    assert parameter.wording.startswith(("a ", "an "))


def test_effective(shipped: Bundle) -> None:
    """Overrides replace values, and give one to a parameter that has none."""
    framework = shipped.framework
    assert framework.effective({}) == framework.defaults()
    assert "complaint_days" not in framework.defaults()
    effective = framework.effective({"complaint_days": 30, "action_days": 5})
    assert effective == framework.defaults() | {"complaint_days": 30, "action_days": 5}
    assert framework.parameters["action_days"].value == 3


def test_unknown_parameter(shipped: Bundle) -> None:
    """A misspelt name is answered with the near ones, a strange one with all."""
    with pytest.raises(UsageError) as caught:
        shipped.framework.effective({"action_day": 3})
    assert caught.value.offender == "parameter action_day"
    assert caught.value.rule == "does not exist in qinglang-2025"
    assert caught.value.remedy.startswith("Did you mean action_days")
    with pytest.raises(UsageError, match="Known: ack_days, action_days"):
        shipped.framework.effective({"zzzz": 3})


def test_wrong_type(shipped: Bundle) -> None:
    """A value of another type is refused with what it must be, and its unit."""
    with pytest.raises(UsageError) as caught:
        shipped.framework.effective({"action_days": True})
    assert caught.value.rule == "must be an integer, in days"
    assert caught.value.remedy == "Its value without an override is 3."


def test_missing_part(source: dict[str, Any]) -> None:
    """A framework without one of its parts is refused."""
    del source["window"]
    with pytest.raises(BundleError, match="is not a framework"):
        Framework.from_json(source)


def test_value_of_another_type(source: dict[str, Any]) -> None:
    """A value that its parameter does not accept is refused by the parameter's name."""
    source["parameters"]["action_days"]["value"] = "3"
    with pytest.raises(BundleError, match="parameter action_days: must be an integer"):
        Framework.from_json(source)
