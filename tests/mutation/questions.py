"""What mutants are asked: all examples, and documents as the laws of the controls draw them.

The answers to hold them against are those of the bundle that ships; that these are right, and that
the bundle is built of the policies, is what other tests show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from evaluator.authoring.examples import SNAPSHOT, example_question, read_examples, wasm_ask
from evaluator.bundle import Bundle
from evaluator.model import Control
from tests.policies import (
    test_completions_complaint,
    test_completions_distortion,
    test_completions_governance,
    test_completions_ladder,
    test_completions_rumour,
)
from tests.policies.drawing import Drawing
from tests.policies.laws import LAWS
from tests.policies.near_bounds import draw
from tests.policies.second_readings import draw_verdict

__all__ = ["Recorder"]

Question = dict[str, Any]
_Documents = Callable[[Random, int], list[dict[str, Any]]]

_VERDICT_OVERRIDES: Sequence[Mapping[str, Any]] = ({}, {"action_days": 0}, {"action_days": 7})
_OFFENCES = {**test_completions_distortion.OFFENCES, **test_completions_rumour.OFFENCES}


class Recorder:
    """Asks the bundle that ships, and keeps question and answer together."""

    def __init__(self, bundle: Bundle, policies: Path) -> None:
        self._bundle = bundle
        self._policies = policies
        self._defaults = bundle.framework.defaults()
        self._ask = wasm_ask(bundle)

    def examples(self, code: str) -> list[Question]:
        """The examples of a control with their answers."""
        control = self._bundle.controls[code]
        path = self._policies.joinpath(*control.package.split("."), "examples.yaml")
        examples = read_examples(path, control, self._bundle.contract)
        asked = (example_question(control, example, self._defaults) for example in examples)
        return [answered for question in asked for answered in self._answered(control, question)]

    def drawn(self, code: str, count: int, seed: int) -> list[Question]:
        """Documents near the bounds of a control, under several parameters, with their answers.

        Args:
            code: the control.
            count: how many, about.
            seed: gives the same documents again.
        """
        control = self._bundle.controls[code]
        random = Random(f"{seed} {code}")  # noqa: S311 (documents, not secrets)
        documents, overrides = self._drawing(control)
        each = -(-count // len(overrides))
        found: list[Question] = []
        for override in overrides:
            question = {
                "controls": [code],
                "params": self._defaults | dict(override),
                "snapshot": dict(SNAPSHOT),
                "documents": documents(random, each),
            }
            found += self._answered(control, question)
        return found

    def _drawing(self, control: Control) -> tuple[_Documents, Sequence[Mapping[str, Any]]]:
        """How the tests of a control's law draw its documents, and its parameters."""
        code, subject, bundle = control.code, control.subject, self._bundle
        if code in LAWS:
            return (
                lambda random, count: [
                    Drawing(bundle, random).document(subject) for _ in range(count)
                ],
                ({}, {}, *LAWS[code].variants),
            )
        if code in _OFFENCES:
            return (
                lambda random, count: [
                    draw_verdict(random, bundle, _OFFENCES[code]) for _ in range(count)
                ],
                _VERDICT_OVERRIDES,
            )
        if code in test_completions_governance.READINGS:
            return (
                lambda random, count: [
                    test_completions_governance._platform(random) for _ in range(count)
                ],
                test_completions_governance.OVERRIDES,
            )
        if code in test_completions_distortion.RANKINGS:
            return test_completions_distortion._entries, test_completions_distortion.OVERRIDES
        if control.family == "rumour":
            return test_completions_rumour._claims, test_completions_rumour.OVERRIDES
        laws = (
            test_completions_complaint if control.family == "complaint" else test_completions_ladder
        )
        return (
            lambda random, count: [draw(random, bundle.contract, subject) for _ in range(count)],
            laws.OVERRIDES,
        )

    def _answered(self, control: Control, question: Mapping[str, Any]) -> Iterator[Question]:
        answers = self._ask(control.subject, question)
        for document, answer in zip(question["documents"], answers, strict=True):
            yield {
                "params": question["params"],
                "snapshot": question["snapshot"],
                "document": document,
                "answer": answer[control.code],
            }
