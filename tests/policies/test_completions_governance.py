"""The controls of governance, read a second time in plain Python, and held against the policies.

Nothing that these controls read can be unknown in a way that has completions: where a statement or
its evidence is missing, the controls' page says itself what is undetermined.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.authoring.examples import SNAPSHOT, wasm_ask
from evaluator.bundle import load_bundle
from evaluator.model import canonical_json
from tests.policies.second_readings import DAY
from tests.policies.unknowns import Document, Expected, Facts, Params

T: int = SNAPSHOT["as_of"]
BUNDLE = load_bundle()

_ask = wasm_ask(BUNDLE)

DUTIES = [
    *("detection", "source_annotation", "certification", "content_review", "account_management"),
    *("annotation_function", "certification_process", "publishing_flow", "complaint_channel"),
    *("responsibility_system", "negative_information_list", "monetisation_management"),
    "refutation_label",
]

_Answer = tuple[bool, list[Facts], list[str]]
_Reading = Callable[[Document, Params], _Answer]


def _duty(duty: str) -> _Reading:
    def judge(document: Document, _params: Params) -> _Answer:
        statements = [row for row in document["capabilities"] if row["duty"] == duty]
        if not statements:
            return True, [], [f"capabilities.{duty}"]
        statements.sort(key=lambda row: (row["attested_at"], row["capability_id"].encode()))
        last = statements[-1]
        reasons = []
        if last["statement"] in {"partly", "not_in_place"}:
            reasons.append("statement")
        if last["expires_at"] < T:
            reasons.append("expired")
        missing = [] if "evidence_hash" in last else ["capabilities.evidence_hash"]
        return True, [{"reason": reason} for reason in reasons], missing

    return judge


def _gov_14(document: Document, params: Params) -> _Answer:
    latest: dict[str, int] = {}
    for row in document["negative_lists"]:
        latest[row["category"]] = max(row["updated_at"], latest.get(row["category"], -(2**60)))
    if not latest:
        return True, [{"reason": "none"}], []
    stale = [name for name, at in latest.items() if at + params["list_days"] * DAY < T]
    return True, [{"reason": "stale", "category": name} for name in stale], []


def _gov_15(document: Document, params: Params) -> _Answer:
    since = T - params["education_days"] * DAY
    return True, [] if any(row["held_at"] >= since for row in document["education"]) else [{}], []


def _gov_16(document: Document, _params: Params) -> _Answer:
    found = []
    for order in document["rectifications"]:
        due = order["due_at"]
        if due < T if "closed_at" not in order else order["closed_at"] > due:
            found.append({"order_id": order["order_id"], "at": due})
    return bool(document["rectifications"]), found, []


READINGS: dict[str, _Reading] = {
    **{f"GOV-{number:02}": _duty(duty) for number, duty in enumerate(DUTIES, start=1)},
    "GOV-14": _gov_14,
    "GOV-15": _gov_15,
    "GOV-16": _gov_16,
}

#: Parameters as a user may override them.
OVERRIDES: list[Params] = [{}, {"list_days": 0, "education_days": 0}, {"list_days": 30}]

#: Ids that other orders than that of their bytes would sort otherwise.
_IDS = ("10", "9", "a", "aa", "z", "é", "\uff5e", "\U0001d49c")
_PAST = [T - days * DAY + off for days in (0, 30, 90) for off in (-1, 0, 1)]


def _platform(random: Random) -> Document:
    past = [moment for moment in _PAST if moment <= T]

    def rows(key: str, most: int, row: Callable[[], Facts]) -> list[Facts]:
        ids = random.sample(_IDS, random.randint(0, most))
        return [{key: name, **row()} for name in sorted(ids, key=str.encode)]

    duties = random.sample(DUTIES, 2)

    def statement() -> Facts:
        evidence = {"evidence_hash": "h"} if random.random() < 0.8 else {}
        return {
            "duty": random.choice(duties),
            "statement": random.choice(["in_place", "in_place", "partly", "not_in_place"]),
            "attester_role": "officer",
            "attested_at": random.choice(past[:3]),
            "expires_at": random.choice(_PAST[:3]),
            **evidence,
        }

    def order() -> Facts:
        due = random.choice(_PAST)
        closed = {"closed_at": min(due + random.choice([-1, 0, 1]), T)}
        kept = closed if random.random() < 0.5 else {}
        return {"authority": "x", "ordered_at": T - 99 * DAY, "due_at": due, **kept}

    return {
        "platform": {"platform_id": "example"},
        "capabilities": rows("capability_id", 8, statement),
        "negative_lists": rows(
            "list_id",
            4,
            lambda: {
                "category": random.choice(["rumour", "Rumour", "谣言"]),
                "version": "1",
                "updated_at": random.choice(past),
            },
        ),
        "education": rows(
            "event_id", 2, lambda: {"held_at": random.choice(past), "topic": "rules"}
        ),
        "rectifications": rows("order_id", 3, order),
        "prompting": [],
    }


def _answers(documents: list[Document], params: Params) -> list[dict[str, Any]]:
    question = {
        "controls": sorted(READINGS),
        "params": params,
        "snapshot": dict(SNAPSHOT),
        "documents": documents,
    }
    return _ask("platform", question)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32), overrides=st.sampled_from(OVERRIDES))
def test_answers_are_those_of_the_second_reading(seed: int, overrides: Params) -> None:
    """applies, findings with facts and missing facts of every control are as read again."""
    random = Random(seed)  # noqa: S311 (documents, not secrets)
    params = {**BUNDLE.framework.defaults(), **overrides}
    drawn = [_platform(random) for _ in range(40)]
    for document, answered in zip(drawn, _answers(drawn, params), strict=True):
        for code, (applies, violations, undetermined) in answered.items():
            wanted = READINGS[code](document, params)
            missing = sorted(entry["missing"] for entry in undetermined)
            told = Expected(applies, sorted(violations, key=canonical_json), missing)
            findings = sorted(wanted[1], key=canonical_json)
            assert told == Expected(wanted[0], findings, wanted[2]), (code, document, overrides)


@pytest.mark.parametrize("code", sorted(READINGS))
def test_documents_reach_every_answer(code: str) -> None:
    """The random platforms are no idle ones: each reason and each missing fact is met."""
    random = Random(1)  # noqa: S311 (documents, not secrets)
    params = BUNDLE.framework.defaults()
    wanted = [READINGS[code](_platform(random), params) for _ in range(800)]
    reasons = {facts.get("reason") for _, findings, _ in wanted for facts in findings}
    missing = {fact for _, _, facts in wanted for fact in facts}
    assert any(applies and not findings and not facts for applies, findings, facts in wanted)
    assert any(not applies for applies, _, _ in wanted) == (code == "GOV-16")
    if code < "GOV-14":
        assert reasons == {"statement", "expired"}
        assert missing == {
            f"capabilities.{DUTIES[int(code[4:]) - 1]}",
            "capabilities.evidence_hash",
        }
    else:
        assert reasons == ({"none", "stale"} if code == "GOV-14" else {None})
        assert missing == set()


def test_duties_are_those_of_the_contract() -> None:
    """Each duty that a platform can attest has its control, in the order of the contract."""
    allowed = BUNDLE.contract.tables["capabilities"].columns["duty"].rules["allowed"]
    assert list(allowed) == DUTIES
    packages = [BUNDLE.controls[code].package for code in sorted(READINGS)]
    assert packages[: len(DUTIES)] == [f"qinglang.governance.{duty}" for duty in DUTIES]
