"""Every control keeps what its examples say, in WebAssembly and in OPA alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.examples import Example, example_failures, read_examples, wasm_ask
from evaluator.bundle import Bundle, entrypoint, load_bundle
from evaluator.model import Control, Outcome

CODES = sorted(load_bundle().controls)

#: Controls that know no unknown fact which could decide.
DETERMINED = {"ANN-12", "LAD-01", "LAD-03", "LAD-06"}


def _examples(bundle: Bundle, policies: Path, control: Control) -> tuple[Example, ...]:
    folder = policies.joinpath(*control.package.split("."))
    return read_examples(folder / "examples.yaml", control, bundle.contract)


@pytest.mark.parametrize("code", CODES)
def test_examples_hold_in_process(bundle: Bundle, policies: Path, code: str) -> None:
    """The compiled control answers each example with exactly these findings and missing facts."""
    control = bundle.controls[code]
    examples = _examples(bundle, policies, control)
    failures = example_failures(control, examples, bundle.framework.defaults(), wasm_ask(bundle))
    assert failures == []


@pytest.mark.opa
@pytest.mark.parametrize("code", CODES)
def test_examples_hold_in_opa(
    bundle: Bundle, policies: Path, opa: Opa, tmp_path: Path, code: str
) -> None:
    """OPA's own interpreter answers from the bundle's Rego as the compiled module does."""
    control = bundle.controls[code]
    waiting = iter(_examples(bundle, policies, control))

    def ask(subject: str, question: Mapping[str, Any]) -> list[dict[str, list[Any]]]:
        document = tmp_path / "question.json"
        document.write_text(json.dumps(question), encoding="utf-8")
        rule = f"data.{entrypoint(subject).replace('/', '.')}"
        answered = opa.ask("eval", "-b", str(bundle.folder), "-i", str(document), rule)
        value: list[dict[str, list[Any]]] = answered["result"][0]["expressions"][0]["value"]
        return value

    chosen = [next(waiting)]
    chosen += [example for example in waiting if example.outcome is not chosen[0].outcome]
    failures = example_failures(control, chosen, bundle.framework.defaults(), ask)
    assert failures == []


@pytest.mark.parametrize("code", CODES)
def test_examples_show_every_outcome(bundle: Bundle, policies: Path, code: str) -> None:
    """Each outcome that a control can have is shown, and undetermined only where it can be."""
    shown = {example.outcome for example in _examples(bundle, policies, bundle.controls[code])}
    possible = set(Outcome) - ({Outcome.UNDETERMINED} if code in DETERMINED else set())
    assert shown == possible
