"""The law of unknown facts, held against a second reading of the controls that is plain Python.

A reference says of a document in which nothing unknown matters whether a control applies and what
violates. From it follows what the control must answer where facts are unknown: a finding only if
every completion gives it, and a fact named exactly if two completions that differ in it alone give
different findings. Random documents lie close to every bound.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.authoring.examples import SNAPSHOT, wasm_ask
from evaluator.bundle import load_bundle
from evaluator.model import Facts, canonical_json

Document = dict[str, Any]
Documents = Callable[[Random, str], Document]

T = SNAPSHOT["as_of"]
DAY = 86400
BUNDLE = load_bundle()
PARAMS = BUNDLE.framework.defaults()

_ask = wasm_ask(BUNDLE)

#: The unknown facts that may decide; all others must not change any answer.
DECISIVE = {"ANN-01": "posts.topic", "ANN-09": "posts.ai_status", "CER-04": "monetisation.field"}
UNKNOWN_POST = [{"post_id": "x"}, {"post_id": "x", "deleted_at": T - 1}]

# --- the reference: controls.md once more ---------------------------------------------------------


def _none_or(row: Mapping[str, Any], column: str, test: Callable[[int], bool]) -> bool:
    return column not in row or test(row[column])


def _active(row: Document, moment: int) -> bool:
    return row["from_ts"] <= moment and _none_or(row, "to_ts", lambda end: end >= moment)


def _effective(row: Document, moment: int) -> bool:
    return (
        row["verdict"] == "violation"
        and row["final"]
        and row["decided_at"] <= moment
        and _none_or(row, "overturned_at", lambda over: over > moment)
    )


def _valid(row: Document, moment: int) -> bool:
    holds = row["state"] == "valid" or (row["state"] == "revoked" and row["revoked_at"] > moment)
    return (
        holds
        and row["valid_from"] <= moment
        and _none_or(row, "valid_to", lambda end: end >= moment)
    )


def _granted(row: Document, moment: int) -> bool:
    suspended = "suspended_at" in row and row["suspended_at"] <= moment
    resumed = suspended and row["suspended_at"] <= row.get("resumed_at", -1) <= moment
    return (
        row["granted_at"] <= moment
        and _none_or(row, "revoked_at", lambda end: end > moment)
        and (not suspended or resumed)
    )


RANKS = {"guidance": 0, "warning": 1, "short_mute": 2, "long_mute": 3, "closure": 4}
NOTICES = {"warning": 1, "guidance": 0, "annotation_prompt": 0, "certification_prompt": 0}


def _step(sanctions: list[Document], notices: list[Document]) -> int:
    ranks = [RANKS[row["measure"]] for row in sanctions if row["measure"] in RANKS]
    ranks += [NOTICES[row["kind"]] for row in notices if row["kind"] in NOTICES]
    return max(ranks, default=-1)


def _class_of(row: Document) -> str | None:
    found: str | None = PARAMS["offence_class"].get(row["offence"])
    return found


def _precedents(document: Document) -> list[str]:
    judged = document["adjudication"]
    return [
        prior["adjudication_id"]
        for prior in document["prior_adjudications"]
        if _class_of(judged) is not None
        and _class_of(prior) == _class_of(judged)
        and _effective(prior, judged["decided_at"])
        and prior["decided_at"] >= judged["conduct_at"] - PARAMS["repeat_window_days"] * DAY
        and any(
            notice.get("adjudication_id") == prior["adjudication_id"]
            and "delivered_at" in notice
            and notice["delivered_at"] <= judged["conduct_at"]
            and _none_or(notice, "cure_until", lambda end: end <= judged["conduct_at"])
            for notice in document["prior_notices"]
        )
    ]


def _due(document: Document, days: str) -> bool:
    judged = document["adjudication"]
    overdue: bool = judged["decided_at"] + PARAMS[days] * DAY <= T
    return overdue and _effective(judged, T)


def _step_now(document: Document) -> int:
    return _step(
        [row for row in document["sanctions"] if row["starts_at"] <= T],
        [row for row in document["notices"] if row.get("delivered_at", T + 1) <= T],
    )


def _live_and_settled(document: Document) -> bool:
    post = document["post"]
    return (
        "deleted_at" not in post and post["published_at"] + PARAMS["label_grace_hours"] * 3600 <= T
    )


def _kinds(document: Document) -> set[str]:
    return {row["kind"] for row in document["annotations"] if _active(row, T)}


def _ann_01(document: Document) -> tuple[bool, list[Document]]:
    post = document["post"]
    applies = (
        _live_and_settled(document)
        and post["origin"] != "repost"
        and post["topic"] in PARAMS["source_required_topics"]
        and post["published_at"] >= PARAMS["standing_from"]
    )
    return applies, [{"topic": post["topic"]}] if applies and "source" not in _kinds(
        document
    ) else []


def _ann_09(document: Document) -> tuple[bool, list[Document]]:
    post = document["post"]
    accepted = {
        "implicit_label": {"ai_generated"},
        "declared": {"ai_generated", "ai_possible"},
        "suspected": {"ai_generated", "ai_possible", "ai_suspected"},
    }.get(post["ai_status"], set())
    applies = (
        _live_and_settled(document)
        and bool(accepted)
        and post["published_at"] >= PARAMS["labelling_from"]
    )
    ended = any(
        row["kind"].startswith("ai_") and row.get("to_ts", T) < T for row in document["annotations"]
    )
    missing = applies and not accepted & _kinds(document) and not ended
    return applies, [{"ai_status": post["ai_status"]}] if missing else []


def _ann_12(document: Document) -> tuple[bool, list[Document]]:
    verdicts = [
        (row["decided_at"], row["adjudication_id"].encode(), row["adjudication_id"])
        for row in document["adjudications"]
        if row["offence"] in PARAMS["refutable_offences"]
        and _effective(row, T)
        and row["decided_at"] + PARAMS["refuted_label_hours"] * 3600 <= T
    ]
    applies = bool(verdicts) and "deleted_at" not in document["post"]
    missing = applies and "refuted" not in _kinds(document)
    return applies, [{"adjudication_id": min(verdicts)[2]}] if missing else []


def _cer_04(document: Document) -> tuple[bool, list[Document]]:
    sales = [
        row for row in document["monetisation"] if row["kind"] == "ecommerce" and _granted(row, T)
    ]
    held = {row["field"] for row in document["certifications"] if _valid(row, T)}
    return bool(sales), [
        {"grant_id": row["grant_id"], "field": row["field"]}
        for row in sales
        if row["field"] not in held
    ]


def _lad_01(document: Document) -> tuple[bool, list[Document]]:
    judged = document["adjudication"]
    first = _class_of(judged) == "A" and not _precedents(document)
    applies = first and _due(document, "guidance_days")
    nothing = _step_now(document) == -1 and not document["sanctions"]
    return applies, [{"offence": judged["offence"]}] if applies and nothing else []


def _lad_03(document: Document) -> tuple[bool, list[Document]]:
    judged = document["adjudication"]
    applies = _class_of(judged) == "B" and _due(document, "sanction_days")
    return applies, [{"offence": judged["offence"]}] if applies and _step_now(document) < 1 else []


def _lad_06(document: Document) -> tuple[bool, list[Document]]:
    judged = document["adjudication"]
    earlier = _precedents(document)
    applies = bool(earlier) and _due(document, "sanction_days")
    now = _step_now(document)
    prior = _step(
        [row for row in document["prior_sanctions"] if row.get("adjudication_id") in earlier],
        [
            row
            for row in document["prior_notices"]
            if row.get("adjudication_id") in earlier
            and row.get("delivered_at", T) < judged["decided_at"]
        ],
    )
    violates = applies and now < PARAMS["max_rank"][_class_of(judged)] and now <= prior
    return applies, [{"step": now, "prior_step": prior}] if violates else []


def _rum_01(document: Document) -> tuple[bool, list[Document]]:
    judged = document["adjudication"]
    applies = judged["offence"] == "hot_event_impersonation" and _due(document, "action_days")
    answered = (
        any(row["starts_at"] <= T for row in document["sanctions"])
        or any(row["sent_at"] <= T for row in document["notices"])
        or "deleted_at" in document.get("post", {})
        or any(row["kind"] == "refuted" and row["from_ts"] <= T for row in document["annotations"])
    )
    facts = {"offence": judged["offence"], "decided_at": judged["decided_at"]}
    return applies, [facts] if applies and not answered else []


REFERENCE: dict[str, Callable[[Document], tuple[bool, list[Document]]]] = {
    "ANN-01": _ann_01,
    "ANN-09": _ann_09,
    "ANN-12": _ann_12,
    "CER-04": _cer_04,
    "LAD-01": _lad_01,
    "LAD-03": _lad_03,
    "LAD-06": _lad_06,
    "RUM-01": _rum_01,
}

# --- the law --------------------------------------------------------------------------------------


def _completions(code: str, document: Document) -> tuple[str, list[Document]]:
    """The unknown fact that may decide, and the document with each value that it may have."""
    if code == "RUM-01":
        if "post" not in document.get("unknown", []):
            return "post", [document]
        return "post", [document | {"post": post} for post in UNKNOWN_POST]
    fact = DECISIVE.get(code, "")
    if not fact:
        return fact, [document]
    table, _, column = fact.partition(".")
    branch = "post" if table == "posts" else table
    rows = [document[branch]] if branch == "post" else document[branch]
    allowed = BUNDLE.contract.tables[table].columns[column].rules["allowed"]
    choices = [[row[column]] if column in row else allowed for row in rows]
    completed = []
    for values in itertools.product(*choices):
        filled = [row | {column: value} for row, value in zip(rows, values, strict=True)]
        completed.append(document | {branch: filled[0] if branch == "post" else filled})
    return fact, completed


def _identities(code: str, violations: Iterable[Facts]) -> frozenset[bytes]:
    identity = BUNDLE.controls[code].identity
    return frozenset(
        canonical_json({name: facts[name] for name in identity if name in facts})
        for facts in violations
    )


def _expected(code: str, document: Document) -> tuple[bool, frozenset[bytes], list[str]]:
    fact, completed = _completions(code, document)
    answers = [REFERENCE[code](each) for each in completed]
    found = [_identities(code, violations) for _, violations in answers]
    missing = [fact] if len(set(found)) > 1 else []
    return all(applies for applies, _ in answers), frozenset.intersection(*found), missing


@pytest.mark.parametrize("code", sorted(REFERENCE))
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_answers_follow_from_the_completions(documents: Documents, code: str, seed: int) -> None:
    """applies, findings and missing facts are those that all completions together give."""
    random = Random(seed)  # noqa: S311 (documents, not secrets)
    subject = BUNDLE.controls[code].subject
    drawn = [documents(random, subject) for _ in range(50)]
    question = {
        "controls": [code],
        "params": PARAMS,
        "snapshot": dict(SNAPSHOT),
        "documents": drawn,
    }
    for document, answer in zip(drawn, _ask(subject, question), strict=True):
        applies, violations, undetermined = answer[code]
        missing = sorted(entry["missing"] for entry in undetermined)
        found = (applies, _identities(code, violations), missing)
        assert found == _expected(code, document), document
        if len(_completions(code, document)[1]) == 1:
            facts = sorted(violations, key=canonical_json)
            assert facts == sorted(REFERENCE[code](document)[1], key=canonical_json), document


@pytest.mark.parametrize("code", sorted(REFERENCE))
def test_documents_reach_every_outcome(documents: Documents, code: str) -> None:
    """The random documents are no idle ones: each control applies, violates and hesitates."""
    random = Random(1)  # noqa: S311 (documents, not secrets)
    subject = BUNDLE.controls[code].subject
    answers = [_expected(code, documents(random, subject)) for _ in range(4000)]
    assert any(applies and not found and not missing for applies, found, missing in answers)
    assert any(found for _, found, _ in answers)
    assert any(not applies for applies, _, _ in answers)
    may_hesitate = code in DECISIVE or code == "RUM-01"
    assert any(missing for _, _, missing in answers) == may_hesitate
