"""Makes the catalogue: each control's METADATA, checked, with what its rules read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluator.authoring.facts import facts_of
from evaluator.authoring.modules import Modules
from evaluator.authoring.opa import Opa
from evaluator.authoring.reads import Reads, reads_of
from evaluator.bundle.catalogue import catalogue_entry, metadata_faults
from evaluator.bundle.contract import Contract
from evaluator.bundle.framework import Framework
from evaluator.errors import ConfigurationError
from evaluator.model import canonical_json

__all__ = ["make_catalogue"]

_PLACEHOLDER = re.compile(r"{([^{}]*)}")
_NAME = re.compile("[a-z][a-z0-9_]*")


def make_catalogue(
    policies: Path, modules: Modules, contract: Contract, framework: Framework, opa: Opa
) -> list[dict[str, Any]]:
    """Catalogue entries, sorted by code.

    Raises:
        ConfigurationError: naming the module, the key and the rule that is broken.
    """
    entries: dict[str, dict[str, Any]] = {}
    for package, module in modules.controls().items():
        metadata = _metadata(modules, module)
        reads = reads_of(package, [policies / each for each in modules.closure(module)], opa)
        custom = metadata["custom"]
        _check(modules, module, metadata, reads, contract, framework)
        _check_facts(modules, module, custom, facts_of(module, modules, str(policies), opa))
        if custom["code"] in entries:
            raise ConfigurationError(
                modules.place(module, "code"),
                f"code: {custom['code']} is the code of {entries[custom['code']]['package']}",
                "Choose another one.",
            )
        tables = _tables(contract, custom["subject"], reads)
        used = [module]
        used += sorted(modules.module_of(other) for other in reads.packages - {package})
        entries[custom["code"]] = catalogue_entry(
            metadata,
            package=package,
            branches=reads.branches | {custom["subject"]},
            parameters=reads.parameters,
            tables=tables,
            modules=used,
            digest=_digest(modules, used, reads, framework),
        )
    return [entries[code] for code in sorted(entries)]


def _metadata(modules: Modules, module: str) -> dict[str, Any]:
    found = modules.metadata[module]
    metadata = {key: value for key, value in found.items() if key != "scope"}
    faults = metadata_faults(metadata)
    if faults:
        key = faults[0].partition(":")[0]
        raise ConfigurationError(
            modules.place(module, key), f"METADATA: {'; '.join(faults)}", "Correct it."
        )
    return metadata


def _check(  # noqa: PLR0913, PLR0917 (a control is held against everything it refers to)
    modules: Modules,
    module: str,
    metadata: Mapping[str, Any],
    reads: Reads,
    contract: Contract,
    framework: Framework,
) -> None:
    custom = metadata["custom"]
    subject = contract.subjects.get(custom["subject"])
    if subject is None:
        known = ", ".join(sorted(contract.subjects))
        raise ConfigurationError(
            modules.place(module, "subject"),
            f"subject: {custom['subject']} does not exist",
            f"Known: {known}.",
        )
    branches = contract.branch_columns(subject)
    for branch in sorted(reads.branches - branches.keys()):
        raise ConfigurationError(
            module,
            f"reads input.{branch}, which a document of {subject.name} does not have",
            f"It has {', '.join(branches)}.",
        )
    for clause in custom["clauses"]:
        if clause not in framework.clauses:
            raise ConfigurationError(
                modules.place(module, "clauses"),
                f"clauses: {clause} is not in {framework.name}",
                "Name a clause of the framework, or add it there.",
            )
    for name in sorted(reads.parameters - framework.parameters.keys()):
        raise ConfigurationError(
            module,
            f"reads the parameter {name}, which is not in {framework.name}",
            "Correct the name, or add the parameter to the framework.",
        )
    for name in custom["cause"]:
        branch, dot, column = name.partition(".")
        if dot and column not in branches.get(branch, {}):
            raise ConfigurationError(
                modules.place(module, "cause"),
                f"cause: {name} is no column of the document",
                "Name a fact, or a branch and a column as in post.account_id.",
            )


def _check_facts(
    modules: Modules, module: str, custom: Mapping[str, Any], facts: frozenset[str] | None
) -> None:
    """Identity, cause and messages use facts that the findings can have."""
    for language, template in custom["messages"].items():
        for name in _PLACEHOLDER.findall(template):
            _check_fact(modules, module, language, f"messages.{language}", name, facts)
    for key in ("identity", "cause"):
        for name in custom[key]:
            if "." not in name:
                _check_fact(modules, module, key, key, name, facts)


def _check_fact(  # noqa: PLR0913, PLR0917 (where the name stands, and what it is held against)
    modules: Modules, module: str, key: str, place: str, name: str, facts: frozenset[str] | None
) -> None:
    known = _NAME.fullmatch(name) is not None if facts is None else name in facts
    if not known:
        told = "no name of a fact" if facts is None else "no fact of the control's violations"
        raise ConfigurationError(
            modules.place(module, key),
            f"{place}: {name or '{}'} is {told}",
            f"It gives: {', '.join(sorted(facts))}." if facts else "Use names such as {offence}.",
        )


def _tables(contract: Contract, subject: str, reads: Reads) -> set[str]:
    needs = contract.subjects[subject].branch_needs()
    return {table for branch in (subject, *reads.branches) for table in needs[branch]}


def _digest(modules: Modules, used: list[str], reads: Reads, framework: Framework) -> str:
    defaults = framework.defaults()
    content = {
        "modules": {name: hashlib.sha256(modules.sources[name]).hexdigest() for name in used},
        "parameters": {
            name: defaults[name] for name in sorted(reads.parameters) if name in defaults
        },
    }
    return hashlib.sha256(canonical_json(content)).hexdigest()
