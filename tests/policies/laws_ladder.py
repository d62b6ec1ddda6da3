"""Laws of the ladder: LAD-01, LAD-03, LAD-06, and of the verdict controls."""

from __future__ import annotations

from tests.policies.law import Document, Law, Params, Verdict, one
from tests.policies.words import T, answered, class_of, due, precedents, step, step_now


def _lad_01(document: Document, params: Params) -> Verdict:
    judged = document["adjudication"]
    first = class_of(judged, params) == "A" and not precedents(document, params)
    applies = first and due(judged, params, "guidance_days")
    nothing = step_now(document) == -1 and not document["sanctions"]
    return applies, one(applies and nothing, {"offence": judged["offence"]})


def _lad_03(document: Document, params: Params) -> Verdict:
    judged = document["adjudication"]
    applies = class_of(judged, params) == "B" and due(judged, params, "sanction_days")
    return applies, one(applies and step_now(document) < 1, {"offence": judged["offence"]})


def _lad_06(document: Document, params: Params) -> Verdict:
    judged = document["adjudication"]
    earlier = precedents(document, params)
    if not (earlier and due(judged, params, "sanction_days")):
        return False, []
    now = step_now(document)
    prior = step(
        [row for row in document["prior_sanctions"] if row.get("adjudication_id") in earlier],
        [
            row
            for row in document["prior_notices"]
            if row.get("adjudication_id") in earlier
            and row.get("delivered_at", T) < judged["decided_at"]
        ],
    )
    top = params["max_rank"][class_of(judged, params)]
    return True, one(now < top and now <= prior, {"step": now, "prior_step": prior})


def verdict_law(*offences: str) -> Law:
    """The law of a verdict control."""

    def judge(document: Document, params: Params) -> Verdict:
        judged = document["adjudication"]
        applies = judged["offence"] in offences and due(judged, params, "action_days")
        facts = {"offence": judged["offence"], "decided_at": judged["decided_at"]}
        return applies, one(applies and not answered(document), facts)

    return Law(judge, parents={"post": _posts})


def _posts(_document: Document, _params: Params) -> list[Document]:
    return [{"post": {"post_id": "x"}}, {"post": {"post_id": "x", "deleted_at": 1}}]


LAWS = {
    "LAD-01": Law(_lad_01),
    "LAD-03": Law(_lad_03),
    "LAD-06": Law(_lad_06),
    "RUM-01": verdict_law("hot_event_impersonation"),
}
