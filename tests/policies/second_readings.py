"""What second readings of controls share: verdicts that are answered, and the law of completions.

A reading follows the words of the controls' page and no Rego; see `unknowns` for what follows from
it where facts are unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from evaluator.authoring.examples import Ask
from evaluator.bundle import Bundle
from tests.policies.near_bounds import draw
from tests.policies.unknowns import Case, Document, Params, Reading, Row, Verdict, answers, expected

HOUR = 3600
DAY = 86400


def effective(adjudication: Row, moment: int) -> bool:
    """A verdict of a violation, final, decided, and not overturned by a moment."""
    overturned = adjudication["overturned_at"]
    return (
        adjudication["verdict"] == "violation"
        and adjudication["final"] is True
        and adjudication["decided_at"] <= moment
        and (overturned is None or overturned > moment)
    )


def answered(case: Case) -> bool:
    """A measure started, a notice was sent, the post was deleted or labelled as refuted."""
    if any(sanction["starts_at"] <= case.as_of for sanction in case.children("sanctions")):
        return True
    if any(notice["sent_at"] <= case.as_of for notice in case.children("notices")):
        return True
    labels = case.children("annotations")
    if any(label["kind"] == "refuted" and label["from_ts"] <= case.as_of for label in labels):
        return True
    post = case.parent("post")
    return post is not None and post["deleted_at"] is not None


def unanswered(*offences: str) -> Reading:
    """A verdict on one of these offences is answered in time."""

    def judge(case: Case) -> Verdict:
        judged = case.root
        applies = (
            judged["offence"] in offences
            and effective(judged, case.as_of)
            and judged["decided_at"] + case.params["action_days"] * DAY <= case.as_of
        )
        facts = {"offence": judged["offence"], "decided_at": judged["decided_at"]}
        return applies, [facts] if applies and not answered(case) else []

    return judge


def draw_verdict(random: Random, bundle: Bundle, offences: Sequence[str]) -> Document:
    """A document about a verdict, mostly on one of these offences."""
    document = draw(random, bundle.contract, "adjudication")
    if random.random() < 0.8:
        document["adjudication"]["offence"] = random.choice(offences)
    return document


def assert_law(  # noqa: PLR0913 (who answers what, and what it is held against)
    ask: Ask,
    code: str,
    reading: Reading,
    *,
    bundle: Bundle,
    documents: list[Document],
    overrides: Params,
) -> None:
    """applies, findings with facts and missing facts are those of all completions together."""
    params = {**bundle.framework.defaults(), **overrides}
    given = answers(ask, code, bundle, documents, params)
    for document, answer in zip(documents, given, strict=True):
        assert answer == expected(reading, code, bundle, document, params), (document, overrides)


def outcomes(
    code: str, reading: Reading, bundle: Bundle, documents: list[Document]
) -> Mapping[str, Any]:
    """What documents are made of: which outcomes they reach, and which facts decide in some."""
    params = bundle.framework.defaults()
    wanted = [expected(reading, code, bundle, document, params) for document in documents]
    return {
        "violation": any(each.findings for each in wanted),
        "pass": any(each.applies and not each.findings and not each.missing for each in wanted),
        "not_applicable": any(not each.applies and not each.missing for each in wanted),
        "missing": {fact for each in wanted for fact in each.missing},
    }
