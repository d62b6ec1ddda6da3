"""What the tests of policies share: the bundle that ships, OPA, and random documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from evaluator.authoring import Opa, find_opa
from evaluator.authoring.examples import SNAPSHOT
from evaluator.bundle import Bundle, Child, Kind, load_bundle

REPOSITORY = Path(__file__).resolve().parents[2]
BUNDLE = load_bundle()
PARAMS = BUNDLE.framework.defaults()
T = SNAPSHOT["as_of"]
DAY = 86400

Document = dict[str, Any]

_BOUNDS = [0, 1, 3, 4, 90, 93]
_MOMENTS = sorted(
    {T - days * DAY + off for days in _BOUNDS for off in (-1, 0, 1)}
    | {PARAMS[name] + off for name in ("standing_from", "labelling_from") for off in (-1, 0)}
)
_PAST = [moment for moment in _MOMENTS if moment <= T]


@pytest.fixture(scope="session")
def policies() -> Path:
    """The policies of this repository."""
    return REPOSITORY / "policies"


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle that ships."""
    return BUNDLE


@pytest.fixture(scope="session")
def opa() -> Opa:
    """The OPA that builds the bundle."""
    local = REPOSITORY / ".tools" / "bin" / "opa"
    return find_opa(local if local.exists() else None)


@pytest.fixture(scope="session")
def documents() -> Callable[[Random, str], Document]:
    """Draws a document of one subject kind, with values near every bound and many unknown."""
    return _document


#: Values that are drawn more often, so that the rules are reached.
_OFTEN: dict[str, list[Any]] = {
    "adjudications.verdict": ["violation"] * 9,
    "adjudications.final": [True] * 9,
    "adjudications.offence": [
        *("missing_source", "missing_label", "unverified_repost", "hot_event_impersonation") * 20
    ],
    "certifications.state": ["valid"] * 3,
    "monetisation.kind": ["ecommerce"] * 4,
    "annotations.kind": ["source", "ai_generated", "ai_possible", "ai_suspected", "refuted"],
    "posts.origin": ["own"] * 3,
}


#: How long arrays are; the shorter ones leave more undone.
_SIZES = (0, 0, 0, 1, 2, 3)

#: How often optional columns are left out, where it is not as often as others.
_ABSENT = {
    **dict.fromkeys(("to_ts", "deleted_at", "overturned_at", "cure_until", "revoked_at"), 0.8),
    "delivered_at": 0.1,
    "adjudication_id": 0.1,
}


def _row(random: Random, table_name: str, key: str) -> Document:
    table = BUNDLE.contract.tables[table_name]
    row: Document = {}
    for name, column in table.columns.items():
        if not column.required and random.random() < _ABSENT.get(name, 0.4):
            continue
        if name == table.key:
            row[name] = key
        elif column.kind in (Kind.IDENTIFIER, Kind.TEXT):
            row[name] = random.choice(["a0", "a1", "é2"])
        elif column.kind is Kind.TIME:
            row[name] = random.choice(_MOMENTS if column.ahead else _PAST)
        elif column.kind is Kind.NUMBER:
            row[name] = column.rules["min"]
        elif column.kind is Kind.LIST:
            row[name] = random.sample(column.rules["allowed"], 2)
        else:
            allowed = [True, False] if column.kind is Kind.FLAG else column.rules["allowed"]
            row[name] = random.choice([*allowed, *_OFTEN.get(f"{table_name}.{name}", [])])
    if row.get("state") == "revoked":
        row.setdefault("revoked_at", random.choice(_PAST))
    return row


def _children(random: Random, child: Child, root: Document) -> list[Document]:
    # What comes before needs many rows, so that some of them match.
    sizes = _SIZES if child.time is None else (3,)
    rows = [_row(random, child.table, key) for key in ("a0", "a1", "é2")[: random.choice(sizes)]]
    if child.time is None or child.before is None or child.other_than is None:
        return rows
    return [
        row
        for row in rows
        if row[child.time] < root[child.before]
        and row.get(child.other_than) != root[child.other_than]
    ]


def _document(random: Random, subject_name: str) -> Document:
    subject = BUNDLE.contract.subjects[subject_name]
    document = {subject.name: _row(random, subject.table, "root")}
    unknown = []
    for parent in subject.parents:
        match random.choice(["none", "unknown", "known"]):
            case "unknown":
                unknown.append(parent.name)
            case "known":
                document[parent.name] = _row(random, parent.table, "a0")
    children = {
        child.name: _children(random, child, document[subject.name]) for child in subject.children
    }
    return document | children | ({"unknown": unknown} if unknown else {})
