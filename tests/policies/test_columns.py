"""The columns that the catalogue gives for a control: of the contract, as designed, and enough."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from evaluator.authoring.examples import SNAPSHOT, wasm_ask
from evaluator.bundle import load_bundle
from evaluator.model import Control, canonical_json
from tests.policies.drawing import Drawing

BUNDLE = load_bundle()
_ask = wasm_ask(BUNDLE)
_DOCUMENTS = 60

#: Typed in from the design of the controls.
DESIGNED: Mapping[str, Mapping[str, set[str]]] = {
    "ANN-01": {
        "post": {"deleted_at", "published_at", "origin", "topic", "account_id"},
        "annotations": {"kind", "from_ts", "to_ts"},
    },
    "ANN-02": {
        "post": {"deleted_at", "published_at", "origin", "topic", "account_id"},
        "annotations": {"annotation_id", "kind", "from_ts", "to_ts", "source_kind"},
    },
    "ANN-10": {
        "post": {"deleted_at", "published_at", "declared_fiction", "account_id"},
        "annotations": {"kind", "from_ts", "to_ts"},
    },
    "CMP-02": {"complaint": {"received_at", "acknowledged_at", "decided_at", "category"}},
    "DIS-06": {"ranking": {"from_ts", "list_id", "rank", "paid", "labelled_ad"}},
    "GOV-14": {"negative_lists": {"category", "updated_at"}, "platform": set()},
    "LAD-12": {
        "post": {"published_at"},
        "sanctions": {"sanction_id", "measure", "starts_at", "lifted_at", "ends_at"},
    },
    "LAD-16": {
        "account": {"status"},
        "sanctions": {"measure", "starts_at", "lifted_at", "ends_at"},
    },
    "LAD-18": {"appeals": {"appeal_id", "decided_at", "reviewer_differs"}, "sanction": set()},
}


@pytest.mark.parametrize("code", sorted(BUNDLE.controls))
def test_columns_are_of_the_contract(code: str) -> None:
    """Every branch that is read has its columns, and each stands in the contract."""
    control = BUNDLE.controls[code]
    branches = BUNDLE.contract.branch_columns(BUNDLE.contract.subjects[control.subject])
    assert control.columns.keys() == control.branches
    for branch, columns in control.columns.items():
        assert set(columns) <= branches[branch].keys()
        assert list(columns) == sorted(columns)


@pytest.mark.parametrize("code", sorted(DESIGNED))
def test_columns_are_as_designed(code: str) -> None:
    """No column is lost, and none is named that does not matter."""
    found = {branch: set(names) for branch, names in BUNDLE.controls[code].columns.items()}
    assert found == DESIGNED[code]


@pytest.mark.parametrize("code", sorted(BUNDLE.controls))
def test_other_columns_decide_nothing(code: str) -> None:
    """Documents from which all other columns were left out are answered alike, by OPA's module."""
    control = BUNDLE.controls[code]
    drawing = Drawing(BUNDLE, Random(11))  # noqa: S311 (documents, not secrets)
    whole = [drawing.document(control.subject) for _ in range(_DOCUMENTS)]
    assert _answers(control, [_narrowed(control, each) for each in whole]) == _answers(
        control, whole
    )


def test_a_listed_column_decides() -> None:
    """Leaving out a column that is listed changes an answer: the comparison can fail."""
    control = BUNDLE.controls["ANN-10"]
    drawing = Drawing(BUNDLE, Random(11))  # noqa: S311 (documents, not secrets)
    whole = [drawing.document(control.subject) for _ in range(_DOCUMENTS)]
    without = [
        each | {"post": {k: v for k, v in each["post"].items() if k != "declared_fiction"}}
        for each in whole
    ]
    assert _answers(control, without) != _answers(control, whole)


def _narrowed(control: Control, document: dict[str, Any]) -> dict[str, Any]:
    """A document with nothing but what the control reads."""
    kept: dict[str, Any] = {}
    for branch, value in document.items():
        names = control.columns.get(branch)
        if names is None:
            kept |= {branch: value} if branch == "unknown" else {}
        elif isinstance(value, list):
            kept[branch] = [_only(row, names) for row in value]
        else:
            kept[branch] = _only(value, names)
    return kept


def _only(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in names}


def _answers(control: Control, documents: list[dict[str, Any]]) -> list[Any]:
    question = {
        "controls": [control.code],
        "params": BUNDLE.framework.defaults(),
        "snapshot": dict(SNAPSHOT),
        "documents": documents,
    }
    return [_sorted(answer[control.code]) for answer in _ask(control.subject, question)]


def _sorted(answer: list[Any]) -> list[Any]:
    """Sets come in any order."""
    applies, violations, undetermined = answer
    return [
        applies,
        sorted(violations, key=canonical_json),
        sorted(undetermined, key=canonical_json),
    ]
