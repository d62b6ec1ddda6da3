"""YAML with the line of every key, so that an error can point at its place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from cerberus import Validator

from evaluator.authoring.faults import PolicyFaultsError
from evaluator.errors import ConfigurationError

__all__ = ["YamlSource", "read_yaml"]

_Place = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A YAML file: its value, and the line on which each key or list item stands."""

    path: Path
    value: Any
    lines: Mapping[_Place, int]

    @property
    def name(self) -> str:
        """File and folder, which tell files of one name apart."""
        return _name(self.path)

    def place(self, keys: _Place) -> str:
        """``file line N``, of the nearest key that is there."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return f"{self.name} line {self.lines.get(keys, 1)}"

    def check(self, schema: Mapping[str, Any]) -> None:
        """Hold the file against a closed Cerberus schema.

        Raises:
            ConfigurationError: with file, line, key and rule of every fault.
        """
        if not isinstance(self.value, dict):
            raise ConfigurationError(self.name, "must be a mapping of keys to values")
        validator = Validator(schema)
        if validator.validate(self.value):
            return
        faults = [
            ConfigurationError(self.place(keys), f"{'.'.join(map(str, keys))}: {rule}")
            for keys, rule in _flatten(validator.errors, ())
        ]
        told = [f"{fault.offender}: {fault.rule}" for fault in faults]
        rule = "\n  ".join(["does not follow its schema:", *told])
        raise PolicyFaultsError(self.name, rule, "", faults)


def read_yaml(path: Path) -> YamlSource:
    """Read one YAML document.

    Raises:
        ConfigurationError: if it cannot be read, is no YAML, or repeats a key.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node, value = _parse(text)
    except OSError as error:
        raise ConfigurationError(str(path), f"cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(str(path), f"is no YAML: {error}") from error
    lines: dict[_Place, int] = {}
    if node is not None:
        _collect(path, node, (), lines)
    return YamlSource(path, value, lines)


def _parse(text: str) -> tuple[yaml.Node | None, Any]:
    """The document as nodes, which know their lines, and as a value; parsed once."""
    # libyaml is many times as fast as the loader in Python, which some platforms must do with.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _collect(path: Path, node: yaml.Node, keys: _Place, lines: dict[_Place, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*keys, key.value)
            line = key.start_mark.line + 1
            if place in lines:
                raise ConfigurationError(
                    f"{_name(path)} line {line}",
                    f"repeats the key {key.value}, which stands on line {lines[place]} already",
                    "Keep one of them.",
                )
            lines[place] = line
            _collect(path, value, place, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            place = (*keys, index)
            lines[place] = item.start_mark.line + 1
            _collect(path, item, place, lines)


def _flatten(errors: Mapping[Any, Any], keys: _Place) -> list[tuple[_Place, str]]:
    flat: list[tuple[_Place, str]] = []
    for key, details in errors.items():
        for detail in details:
            if isinstance(detail, Mapping):
                flat += _flatten(detail, (*keys, key))
            else:
                flat.append(((*keys, key), str(detail)))
    return flat
