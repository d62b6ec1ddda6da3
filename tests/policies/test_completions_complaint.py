"""The controls of complaints, read a second time in plain Python, and held against the policies.

As for the ladder: what a control must answer where the published time limit is unknown follows from
the readings of all limits that the contract allows.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.authoring.examples import wasm_ask
from evaluator.bundle import load_bundle
from tests.policies.near_bounds import draw
from tests.policies.unknowns import Case, Params, Reading, Verdict, answers, expected

DAY = 86400
BUNDLE = load_bundle()
DEFAULTS = BUNDLE.framework.defaults()

_ask = wasm_ask(BUNDLE)


def _cmp_01(case: Case) -> Verdict:
    complaint = case.root
    paused = complaint.given("paused_days")
    days = complaint.given("declared_days")
    if days is None:
        days = case.params.get("complaint_days")
    if days is None:
        days = complaint["declared_days"]
    at = complaint["received_at"] + (days + (0 if paused is None else paused)) * DAY
    decided = complaint["decided_at"]
    late = at < (case.as_of if decided is None else decided)
    return True, [{"at": at}] if late else []


def _cmp_02(case: Case) -> Verdict:
    complaint = case.root
    at = complaint["received_at"] + case.params["ack_days"] * DAY
    if at > case.as_of:
        return False, []
    moments = (complaint["acknowledged_at"], complaint["decided_at"])
    told = any(moment is not None and moment <= at for moment in moments)
    return True, [] if told else [{"at": at}]


READINGS: dict[str, Reading] = {"CMP-01": _cmp_01, "CMP-02": _cmp_02}
HANGS_ON: dict[str, set[str]] = {"CMP-01": {"complaints.declared_days"}, "CMP-02": set()}

#: Parameters as a user may override them.
OVERRIDES: list[Params] = [{}, {"complaint_days": 2, "ack_days": 0}, {"complaint_days": 36500}]


@pytest.mark.parametrize("code", sorted(READINGS))
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32), overrides=st.sampled_from(OVERRIDES))
def test_answers_follow_from_the_completions(code: str, seed: int, overrides: Params) -> None:
    """applies, findings with facts and missing facts are those of all completions together."""
    random = Random(seed)  # noqa: S311 (documents, not secrets)
    params = {**DEFAULTS, **overrides}
    drawn = [draw(random, BUNDLE.contract, "complaint") for _ in range(60)]
    given_answers = answers(_ask, code, BUNDLE, drawn, params)
    for document, answer in zip(drawn, given_answers, strict=True):
        assert answer == expected(READINGS[code], code, BUNDLE, document, params), document


@pytest.mark.parametrize("code", sorted(READINGS))
def test_documents_reach_every_outcome(code: str) -> None:
    """The random documents are no idle ones, and whatever may decide does decide in some."""
    random = Random(1)  # noqa: S311 (documents, not secrets)
    drawn = [draw(random, BUNDLE.contract, "complaint") for _ in range(800)]
    wanted = [expected(READINGS[code], code, BUNDLE, document, DEFAULTS) for document in drawn]
    assert any(each.findings for each in wanted)
    assert any(each.applies and not each.findings and not each.missing for each in wanted)
    assert any(not each.applies for each in wanted) == (code == "CMP-02")
    assert {fact for each in wanted for fact in each.missing} == HANGS_ON[code]
    # Late by any limit: the finding stands, and does not say by when.
    assert any(each.findings == [{}] for each in wanted) == (code == "CMP-01")


def test_limits_are_those_of_the_contract(policies: Path) -> None:
    """The shortest and the longest time limit that the policy tries are the contract's bounds."""
    text = (policies / "qinglang/lib/complaint/complaint.rego").read_text(encoding="utf-8")
    bounds = {name: int(days) for name, days in re.findall(r"^(\w+) := (\d+)$", text, re.MULTILINE)}
    rules = BUNDLE.contract.tables["complaints"].columns["declared_days"].rules
    assert bounds == {"shortest": rules["min"], "longest": rules["max"]}
