"""Asks for the truth of hand-made rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from evaluator.synthetic.tables import Block
from evaluator.synthetic.truth import RULES
from evaluator.synthetic.truth.completions import judge
from evaluator.synthetic.truth.documents import Documents
from evaluator.synthetic.truth.prompting import PlatformRows

#: 2025-09-24T00:00+08:00
T = 1_758_643_200
WINDOW = (1_753_286_400, T)

Told = str | list[dict[str, Any]] | tuple[str, ...]
Tell = Callable[..., Told]

#: Required columns that a row has where a test says nothing of them.
USUAL: Mapping[str, Mapping[str, Any]] = {
    "operators": {"operator_id": "o", "kind": "person"},
    "accounts": {
        "account_id": "a",
        "account_class": "personal",
        "status": "active",
        "created_at": 0,
    },
    "posts": {
        "post_id": "p",
        "account_id": "a",
        "published_at": T - 200_000,
        "media_kind": "text",
        "origin": "own",
        "topic": "other",
        "field": "none",
        "claim_tag": "none",
        "ai_status": "none",
        "past_event": False,
        "declared_fiction": False,
        "publish_channel": "app",
        "label_prompt_shown": True,
    },
    "annotations": {
        "annotation_id": "x",
        "post_id": "p",
        "kind": "source",
        "from_ts": T - 190_000,
        "set_by": "author",
    },
    "adjudications": {
        "adjudication_id": "j",
        "account_id": "a",
        "offence": "other",
        "verdict": "violation",
        "conduct_at": T - 2_000_000,
        "decided_at": T - 1_000_000,
        "decider": "human",
        "final": True,
    },
    "certifications": {
        "certification_id": "c",
        "account_id": "a",
        "field": "law",
        "state": "valid",
        "valid_from": T - 9_000_000,
    },
    "monetisation": {
        "grant_id": "g",
        "account_id": "a",
        "kind": "ads",
        "granted_at": T - 8_000_000,
        "identity_checked": True,
    },
    "sanctions": {
        "sanction_id": "s",
        "account_id": "a",
        "measure": "short_mute",
        "starts_at": T - 900_000,
        "decided_by": "human",
    },
    "notices": {
        "notice_id": "n",
        "account_id": "a",
        "kind": "guidance",
        "sent_at": T - 900_000,
    },
    "renderings": {
        "rendering_id": "r",
        "annotation_id": "x",
        "post_id": "p",
        "surface": "feed",
        "device": "phone",
        "in_content": True,
        "region": "edge",
        "text_px": 100,
        "short_side_px": 1_000,
        "covered_by": "none",
        "covered_ms": 0,
        "visible_ms": 5_000,
        "first_visible_ms": 0,
        "contrast_centi": 500,
    },
    "recommendations": {"entry_id": "e", "post_id": "p", "pool": "hot", "entered_at": T - 50_000},
    "rankings": {
        "entry_id": "k",
        "list_id": "hot",
        "rank": 1,
        "post_id": "p",
        "from_ts": T - 50_000,
        "paid": False,
        "labelled_ad": False,
    },
    "verifications": {
        "verification_id": "w",
        "account_id": "a",
        "trigger": "periodic",
        "dimension": "name",
        "result": "match",
        "checked_at": T - 5_000_000,
        "reviewer": "human",
    },
    "complaints": {
        "complaint_id": "m",
        "target_kind": "post",
        "target_id": "p",
        "received_at": T - 4_000_000,
        "acknowledged_at": T - 4_000_000,
        "declared_days": 15,
    },
    "appeals": {"appeal_id": "l", "sanction_id": "s", "filed_at": T - 800_000},
    "capabilities": {
        "capability_id": "q",
        "duty": "detection",
        "statement": "in_place",
        "attester_role": "chief",
        "attested_at": T - 100,
        "expires_at": T,
        "evidence_hash": "h",
    },
    "negative_lists": {"list_id": "i", "category": "rumour", "version": "1", "updated_at": T},
    "education": {"event_id": "v", "held_at": T, "topic": "rules"},
    "rectifications": {
        "order_id": "d",
        "authority": "cac",
        "ordered_at": T - 900_000,
        "due_at": T - 1,
    },
}
SUBJECTS = {rule.control: subject for subject, rules in RULES.items() for rule in rules}
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture(scope="session")
def tell(block_of: Callable[[Rows], Block]) -> Tell:
    """Says what a control has to find for the first row of its subject's table.

    The facts of each violation; else the names of what is missing; else ``pass`` or
    ``not_applicable``. Rows name only the columns that matter.
    """

    def told(control: str, **tables: Sequence[Mapping[str, Any]]) -> Told:
        subject = SUBJECTS[control]
        rule = next(rule for rule in RULES[subject] if rule.control == control)
        rows = {
            table: [{**USUAL[table], **row} for row in given] for table, given in tables.items()
        }
        documents = Documents(block_of(rows), WINDOW, T)
        if subject == "platform":
            platform = PlatformRows(WINDOW)
            platform.add(documents)
            document = platform.document()
        else:
            _, document = next(documents.of(subject))
        judgement = judge(rule, document, T)
        if judgement.violations:
            return [dict(facts) for facts in judgement.violations]
        return tuple(judgement.missing) or judgement.outcome

    return told
