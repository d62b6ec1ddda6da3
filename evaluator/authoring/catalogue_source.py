"""Makes the catalogue: each control's METADATA, checked, with what its rules read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluator.authoring.facts import facts_of
from evaluator.authoring.modules import Modules
from evaluator.authoring.opa import Opa
from evaluator.authoring.reads import Reads, reads_of
from evaluator.authoring.schemas import document_schema, schema_faults
from evaluator.bundle.catalogue import catalogue_entry, facts_named, metadata_faults
from evaluator.bundle.contract import Contract
from evaluator.bundle.framework import Framework
from evaluator.errors import ConfigurationError, QinglangError
from evaluator.model import canonical_json

__all__ = ["Survey", "survey_controls"]

#: OPA is asked about this many controls at once; each question is a process of its own.
_AT_ONCE = 4
_NAME = re.compile("[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Survey:
    """All controls of a policies folder, and everything that is wrong with them."""

    #: Catalogue entries of the controls without a fault, sorted by code.
    entries: tuple[dict[str, Any], ...]
    faults: tuple[QinglangError, ...]


def survey_controls(
    policies: Path, modules: Modules, contract: Contract, framework: Framework, opa: Opa
) -> Survey:
    """Read every control and hold it against contract, framework and the other controls.

    Each fault names the module, the key and the rule that is broken.
    """
    surveyor = _Surveyor(policies, modules, contract, framework, opa)
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        surveyed = list(pool.map(surveyor.survey, modules.controls().items()))
    faults = [fault for _, found in surveyed for fault in found]
    faults += _shared_codes(modules)
    entries = [entry for entry, _ in surveyed if entry]
    for subject, kind in contract.subjects.items():
        controls = [
            entry["modules"][0] for entry in entries if entry["custom"]["subject"] == subject
        ]
        if controls:
            schema = document_schema(contract, kind)
            faults += schema_faults(subject, schema, controls, modules, opa)
    return Survey(tuple(sorted(entries, key=lambda each: str(each["custom"]["code"]))), (*faults,))


@dataclass(frozen=True, slots=True)
class _Surveyor:
    """Holds one control after the other against what it refers to."""

    policies: Path
    modules: Modules
    contract: Contract
    framework: Framework
    opa: Opa

    def survey(self, control: tuple[str, str]) -> tuple[dict[str, Any] | None, list[QinglangError]]:
        """The catalogue entry of a control, given as package and module, or its faults."""
        package, module = control
        metadata = {
            key: value for key, value in self.modules.metadata[module].items() if key != "scope"
        }
        faults: list[QinglangError] = [
            ConfigurationError(
                self.modules.place(module, fault.partition(":")[0]),
                f"METADATA: {fault}",
                "Correct it.",
            )
            for fault in metadata_faults(metadata)
        ]
        if faults:
            return None, faults
        custom = metadata["custom"]
        files = [self.policies / each for each in self.modules.closure(module)]
        try:
            reads = reads_of(package, files, self.opa)
        except ConfigurationError as error:
            return None, [error]
        facts = facts_of(module, self.modules, str(self.policies), self.opa)
        faults += self._references(module, custom, reads)
        faults += self._unknown_facts(module, custom, facts)
        if faults:
            return None, faults
        used = [module]
        used += sorted(self.modules.module_of(other) for other in reads.packages - {package})
        entry = catalogue_entry(
            metadata,
            package=package,
            branches=reads.branches | {custom["subject"]},
            parameters=reads.parameters,
            tables=_tables(self.contract, custom["subject"], reads),
            facts=facts,
            modules=used,
            digest=_digest(self.modules, used, reads, self.framework),
            line=self.modules.rule_line(module, "violations"),
        )
        return entry, []

    def _references(
        self, module: str, custom: Mapping[str, Any], reads: Reads
    ) -> Iterator[ConfigurationError]:
        """Everything that METADATA or rules name and that does not exist."""
        place = self.modules.place
        for clause in custom["clauses"]:
            if clause not in self.framework.clauses:
                yield ConfigurationError(
                    place(module, "clauses"),
                    f"clauses: {clause} is not in {self.framework.name}",
                    "Name a clause of the framework, or add it there.",
                )
        for name in sorted(reads.parameters - self.framework.parameters.keys()):
            yield ConfigurationError(
                module,
                f"reads the parameter {name}, which is not in {self.framework.name}",
                "Correct the name, or add the parameter to the framework.",
            )
        subject = self.contract.subjects.get(custom["subject"])
        if subject is None:
            yield ConfigurationError(
                place(module, "subject"),
                f"subject: {custom['subject']} does not exist",
                f"Known: {', '.join(sorted(self.contract.subjects))}.",
            )
            return
        branches = self.contract.branch_columns(subject)
        for branch in sorted(reads.branches - branches.keys()):
            yield ConfigurationError(
                module,
                f"reads input.{branch}, which a document of {subject.name} does not have",
                f"It has {', '.join(branches)}.",
            )
        for name in custom["cause"]:
            branch, dot, column = name.partition(".")
            if dot and column not in branches.get(branch, {}):
                yield ConfigurationError(
                    place(module, "cause"),
                    f"cause: {name} is no column of the document",
                    "Name a fact, or a branch and a column as in post.account_id.",
                )

    def _unknown_facts(
        self, module: str, custom: Mapping[str, Any], facts: frozenset[str] | None
    ) -> Iterator[ConfigurationError]:
        """Identity, cause and messages use facts that the findings can have."""
        for where, name in facts_named(custom):
            known = _NAME.fullmatch(name) is not None if facts is None else name in facts
            if not known:
                told = (
                    "no name of a fact" if facts is None else "no fact of the control's violations"
                )
                yield ConfigurationError(
                    self.modules.place(module, where),
                    f"{where}: {name or '{}'} is {told}",
                    f"It gives: {', '.join(sorted(facts))}."
                    if facts
                    else "Use names such as {offence}.",
                )


def _shared_codes(modules: Modules) -> Iterator[ConfigurationError]:
    """A control whose code another one has already."""
    owners: dict[object, str] = {}
    for package, module in modules.controls().items():
        code = (modules.metadata[module].get("custom") or {}).get("code")
        owner = owners.setdefault(code, package)
        if code is not None and owner != package:
            yield ConfigurationError(
                modules.place(module, "code"),
                f"code: {code} is the code of {owner}",
                "Choose another one.",
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
