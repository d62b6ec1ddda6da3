"""The controls of distortion and profession, read a second time, and held against the policies."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.authoring.examples import SNAPSHOT, wasm_ask
from evaluator.bundle import load_bundle
from tests.policies.drawing import Drawing
from tests.policies.second_readings import (
    HOUR,
    assert_law,
    draw_verdict,
    effective,
    outcomes,
    unanswered,
)
from tests.policies.unknowns import Case, Document, Params, Reading, Verdict

T: int = SNAPSHOT["as_of"]
BUNDLE = load_bundle()

_ask = wasm_ask(BUNDLE)

OFFENCES = {
    "DIS-01": ["ai_impersonation", "ai_fabrication"],
    "DIS-02": ["staged_event"],
    "DIS-03": ["policy_misreading"],
    "DIS-04": ["old_news_as_new"],
    "DIS-05": ["ranking_manipulation"],
    "PRO-01": ["professional_distortion"],
    "PRO-02": ["unfounded_professional_claim"],
    "PRO-03": ["history_falsification"],
    "PRO-04": ["false_certification"],
}


def _dis_06(case: Case) -> Verdict:
    entry = case.root
    if not entry["paid"]:
        return False, []
    facts = {"list_id": entry["list_id"], "rank": entry["rank"], "at": entry["from_ts"]}
    return True, [] if entry["labelled_ad"] else [facts]


def _dis_07(case: Case) -> Verdict:
    entry, found = case.root, []
    refuting = [
        verdict
        for verdict in case.children("adjudications")
        if verdict["offence"] in case.params["refutable_offences"]
        and effective(verdict, case.as_of)
    ]
    for verdict in refuting:
        limit = verdict["decided_at"] + case.params["ranking_exit_hours"] * HOUR
        end = entry["to_ts"]
        if limit <= case.as_of and (end is None or (end > limit and end >= entry["from_ts"])):
            found.append(
                {
                    "adjudication_id": verdict["adjudication_id"],
                    "list_id": entry["list_id"],
                    "at": max(limit, entry["from_ts"]),
                }
            )
    return bool(refuting), found


RANKINGS: dict[str, Reading] = {"DIS-06": _dis_06, "DIS-07": _dis_07}
HANGS_ON: dict[str, set[str]] = {
    "DIS-06": {"rankings.paid", "rankings.labelled_ad"},
    "DIS-07": set(),
}

#: Parameters as a user may override them.
OVERRIDES: list[Params] = [
    {},
    {"ranking_exit_hours": 0},
    {"ranking_exit_hours": 48, "refutable_offences": ["missing_label", "staged_event"]},
    {"refutable_offences": []},
]


def _about(random: Random, moments: list[int]) -> int:
    """A moment that lies some hours after one of these, or a second off; never ahead."""
    hours = random.choice([0, 24, 48])
    return min(random.choice(moments) + hours * HOUR + random.choice([-1, 0, 1]), T)


def _entries(random: Random, count: int) -> list[Document]:
    """Entries of trending lists, many of which end about when they began or had to leave."""
    drawing = Drawing(BUNDLE, random)
    drawn = [drawing.document("ranking") for _ in range(count)]
    for document in drawn:
        entry, verdicts = document["ranking"], document["adjudications"]
        for verdict in verdicts:
            if random.random() < 0.7:
                verdict |= {
                    "offence": "staged_event",
                    "decided_at": _about(random, [T - 48 * HOUR]),
                }
        if random.random() < 0.4:
            entry["to_ts"] = _about(
                random, [entry["from_ts"], *(v["decided_at"] for v in verdicts)]
            )
        elif random.random() < 0.3:
            entry["from_ts"] = _about(random, [T - 24 * HOUR])
            entry["to_ts"] = entry["from_ts"] - random.choice([0, 1])
    return drawn


@pytest.mark.parametrize("code", sorted(RANKINGS))
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32), overrides=st.sampled_from(OVERRIDES))
def test_rankings_follow_from_the_completions(code: str, seed: int, overrides: Params) -> None:
    """applies, findings with facts and missing facts are those of all completions together."""
    documents = _entries(Random(seed), 60)  # noqa: S311 (documents, not secrets)
    assert_law(_ask, code, RANKINGS[code], bundle=BUNDLE, documents=documents, overrides=overrides)


@pytest.mark.parametrize("code", sorted(RANKINGS))
def test_rankings_reach_every_outcome(code: str) -> None:
    """The random entries are no idle ones, and whatever may decide does decide in some."""
    documents = _entries(Random(1), 800)  # noqa: S311 (documents, not secrets)
    assert outcomes(code, RANKINGS[code], BUNDLE, documents) == {
        "violation": True,
        "pass": True,
        "not_applicable": True,
        "missing": HANGS_ON[code],
    }


@pytest.mark.parametrize("code", sorted(OFFENCES))
@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(min_value=0, max_value=2**32),
    overrides=st.sampled_from([{}, {"action_days": 0}, {"action_days": 7}]),
)
def test_verdicts_follow_from_the_completions(code: str, seed: int, overrides: Params) -> None:
    """A verdict on one of the control's offences is answered, whatever an unknown post may be."""
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
