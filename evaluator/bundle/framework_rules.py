"""What a framework may hold: one closed schema for its source and for its form in a bundle.

Both forms differ in their times alone: RFC 3339 in the source, epoch seconds in the bundle. Held
against the same rules twice, a bundle that another program wrote is refused like a faulty source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["HOUSE", "PARAMETER_TYPES", "ParameterType", "framework_faults", "framework_schema"]

ParameterType = str

#: Types of parameters; ``time`` is an integer: epoch seconds.
PARAMETER_TYPES: tuple[ParameterType, ...] = (
    "integer",
    "time",
    "string",
    "string_list",
    "string_map",
    "integer_map",
)

#: Basis of a parameter whose value no rule gives.
HOUSE: Final = "house"

#: Ending of a parameter's name -> beginning of its unit.
_UNITS: Final[Mapping[str, str]] = {
    "_centi": "contrast ratio",
    "_days": "days",
    "_hours": "hours",
    "_ms": "milliseconds",
    "_percent": "percent of ",
}
_TIME_UNIT: Final = "epoch seconds"
#: A rule, its day, and the place in it; several are joined by semicolons.
_LEGAL_BASIS: Final = re.compile(r"\S.* (?:of|in force from) \d{4}-\d{2}-\d{2}, \S.*")

_TEXT = {"type": "string", "required": True, "minlength": 1}
_TEXTS = {"type": "dict", "required": True, "schema": {"en": _TEXT, "zh": _TEXT}}

_Fault = tuple[tuple[str | int, ...], str]


def framework_schema(*, times: str) -> dict[str, Any]:
    """The Cerberus schema of a framework.

    Args:
        times: type of the window's ends: ``string`` in a source, ``integer`` in a bundle.
    """
    end = {"type": times, "required": True}
    return {
        "name": {**_TEXT, "regex": "^[a-z0-9][a-z0-9-]*$"},
        "version": {**_TEXT, "regex": r"^\d+\.\d+\.\d+$"},
        "title": _TEXTS,
        "window": {"type": "dict", "required": True, "schema": {"from": end, "until": end}},
        "time_zone": _TEXT,
        "clauses": {
            "type": "dict",
            "required": True,
            "minlength": 1,
            "keysrules": {"type": "string"},
            "valuesrules": _TEXTS,
        },
        "not_checkable": {
            "type": "list",
            "schema": {
                "type": "dict",
                "schema": {
                    "clauses": {
                        "type": "list",
                        "required": True,
                        "minlength": 1,
                        "schema": {"type": "string"},
                    },
                    "extent": {"allowed": ["part", "whole"], "required": True},
                    "matter": _TEXTS,
                    "reason": _TEXTS,
                },
            },
        },
        "parameters": {
            "type": "dict",
            "required": True,
            "keysrules": {"type": "string", "regex": "^[a-z][a-z0-9_]*$"},
            "valuesrules": {
                "type": "dict",
                "schema": {
                    "type": {"allowed": list(PARAMETER_TYPES), "required": True},
                    "unit": _TEXT,
                    "value": {"nullable": False},
                    "basis": _TEXT,
                    "description": _TEXT,
                },
            },
        },
    }


def framework_faults(framework: Mapping[str, Any]) -> Iterator[_Fault]:
    """What a schema cannot say: (keys, rule) of each fault of a framework that follows it."""
    for number, entry in enumerate(framework.get("not_checkable", ())):
        for place, clause in enumerate(entry["clauses"]):
            if clause not in framework["clauses"]:
                yield ("not_checkable", number, "clauses", place), f"{clause} is no clause"
    for name, body in framework["parameters"].items():
        unit = _unit_rule(name, body["type"], body["unit"])
        if unit:
            yield ("parameters", name, "unit"), unit
        if body["basis"] != HOUSE and not all(
            _LEGAL_BASIS.fullmatch(part.strip()) or part.strip().endswith(f": {HOUSE}")
            for part in body["basis"].split(";")
        ):
            yield (
                ("parameters", name, "basis"),
                f"must be {HOUSE}, or a rule with day and article: Notice of 2025-07-24, 2.3 s1",
            )


def _unit_rule(name: str, kind: ParameterType, unit: str) -> str:
    """What the unit of a parameter must be; empty where it is that."""
    if (kind == "time") is not (unit == _TIME_UNIT):
        return f"must be {_TIME_UNIT}" if kind == "time" else f"{_TIME_UNIT} are of type time"
    for ending, wanted in _UNITS.items():
        if name.endswith(ending) and not unit.startswith(wanted):
            return f"must be {wanted.strip()}{' …' if wanted.endswith(' ') else ''}"
    return ""
