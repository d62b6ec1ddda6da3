"""Random documents about verdicts, measures and complaints, with values near every bound.

They are as the evaluator makes them: a parent is there, or unknown, only where its key is given,
children refer to the root, and no time lies ahead but where the contract allows it.
"""

from __future__ import annotations

from random import Random
from typing import Any

from evaluator.authoring.examples import SNAPSHOT
from evaluator.bundle import Child, Column, Contract, Kind

Document = dict[str, Any]

T: int = SNAPSHOT["as_of"]
DAY = 86400
#: First moment of the campaign.
CAMPAIGN = 1753286400

_DAYS = (0, 1, 2, 3, 4, 7, 8, 15, 16, 18, 90, 93)
_MOMENTS = [T - days * DAY + off for days in _DAYS for off in (-1, 0, 1)]
_AHEAD = [*_MOMENTS, T + DAY, T + 7 * DAY]

#: Times that lie so many days after another of their row or of the root, or a second off.
_AFTER = {
    "notices.delivered_at": ("starts_at", (1,)),
    "sanctions.ends_at": ("starts_at", (7,)),
    "appeals.decided_at": ("filed_at", (15,)),
    "complaints.acknowledged_at": ("received_at", (3,)),
    "complaints.decided_at": ("received_at", (1, 2, 3, 4, 36500, 36502)),
}

#: Times with bounds of their own.
_NEAR = {
    "adjudications.conduct_at": [CAMPAIGN, T - 5 * DAY, T - 90 * DAY],
    "complaints.received_at": [T - days * DAY for days in (1, 2, 3, 5, 36500, 36501, 36502)],
}

#: Values that are drawn more often, so that the rules are reached.
_OFTEN: dict[str, list[Any]] = {
    "accounts.status": ["muted"] * 5,
    "adjudications.verdict": ["violation"] * 4,
    "adjudications.final": [True] * 4,
    "adjudications.offence": [
        *("missing_source", "missing_label", "unverified_repost", "staged_event", "staged_event")
        * 9
    ],
    "sanctions.measure": ["short_mute", "long_mute", "closure"],
    "sanctions.decided_by": ["model"] * 3,
    "sanctions.facts_stated": [True] * 3,
    "appeals.result": ["overturned"] * 3,
    "complaints.declared_days": [2, 36500],
}

_TEXTS = {"legal_basis": ["qinglang-2025", "qinglang-2025", "another law"]}

#: How often optional columns are left out, where it is not as often as others.
_ABSENT = {
    **dict.fromkeys(("overturned_at", "lifted_at", "deleted_at", "cure_until"), 0.6),
    **dict.fromkeys(("adjudication_id", "notice_id", "post_id"), 0.2),
    **dict.fromkeys(("rule_clause", "appeal_until", "facts_stated", "delivered_at"), 0.2),
    "severity": 0.3,
}


def _value(random: Random, table: str, column: Column, bases: Document) -> Any:
    place = f"{table}.{column.name}"
    if column.kind in (Kind.IDENTIFIER, Kind.TEXT):
        return random.choice(_TEXTS.get(column.name, ["a0", "a1", "é2"]))
    if column.kind is Kind.TIME:
        base, days = _AFTER.get(place, ("", ()))
        if base in bases and random.random() < 0.7:
            moment = bases[base] + random.choice(days) * DAY + random.choice([-1, 0, 1])
            return moment if column.ahead else min(moment, T)
        near = _NEAR.get(place)
        if near and random.random() < 0.8:
            return random.choice(near) + random.choice([-1, 0, 1])
        return min(
            random.choice(_AHEAD if column.ahead else _MOMENTS), T if not column.ahead else 2**50
        )
    if column.kind is Kind.NUMBER:
        return random.choice([column.rules.get("min", 0), *_OFTEN.get(place, [2])])
    allowed = [True, False] if column.kind is Kind.FLAG else column.rules["allowed"]
    return random.choice([*allowed, *_OFTEN.get(place, [])])


def _row(
    random: Random, contract: Contract, table: str, fixed: Document, root: Document | None = None
) -> Document:
    row = dict(fixed)
    for name, column in contract.tables[table].columns.items():
        absent = not column.required and random.random() < _ABSENT.get(name, 0.4)
        if name in row or absent or column.kind is Kind.LIST:
            continue
        row[name] = _value(random, table, column, (root or {}) | row)
    return row


def _children(random: Random, contract: Contract, child: Child, root: Document) -> list[Document]:
    if child.match not in root:
        return []
    key = contract.tables[child.table].key
    sizes = (0, 0, 0, 1, 2) if child.time is None else (1, 2, 3)
    rows = [
        _row(random, contract, child.table, {child.column: root[child.match], key: name})
        for name in ("a0", "a1", "é2")[: random.choice(sizes)]
    ]
    if child.time is None or child.before is None or child.other_than is None:
        return rows
    return [
        row
        for row in rows
        if row[child.time] < root[child.before]
        and row.get(child.other_than) != root[child.other_than]
    ]


def draw(random: Random, contract: Contract, name: str) -> Document:
    """A document of one subject kind."""
    subject = contract.subjects[name]
    key = contract.tables[subject.table].key
    root = _row(random, contract, subject.table, {key: "root"})
    document: Document = {name: root}
    unknown = []
    for parent in subject.parents:
        if parent.of != name or parent.via not in root:
            continue
        if random.random() < 0.35:
            unknown.append(parent.name)
            continue
        fixed = {contract.tables[parent.table].key: root[parent.via]}
        if "account_id" in contract.tables[parent.table].columns and random.random() < 0.8:
            fixed["account_id"] = root["account_id"]
        document[parent.name] = _row(random, contract, parent.table, fixed, root)
    for child in subject.children:
        document[child.name] = _children(random, contract, child, root)
    return document | ({"unknown": unknown} if unknown else {})
