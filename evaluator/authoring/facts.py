"""Which facts the findings of a control can hold, as far as its Rego shows it.

A message with a placeholder that no finding fills, or an identity over a fact that does not exist,
would be noticed only when the first finding is reported. Facts are read off the heads of
``violations``: an object, a filtered object, a union of such, or a rule of a shared module that is
one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluator.authoring.modules import ROOT, Modules
from evaluator.authoring.opa import Opa

__all__ = ["facts_of"]

_FILTER = ["object", "filter"]
_UNION = ["object", "union"]


def facts_of(module: str, modules: Modules, folder: str, opa: Opa) -> frozenset[str] | None:
    """Names of all facts that a control can give; None where its Rego does not show them.

    Args:
        module: path of the control's module below the policies folder.
        modules: all modules.
        folder: the policies folder.
        opa: the executable that parses.
    """
    tree = _tree(module, folder, opa)
    imports = _imports(tree)
    found: set[str] = set()
    for rule in tree["rules"]:
        head = rule["head"]
        if head["name"] != "violations" or "key" not in head:
            continue
        names = _names(head["key"])
        if names is None:
            names = _shared(head["key"], imports, modules, folder, opa)
        if names is None:
            return None
        found |= names
    return frozenset(found)


def _tree(module: str, folder: str, opa: Opa) -> dict[str, Any]:
    tree: dict[str, Any] = opa.ask("parse", "--format", "json", f"{folder}/{module}")
    return tree


def _imports(tree: Mapping[str, Any]) -> dict[str, str]:
    """Name under which a module is imported -> its package."""
    packages = {}
    for entry in tree.get("imports", []):
        path = [part["value"] for part in entry["path"]["value"]]
        if path[:2] == ["data", ROOT]:
            packages[entry.get("alias", path[-1])] = ".".join(path[1:])
    return packages


def _names(term: Mapping[str, Any]) -> set[str] | None:
    """Keys of an object literal, those that a filtered object keeps, or both together."""
    if term["type"] == "object":
        return _literals([key for key, _ in term["value"]])
    if term["type"] == "call":
        function, *arguments = term["value"]
        name = [part["value"] for part in function["value"]]
        if name == _FILTER:
            kept = arguments[1]
            return _literals(kept["value"]) if kept["type"] in ("set", "array") else None
        if name == _UNION:
            parts = [_names(argument) for argument in arguments]
            return None if None in parts else set().union(*filter(None, parts))
    return None


def _literals(terms: list[dict[str, Any]]) -> set[str] | None:
    if any(term["type"] != "string" for term in terms):
        return None
    return {term["value"] for term in terms}


def _shared(
    term: Mapping[str, Any], imports: Mapping[str, str], modules: Modules, folder: str, opa: Opa
) -> set[str] | None:
    """Facts where the head is a rule of an imported module, such as ``verdict.facts``."""
    if term["type"] != "ref":
        return None
    alias, *path = (part["value"] for part in term["value"])
    if len(path) != 1 or alias not in imports:
        return None
    tree = _tree(modules.module_of(imports[alias]), folder, opa)
    found: set[str] = set()
    for rule in tree["rules"]:
        if rule["head"]["name"] == path[0]:
            names = _names(rule["head"]["value"])
            if names is None:
                return None
            found |= names
    return found
