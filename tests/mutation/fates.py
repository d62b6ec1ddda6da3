"""What becomes of the mutants of a module: what catches each, the quick ways first."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from evaluator.authoring import Opa
from evaluator.authoring.policy_tests import run_rego_tests
from evaluator.bundle import load_bundle
from evaluator.errors import ToolError
from tests.mutation.mutants import Mutant
from tests.mutation.questions import Recorder
from tests.mutation.trial import Trial
from tests.policies import (
    test_completions_complaint,
    test_completions_ladder,
    test_completions_rumour,
    test_needs,
)

__all__ = ["Fate", "fates"]


class Fate(StrEnum):
    """What catches a mutant; in the order in which it is tried."""

    #: It is no policy at all, and does not count as one that anything caught.
    INVALID = "does not compile"
    EXAMPLES = "examples"
    DRAWN = "documents of the laws"
    STRICT = "opa check --strict"
    TESTS = "opa test"
    CONTRACT = "values of the contract"
    SURVIVED = "survived"


def fates(  # noqa: PLR0913 (what is tried, and on what)
    tried: Sequence[Mutant],
    trial: Trial,
    recorder: Recorder,
    *,
    policies: Path,
    opa: Opa,
    documents: int,
    seed: int,
) -> list[Fate]:
    """The fate of each mutant of one module.

    Args:
        tried: the mutants.
        trial: asks them.
        recorder: knows what they should answer.
        policies: the folder with their module and its tests.
        opa: runs those tests.
        documents: how many are drawn for each control.
        seed: draws the same ones again.

    Raises:
        AssertionError: if the policies themselves do not answer as their bundle does.
    """
    fate = dict.fromkeys(range(len(tried)), Fate.SURVIVED)
    fate |= dict.fromkeys(trial.invalid(tried), Fate.INVALID)
    codes = trial.controls(tried[0].module) if tried else []

    def left() -> list[int]:
        return [index for index, found in fate.items() if found is Fate.SURVIVED]

    def ask(recorded: dict[str, Any], caught: Fate) -> None:
        indexes = left()
        same = Mutant(tried[0].module, 0, "nothing", trial.source(tried[0].module))
        asked = [*(tried[index] for index in indexes), same]
        differing = trial.differing(asked, recorded)
        assert len(indexes) not in differing, f"{same.module} answers other than its bundle"
        fate.update(dict.fromkeys((indexes[each] for each in differing), caught))

    if left():
        ask({code: recorder.examples(code) for code in codes}, Fate.EXAMPLES)
    for code in codes:
        if left():
            ask({code: recorder.drawn(code, documents, seed)}, Fate.DRAWN)
    if left():
        with tempfile.TemporaryDirectory(prefix="qinglang-mutants-") as scratch:
            copied = Path(scratch) / "policies"
            shutil.copytree(policies / "qinglang", copied / "qinglang")
            for index in left():
                fate[index] = _tested(tried[index], copied, opa)
    return [fate[index] for index in range(len(tried))]


def _tested(mutant: Mutant, policies: Path, opa: Opa) -> Fate:
    """What the tests of the policies say of it; the folder is left as it was."""
    path = policies / mutant.module
    original = path.read_bytes()
    path.write_text(mutant.text, encoding="utf-8")
    try:
        opa.run("check", "--strict", "-b", str(policies))
    except ToolError:
        return Fate.STRICT
    else:
        if run_rego_tests(policies, opa).failures:
            return Fate.TESTS
        return Fate.SURVIVED if _keeps_to_contract(policies) else Fate.CONTRACT
    finally:
        path.write_bytes(original)


def _keeps_to_contract(policies: Path) -> bool:
    """Whether what policies complete unknown cells with is what the contract allows."""
    bundle = load_bundle()
    try:
        test_needs.test_unknown_values_are_those_of_the_contract(bundle, policies)
        test_needs.test_statuses_of_ai_are_those_of_the_contract(bundle, policies)
        test_completions_complaint.test_limits_are_those_of_the_contract(policies)
        test_completions_ladder.test_offences_are_those_of_the_contract(policies)
        test_completions_rumour.test_fields_are_those_of_the_contract(policies)
    except AssertionError:
        return False
    return True
