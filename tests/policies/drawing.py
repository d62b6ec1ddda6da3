"""Random documents of every subject kind: values near every bound, and many unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from evaluator.bundle import Bundle, Child, Column, Derived, Kind, Shown, SubjectKind
from tests.policies.words import DAY, HOUR, T

Document = dict[str, Any]

_IDS = ("a0", "a1", "é2")

_DAYS = (0, 1, 3, 4, 7, 15, 90, 93)

#: How long arrays are; the shorter ones leave more undone.
_SIZES = (0, 0, 0, 1, 2, 3)

#: Values that are drawn more often, so that the rules are reached.
_OFTEN: Mapping[str, Sequence[Any]] = {
    "adjudications.verdict": ["violation"] * 9,
    "adjudications.final": [True] * 9,
    "adjudications.offence": [
        *("missing_source", "missing_label", "unverified_repost", "hot_event_impersonation") * 20,
        *("wrong_source", "false_certification") * 10,
    ],
    "annotations.kind": ["source", "ai_generated", "ai_possible", "past_event", "refuted"] * 3,
    "certifications.state": ["valid"] * 3,
    "monetisation.kind": ["ecommerce"] * 4,
    "posts.media_kind": ["video", "image"] * 4,
    "posts.origin": ["own"] * 3,
    "renderings.in_content": [True] * 3,
    "sanctions.emergency": [False] * 2,
    "sanctions.measure": ["long_mute", "short_mute", "closure"] * 2,
    "operators.disclosed_matrix": [False] * 3,
}

#: Numbers to draw: the bounds of the columns, and the parameters' bounds.
_NUMBERS: Mapping[str, Sequence[int]] = {
    "text_px": (1, 49, 50, 51, 100_000),
    "short_side_px": (1, 999, 1000, 1001, 100_000),
    "covered_ms": (0, 1000, 1001, 86_400_000),
    "visible_ms": (0, 1999, 2000, 86_400_000),
    "first_visible_ms": (0, 100, 101, 86_400_000),
    "contrast_centi": (100, 299, 300, 2100),
    "paused_days": (0, 1, 3),
    "declared_days": (1, 3, 7),
}

#: How often optional columns are left out, where it is not as often as others.
_ABSENT: Mapping[str, float] = {
    **dict.fromkeys(("deleted_at", "overturned_at", "cure_until", "revoked_at"), 0.8),
    **dict.fromkeys(("delivered_at", "adjudication_id"), 0.1),
    "to_ts": 0.5,
    "operator_id": 0.2,
}


def moments(params: Mapping[str, Any]) -> list[int]:
    """Moments about which rules change: each bound, and a second to either side."""
    bounds = {T - days * DAY for days in _DAYS} | {T + DAY}
    bounds |= {params["standing_from"], params["labelling_from"], params["campaign_start"]}
    bounds |= {T - params["label_grace_hours"] * HOUR}
    return sorted({bound + off for bound in bounds for off in (-1, 0, 1)})


class Drawing:
    """Draws documents; each ``random`` gives the same ones again."""

    def __init__(self, bundle: Bundle, random: Random) -> None:
        self._contract = bundle.contract
        self._random = random
        self._moments = moments(bundle.framework.defaults())
        self._past = [moment for moment in self._moments if moment <= T]

    def document(self, name: str) -> Document:
        """A document of one subject kind."""
        subject = self._contract.subjects[name]
        document: Document = {}
        if subject.root:
            document[name] = dict.fromkeys(subject.root.columns, "root")
        else:
            document[name] = self._row(subject.table, "root")
        unknown = self._add_parents(document, subject)
        for child in subject.children:
            document[child.name] = self._children(child, document[name])
        for whole in subject.whole:
            document[whole.name] = self._rows(whole.table, self._random.choice(_SIZES))
        for derived in subject.derived:
            self._add_derived(document, derived)
        return document | ({"unknown": unknown} if unknown else {})

    def _add_parents(self, document: Document, subject: SubjectKind) -> list[str]:
        unknown: list[str] = []
        for parent in subject.parents:
            key = document.get(parent.of, {}).get(parent.via)
            if key is None:
                continue
            if self._random.random() < 0.3:
                unknown.append(parent.name)
            else:
                document[parent.name] = self._row(parent.table, key)
        return unknown

    def _children(self, child: Child, root: Document) -> list[Document]:
        if child.match not in root:
            return []
        # What comes before needs many rows, so that some of them match.
        size = self._random.choice(_SIZES) if child.time is None else 3
        rows = [row | {child.column: root[child.match]} for row in self._rows(child.table, size)]
        if child.time is None or child.before is None or child.other_than is None:
            return rows
        return [
            row
            for row in rows
            if row[child.time] < root[child.before]
            and row.get(child.other_than) != root[child.other_than]
        ]

    def _rows(self, table: str, size: int) -> list[Document]:
        return [self._row(table, key) for key in _IDS[:size]]

    def _row(self, table_name: str, key: str) -> Document:
        table = self._contract.tables[table_name]
        row: Document = {}
        for name, column in table.columns.items():
            if not column.required and self._random.random() < _ABSENT.get(name, 0.4):
                continue
            row[name] = key if name == table.key else self._cell(table_name, column)
        if row.get("state") == "revoked":
            row.setdefault("revoked_at", self._random.choice(self._past))
        return row

    def _cell(self, owner: str, column: Column) -> Any:
        choice = self._random.choice
        match column.kind:
            case Kind.IDENTIFIER | Kind.TEXT:
                return choice(_TEXTS.get(column.name, _IDS))
            case Kind.TIME:
                return choice(self._moments if column.ahead else self._past)
            case Kind.NUMBER:
                return choice(_NUMBERS.get(column.name, (column.rules["min"],)))
            case Kind.LIST:
                allowed = column.rules["allowed"]
                return self._random.sample(allowed, choice((0, 2, len(allowed) - 1)))
        values = [True, False] if column.kind is Kind.FLAG else column.rules["allowed"]
        return choice([*values, *_OFTEN.get(f"{owner}.{column.name}", [])])

    def _add_derived(self, document: Document, derived: Derived) -> None:
        if derived.shown_as is Shown.ARRAY:
            assert derived.key is not None
            values = sorted(derived.columns[derived.key].rules["allowed"])
            kept = self._random.sample(values, self._random.randint(0, len(values)))
            rows = [self._counted(derived) | {derived.key: value} for value in sorted(kept)]
            document[derived.name] = rows
        elif derived.shown_as is Shown.OBJECT and self._random.random() < 0.8:
            document[derived.name] = self._citation()

    def _counted(self, derived: Derived) -> Document:
        if derived.name == "prompting":
            counts = {name: self._random.choice((0, 1, 50)) for name in ("shown", "not_shown")}
            counts["unknown"] = self._random.choice((0, 1))
            return counts | {"posts": max(sum(counts.values()), 1)}
        first, last = sorted(self._random.choices(self._past, k=2))
        return {"posts": self._random.choice((1, 2, 3)), "first_at": first, "last_at": last}

    def _citation(self) -> Document:
        way = self._random.choice(("cyclic", "open_ended", "ends", "ends", "ends"))
        citation: Document = {"other_account": self._random.random() < 0.8}
        citation |= {name: way == name for name in ("cyclic", "open_ended")}
        if way == "ends":
            citation["hops"] = self._random.choice((1, 2, 64))
            if self._random.random() < 0.8:
                citation["terminal_operator_id"] = self._random.choice(_IDS)
            if self._random.random() < 0.6:
                citation["terminal_external"] = self._random.random() < 0.3
        return citation


#: Texts that rules compare with parameters.
_TEXTS: Mapping[str, Sequence[str]] = {"legal_basis": ("qinglang-2025", "another")}
