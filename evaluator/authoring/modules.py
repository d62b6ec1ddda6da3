"""The Rego of a policies folder: its modules, and the METADATA of each package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluator.authoring.faults import raise_faults
from evaluator.authoring.opa import Opa
from evaluator.errors import ConfigurationError

__all__ = ["RESERVED", "ROOT", "Modules", "read_modules"]

#: The one root of all packages and of the bundle.
ROOT = "qinglang"
#: Families that are none: shared rules, and what is generated when a bundle is built.
RESERVED = ("lib", "judge")
_NAMED = re.compile(rf"\bdata\.{ROOT}\.[a-z]\w*\.\w+")


@dataclass(frozen=True, slots=True)
class Modules:
    """Modules by path relative to ``policies/``, tests left out, and packages by module."""

    sources: Mapping[str, bytes]
    packages: Mapping[str, str]
    metadata: Mapping[str, Mapping[str, Any]]

    def controls(self) -> dict[str, str]:
        """Package of each control -> its module, sorted."""
        found = {package: module for module, package in self.packages.items()}
        return {
            package: found[package]
            for package in sorted(found)
            if package.split(".")[1] not in RESERVED
        }

    def place(self, module: str, key: str) -> str:
        """``module line N``: where a key of the module's METADATA stands, as far as it does.

        Args:
            module: path of the module.
            key: the key, with the keys that it stands under ("custom.messages.en").
        """
        wanted = re.compile(rf"#\s+{re.escape(key.rpartition('.')[2])}:")
        for number, line in enumerate(self.sources[module].decode().splitlines(), start=1):
            if wanted.match(line):
                return f"{module} line {number}"
        return module

    def rule_line(self, module: str, rule: str) -> int:
        """The line on which a rule of this name begins first; 1 where there is none."""
        for number, line in enumerate(self.sources[module].decode().splitlines(), start=1):
            if re.match(rf"{re.escape(rule)}\b", line):
                return number
        return 1

    def closure(self, module: str) -> tuple[str, ...]:
        """The module and all modules that it names, directly or through others; sorted."""
        found = {module}
        waiting = [module]
        while waiting:
            text = self.sources[waiting.pop()].decode()
            named = {each.removeprefix("data.") for each in _NAMED.findall(text)}
            more = {held for held, package in self.packages.items() if package in named} - found
            found |= more
            waiting += more
        return tuple(sorted(found))

    def module_of(self, package: str) -> str:
        """The module that holds a package."""
        return next(module for module, held in self.packages.items() if held == package)


def read_modules(policies: Path, opa: Opa) -> Modules:
    """Read all Rego below ``policies/qinglang`` and check that each package is its folder.

    Raises:
        ConfigurationError: naming the module and the rule that it breaks.
        ToolError: with OPA's message, for Rego that does not parse.
    """
    root = policies / ROOT
    paths = [path for path in sorted(root.rglob("*.rego")) if not path.stem.endswith("_test")]
    if not paths:
        raise ConfigurationError(str(root), "holds no policies", "Name the folder `policies`.")
    sources = {path.relative_to(policies).as_posix(): path.read_bytes() for path in paths}
    inspected = opa.ask("inspect", "-a", "-f", "json", ROOT, folder=policies)
    packages = {}
    for namespace, modules in inspected["namespaces"].items():
        for module in modules:
            if module in sources:
                packages[module] = namespace.removeprefix("data.")
    metadata = {
        entry["location"]["file"]: entry["annotations"]
        for entry in inspected.get("annotations", [])
        if entry["annotations"]["scope"] == "package"
    }
    raise_faults([fault for module in sources for fault in _faults(module, packages, metadata)])
    return Modules(sources, packages, metadata)


def _faults(
    module: str, packages: Mapping[str, str], metadata: Mapping[str, object]
) -> Iterator[ConfigurationError]:
    """What is wrong with where a module lies, and whether it describes itself."""
    folder = module.rpartition("/")[0].replace("/", ".")
    if packages[module] != folder:
        yield ConfigurationError(
            module, f"has the package {packages[module]}", f"Its folder asks for {folder}."
        )
    if f"{folder.rpartition('.')[2]}.rego" != module.rpartition("/")[2]:
        yield ConfigurationError(module, "must be called like its folder", "Rename it.")
    if module not in metadata:
        yield ConfigurationError(module, "has no METADATA", "Describe the package.")
