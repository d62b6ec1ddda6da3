"""One check of a policies folder: all steps, each problem at its place, nothing told twice.

A step that needs what an earlier one found to be broken is skipped and says so. Everything else is
run, so that one round tells all that is to be corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from evaluator.authoring.build import (
    PolicySource,
    assemble,
    example_faults,
    read_only_framework,
)
from evaluator.authoring.catalogue_source import survey_controls
from evaluator.authoring.check.base import Check, Problem, Step, problems_of, skipped, step
from evaluator.authoring.check.clauses import clauses_without_control
from evaluator.authoring.check.layout import layout_problems
from evaluator.authoring.check.linter import check_with_regal
from evaluator.authoring.check.rego import check_format, check_rego
from evaluator.authoring.check.tested import check_examples, check_tests
from evaluator.authoring.codes import (
    CODES,
    GivenCode,
    lost_codes,
    read_codes,
    strange_aliases,
    unlisted_codes,
)
from evaluator.authoring.contract_source import read_contract
from evaluator.authoring.drift import differing_files
from evaluator.authoring.families import family_faults
from evaluator.authoring.modules import ROOT, Modules, read_modules
from evaluator.authoring.opa import Opa
from evaluator.authoring.yaml_source import read_yaml
from evaluator.bundle.contract import Contract
from evaluator.bundle.framework import Framework
from evaluator.bundle.reader import Bundle, bundle_files
from evaluator.errors import BundleError, ConfigurationError, QinglangError, UsageError

__all__ = ["check_policies"]


def check_policies(
    policies: Path,
    opa: Opa,
    *,
    bundle: Path | None = None,
    base: Bundle | None = None,
    least: Fraction = Fraction(0),
) -> Check:
    """Check everything that a change to policies can break.

    Args:
        policies: the folder.
        opa: the executable.
        bundle: folder of the committed bundle, which must be what the policies give.
        base: a bundle of before, no code of which may have disappeared.
        least: percent of the lines that the Rego tests must reach.

    Raises:
        UsageError: if the folder holds no policies.
        ToolError: if OPA or Regal fails without saying what is wrong with the policies.
    """
    if not (policies / ROOT).is_dir():
        raise UsageError(
            str(policies), f"is no policies folder: it has no {ROOT}/", "Name one, as `policies`."
        )
    return _Round(policies, opa, bundle, base, least).run()


@dataclass(slots=True)
class _Round:
    """One check, and what its steps have read so far."""

    policies: Path
    opa: Opa
    bundle: Path | None
    base: Bundle | None
    least: Fraction
    steps: list[Step] = field(default_factory=list)

    def run(self) -> Check:
        rego = check_rego(self.policies, self.opa)
        self.steps.append(rego)
        compiles = not rego.problems
        if compiles:
            self.steps.append(check_format(self.policies, self.opa))
        else:
            self._skip("format", "Rego that does not compile")
        modules = self._layout() if compiles else None
        texts = self._texts()
        catalogue = self._controls(modules, texts)
        codes = self._codes(modules) if modules else None
        self._clauses(texts, catalogue)
        self._families()
        if compiles:
            self.steps += check_tests(self.policies, self.least, self.opa)
        else:
            self._skip("tests", "Rego that does not compile")
            self._skip("coverage", "Rego that does not compile")
        if modules and texts and catalogue is not None and codes is not None:
            source = PolicySource(*texts, modules, catalogue, codes)
            self._built(assemble(source, self.opa))
        else:
            self._skip("examples", "policies that cannot be built")
            self._skip("bundle", "policies that cannot be built")
        self.steps.append(check_with_regal(self.policies))
        return Check(self.policies, tuple(self.steps))

    def _skip(self, name: str, because: str) -> None:
        self.steps.append(skipped(name, f"says nothing about {because}"))

    def _add(self, name: str, problems: Iterable[Problem], note: str) -> bool:
        """Add a step; whether it found nothing."""
        self.steps.append(step(name, problems, note))
        return not self.steps[-1].problems

    def _problems(self, name: str, faults: Iterable[QinglangError]) -> list[Problem]:
        return [each for fault in faults for each in problems_of(name, fault, self.policies)]

    def _layout(self) -> Modules | None:
        problems = list(layout_problems(self.policies))
        modules = None
        try:
            modules = read_modules(self.policies, self.opa)
        except ConfigurationError as error:
            told = {problem.file for problem in problems}
            problems += [
                problem
                for problem in problems_of("layout", error, self.policies)
                if problem.file not in told
            ]
        self._add("layout", problems, "each folder has its files, each package is its folder")
        return modules

    def _texts(self) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
        """Framework and contract."""
        read: list[Mapping[str, Any]] = []
        faults: list[QinglangError] = []
        for reader, place in (
            (read_only_framework, self.policies),
            (read_contract, self.policies / "contract"),
        ):
            try:
                read.append(reader(place))
            except (ConfigurationError, BundleError) as error:
                faults.append(error)
        self._add(
            "contract", self._problems("contract", faults), "contract and framework are whole"
        )
        return (read[0], read[1]) if not faults else None

    def _controls(
        self,
        modules: Modules | None,
        texts: tuple[Mapping[str, Any], Mapping[str, Any]] | None,
    ) -> tuple[Mapping[str, Any], ...] | None:
        """METADATA, facts, references and documents; the catalogue where all is well."""
        if modules is None or texts is None:
            self._skip("controls", "policies that cannot be read")
            return None
        framework, contract = Framework.from_json(texts[0]), Contract.from_json(texts[1])
        survey = survey_controls(self.policies, modules, contract, framework, self.opa)
        problems = self._problems("controls", survey.faults)
        for entry in survey.entries:
            within = self.policies.joinpath(*entry["package"].split("."))
            for fault in example_faults(self.policies, [entry], contract):
                problems += problems_of("controls", fault, self.policies, within)
        note = f"{len(survey.entries):,} controls fit contract, framework and each other"
        return survey.entries if self._add("controls", problems, note) else None

    def _codes(self, modules: Modules) -> Mapping[str, GivenCode] | None:
        packages: dict[str, str] = {}
        places: dict[str, str] = {}
        aliases: dict[str, str] = {}
        for package, module in modules.controls().items():
            custom = modules.metadata[module].get("custom") or {}
            code = custom.get("code")
            if isinstance(code, str):
                packages.setdefault(code, package)
                places.setdefault(code, modules.place(module, "code"))
            for alias in custom.get("aliases") or ():
                aliases.setdefault(str(alias), modules.place(module, "aliases"))
        try:
            given = read_codes(self.policies)
        except ConfigurationError as error:
            self._add("codes", problems_of("codes", error, self.policies), "")
            return None
        if given is None:
            remedy = "Write it: a line such as `ANN-01 annotation.source_missing` a control."
            fault = ConfigurationError(CODES, "is missing: it lists all codes for ever", remedy)
            self._add("codes", self._problems("codes", [fault]), "")
            return None
        before = {
            code: GivenCode(1, control.package)
            for code, control in (self.base.controls if self.base else {}).items()
            if code not in given
        }
        faults = [
            *lost_codes(given | before, packages, aliases),
            *strange_aliases(given, aliases, packages),
            *unlisted_codes(given, packages, places),
        ]
        note = f"{len(given):,} codes, each that of its control"
        return given if self._add("codes", self._problems("codes", faults), note) else None

    def _clauses(
        self,
        texts: tuple[Mapping[str, Any], Mapping[str, Any]] | None,
        catalogue: tuple[Mapping[str, Any], ...] | None,
    ) -> None:
        if texts is None or catalogue is None:
            self._skip("clauses", "controls that are at fault")
            return
        clauses = texts[0]["clauses"]
        (file,) = (self.policies / "frameworks").glob("*.yaml")
        lines = read_yaml(file).lines
        problems = [
            Problem(
                file.as_posix(),
                lines.get(("clauses", clause)),
                "clauses",
                f"no control names the clause {clause}",
                "Write a control for it, or say in the framework why it cannot be checked.",
            )
            for clause in clauses_without_control(clauses, catalogue)
        ]
        self._add("clauses", problems, f"{len(clauses):,} clauses, each has a control")

    def _families(self) -> None:
        try:
            faults: list[QinglangError] = [*family_faults(self.policies)]
        except ConfigurationError as error:
            faults = [error]
        note = "every folder of a family is what its template gives"
        self._add("families", self._problems("families", faults), note)

    def _built(self, contents: Mapping[str, bytes]) -> None:
        self.steps.append(check_examples(self.policies, contents))
        if self.bundle is None:
            self.steps.append(skipped("bundle", "none was named with --bundle"))
            return
        rebuild = (
            f"Run `qinglang bundle build {self.policies.as_posix()} "
            f"--output {self.bundle.as_posix()}` and commit the result."
        )
        try:
            differing = differing_files(contents, bundle_files(self.bundle))
        except BundleError as error:
            problem = Problem(self.bundle.as_posix(), None, "bundle", error.rule, rebuild)
            self._add("bundle", [problem], "")
            return
        problems = [
            Problem(f"{self.bundle.as_posix()}/{name}", None, "bundle", how, rebuild)
            for name, how in differing.items()
        ]
        self._add("bundle", problems, f"{self.bundle.as_posix()} is what the policies give")
