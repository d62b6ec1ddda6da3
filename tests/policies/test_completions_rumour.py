"""The controls of rumours, read a second time in plain Python, and held against the policies."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.authoring.examples import SNAPSHOT, wasm_ask
from evaluator.bundle import load_bundle
from tests.policies.near_bounds import draw
from tests.policies.second_readings import (
    DAY,
    HOUR,
    assert_law,
    draw_verdict,
    outcomes,
    unanswered,
)
from tests.policies.unknowns import Case, Document, Params, Verdict

T: int = SNAPSHOT["as_of"]
BUNDLE = load_bundle()

_ask = wasm_ask(BUNDLE)

OFFENCES = {
    "RUM-01": ["hot_event_impersonation"],
    "RUM-02": ["fake_insider"],
    "RUM-03": ["false_authority"],
}


def _rum_04(case: Case) -> Verdict:
    post = case.root
    applies = (
        post["deleted_at"] is None
        and post["published_at"] + case.params["label_grace_hours"] * HOUR <= case.as_of
        and post["published_at"] >= case.params["standing_from"]
        and post["claim_tag"] != "none"
        and post["field"] in case.params["key_fields"]
    )
    if not applies:
        return False, []
    for label in case.children("annotations"):
        ended = label["to_ts"] is not None and label["to_ts"] < case.as_of
        shown = label["kind"] == "source" and label["from_ts"] <= case.as_of and not ended
        if shown and label["source_kind"] in {"original", "outlet", "official"}:
            return True, []
    return True, [{"claim_tag": post["claim_tag"], "field": post["field"]}]


_FIELDS = BUNDLE.contract.tables["posts"].columns["field"].rules["allowed"]

#: Parameters as a user may override them: every field, one, none; bounds that posts meet.
OVERRIDES: list[Params] = [
    {},
    {"standing_from": T - 4 * DAY},
    {"label_grace_hours": 72, "key_fields": ["none", "law"]},
    {"key_fields": _FIELDS},
    {"key_fields": [field for field in _FIELDS if field != "none"]},
    *({"key_fields": [field]} for field in _FIELDS),
    {"key_fields": []},
    {"key_fields": ["astrology"]},
]


def _claims(random: Random, count: int) -> list[Document]:
    drawn = [draw(random, BUNDLE.contract, "post") for _ in range(count)]
    for document in drawn:
        for label in document["annotations"]:
            label["kind"] = random.choice(["source", "source", label["kind"]])
    return drawn


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32), overrides=st.sampled_from(OVERRIDES))
def test_claims_follow_from_the_completions(seed: int, overrides: Params) -> None:
    """RUM-04 answers as all completions of field, claim and kinds of source say together."""
    documents = _claims(Random(seed), 40)  # noqa: S311 (documents, not secrets)
    assert_law(_ask, "RUM-04", _rum_04, bundle=BUNDLE, documents=documents, overrides=overrides)


def test_claims_reach_every_outcome() -> None:
    """The random posts are no idle ones, and whatever may decide does decide in some."""
    documents = _claims(Random(1), 800)  # noqa: S311 (documents, not secrets)
    assert outcomes("RUM-04", _rum_04, BUNDLE, documents) == {
        "violation": True,
        "pass": True,
        "not_applicable": True,
        "missing": {"posts.claim_tag", "posts.field", "annotations.source_kind"},
    }


@pytest.mark.parametrize("code", sorted(OFFENCES))
@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(min_value=0, max_value=2**32),
    overrides=st.sampled_from([{}, {"action_days": 0}, {"action_days": 7}]),
)
def test_verdicts_follow_from_the_completions(code: str, seed: int, overrides: Params) -> None:
    """A verdict on the control's offence is answered, whatever an unknown post may be."""
    random = Random(seed)  # noqa: S311 (documents, not secrets)
    drawn = [draw_verdict(random, BUNDLE, OFFENCES[code]) for _ in range(40)]
    reading = unanswered(*OFFENCES[code])
    assert_law(_ask, code, reading, bundle=BUNDLE, documents=drawn, overrides=overrides)


@pytest.mark.parametrize("code", sorted(OFFENCES))
def test_verdicts_reach_every_outcome(code: str) -> None:
    """The random verdicts are no idle ones, and an unknown post decides in some."""
    random = Random(1)  # noqa: S311 (documents, not secrets)
    drawn = [draw_verdict(random, BUNDLE, OFFENCES[code]) for _ in range(400)]
    assert outcomes(code, unanswered(*OFFENCES[code]), BUNDLE, drawn) == {
        "violation": True,
        "pass": True,
        "not_applicable": True,
        "missing": {"post"},
    }


def test_fields_are_those_of_the_contract(policies: Path) -> None:
    """What an unknown field may be, for the policies, is what the contract allows."""
    text = (policies / "qinglang/lib/claim/claim.rego").read_text(encoding="utf-8")
    listed = text.partition("fields := {")[2].partition("}")[0]
    assert re.findall(r'"(\w+)"', listed) == list(_FIELDS)
