"""What the rules of a control read: branches of the document, parameters, other modules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evaluator.authoring.modules import ROOT
from evaluator.authoring.opa import Opa
from evaluator.errors import ConfigurationError

__all__ = ["ANSWERS", "Reads", "reads_of"]

#: The rules with which a control answers.
ANSWERS = ("applies", "violations", "undetermined")

_PACKAGE_LENGTH = 3
_NAME_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Reads:
    """Everything that decides a control's answer, found by OPA's own dependency analysis."""

    branches: frozenset[str]
    parameters: frozenset[str]
    packages: frozenset[str]


def reads_of(package: str, paths: Iterable[Path], opa: Opa) -> Reads:
    """Follow the three answers of a control through all rules that they use.

    Args:
        package: the control's package.
        paths: its module and all that it names, or a folder that holds them; the fewer, the faster.
        opa: the executable.

    Raises:
        ConfigurationError: if a rule reads the whole input or parameters by a computed name: then
            nobody could say what the control depends on.
    """
    branches: set[str] = set()
    parameters: set[str] = set()
    query = "; ".join(f"data.{package}.{answer}" for answer in ANSWERS)
    loaded = [part for path in paths for part in ("-d", str(path))]
    found = opa.ask("deps", *loaded, "-f", "json", query)
    for path in _paths(found.get("base") or []):
        _base(package, path, branches, parameters)
    packages = {".".join(path[1:-1]) for path in _paths(found.get("virtual") or [])}
    return Reads(frozenset(branches - {"unknown"}), frozenset(parameters), frozenset(packages))


def _paths(references: Iterable[list[dict[str, str]]]) -> Iterable[list[str]]:
    for reference in references:
        yield [str(part["value"]) for part in reference]


def _base(package: str, path: list[str], branches: set[str], parameters: set[str]) -> None:
    if path[0] == "input":
        if len(path) == 1:
            raise ConfigurationError(package, "reads the whole input", "Name the branch it needs.")
        branches.add(path[1])
    elif path[:_PACKAGE_LENGTH] == ["data", ROOT, "params"]:
        if len(path) < _NAME_LENGTH:
            raise ConfigurationError(
                package, "reads a parameter by a computed name", "Name the parameter."
            )
        parameters.add(path[_PACKAGE_LENGTH])
    elif path[:_PACKAGE_LENGTH] != ["data", ROOT, "snapshot"]:
        raise ConfigurationError(
            package, f"reads {'.'.join(path)}", "Controls read input, parameters and snapshot."
        )
