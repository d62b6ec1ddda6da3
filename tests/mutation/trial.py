"""Tries mutants: which of them answer other than the policies do?

Many mutants are tried in one run of OPA. Each has copies, in packages of its own, of the mutated
module and of all that depend on it; a rule for each stops at the first answer that differs.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluator.authoring import Opa
from evaluator.authoring.modules import Modules
from evaluator.errors import ToolError
from tests.mutation.mutants import Mutant

__all__ = ["Trial"]

#: `opa check` and `opa eval` end so where they print errors as JSON.
_ERRORS = (0, 1, 2)
#: Copies of modules in one run.
_MOST_COPIES = 400
_NUMBERED = re.compile(r"(?:^|/)m(\d+)/")

_RULE = """\
package trial.m{number}

killed if {{
	some question in data.recorded["{code}"]
	not _same(question)
}}

_same(question) if {{
	answer := [
		data.mutants.m{number}.{package}.applies,
		data.mutants.m{number}.{package}.violations,
		data.mutants.m{number}.{package}.undetermined,
	] with input as question.document
		with data.qinglang.params as question.params
		with data.qinglang.snapshot as question.snapshot
	answer == [
		question.answer[0],
		{{fact | some fact in question.answer[1]}},
		{{fact | some fact in question.answer[2]}},
	]
}}
"""


class Trial:
    """Tries mutants of one policies folder."""

    def __init__(self, modules: Modules, codes: Mapping[str, str], opa: Opa) -> None:
        """``codes``: package of each control -> its code."""
        self._modules = modules
        self._codes = codes
        self._opa = opa
        self._closures = {module: modules.closure(module) for module in modules.sources}

    def controls(self, module: str) -> list[str]:
        """Codes of the controls that use a module."""
        used = (self._modules.packages[each] for each in self._affected(module))
        return sorted(self._codes[package] for package in used if package in self._codes)

    def invalid(self, tried: Sequence[Mutant]) -> set[int]:
        """Indexes of the mutants that do not compile."""
        found: set[int] = set()
        for batch in self._batches(tried):
            left = set(batch)
            while bad := self._not_compiling(tried, sorted(left)):
                left -= bad
                found |= bad
        return found

    def differing(self, tried: Sequence[Mutant], recorded: Mapping[str, Any]) -> set[int]:
        """Indexes of the mutants, all of which compile, that answer something otherwise.

        Args:
            tried: mutants of one module.
            recorded: code -> questions with the answers to hold them against.
        """
        found: set[int] = set()
        for batch in self._batches(tried):
            left = list(batch)
            for code in recorded:
                left = [index for index in left if index not in found]
                found |= self._killed(tried, left, code, recorded[code])
        return found

    def _affected(self, module: str) -> list[str]:
        return [each for each, closure in self._closures.items() if module in closure]

    def _batches(self, tried: Sequence[Mutant]) -> Iterator[range]:
        if not tried:
            return
        size = max(_MOST_COPIES // len(self._affected(tried[0].module)), 1)
        for start in range(0, len(tried), size):
            yield range(start, min(start + size, len(tried)))

    def _write(self, folder: Path, number: int, mutant: Mutant, needed: set[str]) -> None:
        """Copies of what the mutant affects, as far as it is needed."""
        affected = self._affected(mutant.module)
        packages = "|".join(re.escape(self._modules.packages[each]) for each in affected)
        named = re.compile(rf"\b(data\.|^package )(?:{packages})\b", re.MULTILINE)

        def renamed(match: re.Match[str]) -> str:
            return match.group().replace("qinglang.", f"mutants.m{number}.", 1)

        for module in needed.intersection(affected):
            text = mutant.text if module == mutant.module else self.source(module)
            target = folder / f"m{number}" / module
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(named.sub(renamed, text), encoding="utf-8")
        for module in needed.difference(affected):
            target = folder / "unchanged" / module
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.source(module), encoding="utf-8")

    def source(self, module: str) -> str:
        """Text of a module, not mutated."""
        return self._modules.sources[module].decode()

    def _not_compiling(self, tried: Sequence[Mutant], numbers: Sequence[int]) -> set[int]:
        if not numbers:
            return set()
        with tempfile.TemporaryDirectory(prefix="qinglang-mutants-") as scratch:
            folder = Path(scratch)
            for number in numbers:
                mutant = tried[number]
                affected = self._affected(mutant.module)
                needed = {used for each in affected for used in self._closures[each]}
                self._write(folder, number, mutant, needed)
            try:
                self._opa.run("check", "-f", "json", "-m", "100000", ".", folder=folder)
            except ToolError as error:
                errors = json.loads(error.rule)["errors"]
            else:
                return set()
        found = {_number_of(each["location"]["file"]) for each in errors}
        assert None not in found, errors
        return {number for number in found if number is not None}

    def _killed(
        self, tried: Sequence[Mutant], numbers: Sequence[int], code: str, questions: object
    ) -> set[int]:
        """Those of these mutants that answer a control's questions otherwise, or not at all."""
        if not numbers:
            return set()
        package = next(each for each, its in self._codes.items() if its == code)
        needed = set(self._closures[self._modules.module_of(package)])
        with tempfile.TemporaryDirectory(prefix="qinglang-mutants-") as scratch:
            folder = Path(scratch)
            (folder / "recorded.json").write_text(
                json.dumps({"recorded": {code: questions}}), encoding="utf-8"
            )
            (folder / "trial").mkdir()
            for number in numbers:
                self._write(folder, number, tried[number], needed)
                rule = _RULE.format(
                    number=number, code=code, package=package.removeprefix("qinglang.")
                )
                (folder / "trial" / f"m{number}.rego").write_text(rule, encoding="utf-8")
            printed = json.loads(
                self._opa.run(
                    *("eval", "-f", "json", "-d", ".", "data.trial"),
                    folder=folder,
                    accepted=_ERRORS,
                )
            )
        if "errors" not in printed:
            answers = printed["result"][0]["expressions"][0]["value"]
            return {int(name[1:]) for name, answer in answers.items() if answer.get("killed")}
        # Two values where there may be one: the mutant that gives them cannot be evaluated.
        if len(numbers) == 1:
            return set(numbers)
        at_fault = {_number_of(each["location"]["file"]) for each in printed["errors"]}
        known = {number for number in at_fault if number is not None}
        if known:
            rest = [number for number in numbers if number not in known]
            return known | self._killed(tried, rest, code, questions)
        half = len(numbers) // 2
        return self._killed(tried, numbers[:half], code, questions) | self._killed(
            tried, numbers[half:], code, questions
        )


def _number_of(file: str) -> int | None:
    found = _NUMBERED.search(file)
    return int(found.group(1)) if found else None
