"""The framework: clauses with their text, what of them no snapshot can show, parameters, window."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cerberus import Validator

from evaluator.bundle.framework_rules import ParameterType, framework_faults, framework_schema
from evaluator.bundle.schema_faults import schema_faults
from evaluator.errors import BundleError, UsageError

__all__ = ["Framework", "NotCheckable", "Parameter"]

_LARGEST = 2**53 - 1
_WORDING = {
    "integer": "an integer",
    "time": "an integer (epoch seconds)",
    "string": "a string",
    "string_list": "a list of strings",
    "string_map": "a map of strings to strings",
    "integer_map": "a map of strings to integers",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or list that policies read; ``value`` is None where no figure exists."""

    name: str
    type: ParameterType
    unit: str
    value: Any
    basis: str
    description: str

    def accepts(self, value: object) -> bool:
        """Whether a value is of this parameter's type; booleans are no integers."""
        if self.type in ("integer", "time"):
            return _is_integer(value)
        if self.type == "string":
            return isinstance(value, str)
        if self.type == "string_list":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            return False
        if self.type == "string_map":
            return all(isinstance(item, str) for item in value.values())
        return all(_is_integer(item) for item in value.values())

    @property
    def wording(self) -> str:
        """What a value must be, in words."""
        return _WORDING[self.type]


@dataclass(frozen=True, slots=True)
class NotCheckable:
    """What clauses ask and no snapshot can show, with the reason; texts by language."""

    clauses: tuple[str, ...]
    #: ``part``: controls check the rest of each clause; ``whole``: nothing of them can be checked.
    extent: Literal["part", "whole"]
    matter: Mapping[str, str]
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Framework:
    """What a regulator published, as data."""

    name: str
    version: str
    title: Mapping[str, str]
    #: Epoch seconds, the end exclusive.
    window: tuple[int, int]
    time_zone: str
    #: Clause id -> language -> text.
    clauses: Mapping[str, Mapping[str, str]]
    not_checkable: tuple[NotCheckable, ...]
    parameters: Mapping[str, Parameter]

    @classmethod
    def from_json(cls, source: Any) -> Framework:  # noqa: ANN401 (JSON)
        """Read ``meta/framework.json``.

        Raises:
            BundleError: naming each key that is unknown, missing, or of a wrong type or unit.
        """
        validator = Validator(framework_schema(times="integer"))
        if not isinstance(source, dict):
            raise _damaged("is not a framework")
        if not validator.validate(source):
            raise _damaged("; ".join(sorted(schema_faults(validator.errors))))
        told = [f"{'.'.join(map(str, keys))}: {rule}" for keys, rule in framework_faults(source)]
        if told:
            raise _damaged("; ".join(told))
        parameters = {
            name: Parameter(
                name,
                body["type"],
                body["unit"],
                body.get("value"),
                body["basis"],
                body["description"],
            )
            for name, body in source["parameters"].items()
        }
        for parameter in parameters.values():
            if parameter.value is not None and not parameter.accepts(parameter.value):
                raise _damaged(f"parameters.{parameter.name}.value: must be {parameter.wording}")
        return cls(
            name=source["name"],
            version=source["version"],
            title=source["title"],
            window=(source["window"]["from"], source["window"]["until"]),
            time_zone=source["time_zone"],
            clauses=source["clauses"],
            not_checkable=tuple(
                NotCheckable(
                    tuple(entry["clauses"]), entry["extent"], entry["matter"], entry["reason"]
                )
                for entry in source.get("not_checkable", ())
            ),
            parameters=parameters,
        )

    def defaults(self) -> dict[str, Any]:
        """Values of all parameters that have one: ``data.qinglang.params``."""
        return {
            name: parameter.value
            for name, parameter in self.parameters.items()
            if parameter.value is not None
        }

    def effective(self, overrides: Mapping[str, Any]) -> dict[str, Any]:
        """Values in force with a user's overrides on top.

        Raises:
            UsageError: for an unknown parameter or a value of a wrong type.
        """
        for name, value in overrides.items():
            parameter = self.parameters.get(name)
            if parameter is None:
                raise UsageError(
                    f"parameter {name}",
                    f"does not exist in {self.name}",
                    _suggest(name, self.parameters),
                )
            if not parameter.accepts(value):
                raise UsageError(
                    f"parameter {name}",
                    f"must be {parameter.wording}, in {parameter.unit}",
                    f"Its value without an override is {parameter.value!r}.",
                )
        return self.defaults() | dict(overrides)


def _damaged(rule: str) -> BundleError:
    return BundleError(
        "meta/framework.json", rule, "Correct the framework file and build the bundle again."
    )


def _suggest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=3)
    return f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(sorted(known))}."


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST
