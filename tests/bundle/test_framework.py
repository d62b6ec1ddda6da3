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


FAULTS: list[tuple[tuple[str, ...], object, str]] = [
    (("window",), None, "meta/framework.json: window: required field"),
    (("window", "from"), "2025-07-24", "window.from: must be of integer type"),
    (("colour",), "red", "colour: unknown field"),
    (("title", "de"), "Klar", "title.de: unknown field"),
    (("clauses", "goal", "zh"), None, "clauses.goal.zh: required field"),
    (("parameters", "action_days", "value"), "3", "action_days.value: must be an integer"),
    (("parameters", "action_days", "value"), True, "action_days.value: must be an integer"),
    (("parameters", "action_days", "note"), "x", "parameters.action_days.note: unknown field"),
    (("parameters", "action_days", "type"), "days", "action_days.type: unallowed value days"),
    (("parameters", "action_days", "unit"), "hours", "action_days.unit: must be days"),
    (("parameters", "action_days", "basis"), "law", "action_days.basis: must be house, or a rule"),
]


@pytest.mark.parametrize(("keys", "value", "told"), FAULTS, ids=str)
def test_faults(source: dict[str, Any], keys: tuple[str, ...], value: object, told: str) -> None:
    """A framework with a strange, missing or wrong part is refused when it is read, by its key."""
    *way, last = keys
    part = source
    for key in way:
        part = part[key]
    if value is None:
        del part[last]
    else:
        part[last] = value
    with pytest.raises(BundleError) as caught:
        Framework.from_json(source)
    assert told in str(caught.value)


def test_no_framework() -> None:
    """What is no object is no framework."""
    with pytest.raises(BundleError, match="is not a framework"):
        Framework.from_json([])


def test_not_checkable(source: dict[str, Any]) -> None:
    """What cannot be checked is read with clauses, extent and both languages; it may be absent."""
    found = Framework.from_json(source).not_checkable
    assert [list(entry.clauses) for entry in found] == [
        entry["clauses"] for entry in source["not_checkable"]
    ]
    assert {entry.extent for entry in found} == {"part"}
    assert all(entry.matter["zh"] and entry.reason["zh"] for entry in found)
    del source["not_checkable"]
    assert Framework.from_json(source).not_checkable == ()
