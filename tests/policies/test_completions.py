"""Every control answers as its law says, of documents in which much is unknown.

The laws are a second reading of the controls, in plain Python; law.py draws from them what must be
answered. Random documents lie close to every bound, under several sets of parameters.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.authoring.examples import SNAPSHOT, wasm_ask
from evaluator.bundle import load_bundle
from tests.policies.drawing import Drawing
from tests.policies.law import Law, Params, answered, expected
from tests.policies.laws import LAWS

BUNDLE = load_bundle()
DEFAULTS = BUNDLE.framework.defaults()

_ask = wasm_ask(BUNDLE)
_DOCUMENTS = 25


def _drawing(seed: int) -> Drawing:
    return Drawing(BUNDLE, Random(seed))  # noqa: S311 (documents, not secrets)


def _parameters(law: Law, seed: int) -> Params:
    variants: list[Params] = [{}, {}, *law.variants]
    return DEFAULTS | dict(variants[seed % len(variants)])


#: Families whose laws are here; those of the others stand by themselves.
FAMILIES = {"annotation", "certification", "monetisation"}


def test_every_control_has_a_law() -> None:
    """No control of these families is left out."""
    controls = BUNDLE.controls.values()
    assert {control.code for control in controls if control.family in FAMILIES} <= LAWS.keys()
    assert LAWS.keys() <= BUNDLE.controls.keys()


@pytest.mark.parametrize("code", sorted(LAWS))
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_answers_follow_from_the_completions(code: str, seed: int) -> None:
    """applies, findings with their facts, and missing facts are what all completions give."""
    law, control = LAWS[code], BUNDLE.controls[code]
    drawing = _drawing(seed)
    params = _parameters(law, seed)
    drawn = [drawing.document(control.subject) for _ in range(_DOCUMENTS)]
    question = {
        "controls": [code],
        "params": params,
        "snapshot": dict(SNAPSHOT),
        "documents": drawn,
    }
    for document, answer in zip(drawn, _ask(control.subject, question), strict=True):
        wanted = expected(law, control, BUNDLE, document, params)
        assert answered(control, answer[code]) == wanted, (document, params)


@pytest.mark.parametrize("code", sorted(LAWS))
def test_documents_reach_every_outcome(code: str) -> None:
    """The random documents are no idle ones: each control applies, violates and hesitates."""
    law, control = LAWS[code], BUNDLE.controls[code]
    seen = set()
    for seed in range(4000):
        drawing = _drawing(seed)
        answer = expected(
            law, control, BUNDLE, drawing.document(control.subject), _parameters(law, seed)
        )
        if answer.findings:
            seen.add("violation")
        elif answer.missing:
            seen.add("undetermined")
        else:
            seen.add("pass" if answer.applies else "not_applicable")
        if seen == law.outcomes:
            break
    assert seen == law.outcomes
