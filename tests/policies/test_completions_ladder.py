"""The controls of the ladder, read a second time in plain Python, and held against the policies.

Each reading follows the words of the controls' page and no Rego. What a control must answer where
facts are unknown follows from the readings of all completions: see `unknowns`.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.authoring.examples import wasm_ask
from evaluator.bundle import load_bundle
from tests.policies.near_bounds import draw
from tests.policies.unknowns import (
    Case,
    Facts,
    Params,
    Reading,
    Row,
    Verdict,
    answers,
    expected,
)

DAY = 86400
BUNDLE = load_bundle()
DEFAULTS = BUNDLE.framework.defaults()

_ask = wasm_ask(BUNDLE)

# --- the words ------------------------------------------------------------------------------------

RANKS = {"guidance": 0, "warning": 1, "short_mute": 2, "long_mute": 3, "closure": 4}
STEPS = {"warning": 1, "guidance": 0, "annotation_prompt": 0, "certification_prompt": 0}
MUTES = ("short_mute", "long_mute")


def _rank(sanction: Row) -> int | None:
    return RANKS.get(sanction["measure"])


def _at_least(sanction: Row, rank: int) -> bool:
    own = _rank(sanction)
    return own is not None and own >= rank


def _class(case: Case, adjudication: Row | None) -> str | None:
    if adjudication is None:
        return None
    found: str | None = case.params["offence_class"].get(adjudication["offence"])
    return found


def _none_or_after(moment: int | None, reference: int) -> bool:
    return moment is None or moment > reference


def _effective(adjudication: Row, moment: int) -> bool:
    return (
        adjudication["verdict"] == "violation"
        and adjudication["final"]
        and adjudication["decided_at"] <= moment
        and _none_or_after(adjudication["overturned_at"], moment)
    )


def _in_force(sanction: Row, moment: int) -> bool:
    return (
        sanction["starts_at"] <= moment
        and _none_or_after(sanction["lifted_at"], moment)
        and _none_or_after(sanction["ends_at"], moment)
    )


def _in_scope(case: Case) -> bool:
    basis, verdict = case.root["legal_basis"], case.root["adjudication_id"]
    return (
        basis in case.params["notice_legal_basis"]
        or (basis is None and verdict is None)
        or _class(case, case.parent("adjudication")) is not None
    )


def _by_notice_or_none(case: Case, sanction: Row) -> bool:
    basis = sanction["legal_basis"]
    return basis is None or basis in case.params["notice_legal_basis"]


def _repeat(case: Case) -> bool:
    judged = case.root
    own, conduct = _class(case, judged), judged["conduct_at"]
    since = conduct - case.params["repeat_window_days"] * DAY
    return any(
        own is not None
        and _class(case, prior) == own
        and _effective(prior, judged["decided_at"])
        and prior["decided_at"] >= since
        and notice["adjudication_id"] == prior["adjudication_id"]
        and notice["delivered_at"] is not None
        and notice["delivered_at"] <= conduct
        and (notice["cure_until"] is None or notice["cure_until"] <= conduct)
        for prior in case.children("prior_adjudications")
        for notice in case.children("prior_notices")
    )


def _step(case: Case, moment: int) -> int:
    reached = [-1]
    for sanction in case.children("sanctions"):
        rank = _rank(sanction)
        if rank is not None and sanction["starts_at"] <= moment:
            reached.append(rank)
    for notice in case.children("notices"):
        delivered = notice["delivered_at"]
        if notice["kind"] in STEPS and delivered is not None and delivered <= moment:
            reached.append(STEPS[notice["kind"]])
    return max(reached)


def _answered(case: Case) -> bool:
    if any(sanction["starts_at"] <= case.as_of for sanction in case.children("sanctions")):
        return True
    if any(notice["sent_at"] <= case.as_of for notice in case.children("notices")):
        return True
    labels = case.children("annotations")
    if any(label["kind"] == "refuted" and label["from_ts"] <= case.as_of for label in labels):
        return True
    post = case.parent("post")
    return post is not None and post["deleted_at"] is not None


def _told(sanction: Row, **more: Any) -> Facts:
    return {"measure": sanction["measure"], "at": sanction["starts_at"], **more}


# --- the controls ---------------------------------------------------------------------------------


def _lad_02(case: Case) -> Verdict:
    judged = case.root
    if _class(case, judged) != "A" or judged["verdict"] != "violation" or _repeat(case):
        return False, []
    return True, [
        _told(sanction, sanction_id=sanction["sanction_id"])
        for sanction in case.children("sanctions")
        if _at_least(sanction, 1) and _by_notice_or_none(case, sanction)
    ]


def _overpunished(offence_class: str) -> Reading:
    def judge(case: Case) -> Verdict:
        sanction, verdict = case.root, case.parent("adjudication")
        applies = (
            _at_least(sanction, 3)
            and _by_notice_or_none(case, sanction)
            and _class(case, verdict) == offence_class
        )
        mild = applies and verdict is not None and verdict["severity"] in {"minor", "ordinary"}
        return applies, [_told(sanction)] if mild else []

    return judge


def _lad_05(case: Case) -> Verdict:
    judged = case.root
    applies = (
        _class(case, judged) == "C"
        and _effective(judged, case.as_of)
        and judged["decided_at"] + case.params["sanction_days"] * DAY <= case.as_of
        and judged["severity"] in {"serious", "aggravated"}
        and _answered(case)
    )
    facts = {"offence": judged["offence"], "severity": judged["severity"]} if applies else {}
    return applies, [facts] if applies and _step(case, case.as_of) < 3 else []


def _lad_07(case: Case) -> Verdict:
    sanction, verdict = case.root, case.parent("adjudication")
    if sanction["measure"] == "guidance" or not _in_scope(case):
        return False, []
    reasons = []
    if sanction["adjudication_id"] is None:
        reasons.append("none")
    if verdict is not None:
        if verdict["verdict"] == "no_violation":
            reasons.append("no_violation")
        if verdict["final"] is False and sanction["emergency"] is False:
            reasons.append("not_final")
        if verdict["account_id"] != sanction["account_id"]:
            reasons.append("other_account")
    return True, [_told(sanction, reason=reason) for reason in reasons]


def _lad_08(case: Case) -> Verdict:
    sanction = case.root
    if not _at_least(sanction, 3) or not _in_scope(case):
        return False, []
    alone = sanction["decided_by"] == "model" and sanction["emergency"] is False
    return True, [_told(sanction)] if alone else []


def _lad_09(case: Case) -> Verdict:
    sanction, notice = case.root, case.parent("notice")
    until = sanction["starts_at"] + case.params["reasons_grace_days"] * DAY
    due = _at_least(sanction, case.params["reasons_from_rank"]) and until <= case.as_of
    if not due or not _in_scope(case):
        return False, []
    columns = {"legal_basis": "legal_basis", "rule_clause": "rule_clause", "appeal_until": "appeal"}
    missing = [name for column, name in columns.items() if sanction[column] is None]
    if sanction["facts_stated"] is False:
        missing.append("facts")
    delivered = None if notice is None else notice["delivered_at"]
    if delivered is None or delivered > until:
        missing.append("notice")
    if (
        _at_least(sanction, 3)
        and sanction["response_offered"] is False
        and sanction["emergency"] is False
    ):
        missing.append("response")
    return True, [_told(sanction, missing=name) for name in missing]


def _lad_10(case: Case) -> Verdict:
    sanction = case.root
    if sanction["measure"] not in MUTES or not _in_scope(case):
        return False, []
    if sanction["ends_at"] is None:
        return True, [_told(sanction, reason="open_ended")]
    lasts = sanction["ends_at"] - sanction["starts_at"]
    long = sanction["measure"] == "short_mute" and lasts > case.params["short_mute_max_days"] * DAY
    return True, [_told(sanction, reason="too_long")] if long else []


def _lad_11(case: Case) -> Verdict:
    sanction, verdict = case.root, case.parent("adjudication")
    if sanction["measure"] in {"guidance", "warning"} or not _in_force(sanction, case.as_of):
        return False, []
    if not _in_scope(case):
        return False, []

    def long_ago(moment: int | None) -> bool:
        return moment is not None and moment + case.params["lift_days"] * DAY <= case.as_of

    facts: Facts = {"measure": sanction["measure"]}
    found = []
    if verdict is not None and long_ago(verdict["overturned_at"]):
        found.append(facts | {"reason": "verdict"})
    found += [
        facts | {"reason": "appeal", "appeal_id": appeal["appeal_id"]}
        for appeal in case.children("appeals")
        if long_ago(appeal["decided_at"]) and appeal["result"] == "overturned"
    ]
    return True, found


def _lad_12(case: Case) -> Verdict:
    mutes = [row for row in case.children("sanctions") if row["measure"] in MUTES]
    at = case.root["published_at"]
    return bool(mutes), [
        {"sanction_id": mute["sanction_id"], "at": at} for mute in mutes if _in_force(mute, at)
    ]


def _lad_13(case: Case) -> Verdict:
    sanction = case.root
    applies = sanction["measure"] == "closure" and _in_scope(case)
    alone = applies and sanction["second_reviewer"] is False
    return applies, [{"at": sanction["starts_at"]}] if alone else []


def _lad_14(case: Case) -> Verdict:
    sanction, verdict = case.root, case.parent("adjudication")
    applies = (
        _at_least(sanction, 1) and sanction["legal_basis"] in case.params["notice_legal_basis"]
    )
    if not applies or verdict is None or verdict["conduct_at"] >= case.params["campaign_start"]:
        return applies, []
    return True, [_told(sanction, conduct_at=verdict["conduct_at"])]


def _lad_15(case: Case) -> Verdict:
    applies = _at_least(case.root, 1) and _in_scope(case)
    return applies, [_told(case.root)] if applies and case.root["complaint_only"] is True else []


def _lad_16(case: Case) -> Verdict:
    applies = case.root["status"] == "muted"
    held = any(
        row["measure"] in MUTES and _in_force(row, case.as_of) for row in case.children("sanctions")
    )
    return applies, [{}] if applies and not held else []


def _lad_17(case: Case) -> Verdict:
    found = []
    for appeal in case.children("appeals"):
        at = appeal["filed_at"] + case.params["appeal_days"] * DAY
        decided = appeal["decided_at"]
        if at < (case.as_of if decided is None else decided):
            found.append({"appeal_id": appeal["appeal_id"], "at": at})
    return bool(case.children("appeals")), found


def _lad_18(case: Case) -> Verdict:
    decided = [row for row in case.children("appeals") if row["decided_at"] is not None]
    return bool(decided), [
        {"appeal_id": row["appeal_id"], "at": row["decided_at"]}
        for row in decided
        if row["reviewer_differs"] is False
    ]


READINGS: dict[str, Reading] = {
    "LAD-02": _lad_02, "LAD-04": _overpunished("B"), "LAD-05": _lad_05, "LAD-07": _lad_07,
    "LAD-08": _lad_08, "LAD-09": _lad_09, "LAD-10": _lad_10, "LAD-11": _lad_11, "LAD-12": _lad_12,
    "LAD-13": _lad_13, "LAD-14": _lad_14, "LAD-15": _lad_15, "LAD-16": _lad_16, "LAD-17": _lad_17,
    "LAD-18": _lad_18, "LAD-19": _overpunished("C"),
}  # fmt: skip

#: What can decide, from the page's column "hangs on".
HANGS_ON: dict[str, set[str]] = {
    "LAD-02": set(),
    "LAD-04": {"adjudications.severity", "adjudication"},
    "LAD-05": {"adjudications.severity", "post"},
    "LAD-07": {"adjudication", "sanctions.emergency"},
    "LAD-08": {"sanctions.emergency", "adjudication"},
    "LAD-09": {
        *("sanctions.facts_stated", "sanctions.response_offered", "sanctions.emergency"),
        *("notice", "adjudication"),
    },
    "LAD-10": {"adjudication"},
    "LAD-11": {"adjudication", "appeals.result"},
    "LAD-12": set(),
    "LAD-13": {"sanctions.second_reviewer", "adjudication"},
    "LAD-14": {"adjudication"},
    "LAD-15": {"sanctions.complaint_only", "adjudication"},
    "LAD-16": set(),
    "LAD-17": set(),
    "LAD-18": {"appeals.reviewer_differs"},
    "LAD-19": {"adjudications.severity", "adjudication"},
}

# --- the law --------------------------------------------------------------------------------------

_OFFENCES = BUNDLE.contract.tables["adjudications"].columns["offence"].rules["allowed"]

#: Parameters as a user may override them: classes of all offences or of none, no basis, other days.
OVERRIDES: list[Params] = [
    {},
    *({"offence_class": dict.fromkeys(_OFFENCES, letter)} for letter in "ABC"),
    {"offence_class": {}, "notice_legal_basis": ["qinglang-2025", "another law"]},
    {"notice_legal_basis": [], "reasons_from_rank": 0, "reasons_grace_days": 0},
    {"short_mute_max_days": 1, "lift_days": 0, "appeal_days": 1, "reasons_from_rank": 4},
]


@pytest.mark.parametrize("code", sorted(READINGS))
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32), overrides=st.sampled_from(OVERRIDES))
def test_answers_follow_from_the_completions(code: str, seed: int, overrides: Params) -> None:
    """applies, findings with facts and missing facts are those of all completions together."""
    random = Random(seed)  # noqa: S311 (documents, not secrets)
    params = {**DEFAULTS, **overrides}
    drawn = [draw(random, BUNDLE.contract, BUNDLE.controls[code].subject) for _ in range(40)]
    given_answers = answers(_ask, code, BUNDLE, drawn, params)
    for document, answer in zip(drawn, given_answers, strict=True):
        assert answer == expected(READINGS[code], code, BUNDLE, document, params), document


@pytest.mark.parametrize("code", sorted(READINGS))
def test_documents_reach_every_outcome(code: str) -> None:
    """The random documents are no idle ones, and whatever may decide does decide in some."""
    random = Random(1)  # noqa: S311 (documents, not secrets)
    subject = BUNDLE.controls[code].subject
    drawn = [draw(random, BUNDLE.contract, subject) for _ in range(800)]
    wanted = [expected(READINGS[code], code, BUNDLE, document, DEFAULTS) for document in drawn]
    assert any(each.findings for each in wanted)
    assert any(each.applies and not each.findings and not each.missing for each in wanted)
    assert any(not each.applies and not each.missing for each in wanted)
    assert {fact for each in wanted for fact in each.missing} == HANGS_ON[code]


def test_offences_are_those_of_the_contract(policies: Path) -> None:
    """What an unknown verdict may be about, for the policies, is what the contract allows."""
    text = (policies / "qinglang/lib/sanction/sanction.rego").read_text(encoding="utf-8")
    listed = text.partition("offences := {")[2].partition("}")[0]
    assert re.findall(r'"(\w+)"', listed) == list(_OFFENCES)
