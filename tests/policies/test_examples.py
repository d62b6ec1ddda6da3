"""Every control keeps what its examples say, in WebAssembly and in OPA alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluator.authoring import Opa
from evaluator.authoring.examples import (
    Example,
    example_failures,
    example_question,
    read_examples,
    wasm_ask,
)
from evaluator.bundle import Bundle, entrypoint, load_bundle
from evaluator.model import Control, Outcome, canonical_json

BUNDLE = load_bundle()
CODES = sorted(BUNDLE.controls)
SUBJECTS = sorted({control.subject for control in BUNDLE.controls.values()})

_ask_in_process = wasm_ask(BUNDLE)

#: Controls that know no unknown fact which could decide.
DETERMINED = {
    *("ANN-12", "ANN-16", "CER-03", "CER-07", "CMP-02", "MON-01", "MON-02", "MON-03"),
    *("LAD-01", "LAD-02", "LAD-03", "LAD-06", "LAD-12", "LAD-16", "LAD-17"),
    *("DIS-07", "GOV-14", "GOV-15", "GOV-16"),
}
ALWAYS_APPLY = {"CMP-01", *(f"GOV-{number:02}" for number in range(1, 16))}


def _examples(bundle: Bundle, policies: Path, control: Control) -> tuple[Example, ...]:
    folder = policies.joinpath(*control.package.split("."))
    return read_examples(folder / "examples.yaml", control, bundle.contract)


@pytest.mark.parametrize("code", CODES)
def test_examples_hold_in_process(bundle: Bundle, policies: Path, code: str) -> None:
    """The compiled control answers each example with exactly these findings and missing facts."""
    control = bundle.controls[code]
    examples = _examples(bundle, policies, control)
    failures = example_failures(control, examples, bundle.framework.defaults(), _ask_in_process)
    assert failures == []


@pytest.mark.opa
@pytest.mark.parametrize("subject", SUBJECTS)
def test_examples_hold_in_opa(
    bundle: Bundle, policies: Path, opa: Opa, tmp_path: Path, subject: str
) -> None:
    """OPA's own interpreter answers from the bundle's Rego as the compiled module does."""
    defaults = bundle.framework.defaults()
    examples = [
        (control, _examples(bundle, policies, control))
        for control in bundle.controls.values()
        if control.subject == subject
    ]
    questions = [
        example_question(control, example, defaults)
        for control, listed in examples
        for example in listed
    ]
    asked = tmp_path / "questions.json"
    asked.write_text(json.dumps({"questions": questions}), encoding="utf-8")
    rule = f"data.{entrypoint(subject).replace('/', '.')}"
    every = f"[a | some q in input.questions; a := {rule} with input as q]"
    answered = opa.ask("eval", "-b", str(bundle.folder), "-i", str(asked), every)
    answers = {
        canonical_json(question): answer
        for question, answer in zip(
            questions, answered["result"][0]["expressions"][0]["value"], strict=True
        )
    }

    def ask(_subject: str, question: Mapping[str, Any]) -> list[dict[str, list[Any]]]:
        found: list[dict[str, list[Any]]] = answers[canonical_json(question)]
        return found

    for control, listed in examples:
        assert example_failures(control, listed, defaults, ask) == []


@pytest.mark.parametrize("code", CODES)
def test_examples_show_every_outcome(bundle: Bundle, policies: Path, code: str) -> None:
    """Each outcome that a control can have is shown, and no other can be."""
    shown = {example.outcome for example in _examples(bundle, policies, bundle.controls[code])}
    possible = set(Outcome)
    if code in DETERMINED:
        possible.remove(Outcome.UNDETERMINED)
    if code in ALWAYS_APPLY:
        possible.remove(Outcome.NOT_APPLICABLE)
    assert shown == possible
