"""The framework file: a closed schema, and its form in a bundle."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from evaluator.authoring.yaml_source import YamlSource, read_yaml
from evaluator.bundle.framework import PARAMETER_TYPES, Parameter
from evaluator.errors import ConfigurationError

__all__ = ["read_framework"]

_TEXT = {"type": "string", "required": True, "minlength": 1}
_TEXTS = {"type": "dict", "required": True, "schema": {"en": _TEXT, "zh": _TEXT}}

_SCHEMA: dict[str, Any] = {
    "name": {**_TEXT, "regex": "^[a-z0-9][a-z0-9-]*$"},
    "version": {**_TEXT, "regex": r"^\d+\.\d+\.\d+$"},
    "title": _TEXTS,
    "window": {
        "type": "dict",
        "required": True,
        "schema": {"from": _TEXT, "until": _TEXT},
    },
    "time_zone": _TEXT,
    "clauses": {
        "type": "dict",
        "required": True,
        "minlength": 1,
        "keysrules": {"type": "string"},
        "valuesrules": _TEXTS,
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


def read_framework(path: Path) -> dict[str, Any]:
    """Read and check a framework file; times become epoch seconds.

    Raises:
        ConfigurationError: with file, line, key and rule.
    """
    source = read_yaml(path)
    source.check(_SCHEMA)
    value: dict[str, Any] = source.value
    window = {end: _time(source, ("window", end), text) for end, text in value["window"].items()}
    if window["from"] >= window["until"]:
        raise ConfigurationError(source.place(("window",)), "window ends before it begins")
    parameters = {
        name: _parameter(source, name, body) for name, body in value["parameters"].items()
    }
    return {**value, "window": window, "parameters": parameters}


def _parameter(source: YamlSource, name: str, body: dict[str, Any]) -> dict[str, Any]:
    if "value" not in body:
        return body
    keys = ("parameters", name, "value")
    value = body["value"]
    if body["type"] == "time":
        value = _time(source, keys, value)
    parameter = Parameter(name, body["type"], body["unit"], value, body["basis"], "")
    if not parameter.accepts(value):
        raise ConfigurationError(
            source.place(keys), f"{'.'.join(keys)}: must be {parameter.wording}"
        )
    return {**body, "value": value}


def _time(source: YamlSource, keys: tuple[str, ...], text: object) -> int:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigurationError(
            source.place(keys),
            f"{'.'.join(keys)}: must be a time with an offset, such as 2025-07-24T00:00:00+08:00",
        )
    return int(moment.timestamp())
