"""Subjects that must be judged are found by kind, however many there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaluator.settings import Settings
from evaluator.triage import Required
from evaluator.warehouse import Warehouse


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    """A session."""
    with Warehouse(Settings.model_validate({"threads": 1})) as opened:
        yield opened


def _found(warehouse: Warehouse, condition: str | None, subjects: int) -> int:
    rows = f"(SELECT 's' || range AS subject_id FROM range({subjects}))"  # noqa: S608 (a test's)
    return int(warehouse.value(f"SELECT count(*) FROM {rows} WHERE {condition}"))  # noqa: S608


def test_none(warehouse: Warehouse) -> None:
    """Where nothing must be judged there is no condition."""
    assert Required(warehouse, {}).condition("post") is None


def test_by_kind(warehouse: Warehouse) -> None:
    """A kind has its own; ids that are not there, or come twice, do no harm; so do quotes."""
    required = Required(warehouse, {"post": ["s1", "s3", "s3", "it's"], "account": iter(["s2"])})
    assert _found(warehouse, required.condition("post"), 10) == 2
    assert _found(warehouse, required.condition("account"), 10) == 1
    assert required.condition("sanction") is None


def test_very_many(warehouse: Warehouse) -> None:
    """More than are handed over at once."""
    required = Required(warehouse, {"post": (f"s{number}" for number in range(120_000))})
    assert _found(warehouse, required.condition("post"), 130_000) == 120_000
