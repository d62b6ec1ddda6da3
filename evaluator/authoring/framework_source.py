"""The framework file: a closed schema, and its form in a bundle."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from evaluator.authoring.yaml_source import YamlSource, read_yaml
from evaluator.bundle.framework import Parameter
from evaluator.bundle.framework_rules import framework_faults, framework_schema
from evaluator.errors import ConfigurationError

__all__ = ["read_framework"]


def read_framework(path: Path) -> dict[str, Any]:
    """Read and check a framework file; times become epoch seconds.

    Raises:
        ConfigurationError: with file, line, key and rule.
    """
    source = read_yaml(path)
    source.check(framework_schema(times="string"))
    value: dict[str, Any] = source.value
    window = {end: _time(source, ("window", end), text) for end, text in value["window"].items()}
    if window["from"] >= window["until"]:
        raise ConfigurationError(source.place(("window",)), "window ends before it begins")
    for keys, rule in framework_faults(value):
        raise ConfigurationError(source.place(keys), f"{'.'.join(map(str, keys))}: {rule}")
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
